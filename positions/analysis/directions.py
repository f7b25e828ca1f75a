"""Which way a stance moved, and the words for it."""

from collections.abc import Mapping
from enum import StrEnum


class Direction(StrEnum):
    """By the home pole where there is one, else by the scale."""

    HARDENED = "hardened"
    SOFTENED = "softened"
    UP = "up"
    DOWN = "down"


# By whether the party made the proposal: then that is its own side, and otherwise the one that it took first.
WAYS: Mapping[tuple[Direction | None, bool], str] = {
    (Direction.HARDENED, True): "toward its own proposal",
    (Direction.SOFTENED, True): "away from its own proposal",
    (Direction.HARDENED, False): "toward the side it took first",
    (Direction.SOFTENED, False): "away from the side it took first",
    (Direction.UP, False): "up the scale",
    (Direction.DOWN, False): "down the scale",
}
