"""Names beside marks: each as near to its own mark as the others leave room, and nearer to it than to any other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

GAP = 6  # between a mark and its name
FARTHEST, STEP = 240, 8  # how far off a name is looked for, and in what steps
NEAR = 10  # a name farther from its mark needs a line to it
AMBIGUOUS = 14  # so much nearer must a name be before it may stand as close to another mark
MARGIN = 8  # by so much a name is nearer to its own mark than to one in line with it
TRIES = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from its left upper corner."""

    x: float
    y: float
    width: float
    height: float

    def touches(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Of its points that which is nearest; not at the very top or bottom, where letters leave it empty."""
        return (
            min(max(x, self.x), self.x + self.width),
            min(max(y, self.y + 3), self.y + self.height - 3),
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark by its middle."""

    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        reach = self.radius + 1
        return Box(self.x - reach, self.y - reach, 2 * reach, 2 * reach)

    def off(self, box: Box) -> float:
        """From its edge to the box."""
        x, y = box.nearest(self.x, self.y)
        return hypot(x - self.x, y - self.y) - self.radius


def beside(spots: Sequence[Spot], sizes: Sequence[tuple[float, float]], frame: Box) -> list[Box]:
    """A box of each size for the name of each mark. Names that find no room near it choose first the next time."""
    order = list(range(len(spots)))
    best: tuple[float, list[Box]] | None = None
    for _ in range(TRIES):
        found = placed(spots, sizes, frame, order)
        boxes = [found[number][1] for number in range(len(spots))]
        cost = sum(price for price, _ in found.values())
        if best is None or cost < best[0]:
            best = (cost, boxes)
        far = [number for number in order if found[number][0] > NEAR + GAP]
        if not far or order[: len(far)] == far:
            break
        order = far + [number for number in order if number not in far]
    return best[1] if best else []


def placed(
    spots: Sequence[Spot], sizes: Sequence[tuple[float, float]], frame: Box, order: Sequence[int]
) -> dict[int, tuple[float, Box]]:
    """Each name in this order, with how badly it stands."""
    taken = [spot.box for spot in spots]
    found: dict[int, tuple[float, Box]] = {}
    for number in order:
        found[number] = nearest_free(number, spots, sizes[number], taken, frame)
        taken.append(found[number][1])
    return found


def nearest_free(
    number: int, spots: Sequence[Spot], size: tuple[float, float], taken: Sequence[Box], frame: Box
) -> tuple[float, Box]:
    spot = spots[number]
    best: tuple[float, Box] | None = None
    for distance in range(0, FARTHEST, STEP):
        if best and best[0] <= distance:
            break
        for turn, box in enumerate(ring(spot, size, GAP + distance)):
            if frame.holds(box) and not any(box.touches(other) for other in taken):
                price = spot.off(box) + turn / 10 + doubt(number, spots, box)
                if best is None or price < best[0]:
                    best = (price, box)
    return best or (FARTHEST, next(ring(spot, size, GAP)))


def doubt(number: int, spots: Sequence[Spot], box: Box) -> float:
    """For every other mark that the name could be taken to belong to."""
    own = spots[number].off(box)
    others = (*spots[:number], *spots[number + 1 :])
    return AMBIGUOUS * sum(other.off(box) <= own + MARGIN * stands_in_line(other, box) for other in others)


def stands_in_line(spot: Spot, box: Box) -> bool:
    """Before or after the name, where its own mark would be looked for."""
    return box.y < spot.y < box.y + box.height


def ring(spot: Spot, size: tuple[float, float], gap: float) -> Iterator[Box]:
    """Boxes around a mark at this distance, the best to read first: right, left, above, below, then in between."""
    width, height = size
    right, left = spot.x + spot.radius + gap, spot.x - spot.radius - gap - width
    above, below = spot.y - spot.radius - gap - height + 2, spot.y + spot.radius + gap - 2
    middle = spot.y - height / 2
    yield Box(right, middle, width, height)
    yield Box(left, middle, width, height)
    yield Box(spot.x - width / 2, above, width, height)
    yield Box(spot.x - width / 2, below, width, height)
    for up in (-0.5, 0.5, -1, 1):
        yield Box(right, middle + up * height, width, height)
        yield Box(left, middle + up * height, width, height)
    for part in (0.25, 0.75, 0, 1):
        yield Box(spot.x - width * part, above, width, height)
        yield Box(spot.x - width * part, below, width, height)
