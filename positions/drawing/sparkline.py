"""A sparkline: bars for hardened above a line, for softened below it, one stretch of time after another."""

from collections.abc import Iterable
from dataclasses import dataclass

from positions.analysis.movement import Movement

BAR, GAP, HALF = 6, 2, 16  # pixels: a bar's width, the space after it, the room above and below the line
LOWEST = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle; `kind` is hardened (above) or softened (below)."""

    kind: str
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The picture of one party."""

    width: int
    height: int
    middle: int
    bars: tuple[Bar, ...]


def draw(movement: Movement, *, highest: int) -> Sparkline:
    """On a scale where `highest` changes fill a half."""
    return Sparkline(
        width=len(movement.stretches) * (BAR + GAP) - GAP,
        height=2 * HALF + 1,
        middle=HALF,
        bars=tuple(bars(movement, highest)),
    )


def bars(movement: Movement, highest: int) -> Iterable[Bar]:
    for place, stretch in enumerate(movement.stretches):
        x = place * (BAR + GAP)
        if stretch.hardened:
            height = max(round(HALF * stretch.hardened / highest, 1), LOWEST)
            yield Bar("hardened", x, round(HALF - height, 1), height)
        if stretch.softened:
            yield Bar("softened", x, HALF + 1, max(round(HALF * stretch.softened / highest, 1), LOWEST))
