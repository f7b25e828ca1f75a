"""The margin strip: the whole text as one narrow column, and in it where the passages are.

A passage is a mark as high as its share of the text, but never lower than can be seen, and
as far from the left as its lane. The style sheet paints it as its underline in the text: whole
for accepting, broken for refusing, an empty frame off the scale.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from positions.analysis.passages import Laid
from positions.analysis.stances import SCALE, Stance
from positions.drawing.placing import printable

WIDTH, MARK, SHIFT = 14, 7, 3  # pixels: the strip, a mark, and how far a lane lies from the one before
LANES = 3  # more are drawn on the last
LOWEST = 0.5  # per cent of the strip


class Placed(Protocol):
    """A position, as far as the strip shows it."""

    key: str
    party: Any
    stance: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A mark: `y` and `height` in per cent of the strip, `x` in pixels."""

    key: str
    stance: str
    title: str
    x: int
    y: float
    height: float


def draw_strip(laid: Iterable[Laid], length: int) -> list[Bar]:
    """One mark a passage, in text order."""
    return [bar(each.passage, each.lane, length) for each in laid]


def bar(position: Placed, lane: int, length: int) -> Bar:
    height = max(100 * (position.end - position.start) / length, LOWEST)
    return Bar(
        key=position.key,
        stance=position.stance,
        title=f"{printable(position.party.name)} {SCALE[Stance(position.stance)].label}",
        x=SHIFT * min(lane, LANES - 1),
        y=round(min(100 * position.start / length, 100 - height), 2),
        height=round(height, 2),
    )
