"""All about one party: its names and roles, how it stands, how it moved, and where it sat at the table."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from positions.models import Agreement, Alias, Issue, Participation, Party, Proposal, Talks, Track
from positions.reports.dossiers import rounds
from positions.reports.dossiers.chains import Chains, chains
from positions.reports.dossiers.lanes import MOST, Lane, Lanes, lanes
from positions.reports.dossiers.rounds import Newest
from positions.reports.order import by_issue


@dataclass(frozen=True, slots=True)
class PartyDossier:
    """`issues` are the lanes of `past`, issue by issue."""

    party: Party
    aliases: list[Alias]
    roles: list[Participation]
    past: Lanes
    proposals: list[Proposal]
    addressed: list[Proposal]
    chains: Chains
    talks: Newest[Talks]
    agreements: Newest[Agreement]

    @property
    def issues(self) -> list[tuple[Issue, list[Lane]]]:
        grouped = groupby(self.past.lanes, key=attrgetter("proposal.issue"))
        return [(issue, list(group)) for issue, group in grouped]


def dossier(party: Party, *, whole: bool = False) -> PartyDossier:
    """Of many lanes, talks and agreements the first; all of them if `whole`."""
    proposals = Proposal.objects.select_related("issue", "proposer", "addressee")
    made = by_issue(proposals.filter(proposer=party))
    return PartyDossier(
        party=party,
        aliases=sorted(party.aliases.all(), key=lambda row: row.alias.casefold()),
        roles=sorted(party.participations.all(), key=lambda row: (row.since, row.role)),
        past=lanes(Track.objects.filter(party=party), most=None if whole else MOST),
        proposals=made,
        addressed=by_issue(proposals.filter(addressee=party)),
        chains=chains(party.negotiation_id, made),
        talks=rounds.newest_talks(Talks.objects.filter(parties=party), whole=whole),
        agreements=rounds.newest_agreements(Agreement.objects.filter(parties=party), whole=whole),
    )
