"""All about one demand or offer, or one issue: who stands where, who moved, and what answers what."""

from dataclasses import dataclass

from django.db.models import QuerySet

from positions.models import Agreement, Issue, Position, Proposal, Talks, Track
from positions.reports import rounds
from positions.reports.changes import MovedPosition
from positions.reports.lanes import History, Lane, by_stance, current, history, lanes
from positions.reports.order import issue_order, title_order


@dataclass(frozen=True, slots=True)
class ProposalDossier:
    """`lanes` are the parties from insisting to ruling out. The rest is what hangs together with the proposal."""

    proposal: Proposal
    lanes: list[Lane]
    past: History
    positions: int
    answered_by: list[Proposal]
    countered_by: list[Proposal]
    talks: list[Talks]
    agreements: list[Agreement]


@dataclass(frozen=True, slots=True)
class ProposalStanding:
    """A proposal and how parties stand on it now, from insisting to ruling out."""

    proposal: Proposal
    now: list[MovedPosition]


@dataclass(frozen=True, slots=True)
class IssueDossier:
    issue: Issue
    demands: list[ProposalStanding]
    offers: list[ProposalStanding]
    past: History
    agreements: list[Agreement]


def dossier(proposal: Proposal) -> ProposalDossier:
    positions = Position.objects.filter(negotiation=proposal.negotiation_id).on(proposal)
    past = history(positions)
    found = lanes(Track.objects.filter(proposal=proposal), past)
    order = {row.party: place for place, row in enumerate(by_stance(lane.now for lane in found))}
    return ProposalDossier(
        proposal=proposal,
        lanes=sorted(found, key=lambda lane: order[lane.party]),
        past=past,
        positions=positions.count(),
        answered_by=oldest_first(proposal.answered_by.select_related("proposer")),
        countered_by=oldest_first(proposal.countered_by.select_related("proposer")),
        talks=rounds.talks_newest_first(proposal.talks.all()),
        agreements=rounds.agreements_newest_first(proposal.agreements.all()),
    )


def issue_dossier(issue: Issue) -> IssueDossier:
    proposals = standings(issue.proposals.all(), Track.objects.filter(proposal__issue=issue))
    agreements = Agreement.objects.filter(negotiation=issue.negotiation_id, proposals__issue=issue).distinct()
    return IssueDossier(
        issue=issue,
        demands=[row for row in proposals if row.proposal.kind == Proposal.Kind.DEMAND],
        offers=[row for row in proposals if row.proposal.kind == Proposal.Kind.OFFER],
        past=history(Position.objects.filter(negotiation=issue.negotiation_id, proposal__issue=issue)),
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
