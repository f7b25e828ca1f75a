"""How stances lie in time: spans, gaps, the period that a chart covers, and the ticks of its axis.

Terms:

evidence
    A day on which an article reports a stance. Between two of them nothing is known for
    certain; a stance is taken to stand until the next evidence, but not for ever.
silence
    The number of days after which a stance without new evidence is no longer taken to stand.
span
    A stretch of days on which one stance stands. A *gap* is a span after the silence has
    run out: drawn, if at all, as something that is not known.

Nothing stands after the last evidence: there the band ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple, Protocol

from positions.analysis.stances import Stance

SILENCE = 365  # days
DAYS_IN_A_MONTH = 30.44
DAYS_IN_A_YEAR = 365.25
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Reported(Protocol):
    """Anything that says on which day which stance was reported."""

    @property
    def day(self) -> date: ...

    @property
    def stance(self) -> Stance: ...


class Evidence(NamedTuple):
    """On this day an article reports this stance. A tuple: a chart may have tens of thousands of them."""

    day: date
    stance: Stance


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day up to, not including, the last. In a gap `stance` is the one last known."""

    first: date
    last: date
    stance: Stance
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a chart covers, both inclusive; at least two."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def spans(evidence: Sequence[Reported], *, silence: int = SILENCE) -> list[Span]:
    """The spans of one party on one proposal, without overlap, oldest first.

    `evidence` is in order of time. Neighbours of one stance are joined; evidence on the same
    day as the next gives no span of its own.
    """
    found: list[Span] = []
    begun: Reported | None = None  # the evidence at the beginning of the span that is being drawn out
    for now, then in pairwise(evidence):
        if now.day == then.day:
            continue
        if begun is not None and now.stance != begun.stance:
            found.append(Span(begun.day, now.day, begun.stance))
            begun = None
        if begun is None:
            begun = now
        if (then.day - now.day).days > silence:
            silent = now.day + timedelta(days=silence)
            found += [Span(begun.day, silent, begun.stance), Span(silent, then.day, begun.stance, is_gap=True)]
            begun = None
    if begun is not None:
        found.append(Span(begun.day, evidence[-1].day, begun.stance))
    return found


def within(found: Iterable[Span], period: Period) -> Iterator[Span]:
    """The spans as far as a period shows them."""
    for span in found:
        first, last = max(span.first, period.first), min(span.last, period.last)
        if first < last:
            yield Span(first, last, span.stance, span.is_gap)


def period_of(
    evidence: Iterable[date], events: Iterable[date] = (), *, since: date | None = None, until: date | None = None
) -> Period | None:
    """What a chart should cover: all evidence, and events near it. None without evidence.

    An event (talks, an agreement, the day an offer is for) widens the period by at most a
    tenth, or thirty days: one date far away must not press the rest into a corner. `since`
    and `until` only ever narrow it.
    """
    days = sorted(evidence)
    if not days:
        return None
    first, last = days[0], days[-1]
    margin = max(30, (last - first).days // 10)
    near = [day for day in events if -margin <= (day - first).days <= margin or -margin <= (day - last).days <= margin]
    first, last = min([first, *near]), max([last, *near])
    if first == last:
        first, last = earlier(first, 14), later(last, 14)
    return narrowed(Period(first, last), since=since, until=until)


def narrowed(period: Period, *, since: date | None, until: date | None) -> Period:
    """As much of a period as lies between two days, themselves included; never less than one day's length."""
    first, last = period.first, period.last
    if since and since <= last:
        first = max(first, since)
    if until and until >= first:
        last = min(last, until)
    return Period(first, max(last, later(first, 1)))


def earlier(day: date, days: int) -> date:
    return date.fromordinal(max(date.min.toordinal(), day.toordinal() - days))


def later(day: date, days: int) -> date:
    return date.fromordinal(min(date.max.toordinal(), day.toordinal() + days))


def days_of(partial: str) -> tuple[date, date] | None:
    """The first and the last day that a date of reduced precision may mean; None when empty."""
    if not partial:
        return None
    year, month, day = (int(part) for part in f"{partial}-0-0".split("-")[:3])
    if day:
        return date(year, month, day), date(year, month, day)
    first = date(year, month or 1, 1)
    if month in {0, 12}:
        return first, date(year, 12, 31)
    return first, date(year, month + 1, 1) - timedelta(days=1)


def in_words(days: tuple[date, date]) -> str:
    """A day, month or year, given its first and its last day: “2 June 2025”, “June 2025”, “2025”."""
    first, last = days
    if first == last:
        return f"{first.day} {first:%B} {first.year}"
    return f"{first:%B} {first.year}" if first.month == last.month else str(first.year)


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis that gets a line and a label."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Two rows of labels: the ticks, and above them the month or year they belong to (none above years)."""

    ticks: list[Tick]
    contexts: list[Tick]


# unit, how many of it, and its length in days
STEPS = (
    *(("day", count, float(count)) for count in (1, 2, 7, 14)),
    *(("month", count, count * DAYS_IN_A_MONTH) for count in (1, 2, 3, 6)),
    *(("year", count, count * DAYS_IN_A_YEAR) for count in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)


def axis(period: Period, *, width: float, least: float = 44) -> Axis:
    """Ticks at least `least` apart when the period is `width` long, in the finest unit that allows it."""
    per_day = width / max(period.days, 1)
    unit, count, _ = next((step for step in STEPS if step[2] * per_day >= least), STEPS[-1])
    if unit == "day":
        ticks = [Tick(day, str(day.day)) for day in days_by(count, period)]
        contexts = [Tick(day, f"{MONTHS[day.month - 1]} {day.year}") for day in months_by(1, period)]
        start = Tick(period.first, f"{MONTHS[period.first.month - 1]} {period.first.year}")
    elif unit == "month":
        ticks = [Tick(day, MONTHS[day.month - 1]) for day in months_by(count, period)]
        contexts = [Tick(day, str(day.year)) for day in months_by(12, period)]
        start = Tick(period.first, str(period.first.year))
    else:
        return Axis([Tick(day, str(day.year)) for day in months_by(12, period) if day.year % count == 0], [])
    # The month or year that the period begins in, where there is room before the next one.
    if not contexts or (contexts[0].day - period.first).days * per_day >= 2 * least:
        contexts.insert(0, start)
    return Axis(ticks, contexts)


def days_by(count: int, period: Period) -> Iterator[date]:
    """Every day, every second, every Monday or every other Monday."""
    for number in range(period.first.toordinal(), period.last.toordinal() + 1):
        if (number - 1) % count == 0:  # day 1 of the proleptic calendar was a Monday
            yield date.fromordinal(number)


def months_by(count: int, period: Period) -> Iterator[date]:
    """The first days of every `count`-th month, counted from January."""
    for number in range(period.first.year * 12 + period.first.month - 1, period.last.year * 12 + period.last.month):
        if number % count == 0 and period.holds(day := date(number // 12, number % 12 + 1, 1)):
            yield day
