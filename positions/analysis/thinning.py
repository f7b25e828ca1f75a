"""Which readings to mark, where a picture has more of them than can be seen.

A band shows every change of stance by itself, so a mark is only the door to the words. Doors
go first to what a reader would ask about:

1. an article that reports both signs;
2. a change of sign; then the wider step before the narrower; then on or off the scale, and
   the same stance on another condition, or the proposal dropped;
3. the latest reading, then the first; then repetitions, spread evenly.

Each band gets one mark. The others go to changes, to each band the same number as far as it
has use for it; only what changes leave goes to repetitions. No two marks of a band stand so
close that one would hide the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Protocol

from positions.analysis.stances import Stance, sign

MIXED, CROSSED, LATEST, FIRST = 80, 50, 8, 5
NO_WIDTH = 10  # a change that has none: on or off the scale, another condition


class Reading(Protocol):
    @property
    def day(self) -> date: ...
    @property
    def stance(self) -> Stance: ...
    @property
    def is_mixed(self) -> bool: ...
    @property
    def is_restated(self) -> bool: ...


def changing(readings: Sequence[Reading]) -> Iterator[int]:
    """The places of the changes, in order."""
    before = None
    for place, reading in enumerate(readings):
        if reading.is_mixed or (before is not None and (reading.stance is not before.stance or reading.is_restated)):
            yield place
        before = reading


def changes(readings: Sequence[Reading]) -> dict[int, int]:
    """How much each change has to tell, by its place."""
    return {
        place: MIXED if readings[place].is_mixed else step(readings[place - 1].stance, readings[place].stance)
        for place in changing(readings)
    }


def weights(readings: Sequence[Reading]) -> dict[int, int]:
    """How much each reading has to tell, by its place. Those left out repeat the one before."""
    return {0: FIRST, len(readings) - 1: LATEST} | changes(readings) if readings else {}


@cache
def step(before: Stance, after: Stance) -> int:
    then, now = before.value_on_scale, after.value_on_scale
    if then is None or now is None or then == now:
        return NO_WIDTH
    return 2 * NO_WIDTH + abs(now - then) + (CROSSED if sign(then) * sign(now) < 0 else 0)


def preferred(readings: Sequence[Reading], *, count: int, days_apart: float) -> list[int]:
    """At most so many places, the most telling first, none within `days_apart` of another."""
    telling = weights(readings)
    candidates = sorted(telling, key=lambda place: (-telling[place], place))
    if len(candidates) < count:
        every = max(len(readings) // (2 * count), 1)
        candidates += [place for place in range(0, len(readings), every) if place not in telling]
    kept: list[int] = []
    taken: list[int] = []
    for place in candidates:
        day = readings[place].day.toordinal()
        if all(abs(day - other) >= days_apart for other in taken):
            kept.append(place)
            taken.append(day)
            if len(kept) == count:
                break
    return kept


def thinned(bands: Iterable[Sequence[Reading]], *, most: int, else_most: int, days_apart: float) -> list[list[int]]:
    """For each band the places of the readings to mark, in order: all, if they are no more than `most`.

    Otherwise `else_most` of them; but one of every band.
    """
    bands = list(bands)
    if sum(map(len, bands)) <= most:
        return [list(range(len(band))) for band in bands]
    share = max(else_most // max(len(bands), 1), 1)
    found = [preferred(band, count=4 * share, days_apart=days_apart) for band in bands]
    telling = [len(set(places).intersection(changing(band))) for band, places in zip(bands, found, strict=True)]
    allowed = [min(len(places), 1) for places in found]
    deal(allowed, telling, most=else_most)
    deal(allowed, [len(places) for places in found], most=else_most)
    return [sorted(places[:count]) for places, count in zip(found, allowed, strict=True)]


def deal(allowed: list[int], wanted: Sequence[int], *, most: int) -> None:
    """Marks to the bands, one at a time, until each has what is wanted or there are so many in all."""
    left = most - sum(allowed)
    while left > 0:
        wanting = [number for number, count in enumerate(wanted) if count > allowed[number]]
        if not wanting:
            return
        for number in wanting[:left]:
            allowed[number] += 1
        left -= len(wanting)
