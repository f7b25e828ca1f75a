"""All about one demand or offer, or one issue: who stands where, who moved, and what answers what."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from positions.models import Agreement, Issue, Participation, Proposal, Talks, Track
from positions.reports import rounds
from positions.reports.chains import Chains, chains
from positions.reports.changes import MovedPosition
from positions.reports.lanes import Lanes, by_stance, current, lanes
from positions.reports.order import issue_order, title_order

LAST_WORDS = 20  # the newest readings that the page of an issue tells


@dataclass(frozen=True, slots=True)
class ProposalDossier:
    """The lanes of `past` are the parties from insisting to ruling out. The rest is what hangs together with it."""

    proposal: Proposal
    past: Lanes
    chains: Chains
    talks: list[Talks]
    agreements: list[Agreement]


@dataclass(frozen=True, slots=True)
class ProposalStanding:
    """A proposal and how parties stand on it now, from insisting to ruling out."""

    proposal: Proposal
    now: list[MovedPosition]


@dataclass(frozen=True, slots=True)
class IssueDossier:
    """`principals` are the lanes of those whose dispute it is; `last` the latest readings of anybody, newest first."""

    issue: Issue
    demands: list[ProposalStanding]
    offers: list[ProposalStanding]
    principals: Lanes
    last: list[MovedPosition]
    chains: Chains
    talks: list[Talks]
    agreements: list[Agreement]


def dossier(proposal: Proposal) -> ProposalDossier:
    past = lanes(Track.objects.filter(proposal=proposal))
    place = {row.party: number for number, row in enumerate(by_stance(lane.now for lane in past.lanes))}
    return ProposalDossier(
        proposal=proposal,
        past=replace(past, lanes=sorted(past.lanes, key=lambda lane: place[lane.party])),
        chains=chains(proposal.negotiation_id, [proposal]),
        talks=rounds.talks_newest_first(proposal.talks.all()),
        agreements=rounds.agreements_newest_first(proposal.agreements.all()),
    )


def issue_dossier(issue: Issue) -> IssueDossier:
    proposals = standings(issue.proposals.all(), Track.objects.filter(proposal__issue=issue))
    agreements = Agreement.objects.filter(negotiation=issue.negotiation_id, proposals__issue=issue).distinct()
    principals = Participation.objects.filter(
        party__negotiation=issue.negotiation_id, role=Participation.Role.PRINCIPAL
    ).values("party")
    keys = [row.proposal.pk for row in proposals]
    said = [move for row in proposals for move in row.now]
    return IssueDossier(
        issue=issue,
        demands=[row for row in proposals if row.proposal.kind == Proposal.Kind.DEMAND],
        offers=[row for row in proposals if row.proposal.kind == Proposal.Kind.OFFER],
        principals=lanes(Track.objects.filter(proposal__in=keys, party__in=principals), longest=0),
        last=sorted(said, key=lambda row: (row.after.published_on, row.after.article_id), reverse=True)[:LAST_WORDS],
        chains=chains(issue.negotiation_id, [row.proposal for row in proposals]),
        talks=rounds.talks_newest_first(Talks.objects.filter(offer__issue=issue)),
        agreements=rounds.agreements_newest_first(agreements),
    )


def standings(proposals: QuerySet[Proposal], tracks: QuerySet[Track]) -> list[ProposalStanding]:
    """Each proposal, by issue and title, with how the parties of `tracks` stand on it now."""
    now: dict[int, list[MovedPosition]] = {}
    for row in current(tracks):
        now.setdefault(row.proposal.pk, []).append(row)
    full = proposals.select_related("issue", "proposer", "addressee", "answers", "counters", "venue")
    ordered = sorted(full, key=lambda row: (*issue_order(row.issue), row.kind, *title_order(row)))
    return [ProposalStanding(proposal, by_stance(now.get(proposal.pk, ()))) for proposal in ordered]


def oldest_first(rows: QuerySet[Proposal]) -> list[Proposal]:
    return sorted(rows, key=lambda row: (row.proposed_on, row.slug))
