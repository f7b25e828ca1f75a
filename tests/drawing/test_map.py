"""The map: the land fits its window, and no mark or name lies on another."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.drawing.land import Window, land, rings
from positions.drawing.map import LETTER, LINE, Box, draw
from positions.models import Talks, Venue
from positions.reports.places import Place


def place(name: str, longitude: float, latitude: float, *statuses: str, neutral: bool = False) -> Place:
    venue = Venue(slug="x", name=name, longitude=longitude, latitude=latitude, neutral=neutral)
    return Place(venue, [Talks(status=status) for status in statuses], [], [])


def boxes(drawn) -> list[Box]:
    marks = [Box(d.x - d.radius, d.y - d.radius, 2 * d.radius, 2 * d.radius) for d in drawn.places]
    names = [Box(d.label_x, d.label_y - LINE * 0.74, len(d.label) * LETTER, LINE) for d in drawn.places]
    return marks + names


def test_the_outlines_are_those_of_the_earth():
    assert len(rings()) > 100
    assert all(-90 <= latitude <= 90 for ring in rings() for _, latitude in ring)
    # Paris lies on land, the middle of the Atlantic does not.
    assert any(land(Window(2, 3, 48, 49)))
    assert not any(land(Window(-41, -40, 30, 31)))


@given(st.floats(-180, 150), st.floats(1, 170), st.floats(-88, 60), st.floats(1, 28))
@settings(max_examples=40)
def test_what_is_drawn_of_the_land_stays_in_the_window(west, wide, south, tall):
    window = Window(west, west + wide, south, south + tall)
    for outline in land(window):
        assert all(
            window.west - 1e-6 <= x <= window.east + 1e-6 and window.south - 1e-6 <= y <= window.north + 1e-6
            for x, y in outline
        )


@pytest.mark.parametrize("number", [1, 2, 7, 20])
def test_many_places_at_one_spot_stay_legible(number: int):
    places = [place(f"Hotel by the lake {n}", 6.14, 46.2, *["held"] * (n % 4)) for n in range(number)]
    drawn = draw(places, slug="n")
    assert drawn is not None
    touching = [pair for pair in combinations(boxes(drawn), 2) if pair[0].touches(pair[1])]
    assert not touching
    assert sum(one.is_aside for one in drawn.places) == number - 1
    assert all(0 <= one.x <= drawn.width and 0 <= one.y <= drawn.height for one in drawn.places)


def test_places_on_both_sides_of_the_date_line_are_neighbours():
    drawn = draw([place("Suva", 178.4, -18.1), place("Apia", -171.8, -13.8)], slug="n")
    assert drawn is not None
    suva, apia = drawn.places
    assert 0 < apia.at[0] - suva.at[0] < 400
    assert suva.at[1] > apia.at[1]


def test_the_westernmost_place_lies_in_the_west_whatever_its_fractions_of_a_degree():
    drawn = draw([place("Ottawa", -75.7, 50), place("Almaty", 76.9, 50), place("Kiel", 10.1, 54)], slug="n")
    assert drawn is not None
    ottawa, almaty, kiel = drawn.places
    assert ottawa.at[0] < kiel.at[0] < almaty.at[0]


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["cancelled", "held"], "held"),
        (["cancelled", "agreed"], "to-come"),
        (["proposed"], "to-come"),
        (["collapsed"], "nothing"),
        ([], "none"),
    ],
)
def test_the_sign_tells_what_became_of_the_talks(statuses, state):
    drawn = draw([place("Geneva", 6.1, 46.2, *statuses)], slug="n")
    assert drawn is not None
    assert drawn.places[0].state == state


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=6))
@settings(max_examples=40)
def test_every_place_on_earth_is_on_the_picture(points):
    drawn = draw([place("Somewhere", *point) for point in points], slug="n")
    assert drawn is not None
    assert all(0 <= one.at[0] <= drawn.width and 0 <= one.at[1] <= drawn.height for one in drawn.places)


def test_without_a_place_there_is_no_map():
    assert draw([], slug="n") is None


def test_a_narrow_window_opens_where_most_talks_were():
    europe = [place("Geneva", 6.1, 46.2, "held", "held"), place("Vienna", 16.4, 48.2, "held")]
    alaska = place("Anchorage", -149.9, 61.2, "held", "cancelled", "cancelled", "cancelled", "cancelled")
    for places in ([alaska, *europe], [*europe, alaska]):
        drawn = draw(places, slug="n")
        assert drawn is not None
        there = sorted(one.x / drawn.width * 100 for one in drawn.places if one.place is not alaska)
        assert there[0] - 10 < drawn.busiest < there[1] + 10
    alone = draw([alaska], slug="n")
    assert alone is not None
    assert 40 < alone.busiest < 65
