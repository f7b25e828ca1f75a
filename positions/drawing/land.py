"""The land of the earth as outlines, without borders, for a window of longitudes and latitudes.

The outlines lie beside this module in `land.svg`, which says where they come from. Points are
(longitude, latitude) in degrees; a window may run over the date line, up to 540 degrees east.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Point = tuple[float, float]
Ring = tuple[Point, ...]

OUTLINES = Path(__file__).with_name("land.svg")
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Window:
    """Degrees, from west to east and from south to north."""

    west: float
    east: float
    south: float
    north: float


@cache
def rings() -> tuple[Ring, ...]:
    """Every coast, read once."""
    outline = re.search(r' d="([^"]+)"', OUTLINES.read_text(encoding="utf-8"))
    if outline is None:
        raise ValueError(f"{OUTLINES.name} holds no path.")
    return tuple(ring(path) for path in outline[1].split("z") if path.strip())


def ring(path: str) -> Ring:
    """One closed path, “M x y l dx dy dx dy …” in hundredths of a degree with y downward."""
    numbers = [int(number) for number in re.findall(r"-?\d+", path)]
    x = y = 0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / HUNDREDTHS, -y / HUNDREDTHS))
    return tuple(points)


def land(window: Window) -> Iterator[list[Point]]:
    """The parts of the land inside the window, as closed outlines cut at its edges."""
    for shift in (-360, 0, 360):
        for coast in rings():
            longitudes = [longitude + shift for longitude, _ in coast]
            if max(longitudes) < window.west or min(longitudes) > window.east:
                continue
            inside = cut([(longitude, point[1]) for longitude, point in zip(longitudes, coast, strict=True)], window)
            if len(inside) > 2:
                yield inside


def cut(points: list[Point], window: Window) -> list[Point]:
    """What of a closed outline lies inside (the algorithm of Sutherland and Hodgman, edge by edge)."""
    for axis, limit, is_inside in edges(window):
        kept: list[Point] = []
        for start, end in zip([points[-1], *points[:-1]] if points else (), points, strict=True):
            if is_inside(start[axis]) != is_inside(end[axis]):
                kept.append(crossing(start, end, axis, limit))
            if is_inside(end[axis]):
                kept.append(end)
        points = kept
    return points


def edges(window: Window) -> Sequence[tuple[int, float, Callable[[float], bool]]]:
    return (
        (0, window.west, lambda value: value >= window.west),
        (0, window.east, lambda value: value <= window.east),
        (1, window.south, lambda value: value >= window.south),
        (1, window.north, lambda value: value <= window.north),
    )


def crossing(start: Point, end: Point, axis: int, limit: float) -> Point:
    """Where the line between two points meets an edge."""
    share = (limit - start[axis]) / (end[axis] - start[axis])
    other = start[1 - axis] + share * (end[1 - axis] - start[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)
