"""Looking closer, wider, earlier and later: from one period to the next, never outside of the whole.

Lengths are days from the first to the last. `static/js/timeline/periods.js` has the same rules for what
happens between two pictures.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from positions.analysis.timeline import Period, Tick

LEAST = 6  # days: a week is the shortest period, unless all there is is shorter


def held(period: Period, whole: Period) -> Period:
    """The period, moved and if need be cut so that it lies in the whole."""
    days = min(period.days, whole.days)
    first = min(max(period.first, whole.first), whole.last - timedelta(days=days))
    return Period(first, first + timedelta(days=days))


def about(period: Period, days: int, whole: Period) -> Period:
    """So many days with the same middle, as far as the whole allows."""
    days = min(days, whole.days)
    first = period.first.toordinal() + (period.days - days) // 2
    first = min(max(first, whole.first.toordinal()), whole.last.toordinal() - days)
    return Period(date.fromordinal(first), date.fromordinal(first + days))


def closer(period: Period, whole: Period) -> Period:
    """Half of it, the middle; what is shorter than a week already stays as it is."""
    return about(period, min(max(period.days // 2, LEAST), period.days), whole)


def wider(period: Period, whole: Period) -> Period:
    """Twice as much."""
    return about(period, max(period.days * 2, LEAST), whole)


def moved(period: Period, days: int, whole: Period) -> Period:
    """The same length, later or, with fewer than no days, earlier."""
    first = min(max(period.first.toordinal() + days, whole.first.toordinal()), whole.last.toordinal() - period.days)
    first = max(first, whole.first.toordinal())
    return held(Period(date.fromordinal(first), date.fromordinal(first) + timedelta(days=period.days)), whole)


def a_step(period: Period) -> int:
    """How far “earlier” and “later” go: half of what is seen, so that the other half stays."""
    return max(period.days // 2, 1)


def latest(days: int, whole: Period) -> Period:
    """The last so many days of the whole."""
    return Period(max(whole.first, whole.last - timedelta(days=min(days, whole.days))), whole.last)


def between_ticks(ticks: Sequence[Tick], whole: Period) -> list[tuple[Tick, Period]]:
    """Each tick with the days until the next: the year, the month or the days that it names.

    What lies before the first is a part too, without a label.
    """
    if not ticks or ticks[0].day > whole.first:
        ticks = [Tick(whole.first, ""), *ticks]
    ends = [*(tick.day - timedelta(days=1) for tick in ticks[1:]), whole.last]
    return [(tick, Period(tick.day, last)) for tick, last in zip(ticks, ends, strict=True)]


def borders(period: Period, count: int) -> list[Period]:
    """The period in at most `count` stretches of as good as the same length; each at least a day, ends included."""
    start, total = period.first.toordinal(), period.days + 1
    count = min(count, total)
    marks = [start + number * total // count for number in range(count + 1)]
    return [Period(date.fromordinal(first), date.fromordinal(then - 1)) for first, then in pairwise(marks)]
