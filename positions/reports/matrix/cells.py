"""The cells of the matrix: one party on one proposal on one day, as it stands on record or as it was known."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from django.db.models import Model, OuterRef, Subquery
from django.urls import reverse

from positions.analysis import matrix as analysis
from positions.analysis.changes import Change, Kind
from positions.analysis.matrix import Freshness
from positions.models import Party, Position, Proposal, Track
from positions.reports import positions
from positions.reports.changes import MovedPosition
from positions.reports.changes.tracks import Names, Wanted, changes_of
from positions.reports.gaps import Pair, Values, values_on
from positions.reports.matrix.held import held, pair_of
from positions.reports.matrix.known import Desk
from positions.reports.matrix.known_nouns import Nouns
from positions.reports.order import issue_order, name_order
from positions.reports.scope import Scope, whole_tracks

AS_IT_WAS = ("party_id", "proposal_id", "stance", "condition", "move", "quote", "published_on", "start")


Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Since:
    """What brought a stance about, before it was only reaffirmed. `origin` is what it was before, None at the first."""

    change: Change
    position: Position
    origin: Position | None
    address: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One party on one proposal. `age` is in days, from the article to the day of the matrix.

    `before` is how it stood in the article before, `stance_since` the day since which it has stood so. `stands`
    tells what brought the stance about where the latest article only reaffirmed it. `since` is what was done to
    the position after the day on which it was known so: corrected, removed, or nothing.
    """

    party: Party
    proposal: Proposal
    position: Position
    before: Position | None
    change: Change
    age: int
    address: str
    stance_since: date
    stands: Since | None = None
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

    @property
    def changed_on(self) -> date | None:
        """The day of the latest article by which the party moved; None where it only ever said the same."""
        last = self.stands or self
        return None if last.change.kind == Kind.NEW else last.position.published_on


class Record(Protocol):
    """What can be asked of positions as they stand (`Now`), and of those that were known on a day (`known.Desk`)."""

    @property
    def nouns(self) -> Names | Nouns:
        """What they refer to."""

    def newest(self, until: date) -> Wanted:
        """The latest article until a day on each track."""

    def changes(self, newest: Wanted) -> list[MovedPosition]:
        """What these articles changed."""

    def held(self, found: Iterable[MovedPosition]) -> dict[Pair, MovedPosition]:
        """For each change (one a track): the one since which the party has stood so."""

    def values(self, days: Sequence[date], parties: Collection[int]) -> list[Values]:
        """For each day, where each of these parties stood on each proposal; None off the scale."""


@dataclass(frozen=True, slots=True)
class Now:
    """Positions as they stand."""

    scope: Scope
    nouns: Names

    def newest(self, until: date) -> Wanted:
        latest = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal")).newest_first()
        tracks = whole_tracks(Track.objects.all(), self.scope)
        probed = tracks.annotate(newest=Subquery(latest.until(until).values("article")[:1]))
        return {
            (party, proposal): article
            for party, proposal, article in probed.values_list("party", "proposal", "newest")
            if article
        }

    def changes(self, newest: Wanted) -> list[MovedPosition]:
        return changes_of(newest, self.nouns)

    def held(self, found: Iterable[MovedPosition]) -> dict[Pair, MovedPosition]:
        return held(found, self.nouns)

    def values(self, days: Sequence[date], parties: Collection[int]) -> list[Values]:
        return values_on(whole_tracks(Track.objects.filter(party__in=parties), self.scope), days)


def as_they_stand(scope: Scope) -> Now:
    """With all parties, proposals and sources of the negotiation: a table refers to most of them."""
    one = scope.negotiation
    proposals = one.proposals.select_related("issue")
    return Now(scope, Names(by_id(one.parties.all()), by_id(proposals), by_id(one.sources.all())))


def by_id(rows: Iterable[Row]) -> dict[int, Row]:
    return {row.pk: row for row in rows}


def cells_of(record: Record, newest: Wanted, as_of: date, slug: str) -> list[Cell]:
    """Those of these tracks, by issue, proposal and party. `slug` is the negotiation's."""
    found = [moved for moved in record.changes(newest) if moved.after and moved.change]
    since = record.held(found)
    now: Mapping[int, Position] | None = None
    if isinstance(record, Desk):
        now = Position.objects.only("version", *AS_IT_WAS).in_bulk({moved.after.pk for moved in found if moved.after})
    made = [cell(moved, since[pair_of(moved.after)], as_of, slug, now) for moved in found]

    def order(cell: Cell) -> tuple[Any, ...]:
        return (*issue_order(cell.proposal.issue), cell.proposal.slug, *name_order(cell.party))

    return sorted(made, key=order)


def cell(moved: Any, since: Any, as_of: date, slug: str, now: Mapping[int, Position] | None) -> Cell:
    """`now` holds positions as they stand today, where the cell shows them as they were known on another day."""
    position = moved.after
    done = "" if now is None else done_since(position, now.get(position.pk))
    stands = None
    if moved.change.kind == Kind.REAFFIRMED and since is not moved:
        address = words(since.after, slug, known=now is not None)
        stands = Since(since.change, since.after, origin(since), address)
    return Cell(
        party=moved.party,
        proposal=moved.proposal,
        position=position,
        before=moved.before,
        change=moved.change,
        age=(as_of - position.published_on).days,
        # What was read otherwise then stands in the position's own history.
        address=words(position, slug, known=bool(done)),
        stance_since=since.after.published_on,
        stands=stands,
        since=done,
    )


def words(position: Position, slug: str, *, known: bool) -> str:
    """Where the words stand; the position's own history where they may read otherwise now."""
    return reverse("position", args=[slug, position.key]) if known else positions.address(position, slug)


def origin(moved: MovedPosition) -> Position | None:
    """From where: the stance that movement is measured against, else the article's before."""
    if moved.change and moved.change.delta:
        return moved.reference or moved.before
    return moved.before


def done_since(then: Position, now: Position | None) -> str:
    if now is None:
        return "removed"
    return "corrected" if any(getattr(then, name) != getattr(now, name) for name in AS_IT_WAS) else ""
