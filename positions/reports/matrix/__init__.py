"""Parties × proposals on one day: how each party stood on each proposal, by its latest article until then.

With `known_on` the same by what the desk knew on another day (`positions.reports.matrix.known`). A page shows so many
parties at a time and fetches no more than it shows; files hold all.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Max
from django.urls import reverse

from positions.analysis import matrix as analysis
from positions.analysis.matrix import Course, Gap, Told
from positions.analysis.timeline import earlier
from positions.models import Issue, Party, Proposal
from positions.reports.columns import Column
from positions.reports.gaps import Values
from positions.reports.matrix.cells import Cell, Record, as_they_stand, cells_of
from positions.reports.matrix.known import desk, first_recorded
from positions.reports.order import name_order
from positions.reports.roles import Roles
from positions.reports.scope import Scope

BY_ISSUE, BY_GAP, BY_CHANGE = "issue", "gap", "change"
DAYS_AGO = (90, 365)  # how far back gaps are compared
PARTIES = 12  # on a page


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal: a cell or None for each party shown, and the gap between the principals, shown or not.

    `moves` is how that gap moved: since before the latest article of one of them on it, and in each of `DAYS_AGO`,
    always between the same principals.
    `still` says in words that it did not move; it is empty where it did, or where there is no telling.
    """

    proposal: Proposal
    address: str
    cells: list[Cell | None]
    gap: Gap | None
    gap_is_stale: bool
    moves: list[Told]
    still: str

    @property
    def told(self) -> list[Told]:
        """The moves that say something."""
        return analysis.told(self.moves)

    @property
    def changed_on(self) -> date | None:
        """The day of the latest article by which somebody moved."""
        return max((day for cell in self.cells if cell and (day := cell.changed_on)), default=None)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one issue; of all issues in one order where there is none."""

    issue: Issue | None
    address: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which parties are shown: those from `first` to `last`, counted from 1, of `all`."""

    page: int
    pages: int
    first: int
    last: int
    all: int

    @property
    def before(self) -> "Shown | None":
        return shown_of(self.all, self.page - 1) if self.page > 1 else None

    @property
    def after(self) -> "Shown | None":
        return shown_of(self.all, self.page + 1) if self.page < self.pages else None

    def __str__(self) -> str:
        return f"{self.first}–{self.last}" if self.first < self.last else str(self.last)


@dataclass(frozen=True, slots=True)
class Matrix:
    """`previous` and `next` are the nearest days with an article before and after `as_of`.

    `parties` are those shown, with whether they are principals; `principals` counts those, shown or not.
    `silent` counts the proposals that have no row because only others spoke on them.
    `begins` is the day of the first record, where that came after the day on which things were to be known.
    """

    as_of: date
    previous: date | None
    next: date | None
    shown: Shown
    parties: list[tuple[Party, bool]]
    principals: int
    silent: int
    begins: date | None
    issues: list[Rows]

    @property
    def proposals(self) -> int:
        return sum(len(issue.rows) for issue in self.issues)

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


def matrix(scope: Scope, *, today: date, by: str = BY_ISSUE, page: int | None = None) -> Matrix:
    """Proposals by issue, gap or latest change; principals first, then those who speak on most.

    Only those with a position by then; of the parties only those of a page, or all.
    """
    as_of = day_asked(scope, today=today)
    known = desk(scope, on=scope.known_on) if scope.known_on else None
    record: Record = known or as_they_stand(scope)
    newest = record.newest(as_of)
    speak = {party for party, _ in newest}
    roles = Roles(scope.negotiation, [(role.party_id, role.role) for role in known.nouns.roles] if known else None)
    # Of the whole negotiation, so that columns keep their places from day to day.
    said = Counter(scope.negotiation.tracks.values_list("party", flat=True))
    parties = sorted(
        (party for pk, party in record.nouns.parties.items() if pk in speak),
        key=lambda party: (not roles.is_principal(party), -said[party.pk], roles.order(party)),
    )
    principals = {party.pk for party in parties if roles.is_principal(party)}
    shown = shown_of(len(parties), page)
    across = parties[shown.first - 1 : shown.last]
    wanted = principals | {party.pk for party in across}
    slug = scope.negotiation.slug
    found = cells_of(record, {pair: article for pair, article in newest.items() if pair[0] in wanted}, as_of, slug)
    then = record.values([earlier(as_of, days) for days in DAYS_AGO], principals)
    by_proposal = groupby(found, key=lambda cell: cell.proposal)
    rows = [row(proposal, list(own), across, principals, then, as_of, slug) for proposal, own in by_proposal]
    rows = [row for row in rows if any(row.cells)]
    days = scope.negotiation.articles.order_by("published_on").values_list("published_on", flat=True)
    begins = first_recorded(scope.negotiation) if scope.known_on and not newest else None
    return Matrix(
        as_of=as_of,
        previous=days.filter(published_on__lt=as_of).last(),
        next=days.filter(published_on__gt=as_of).first(),
        shown=shown,
        parties=[(party, party.pk in principals) for party in across],
        principals=len(principals),
        silent=len({proposal for _, proposal in newest}) - len(rows),
        begins=begins if begins and scope.known_on and begins > scope.known_on else None,
        issues=in_groups(rows, slug, by=by),
    )


def shown_of(number: int, page: int | None) -> Shown:
    """The parties of a page of so many in all, or of the last where it has none; all of them without a page."""
    if page is None:
        return Shown(1, 1, 1, number, number)
    pages = max(1, -(-number // PARTIES))
    page = min(max(page, 1), pages)
    return Shown(page, pages, (page - 1) * PARTIES + 1, min(page * PARTIES, number), number)


def row(
    proposal: Proposal,
    cells: list[Cell],
    parties: list[Party],
    principals: set[int],
    then: list[Values],
    as_of: date,
    slug: str,
) -> Row:
    found = {cell.party.pk: cell for cell in cells}
    own = [cell for cell in cells if cell.party.pk in principals]
    latest = max(((cell.position.published_on, cell.position.article_id) for cell in own), default=None)
    last = analysis.gap_move(
        (
            (cell.before.stance_value if cell.before else None)
            if (cell.position.published_on, cell.position.article_id) == latest
            else cell.position.stance_value,
            cell.position.stance_value,
        )
        for cell in own
    )
    moves: list[Told] = [("last article", last)]
    for days, values in zip(DAYS_AGO, then, strict=True):
        pairs = ((values.get((cell.party.pk, proposal.pk)), cell.position.stance_value) for cell in own)
        moves.append((f"{days} days", analysis.gap_move(pairs)))
    return Row(
        proposal=proposal,
        address=reverse(proposal.kind, args=[slug, proposal.slug]),
        cells=[found.get(party.pk) for party in parties],
        gap=last.now,
        gap_is_stale=any(cell.is_stale for cell in own if cell.position.stance_value is not None),
        moves=moves,
        still=still(moves, min(((as_of - cell.stance_since).days for cell in own), default=0)),
    )


def still(moves: Sequence[Told], held: int) -> str:
    """How long ago the gap was as wide as now, where that is all there is to tell.

    `moves` are those of a row; for `held` days every principal has stood as it stands.
    """
    if analysis.told(moves):
        return ""
    same = [days for days, (_, move) in zip(DAYS_AGO, moves[1:], strict=True) if move.course == Course.UNCHANGED]
    return analysis.unmoved(max(same), held) if same else ""


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


def readings(scope: Scope, *, today: date, by: str = BY_ISSUE) -> Iterator[Line]:
    """The cells of the matrix in its order, read when the first is asked for; within a row by name of the party."""
    for group in matrix(scope, today=today, by=by).issues:
        for row in group.rows:
            for cell in sorted((cell for cell in row.cells if cell), key=lambda cell: name_order(cell.party)):
                yield Line(cell, row)


COLUMNS: Sequence[Column] = (
    Column("party", "slug of the party", lambda at: at.cell.party.slug),
    Column("proposal", "slug of the demand or offer", lambda at: at.cell.proposal.slug),
    Column("issue", "slug of the issue", lambda at: at.cell.proposal.issue.slug),
    Column("type", "demand or offer", lambda at: at.cell.proposal.kind),
    Column("stance", "code of the stance", lambda at: at.cell.position.stance),
    Column("stance_value", "−3 to +3; empty off the scale", lambda at: at.cell.position.stance_value),
    Column("condition", "what the stance is tied to", lambda at: at.cell.position.condition, is_text=True),
    Column("kind", "kind of change that this article made", lambda at: at.cell.change.kind),
    Column("stance_since", "date of the article since which the stance stands", lambda at: at.cell.stance_since),
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
    Column(
        "gap_before",
        "the gap between the same principals before the latest article of one; empty if not all were on the scale",
        lambda at: at.gap_before(0),
    ),
    Column("gap_90", "the same 90 days before the day of the matrix", lambda at: at.gap_before(1)),
    Column("gap_365", "the same 365 days before the day of the matrix", lambda at: at.gap_before(2)),
)
