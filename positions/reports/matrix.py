"""Parties × proposals on one day: how each party stood on each proposal, by its latest article until then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Max
from django.urls import reverse

from positions.analysis import matrix as analysis
from positions.analysis.changes import Change
from positions.analysis.matrix import Gap
from positions.models import Issue, Party, Position, Proposal, Track
from positions.reports import positions
from positions.reports.columns import Column
from positions.reports.lanes import current
from positions.reports.order import issue_order, name_order
from positions.reports.roles import Roles
from positions.reports.scope import Scope, whole_tracks


@dataclass(frozen=True, slots=True)
class Cell:
    """One party on one proposal. `age` is in days, from the article to the day of the matrix."""

    party: Party
    proposal: Proposal
    position: Position
    change: Change
    age: int
    address: str

    @property
    def is_stale(self) -> bool:
        return analysis.is_stale(self.age)

    @property
    def age_in_words(self) -> str:
        return analysis.age_in_words(self.age)


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal: a cell or None for each party of the matrix, and the gap between the principals among them."""

    proposal: Proposal
    address: str
    cells: list[Cell | None]
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class IssueRows:
    issue: Issue
    address: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`previous` and `next` are the nearest days with an article before and after `as_of`."""

    as_of: date
    previous: date | None
    next: date | None
    parties: list[tuple[Party, bool]]
    issues: list[IssueRows]

    @property
    def proposals(self) -> int:
        return sum(len(issue.rows) for issue in self.issues)

    @property
    def principals(self) -> list[Party]:
        return [party for party, is_principal in self.parties if is_principal]


def matrix(scope: Scope, *, today: date) -> Matrix:
    """Proposals by issue; parties by role, then those first who speak on most. Only with a position by then."""
    as_of = day_asked(scope, today=today)
    roles = Roles(scope.negotiation)
    cells = cells_on(scope, as_of)
    # Of the whole negotiation, so that columns keep their places from day to day.
    said = Counter(scope.negotiation.tracks.values_list("party", flat=True))
    parties = sorted(
        {cell.party for cell in cells}, key=lambda party: (roles.rank(party), -said[party.pk], roles.order(party))
    )
    principals = {party.pk for party in parties if roles.is_principal(party)}
    slug = scope.negotiation.slug
    days = scope.negotiation.articles.order_by("published_on").values_list("published_on", flat=True)
    return Matrix(
        as_of=as_of,
        previous=days.filter(published_on__lt=as_of).last(),
        next=days.filter(published_on__gt=as_of).first(),
        parties=[(party, party.pk in principals) for party in parties],
        issues=[
            IssueRows(
                issue,
                reverse("issue", args=[slug, issue.slug]),
                [
                    row(proposal, list(by_party), parties, principals, slug)
                    for proposal, by_party in groupby(own, key=lambda cell: cell.proposal)
                ],
            )
            for issue, own in groupby(cells, key=lambda cell: cell.proposal.issue)
        ],
    )


def row(proposal: Proposal, cells: list[Cell], parties: list[Party], principals: set[int], slug: str) -> Row:
    found = {cell.party.pk: cell for cell in cells}
    return Row(
        proposal=proposal,
        address=reverse(proposal.kind, args=[slug, proposal.slug]),
        cells=[found.get(party.pk) for party in parties],
        gap=analysis.gap(cell.position.stance_value for cell in cells if cell.party.pk in principals),
    )


def day_asked(scope: Scope, *, today: date) -> date:
    """The day asked for; else that of the latest article; today where there is none."""
    return scope.as_of or scope.negotiation.articles.aggregate(latest=Max("published_on"))["latest"] or today


def readings(scope: Scope, *, today: date) -> list[Cell]:
    """The cells of the matrix, by issue, proposal and party."""
    return cells_on(scope, day_asked(scope, today=today))


def cells_on(scope: Scope, as_of: date) -> list[Cell]:
    def order(cell: Cell) -> tuple[Any, ...]:
        return (*issue_order(cell.proposal.issue), cell.proposal.slug, *name_order(cell.party))

    found = (
        Cell(
            party=moved.party,
            proposal=moved.proposal,
            position=moved.after,
            change=moved.change,
            age=(as_of - moved.after.published_on).days,
            address=positions.address(moved.after, scope.negotiation.slug),
        )
        for moved in current(whole_tracks(Track.objects.all(), scope), until=as_of)
        if moved.after and moved.change
    )
    return sorted(found, key=order)


COLUMNS: Sequence[Column] = (
    Column("party", "slug of the party", lambda c: c.party.slug),
    Column("proposal", "slug of the demand or offer", lambda c: c.proposal.slug),
    Column("issue", "slug of the issue", lambda c: c.proposal.issue.slug),
    Column("type", "demand or offer", lambda c: c.proposal.kind),
    Column("stance", "code of the stance", lambda c: c.position.stance),
    Column("stance_value", "−3 to +3; empty off the scale", lambda c: c.position.stance_value),
    Column("condition", "what the stance is tied to", lambda c: c.position.condition, is_text=True),
    Column("kind", "kind of change that this article made", lambda c: c.change.kind),
    Column("direction", "which way the stance moved", lambda c: c.change.direction),
    Column("article_id", "number of the article in addresses of this site", lambda c: c.position.article_id),
    Column("article", "key of the article", lambda c: c.position.article.key),
    Column("published_on", "date of the article", lambda c: c.position.published_on),
    Column("source", "slug of the source", lambda c: c.position.article.source.slug),
    Column("age", "days from the article to the day of the matrix", lambda c: c.age),
    Column("position", "id of the position", lambda c: c.position.key),
    Column("quote", "the exact words of the article", lambda c: c.position.quote, is_text=True),
    Column("url", "address of the article", lambda c: c.position.article.url),
    Column("address", "where the words stand on this site", lambda c: c.address),
)
