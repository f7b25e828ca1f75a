"""How a party's position on a proposal differs from one article to the next.

Terms, in the order in which one leads to the next:

statement
    One coded position: in this article, this party takes this stance on this proposal.
reading order
    By the article's date of publication, then the article's id, then place in the text.
reading
    What one article, as a whole, reports of one party on one proposal. Its *standing*
    statement is the last on the scale or, where none is, the last. The reading is *mixed*
    when the article reports stances of both signs.
home pole
    The side a party calls its own: +1 for whoever made the proposal; otherwise the sign of
    its first non-zero reading, looking no later than the earlier of the two that are
    compared, so that a later article never re-labels an earlier change. None for a party
    that has taken no side yet.
movement
    Δ = home pole × (later stance − earlier stance). Positive is toward one's own pole:
    hardened. Negative is away from it: softened. Never |stance| growing: a party that goes
    from *rejects* to *would accept if…* to *accepts* concedes twice.

A change compares two readings of one party on one proposal, and has exactly one kind: the
first rule of `RULES` that matches. `None` before means that there is no earlier reading.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from positions.analysis.directions import WAYS, Direction
from positions.analysis.stances import Stance, sign

CONTRADICTION_WINDOW_DAYS = 3
RETRACT = "retract"


class Kind(StrEnum):
    """The kinds of change, in the order in which a page explains them."""

    NEW = "new"
    REAFFIRMED = "reaffirmed"
    HARDENED = "hardened"
    SOFTENED = "softened"
    REVERSED = "reversed"
    WITHDRAWN = "withdrawn"
    SHIFTED = "shifted"
    CONDITION_ADDED = "condition_added"
    CONDITION_DROPPED = "condition_dropped"
    CONDITION_CHANGED = "condition_changed"
    BLURRED = "blurred"
    CLARIFIED = "clarified"
    CONTRADICTED = "contradicted"

    @property
    def label(self) -> str:
        """The words a page shows."""
        return self.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Statement:
    """One coded position, as far as change is concerned.

    `place` is its start in the text in code points; `source` and `article` are any stable
    identifiers; `condition` is empty where there is none; `move` is the speech act's code.
    """

    id: int
    article: int
    published_on: date
    source: int
    place: int
    stance: Stance
    condition: str = ""
    move: str = ""

    @property
    def reading_order(self) -> tuple[date, int, int, int]:
        return (self.published_on, self.article, self.place, self.id)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article reports of one party on one proposal."""

    standing: Statement
    is_mixed: bool
    retracts: bool

    @property
    def value(self) -> int | None:
        return self.standing.stance.value_on_scale

    @property
    def condition(self) -> str:
        return plain_words(self.standing.condition)


@dataclass(frozen=True, slots=True)
class Change:
    """One party on one proposal: from the earlier reading to the later.

    `reference` is the statement that movement is measured against: the earlier reading's,
    or, when that is off the scale, the last one before it that is on it. `delta` is the
    step on the scale from `reference` (positive is up), None where either is off the scale.
    `is_own` says that the party made the proposal.
    """

    kind: Kind
    direction: Direction | None
    before: Statement | None
    after: Statement
    reference: Statement | None
    home_pole: int | None
    delta: int | None
    is_mixed: bool
    is_own: bool

    @property
    def way(self) -> str:
        """The words for its direction; none where there is none, or where the word of the kind tells it."""
        return "" if self.kind in (Kind.HARDENED, Kind.SOFTENED) else WAYS.get((self.direction, self.is_own), "")

    @property
    def days_between(self) -> int | None:
        return None if self.before is None else (self.after.published_on - self.before.published_on).days


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a party and proposal before the article at hand.

    `standing` is the standing statement of the latest earlier reading; `on_scale` the latest
    standing statement on the scale (often the same); `first_side` the sign of the first
    reading that took a side. All None before the first article.
    """

    standing: Statement | None = None
    on_scale: Statement | None = None
    first_side: int | None = None

    def then(self, reading: Reading) -> "Past":
        """The past as it is after one more reading."""
        value = reading.value
        return Past(
            standing=reading.standing,
            on_scale=self.on_scale if value is None else reading.standing,
            first_side=self.first_side or (sign(value) if value else None),
        )


def plain_words(text: str) -> str:
    """A condition with its white space folded: line breaks do not make another condition."""
    return " ".join(text.split())


def read_article(statements: Iterable[Statement]) -> Reading:
    """The reading that one article's statements by one party on one proposal add up to.

    A retraction counts unless a later statement on the scale takes its place.
    """
    ordered = sorted(statements, key=lambda statement: statement.reading_order)
    on_scale = [place for place, statement in enumerate(ordered) if statement.stance.is_on_scale]
    last = on_scale[-1] if on_scale else len(ordered) - 1
    signs = {sign(ordered[place].stance.value_on_scale or 0) for place in on_scale}
    return Reading(
        standing=ordered[last],
        is_mixed={1, -1} <= signs,
        retracts=any(statement.move == RETRACT for statement in ordered[last:]),
    )


def home_pole(past: Past, *, is_proposer: bool) -> int | None:
    """+1 for the proposer, else the side the party first took; None while it has taken none."""
    return 1 if is_proposer else past.first_side


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that a rule may look at."""

    past: Past
    reading: Reading
    is_proposer: bool
    consecutive: bool

    @property
    def reference(self) -> Statement | None:
        """The earlier stance that movement is measured against."""
        if self.reading.value is None:
            return self.past.standing
        return self.past.on_scale or self.past.standing

    @property
    def delta(self) -> int | None:
        """Steps on the scale, None where there is no earlier stance on it or the later is off it."""
        if self.past.on_scale is None or self.reading.value is None:
            return None
        return self.reading.value - (self.past.on_scale.stance.value_on_scale or 0)

    @property
    def was_on_scale(self) -> bool:
        return self.past.standing is not None and self.past.standing.stance.is_on_scale

    @property
    def crossed(self) -> bool:
        """The stance before and the stance now are of opposite sign."""
        before = self.past.on_scale
        if before is None or self.reading.value is None:
            return False
        return (before.stance.value_on_scale or 0) * self.reading.value < 0

    @property
    def movement(self) -> int | None:
        """Δ by the home pole; None without one, or without two stances on the scale."""
        pole = home_pole(self.past, is_proposer=self.is_proposer)
        return None if pole is None or self.delta is None else pole * self.delta

    @property
    def direction(self) -> Direction | None:
        if not self.delta:
            return None
        if self.movement is None:
            return Direction.UP if self.delta > 0 else Direction.DOWN
        return Direction.HARDENED if self.movement > 0 else Direction.SOFTENED

    @property
    def condition_before(self) -> str:
        return plain_words(self.past.standing.condition) if self.past.standing else ""


def is_contradicted(c: Comparison) -> bool:
    """Both signs in one article, or in two consecutive ones of different sources, days apart."""
    if c.reading.is_mixed:
        return True
    before, after = c.past.standing, c.reading.standing
    return (
        before is not None
        and c.consecutive
        and c.was_on_scale
        and c.crossed
        and before.source != after.source
        and abs((after.published_on - before.published_on).days) <= CONTRADICTION_WINDOW_DAYS
    )


# First match wins. Each rule may rely on those above it not having matched.
RULES: Sequence[tuple[Kind, Callable[[Comparison], bool]]] = (
    (Kind.CONTRADICTED, is_contradicted),
    (Kind.WITHDRAWN, lambda c: c.is_proposer and c.reading.retracts),
    (Kind.REVERSED, lambda c: c.crossed),
    (Kind.HARDENED, lambda c: (c.movement or 0) > 0),
    (Kind.SOFTENED, lambda c: (c.movement or 0) < 0),
    (Kind.SHIFTED, lambda c: bool(c.delta)),
    (Kind.CLARIFIED, lambda c: c.past.standing is not None and not c.was_on_scale and c.reading.value is not None),
    (Kind.BLURRED, lambda c: c.was_on_scale and c.reading.value is None),
    (Kind.CONDITION_ADDED, lambda c: c.was_on_scale and not c.condition_before and bool(c.reading.condition)),
    (Kind.CONDITION_DROPPED, lambda c: c.was_on_scale and bool(c.condition_before) and not c.reading.condition),
    (Kind.CONDITION_CHANGED, lambda c: c.was_on_scale and c.condition_before != c.reading.condition),
    (Kind.REAFFIRMED, lambda c: c.past.standing is not None),
    (Kind.NEW, lambda c: True),
)


def compare(past: Past, reading: Reading, *, is_proposer: bool, consecutive: bool = True) -> Change:
    """What `reading` changed against `past`.

    `consecutive` is False when other articles report the same party and proposal between
    the two: then opposite signs are a reversal, however few days lie between.
    """
    comparison = Comparison(past, reading, is_proposer, consecutive)
    return Change(
        kind=next(kind for kind, matches in RULES if matches(comparison)),
        direction=comparison.direction,
        before=past.standing,
        after=reading.standing,
        reference=comparison.reference,
        home_pole=home_pole(past, is_proposer=is_proposer),
        delta=comparison.delta,
        is_mixed=reading.is_mixed,
        is_own=is_proposer,
    )


def readings(statements: Iterable[Statement]) -> Iterator[Reading]:
    """One party's statements on one proposal, in any order, as readings in reading order."""
    ordered = sorted(statements, key=lambda statement: statement.reading_order)
    for _, group in groupby(ordered, key=lambda statement: statement.article):
        yield read_article(group)


def changes(statements: Iterable[Statement], *, is_proposer: bool) -> Iterator[Change]:
    """Every change of one party on one proposal, in reading order, the first included."""
    past = Past()
    for reading in readings(statements):
        yield compare(past, reading, is_proposer=is_proposer)
        past = past.then(reading)
