"""Hardened against softened: how often a party moved toward its own pole and away from it, by stretch of time.

A stretch is an equal part of the days looked at. A reversal goes across the scale and a shift has
no pole to be measured by; they, and all kinds but the two, are not counted here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from positions.analysis.changes import Kind


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


def edges(since: date, until: date, parts: int) -> list[tuple[date, date]]:
    """The days from one to another in at most so many stretches, as equal as whole days can be."""
    days = (until - since).days + 1
    parts = max(1, min(parts, days))
    firsts = [days * part // parts for part in range(parts + 1)]
    return [(since + timedelta(days=first), since + timedelta(days=after - 1)) for first, after in pairwise(firsts)]


def movement(changes: Iterable[tuple[date, Kind]], *, since: date, until: date, parts: int) -> Movement:
    """One party's changes, in any order, by stretch; those outside of the days do not count."""
    stretches = edges(since, until, parts)
    counts = [[0, 0] for _ in stretches]
    for day, kind in changes:
        if kind in (Kind.HARDENED, Kind.SOFTENED) and since <= day <= until:
            place = next(number for number, (_, last) in enumerate(stretches) if day <= last)
            counts[place][kind == Kind.SOFTENED] += 1
    return Movement(tuple(Stretch(first, last, *count) for (first, last), count in zip(stretches, counts, strict=True)))
