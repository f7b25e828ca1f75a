"""Small timelines: the course of one party on one proposal, or a series of talks. Lengths are pixels.

A band lies higher the more a party accepts, so that colour is never the only sign; where the
evidence was silent for too long a dotted line says that nothing is known. The strips of a page
share one scale of days, so that they can be read against each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from positions.analysis import timeline
from positions.analysis.courses import Course, spans
from positions.analysis.stances import Stance, sign
from positions.analysis.timeline import Period, later
from positions.drawing.placing import Scale, printable, shortened
from positions.models import Position
from positions.reports.changes import MovedPosition
from positions.reports.dossiers.lanes import Lane

WIDTH, HEIGHT, INSET = 300, 48, 7
MIDDLE, STEP, THICK = 18, 4, 5  # of an open stance, of one step on the scale, and of the band
APART = 9  # between two marks; of two that are nearer the newer is drawn
SHAPES = {  # about 0,0: squares accept, discs are open, diamonds refuse; off the scale a square that is empty
    1: "M-4-4h8v8h-8z",
    0: "M0-4.5a4.5 4.5 0 0 1 0 9a4.5 4.5 0 0 1 0-9z",
    -1: "M0-5.5l5 5.5-5 5.5-5-5.5z",
    None: "M-4-4h8v8h-8z",
}
MARKS = 8  # on one strip: the table of changes holds the rest


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A reading, linked to its words."""

    x: float
    y: int
    shape: str
    position: Position
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    """`bands` are one path for each stance, `gaps` one for all silences."""

    bands: list[tuple[str, str]]
    gaps: str
    marks: list[Mark]
    ticks: list[Tick]
    words: str


@dataclass(frozen=True, slots=True)
class DrawnLane:
    lane: Lane
    strip: Strip


def scale_of(lanes: Iterable[Lane], coverage: date | None) -> Scale | None:
    """From the oldest evidence of all lanes to the day up to which the negotiation is covered."""
    days = [lane.course.turns[0].day for lane in lanes]
    if not days:
        return None
    first = min(days)
    last = max(coverage or first, later(first, 28))
    return Scale(Period(first, last), WIDTH, INSET)


def draw_lanes(lanes: Sequence[Lane], coverage: date | None) -> list[DrawnLane]:
    """Each lane with its strip, all on one scale."""
    scale = scale_of(lanes, coverage)
    if scale is None:
        return []
    ticks = draw_ticks(scale)
    return [DrawnLane(lane, draw_strip(lane, scale, ticks)) for lane in lanes]


def draw_ticks(scale: Scale) -> list[Tick]:
    """Years, or the first and last day where no two of them lie inside."""
    axis = timeline.axis(scale.period, width=WIDTH - 2 * INSET, least=52)
    years = [tick for tick in axis.ticks if tick.label.isdigit() and len(tick.label) == 4]
    if len(years) > 1:
        return [Tick(round(scale.x(tick.day), 1), tick.label, "middle") for tick in years]
    return [
        Tick(INSET, short(scale.period.first), "start"),
        Tick(WIDTH - INSET, short(scale.period.last), "end"),
    ]


def draw_strip(lane: Lane, scale: Scale, ticks: list[Tick]) -> Strip:
    bands, gaps = draw_bands(lane.course, scale)
    return Strip(bands, gaps, draw_marks(lane, scale), ticks, words_of(lane))


def draw_bands(course: Course, scale: Scale) -> tuple[list[tuple[str, str]], str]:
    """Spans on whole pixels: none narrower than one, and where they crowd the later ones give way."""
    bands: dict[str, list[str]] = {}
    gaps: list[str] = []
    cursor = 0
    for span in spans(course):
        left, right = max(round(scale.x(span.first)), cursor), round(scale.x(span.last))
        if left > right:
            continue
        right = max(right, left + 1)
        cursor = right
        if span.is_gap:
            gaps.append(f"M{left} {MIDDLE}H{right}")
        else:
            y = level(span.stance) - THICK // 2
            bands.setdefault(span.stance, []).append(f"M{left} {y}h{right - left}v{THICK}h{left - right}z")
    return [(stance, "".join(found)) for stance, found in bands.items()], "".join(gaps)


def draw_marks(lane: Lane, scale: Scale) -> list[Mark]:
    """The newest reading, and of the changes told on the page those that have room."""
    found: list[Mark] = []
    for move in [lane.now, *lane.moves]:
        if found and move.kind == "reaffirmed":
            continue
        if move.after is None:
            continue
        x = round(scale.x(move.after.published_on), 1)
        if any(abs(x - mark.x) < APART for mark in found):
            continue
        found.append(draw_mark(move, move.after, x))
        if len(found) == MARKS:
            break
    return found[::-1]


def draw_mark(move: MovedPosition, position: Position, x: float) -> Mark:
    stance = Stance(position.stance)
    when = day_words(position.published_on)
    kind = move.change.kind.label if move.change else "silent"
    return Mark(
        x=x,
        y=level(stance),
        shape=SHAPES[sign(stance.value_on_scale) if stance.value_on_scale is not None else None],
        position=position,
        title=printable(f"{when}: {stance.label} ({kind}) – “{shortened(position.quote, 160)}”"),
    )


def level(stance: Stance) -> int:
    return MIDDLE - STEP * (stance.value_on_scale or 0)


def words_of(lane: Lane) -> str:
    """The picture in a sentence."""
    began, last = lane.course.began, lane.course.last
    former = lane.course.former
    when = f"since {day_words(began.day)}" if began.day < last.day else f"on {day_words(last.day)}"
    before = f", before that {former.stance.label}" if former else ""
    return printable(
        f"{lane.party.short_name}: {last.stance.label} {when}{before}; latest evidence {day_words(last.day)}"
    )


def day_words(day: date) -> str:
    return timeline.in_words((day, day))


def short(day: date) -> str:
    return f"{timeline.MONTHS[day.month - 1]} {day.year}"
