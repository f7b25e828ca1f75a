"""The strip above the timeline: the whole period, when there were articles, and which part is seen below.

Along the strip everything is in per cent, so that it is as wide as the page whatever that is; y is in
pixels and grows downward.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from positions.analysis.periods import between_ticks
from positions.analysis.timeline import MONTHS, Period, Tick, axis, in_words, later
from positions.reports.timeline.overview import Stretch

HEIGHT, BARS = 48, 30  # of the strip, and of the highest bar
LOWEST = 1.5
LABEL = 36  # pixels that a label needs
NARROWEST = 560  # pixels for which there must be room for the labels; narrower, they move closer


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Part:
    """A year, month or so on, with the address at which it is all that is seen."""

    x: float
    width: float
    label: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Overview:
    """`x` and `width` are those of what is seen; `most` is the number of articles of the highest bar."""

    period: Period
    x: float
    width: float
    bars: list[Bar]
    parts: list[Part]
    most: int
    days_a_bar: int
    height: int = HEIGHT
    bars_height: int = BARS


def draw_overview(stretches: Sequence[Stretch], seen: Period, address: Callable[[Period], str]) -> Overview | None:
    """None where there is no article, or all of one day."""
    if not stretches:
        return None
    whole = Period(stretches[0].period.first, stretches[-1].period.last)
    most = max(stretch.articles for stretch in stretches)
    bars = []
    for stretch in stretches:
        if not stretch.articles:
            continue
        x, end = place(stretch.period.first, whole), place(later(stretch.period.last, 1), whole)
        height = max(round(BARS * stretch.articles / most, 1), LOWEST)
        bars.append(Bar(x, round(end - x, 2), round(BARS - height, 1), height))
    parts = []
    for tick, period in between_ticks(ticks_of(whole), whole):
        x = place(period.first, whole)
        end = place(later(period.last, 1), whole)
        parts.append(Part(x, round(end - x, 2), tick.label, words(period), address(period)))
    x = min(max(place(seen.first, whole), 0), 100)
    return Overview(
        period=whole,
        x=x,
        width=round(min(max(place(later(seen.last, 1), whole), x), 100) - x, 2),
        bars=bars,
        parts=parts,
        most=most,
        days_a_bar=stretches[0].period.days + 1,
    )


def ticks_of(whole: Period) -> list[Tick]:
    """One row of labels: a month gives way to the year that begins with it, and the first day of a month names it."""
    found = axis(whole, width=NARROWEST)
    above = {context.day: context.label for context in found.contexts}
    months = [None, *(tick.day.month for tick in found.ticks)]
    ticks = []
    for tick, before in zip(found.ticks, months, strict=False):
        label = above.get(tick.day, tick.label)
        if found.contexts and tick.label.isdigit():  # a day
            is_first = tick.day.month != before
            label = f"{tick.label} {MONTHS[tick.day.month - 1]}" if is_first else tick.label
        ticks.append(Tick(tick.day, label))
    first = found.contexts[0] if found.contexts else Tick(whole.first, str(whole.first.year))
    room = (ticks[0].day - whole.first).days / (whole.days + 1) * NARROWEST if ticks else NARROWEST
    return [first, *ticks] if first.day == whole.first and room >= LABEL else ticks


def place(day: date, whole: Period) -> float:
    """Where a day begins, in per cent; the day after the last begins at 100."""
    return round(100 * (day - whole.first).days / (whole.days + 1), 2)


def words(period: Period) -> str:
    return f"{in_words((period.first, period.first))} to {in_words((period.last, period.last))}"
