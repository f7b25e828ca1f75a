"""Which readings to mark, where a picture has more of them than can be seen.

A band shows every change of stance by itself, so a mark is only the door to the words. Doors
go first to what a reader would ask about:

1. an article that reports both signs, and the latest reading of the band;
2. a change of sign; then the wider step before the narrower; then on or off the scale;
3. the first reading; then repetitions, spread evenly.

Each band gets the same number, as far as it has use for it, and no two marks of a band
stand so close that one would hide the other.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol

from positions.analysis.stances import Stance, sign

LATEST, MIXED, CROSSED, FIRST = 90, 80, 50, 5
SCALE_LEFT = 10  # or entered: neither has a width


class Reading(Protocol):
    @property
    def day(self) -> date: ...
    @property
    def stance(self) -> Stance: ...
    @property
    def is_mixed(self) -> bool: ...


def weights(readings: Sequence[Reading]) -> dict[int, int]:
    """How much each reading has to tell, by its place. Those left out repeat the one before."""
    if not readings:
        return {}
    found = {0: FIRST}
    for place, (before, after) in enumerate(pairwise(readings), start=1):
        if before.stance is not after.stance:
            found[place] = step(before.stance, after.stance)
    for place, reading in enumerate(readings):
        if reading.is_mixed:
            found[place] = MIXED
    found[len(readings) - 1] = LATEST
    return found


def step(before: Stance, after: Stance) -> int:
    then, now = before.value_on_scale, after.value_on_scale
    if then is None or now is None:
        return SCALE_LEFT
    return 2 * SCALE_LEFT + abs(now - then) + (CROSSED if sign(then) * sign(now) < 0 else 0)


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

    Otherwise `else_most` of them; but the latest of every band.
    """
    bands = list(bands)
    if sum(map(len, bands)) <= most:
        return [list(range(len(band))) for band in bands]
    most = max(else_most, sum(map(bool, bands)))
    share = max(most // max(len(bands), 1), 1)
    found = [preferred(band, count=4 * share, days_apart=days_apart) for band in bands]
    # What a quiet band has no use for goes to the others, one mark at a time.
    allowed, left = [0] * len(found), most
    while left > 0:
        wanting = [number for number, places in enumerate(found) if len(places) > allowed[number]]
        if not wanting:
            break
        for number in wanting[:left]:
            allowed[number] += 1
        left -= len(wanting)
    return [sorted(places[:count]) for places, count in zip(found, allowed, strict=True)]
