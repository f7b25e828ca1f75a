"""Placing things on a line so that none hides another. Lengths are pixels.

A chart has more to show than room. These functions give way in a fixed order: first marks
move a little, then they shrink, and labels that find no room are left to the mark's title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from positions.analysis.timeline import Period


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels: the period's first day at `inset`, its last at `width − inset` (or `width − right`)."""

    period: Period
    width: float
    inset: float = 0
    right: float | None = None

    def x(self, day: date) -> float:
        done = (day - self.period.first).days / max(self.period.days, 1)
        return self.inset + done * (self.width - self.inset - (self.inset if self.right is None else self.right))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a mark went, and whether it kept its full width."""

    x: float
    is_full: bool


def spread(places: Sequence[float], widths: Sequence[float], *, low: float, high: float) -> list[float]:
    """New places in the same order, inside `low`…`high`, so that marks of these widths do not overlap.

    The sum of the squared shifts is the least possible (pool-adjacent-violators on the places
    less the room taken by those before). Marks that already have room stay where they are.
    Where all together need more room than there is, they overlap evenly.
    """
    if not places:
        return []
    taken = [0.0]
    for left, right in pairwise(widths):
        taken.append(taken[-1] + (left + right) / 2)
    room = high - low
    if taken[-1] > room:
        taken = [offset * room / taken[-1] for offset in taken]
    pools: list[tuple[float, int]] = []  # mean, how many
    for place, offset in zip(places, taken, strict=True):
        mean, count = place - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        pools.append((mean, count))
    free = [mean for mean, count in pools for _ in range(count)]
    return [min(max(place, low), high - taken[-1]) + offset for place, offset in zip(free, taken, strict=True)]


def place_marks(
    places: Sequence[float], *, full: float, narrow: float, shift: float, low: float, high: float
) -> list[Placed]:
    """Marks side by side: full where that moves them by at most `shift`, narrow where they crowd."""
    moved = spread(places, [full] * len(places), low=low, high=high)
    kept = [abs(now - before) <= shift for now, before in zip(moved, places, strict=True)]
    widths = [full if is_kept else narrow for is_kept in kept]
    return [Placed(x, is_full) for x, is_full in zip(spread(places, widths, low=low, high=high), kept, strict=True)]


def tiers(rooms: Sequence[tuple[float, float]], *, count: int) -> list[int | None]:
    """For each room (start, end), the lowest of `count` tiers that is free there, or None. Who comes first chooses."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(count)]
    found: list[int | None] = []
    for start, end in rooms:
        tier = next(
            (
                number
                for number, others in enumerate(taken)
                if all(until <= start or end <= since for since, until in others)
            ),
            None,
        )
        if tier is not None:
            taken[tier].append((start, end))
        found.append(tier)
    return found


def shortened(text: str, length: int) -> str:
    """On one line and at most this long."""
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def printable(text: str) -> str:
    """Without the characters that no XML file may hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\N{REPLACEMENT CHARACTER}", text)
