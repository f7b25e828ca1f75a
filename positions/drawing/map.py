"""The map of venues: land, a net of degrees, and for each place a mark and its name that touch no other.

Longitudes and latitudes are drawn as they are, only narrowed as the earth is in the middle of
the window (equirectangular). Neutral ground is a disc, other ground a square; full where talks
were held, open where they are still to come, crossed where they came to nothing, and a small
ring where no talks are known. A mark that would lie on another moves aside, with a line to its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin, sqrt

from django.urls import reverse

from positions.drawing.labels import NEAR, Box, Spot, beside
from positions.drawing.land import Point, Window, land
from positions.drawing.placing import printable, shortened
from positions.models import Talks
from positions.reports.places import Place

WIDTH, LOWEST, HIGHEST = 1000, 400, 620
AROUND = 0.11  # of the window stays free on each side
LEAST = 22  # degrees from south to north, so that a coast can be recognised around a single place
LETTER, LINE, LABEL = 7.3, 17, 30  # an average letter's width, a line's height, letters at most
SMALL, LARGE = 5.0, 17.0  # radius of a mark without talks, and of any
SEEN = 420  # of the width, as much as a phone shows
NEAREST = 0.6  # points of a coast closer than this are one


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """`x`, `y` is the middle of the mark, `at` the place itself; `is_aside` where they differ."""

    place: Place
    state: str
    address: str
    title: str
    at: Point
    x: float
    y: float
    radius: float
    is_aside: bool
    label: str
    label_x: float
    label_y: float
    leader: Point | None

    @property
    def side(self) -> float:
        """Of a square as large as the disc."""
        return round(self.radius * sqrt(pi), 1)

    @property
    def corner(self) -> Point:
        return round(self.x - self.side / 2, 1), round(self.y - self.side / 2, 1)

    @property
    def sides(self) -> tuple[float, float]:
        """Left and right, of the mark and its name together."""
        return min(self.x - self.radius, self.label_x), max(
            self.x + self.radius, self.label_x + len(self.label) * LETTER
        )

    @property
    def cross(self) -> float:
        return round(self.radius * 0.55, 1)


@dataclass(frozen=True, slots=True)
class Map:
    width: int
    height: int
    land: str
    meridians: list[float]
    parallels: list[float]
    places: list[DrawnPlace]

    @property
    def busiest(self) -> int:
        """Where a window too narrow for the picture opens: its middle, in hundredths of the width."""
        sides = [(*drawn.sides, 1 + len(drawn.place.counted)) for drawn in self.places]
        within = [[one for one in sides if start <= one[0] and one[1] <= start + SEEN] for start, _, _ in sides]
        most = max(within, key=lambda shown: sum(weight for _, _, weight in shown))
        return round((min(one[0] for one in most) + max(one[1] for one in most)) / 2 / self.width * 100)

    @property
    def states(self) -> set[str]:
        """Which of the signs occur, for the legend."""
        return {drawn.state for drawn in self.places}


@dataclass(frozen=True, slots=True)
class Projection:
    window: Window
    height: int

    def __call__(self, longitude: float, latitude: float) -> Point:
        window = self.window
        x = (longitude - window.west) / (window.east - window.west) * WIDTH
        y = (window.north - latitude) / (window.north - window.south) * self.height
        return round(x, 1), round(y, 1)


def draw(places: Sequence[Place], *, slug: str) -> Map | None:
    """None where no place has coordinates."""
    if not places:
        return None
    points = unrolled([place.point for place in places if place.point])
    to = fitted(points)
    return Map(
        width=WIDTH,
        height=to.height,
        land="".join(path(outline, to) for outline in land(to.window)),
        meridians=[to(degree, 0)[0] for degree in net(to.window.west, to.window.east)],
        parallels=[to(0, degree)[1] for degree in net(to.window.south, to.window.north)],
        places=arranged(list(zip(places, (to(*point) for point in points), strict=True)), to.height, slug),
    )


def unrolled(points: list[Point]) -> list[Point]:
    """The same with the largest empty stretch of longitudes at the edge, over the date line if need be."""
    longitudes = sorted({longitude for longitude, _ in points})
    following = [*longitudes[1:], longitudes[0] + 360]
    gaps = [after - before for before, after in zip(longitudes, following, strict=True)]
    west = longitudes[(gaps.index(max(gaps)) + 1) % len(longitudes)]
    return [(longitude + 360 if longitude < west else longitude, latitude) for longitude, latitude in points]


def fitted(points: list[Point]) -> Projection:
    """A window around the points that is as wide as the picture, and not too narrow to be recognised."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle = (south + north) / 2
    narrowing = max(cos(radians(middle)), 0.3)
    tall = max((north - south) * (1 + 2 * AROUND), LEAST)
    wide = max((east - west) * (1 + 2 * AROUND) * narrowing, tall * WIDTH / HIGHEST)
    tall = max(tall, wide * LOWEST / WIDTH)
    wide = min(wide, 360 * narrowing)
    height = round(min(max(tall / wide * WIDTH, LOWEST), HIGHEST))
    tall = min(wide * height / WIDTH, 180)
    top = min(max(middle + tall / 2, -90 + tall), 90)
    across = wide / narrowing / 2
    window = Window((west + east) / 2 - across, (west + east) / 2 + across, top - tall, top)
    return Projection(window, height)


def net(low: float, high: float) -> Iterator[int]:
    """Round degrees inside, some six of them."""
    step = next(step for step in (5, 10, 15, 30) if step >= 30 or (high - low) / step <= 9)
    yield from (degree for degree in range(-540, 541, step) if low < degree < high)


def path(outline: list[Point], to: Projection) -> str:
    """An outline as a closed path, without points too close to be seen."""
    points = [to(*outline[0])]
    for point in outline[1:]:
        x, y = to(*point)
        if hypot(x - points[-1][0], y - points[-1][1]) >= NEAREST:
            points.append((x, y))
    if len(points) < 3:
        return ""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "z"


def state(place: Place) -> str:
    """The one word that the mark tells: “held”, “to come”, “came to nothing”, “none”."""
    statuses = {talks.status for talks in place.talks}
    if Talks.Status.HELD in statuses:
        return "held"
    if statuses & {Talks.Status.PROPOSED, Talks.Status.AGREED}:
        return "to-come"
    return "nothing" if statuses else "none"


def arranged(placed: list[tuple[Place, Point]], height: int, slug: str) -> list[DrawnPlace]:
    """Marks first, the busiest where they belong; then names, each beside its mark."""
    frame = Box(4, 4, WIDTH - 8, height - 8)
    marks: list[tuple[Point, float]] = []
    for place, at in placed:
        radius = round(min(SMALL + 2.4 * sqrt(len(place.counted)), LARGE), 1)
        free = (point for point in around(at) if fits(point, radius, marks, frame))
        marks.append((next(free, at), radius))
    names = [name_of(place) for place, _ in placed]
    spots = [Spot(x, y, radius) for (x, y), radius in marks]
    boxes = beside(spots, [(len(name) * LETTER, LINE) for name in names], frame)
    return [
        DrawnPlace(
            place=place,
            state=state(place),
            address=reverse("venue", args=[slug, place.venue.slug]),
            title=printable(f"{place.venue.name}, {place.venue.country}: {place.in_words}"),
            at=at,
            x=spot.x,
            y=spot.y,
            radius=spot.radius,
            is_aside=(spot.x, spot.y) != at,
            label=name,
            label_x=round(box.x, 1),
            label_y=round(box.y + LINE * 0.74, 1),
            leader=leader(spot, box),
        )
        for (place, at), name, spot, box in zip(placed, names, spots, boxes, strict=True)
    ]


def name_of(place: Place) -> str:
    """The name as far as it fits; what follows a comma, such as a region, is in the title and in the list."""
    return printable(shortened(place.venue.name.split(",")[0], LABEL))


def around(at: Point) -> Iterator[Point]:
    """The place itself, then points in widening rings."""
    yield at
    for distance in range(6, 400, 6):
        for eighth in range(16):
            angle = eighth * pi / 8
            yield round(at[0] + distance * cos(angle), 1), round(at[1] + distance * sin(angle), 1)


def fits(point: Point, radius: float, marks: list[tuple[Point, float]], frame: Box) -> bool:
    x, y = point
    return frame.holds(Box(x - radius, y - radius, 2 * radius, 2 * radius)) and all(
        max(abs(x - other[0]), abs(y - other[1])) > radius + others + 1 for other, others in marks
    )


def leader(spot: Spot, box: Box) -> Point | None:
    """The nearest point of a name that stands too far from its mark to be taken for its own."""
    x, y = box.nearest(spot.x, spot.y)
    return (round(x, 1), round(y, 1)) if spot.off(box) > NEAR else None
