"""Who stands where on each proposal now, without how they got there: for a page that shows them all at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from positions.analysis.stances import Stance
from positions.models import Party, Position, Proposal, Track
from positions.reports.changes import standing_of
from positions.reports.order import issue_order, title_order

ORDER = list(Stance)
# What the standing of an article is read from, and what a page shows of it.
SHOWN = ("key", "stance", "condition", "move", "start", "published_on", "proposal", "article__source")
NAMES = ("party__slug", "party__name", "party__short_name")


@dataclass(frozen=True, slots=True)
class Stand:
    """A party by the position that the latest article on it stands by."""

    party: Party
    after: Position


@dataclass(frozen=True, slots=True)
class ProposalStands:
    """A proposal and how parties stand on it now, from insisting to ruling out."""

    proposal: Proposal
    now: list[Stand]


def stands(proposals: QuerySet[Proposal], tracks: QuerySet[Track]) -> list[ProposalStands]:
    """Each proposal, by issue and title, with the parties of `tracks`. Three queries, whatever the history."""
    now: dict[int, list[Stand]] = {}
    for rows in latest_readings(tracks):
        position = standing_of(rows)
        now.setdefault(position.proposal_id, []).append(Stand(position.party, position))
    full = proposals.select_related("issue", "proposer", "addressee", "answers", "counters")
    ordered = sorted(full, key=lambda row: (*issue_order(row.issue), row.kind, *title_order(row)))
    return [ProposalStands(proposal, by_stance(now.get(proposal.pk, ()))) for proposal in ordered]


def latest_readings(tracks: QuerySet[Track]) -> Iterable[list[Position]]:
    """For each track the positions of its latest article."""
    history = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal")).newest_first()
    newest = tracks.annotate(newest=Subquery(history.values("article")[:1]))
    wanted = set(newest.values_list("party", "proposal", "newest"))
    candidates = Position.objects.filter(
        party__in={party for party, _, _ in wanted},
        proposal__in={proposal for _, proposal, _ in wanted},
        article__in={article for _, _, article in wanted if article},
    )
    found: dict[tuple[int, int, int], list[Position]] = {}
    for row in candidates.select_related("party", "article").only(*SHOWN, *NAMES):
        if (key := (row.party_id, row.proposal_id, row.article_id)) in wanted:
            found.setdefault(key, []).append(row)
    return found.values()


def by_stance(rows: Iterable[Stand]) -> list[Stand]:
    """By name where they stand alike."""
    return sorted(
        rows,
        key=lambda row: (ORDER.index(Stance(row.after.stance)), row.party.short_name.casefold(), row.party.slug),
    )
