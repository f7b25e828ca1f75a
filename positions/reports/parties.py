"""All about one party: its names and roles, how it stands, how it moved, and where it sat at the table."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from positions.models import Agreement, Alias, Issue, Participation, Party, Position, Proposal, Talks, Track
from positions.reports import rounds
from positions.reports.lanes import History, Lane, history, lanes
from positions.reports.order import by_issue


@dataclass(frozen=True, slots=True)
class PartyDossier:
    """`issues` are its lanes, issue by issue. Talks and agreements are the newest first."""

    party: Party
    aliases: list[Alias]
    roles: list[Participation]
    issues: list[tuple[Issue, list[Lane]]]
    past: History
    positions: int
    proposals: list[Proposal]
    addressed: list[Proposal]
    talks: list[Talks]
    agreements: list[Agreement]


def dossier(party: Party) -> PartyDossier:
    positions = Position.objects.filter(negotiation=party.negotiation_id, party=party)
    past = history(positions)
    tracks = lanes(Track.objects.filter(party=party), past)
    proposals = Proposal.objects.select_related("issue", "proposer", "addressee")
    return PartyDossier(
        party=party,
        aliases=sorted(party.aliases.all(), key=lambda row: row.alias.casefold()),
        roles=sorted(party.participations.all(), key=lambda row: (row.since, row.role)),
        issues=[(issue, list(group)) for issue, group in groupby(tracks, key=attrgetter("proposal.issue"))],
        past=past,
        positions=positions.count(),
        proposals=by_issue(proposals.filter(proposer=party)),
        addressed=by_issue(proposals.filter(addressee=party)),
        talks=rounds.talks_newest_first(Talks.objects.filter(parties=party)),
        agreements=rounds.agreements_newest_first(Agreement.objects.filter(parties=party)),
    )
