"""Hardened against softened: how often a party moved toward its own pole and away from it, by stretch of time.

A stretch is an equal part of the days looked at. A reversal goes across the scale and a shift has
no pole to be measured by; they, and all kinds but the two, are not counted here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from positions.analysis.changes import Kind
from positions.analysis.periods import borders
from positions.analysis.timeline import Period


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `since` to `until`, both counted in, and the changes of one party in them."""

    since: date
    until: date
    hardened: int
    softened: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One party's stretches, oldest first."""

    stretches: tuple[Stretch, ...]

    @property
    def hardened(self) -> int:
        return sum(one.hardened for one in self.stretches)

    @property
    def softened(self) -> int:
        return sum(one.softened for one in self.stretches)

    @property
    def highest(self) -> int:
        return max(max(one.hardened, one.softened) for one in self.stretches)


def movement(changes: Iterable[tuple[date, Kind]], *, since: date, until: date, parts: int) -> Movement:
    """One party's changes, in any order, by stretch; those outside of the days do not count."""
    periods = borders(Period(since, until), parts)
    counts = [[0, 0] for _ in periods]
    for day, kind in changes:
        if kind in (Kind.HARDENED, Kind.SOFTENED) and since <= day <= until:
            place = next(number for number, period in enumerate(periods) if day <= period.last)
            counts[place][kind == Kind.SOFTENED] += 1
    return Movement(
        tuple(Stretch(period.first, period.last, *count) for period, count in zip(periods, counts, strict=True))
    )
