"""How parties stand on proposals on one day: how far apart they are, and how old the evidence is.

The *gap* on a proposal is the number of steps on the scale between the party that accepts it
most and the one that accepts it least. Stances off the scale have no place on it and are left
out; with fewer than two on it there is no gap to speak of, which is not a gap of nought.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from positions.analysis.timeline import DAYS_IN_A_MONTH, DAYS_IN_A_YEAR, SILENCE


@dataclass(frozen=True, slots=True)
class Gap:
    """The lowest and the highest value on the scale."""

    low: int
    high: int

    @property
    def steps(self) -> int:
        """0 … 6."""
        return self.high - self.low


def gap(values: Iterable[int | None]) -> Gap | None:
    """The gap between these stances; None stands for one off the scale, or none at all."""
    on_scale = [value for value in values if value is not None]
    return Gap(min(on_scale), max(on_scale)) if len(on_scale) > 1 else None


def is_stale(days: int) -> bool:
    """Evidence this old no longer shows how a party stands: where the timeline begins a gap."""
    return days > SILENCE


def age_in_words(days: int) -> str:
    """About how old: “same day”, “5 days old”, “3 weeks old”, “7 months old”, “2 years old”."""
    if days == 0:
        return "same day"
    for unit, length, least in (("year", DAYS_IN_A_YEAR, 2), ("month", DAYS_IN_A_MONTH, 2), ("week", 7, 2)):
        number = int(days / length)
        if number >= least:
            return f"{number} {unit}s old"
    return f"{days} day{'' if days == 1 else 's'} old"
