"""All about one party: its names and roles, how it stands, how it moved, and where it sat at the table."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from positions.models import Agreement, Alias, Issue, Participation, Party, Proposal, Talks, Track
from positions.reports import rounds
from positions.reports.chains import Chains, chains
from positions.reports.lanes import Lane, Lanes, lanes
from positions.reports.order import by_issue


@dataclass(frozen=True, slots=True)
class PartyDossier:
    """`issues` are the lanes of `past`, issue by issue. Talks and agreements are the newest first."""

    party: Party
    aliases: list[Alias]
    roles: list[Participation]
    past: Lanes
    proposals: list[Proposal]
    addressed: list[Proposal]
    chains: Chains
    talks: list[Talks]
    agreements: list[Agreement]

    @property
    def issues(self) -> list[tuple[Issue, list[Lane]]]:
        grouped = groupby(self.past.lanes, key=attrgetter("proposal.issue"))
        return [(issue, list(group)) for issue, group in grouped]


def dossier(party: Party) -> PartyDossier:
    proposals = Proposal.objects.select_related("issue", "proposer", "addressee")
    made = by_issue(proposals.filter(proposer=party))
    return PartyDossier(
        party=party,
        aliases=sorted(party.aliases.all(), key=lambda row: row.alias.casefold()),
        roles=sorted(party.participations.all(), key=lambda row: (row.since, row.role)),
        past=lanes(Track.objects.filter(party=party)),
        proposals=made,
        addressed=by_issue(proposals.filter(addressee=party)),
        chains=chains(party.negotiation_id, made),
        talks=rounds.talks_newest_first(Talks.objects.filter(parties=party)),
        agreements=rounds.agreements_newest_first(Agreement.objects.filter(parties=party)),
    )
