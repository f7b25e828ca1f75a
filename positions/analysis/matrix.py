"""How parties stand on proposals on one day: how far apart they are, how that moved, and how old the evidence is.

The *gap* on a proposal is the number of steps on the scale between the party that accepts it
most and the one that accepts it least. Stances off the scale have no place on it and are left
out; with fewer than two on it there is no gap to speak of, which is not a gap of nought.

A gap that has become narrower is *converging*, one that has become wider *diverging*. This says
nothing of who moved, nor which way: a party can soften while the gap widens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from positions.analysis.timeline import DAYS_IN_A_MONTH, DAYS_IN_A_YEAR, SILENCE

FRESH = 90  # days


@dataclass(frozen=True, slots=True)
class Gap:
    """The lowest and the highest value on the scale."""

    low: int
    high: int

    @property
    def steps(self) -> int:
        """0 … 6."""
        return self.high - self.low


class Course(StrEnum):
    """Which way a gap goes."""

    CONVERGING = "converging"
    DIVERGING = "diverging"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class GapMove:
    """A gap against an earlier one; either may be missing, and then there is no telling which way it went."""

    before: Gap | None
    now: Gap | None

    @property
    def steps(self) -> int | None:
        """How many steps wider; negative when narrower."""
        return None if self.before is None or self.now is None else self.now.steps - self.before.steps

    @property
    def course(self) -> Course | None:
        if self.steps is None:
            return None
        if self.steps == 0:
            return Course.UNCHANGED
        return Course.DIVERGING if self.steps > 0 else Course.CONVERGING


Told = tuple[str, GapMove]  # against what, in words


def told(moves: Iterable[Told]) -> list[Told]:
    """The moves that say something: those of a gap that had another width, and not the width already told of."""
    found: list[Told] = []
    for against, move in moves:
        if move.steps and not (found and found[-1][1].steps == move.steps):
            found.append((against, move))
    return found


def unmoved(days: int, held: int) -> str:
    """Of a gap as wide as so many days ago. Unless stances were held as long, it may have moved and come back."""
    span = "a year" if days == round(DAYS_IN_A_YEAR) else f"{days} days"
    return f"unchanged in {span}" if held >= days else f"as wide as {span} ago"


class Freshness(StrEnum):
    """How far evidence can be relied on to show how a party stands today."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


def gap(values: Iterable[int | None]) -> Gap | None:
    """The gap between these stances; None stands for one off the scale, or none at all."""
    on_scale = [value for value in values if value is not None]
    return Gap(min(on_scale), max(on_scale)) if len(on_scale) > 1 else None


def gap_move(pairs: Iterable[tuple[int | None, int | None]]) -> GapMove:
    """How the gap moved, from the value then and now of each party, None for one off the scale.

    The gap now is between those on the scale now, the earlier one between the same parties: there is
    none where one of them was not on the scale then, so that a first word is not taken for a move.
    """
    on_scale = [(then, now) for then, now in pairs if now is not None]
    before = [then for then, _ in on_scale]
    return GapMove(None if None in before else gap(before), gap(now for _, now in on_scale))


def is_stale(days: int) -> bool:
    """Evidence this old no longer shows how a party stands: where the timeline begins a gap."""
    return days > SILENCE


def freshness(days: int) -> Freshness:
    """Fresh for three months, ageing for a year, then stale."""
    if is_stale(days):
        return Freshness.STALE
    return Freshness.FRESH if days <= FRESH else Freshness.AGEING


def age_in_words(days: int) -> str:
    """About how old: “same day”, “5 days old”, “3 weeks old”, “7 months old”, “2 years old”."""
    if days == 0:
        return "same day"
    for unit, length, least in (("year", DAYS_IN_A_YEAR, 2), ("month", DAYS_IN_A_MONTH, 2), ("week", 7, 2)):
        number = int(days / length)
        if number >= least:
            return f"{number} {unit}s old"
    return f"{days} day{'' if days == 1 else 's'} old"
