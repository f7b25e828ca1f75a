"""Parties × proposals on one day: how each party stood on each proposal, by its latest article until then.

With `known_on` the same by what the desk knew on another day (`positions.reports.known`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Max
from django.urls import reverse

from positions.analysis import matrix as analysis
from positions.analysis.changes import Change, Kind
from positions.analysis.matrix import Freshness, Gap, GapMove
from positions.analysis.timeline import earlier
from positions.models import Issue, Party, Position, Proposal, Track
from positions.reports import positions
from positions.reports.changes import MovedPosition
from positions.reports.columns import Column
from positions.reports.gaps import Values, values_on
from positions.reports.known import Desk, desk
from positions.reports.lanes import current
from positions.reports.order import issue_order, name_order
from positions.reports.roles import Roles
from positions.reports.scope import Scope, whole_tracks

BY_ISSUE, BY_GAP, BY_CHANGE = "issue", "gap", "change"
DAYS_AGO = (90, 365)  # how far back gaps are compared
NO_CHANGE = {Kind.NEW, Kind.REAFFIRMED}
AS_IT_WAS = ("party_id", "proposal_id", "stance", "condition", "move", "quote", "published_on", "start")


@dataclass(frozen=True, slots=True)
class Cell:
    """One party on one proposal. `age` is in days, from the article to the day of the matrix.

    `before` is how it stood in the article before. `since` is what was done to the position after
    the day on which it was known so: corrected, removed, or nothing.
    """

    party: Party
    proposal: Proposal
    position: Position
    before: Position | None
    change: Change
    age: int
    address: str
    since: str = ""

    @property
    def freshness(self) -> Freshness:
        return analysis.freshness(self.age)

    @property
    def is_stale(self) -> bool:
        return analysis.is_stale(self.age)

    @property
    def age_in_words(self) -> str:
        return analysis.age_in_words(self.age)


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal: a cell or None for each party of the matrix, and the gap between the principals among them.

    `moves` is how that gap moved: since before the latest article of one of them on it, and in each of `DAYS_AGO`.
    """

    proposal: Proposal
    address: str
    cells: list[Cell | None]
    gap: Gap | None
    gap_is_stale: bool
    moves: list[tuple[str, GapMove]]

    @property
    def changed_on(self) -> date | None:
        """The day of the latest article by which somebody moved."""
        days = [cell.position.published_on for cell in self.cells if cell and cell.change.kind not in NO_CHANGE]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one issue; of all issues in one order where there is none."""

    issue: Issue | None
    address: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`previous` and `next` are the nearest days with an article before and after `as_of`."""

    as_of: date
    previous: date | None
    next: date | None
    parties: list[tuple[Party, bool]]
    issues: list[Rows]

    @property
    def proposals(self) -> int:
        return sum(len(issue.rows) for issue in self.issues)

    @property
    def principals(self) -> list[Party]:
        return [party for party, is_principal in self.parties if is_principal]

    @property
    def since(self) -> int:
        """How many cells were corrected or removed since they were known so."""
        return sum(1 for group in self.issues for row in group.rows for cell in row.cells if cell and cell.since)


@dataclass(frozen=True, slots=True)
class Line:
    """A cell with the row it stands in, as the files have it."""

    cell: Cell
    row: Row

    def gap_before(self, number: int) -> int | None:
        """The gap as it was at the start of one of the row's moves."""
        before = self.row.moves[number][1].before
        return before.steps if before else None


def matrix(scope: Scope, *, today: date, by: str = BY_ISSUE) -> Matrix:
    """Proposals by issue, gap or latest change; parties by role, then those first who speak on most.

    Only those with a position by then.
    """
    as_of = day_asked(scope, today=today)
    known = desk(scope, on=scope.known_on) if scope.known_on else None
    roles = Roles(scope.negotiation, [(role.party_id, role.role) for role in known.nouns.roles] if known else None)
    cells = cells_on(scope, as_of, known)
    # Of the whole negotiation, so that columns keep their places from day to day.
    said = Counter(scope.negotiation.tracks.values_list("party", flat=True))
    parties = sorted(
        {cell.party for cell in cells}, key=lambda party: (roles.rank(party), -said[party.pk], roles.order(party))
    )
    principals = {party.pk for party in parties if roles.is_principal(party)}
    then = values_then(scope, [earlier(as_of, days) for days in DAYS_AGO], principals, known)
    slug = scope.negotiation.slug
    rows = [
        row(proposal, list(own), parties, principals, then, slug)
        for proposal, own in groupby(cells, key=lambda cell: cell.proposal)
    ]
    days = scope.negotiation.articles.order_by("published_on").values_list("published_on", flat=True)
    return Matrix(
        as_of=as_of,
        previous=days.filter(published_on__lt=as_of).last(),
        next=days.filter(published_on__gt=as_of).first(),
        parties=[(party, party.pk in principals) for party in parties],
        issues=in_groups(rows, slug, by=by),
    )


def row(
    proposal: Proposal,
    cells: list[Cell],
    parties: list[Party],
    principals: set[int],
    then: list[Values],
    slug: str,
) -> Row:
    found = {cell.party.pk: cell for cell in cells}
    own = [cell for cell in cells if cell.party.pk in principals]
    now = analysis.gap(cell.position.stance_value for cell in own)
    latest = max(((cell.position.published_on, cell.position.article_id) for cell in own), default=None)
    before = analysis.gap(
        (cell.before.stance_value if cell.before else None)
        if (cell.position.published_on, cell.position.article_id) == latest
        else cell.position.stance_value
        for cell in own
    )
    moves = [("last article", GapMove(before, now))]
    for days, values in zip(DAYS_AGO, then, strict=True):
        past = analysis.gap(values.get((party, proposal.pk)) for party in principals)
        moves.append((f"{days} days", GapMove(past, now)))
    return Row(
        proposal=proposal,
        address=reverse(proposal.kind, args=[slug, proposal.slug]),
        cells=[found.get(party.pk) for party in parties],
        gap=now,
        gap_is_stale=any(cell.is_stale for cell in own if cell.position.stance_value is not None),
        moves=moves,
    )


def in_groups(rows: list[Row], slug: str, *, by: str) -> list[Rows]:
    """The rows, which are in the order of issues, by issue; or all in one, by gap or latest change."""
    if by == BY_GAP:
        ordered = sorted(rows, key=lambda row: -row.gap.steps if row.gap else 1)
    elif by == BY_CHANGE:
        ordered = sorted(rows, key=lambda row: row.changed_on or date.min, reverse=True)
    else:
        return [
            Rows(issue, reverse("issue", args=[slug, issue.slug]), list(own))
            for issue, own in groupby(rows, key=lambda row: row.proposal.issue)
        ]
    return [Rows(None, "", ordered)] if ordered else []


def day_asked(scope: Scope, *, today: date) -> date:
    """The day asked for; else the one on which it was known; else that of the latest article; today without any."""
    if scope.as_of or scope.known_on:
        return scope.as_of or min(scope.known_on or today, today)
    return scope.negotiation.articles.aggregate(latest=Max("published_on"))["latest"] or today


def readings(scope: Scope, *, today: date, by: str = BY_ISSUE) -> list[Line]:
    """The cells of the matrix in its order; within a row by name of the party."""
    return [
        Line(cell, row)
        for group in matrix(scope, today=today, by=by).issues
        for row in group.rows
        for cell in sorted((cell for cell in row.cells if cell), key=lambda cell: name_order(cell.party))
    ]


def cells_on(scope: Scope, as_of: date, known: Desk | None) -> list[Cell]:
    """By issue, proposal and party."""
    found: Iterable[MovedPosition] = (
        known.latest(as_of) if known else current(whole_tracks(Track.objects.all(), scope), until=as_of)
    )
    told = [moved for moved in found if moved.after and moved.change]
    now: Mapping[int, Position] = {}
    if known:
        now = Position.objects.only("version", *AS_IT_WAS).in_bulk({moved.after.pk for moved in told if moved.after})
    cells = [cell(moved, as_of, scope.negotiation.slug, now if known else None) for moved in told]

    def order(cell: Cell) -> tuple[Any, ...]:
        return (*issue_order(cell.proposal.issue), cell.proposal.slug, *name_order(cell.party))

    return sorted(cells, key=order)


def cell(moved: Any, as_of: date, slug: str, now: Mapping[int, Position] | None) -> Cell:
    """`now` holds positions as they stand today, where the cell shows them as they were known on another day."""
    position = moved.after
    since = "" if now is None else done_since(position, now.get(position.pk))
    return Cell(
        party=moved.party,
        proposal=moved.proposal,
        position=position,
        before=moved.before,
        change=moved.change,
        age=(as_of - position.published_on).days,
        # What was read otherwise then stands in the position's own history.
        address=reverse("position", args=[slug, position.key]) if since else positions.address(position, slug),
        since=since,
    )


def done_since(then: Position, now: Position | None) -> str:
    if now is None:
        return "removed"
    return "corrected" if any(getattr(then, name) != getattr(now, name) for name in AS_IT_WAS) else ""


def values_then(scope: Scope, days: Sequence[date], principals: set[int], known: Desk | None) -> list[Values]:
    """Where the principals stood on earlier days."""
    if known:
        return [known.values(day) for day in days]
    return values_on(whole_tracks(Track.objects.filter(party__in=principals), scope), days)


COLUMNS: Sequence[Column] = (
    Column("party", "slug of the party", lambda at: at.cell.party.slug),
    Column("proposal", "slug of the demand or offer", lambda at: at.cell.proposal.slug),
    Column("issue", "slug of the issue", lambda at: at.cell.proposal.issue.slug),
    Column("type", "demand or offer", lambda at: at.cell.proposal.kind),
    Column("stance", "code of the stance", lambda at: at.cell.position.stance),
    Column("stance_value", "−3 to +3; empty off the scale", lambda at: at.cell.position.stance_value),
    Column("condition", "what the stance is tied to", lambda at: at.cell.position.condition, is_text=True),
    Column("kind", "kind of change that this article made", lambda at: at.cell.change.kind),
    Column("direction", "which way the stance moved", lambda at: at.cell.change.direction),
    Column("article_id", "number of the article in addresses of this site", lambda at: at.cell.position.article_id),
    Column("article", "key of the article", lambda at: at.cell.position.article.key),
    Column("published_on", "date of the article", lambda at: at.cell.position.published_on),
    Column("source", "slug of the source", lambda at: at.cell.position.article.source.slug),
    Column("age", "days from the article to the day of the matrix", lambda at: at.cell.age),
    Column("position", "id of the position", lambda at: at.cell.position.key),
    Column("quote", "the exact words of the article", lambda at: at.cell.position.quote, is_text=True),
    Column("url", "address of the article", lambda at: at.cell.position.article.url),
    Column("address", "where the words stand on this site", lambda at: at.cell.address),
    Column("since", "known on a day: corrected or removed after it", lambda at: at.cell.since),
    Column(
        "gap", "steps on the scale between the principals on this proposal", lambda at: at.row.gap and at.row.gap.steps
    ),
    Column("gap_before", "the same before the latest article of one of them", lambda at: at.gap_before(0)),
    Column("gap_90", "the same 90 days before the day of the matrix", lambda at: at.gap_before(1)),
    Column("gap_365", "the same 365 days before the day of the matrix", lambda at: at.gap_before(2)),
)
