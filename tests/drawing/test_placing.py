"""Marks and labels that make room for each other."""

import itertools
from datetime import date
from xml.dom.minidom import parseString

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.timeline import Period
from positions.drawing.placing import Scale, place_marks, printable, shortened, spread, tiers

marks = st.lists(st.tuples(st.floats(0, 500), st.integers(4, 20)), max_size=15).map(sorted)
NEARLY = 1e-6


def test_a_scale_runs_from_inset_to_inset() -> None:
    scale = Scale(Period(date(2024, 1, 1), date(2024, 1, 11)), width=120, inset=10)
    assert [scale.x(date(2024, 1, day)) for day in (1, 6, 11)] == [10, 60, 110]


def test_marks_with_room_stay_where_they_are() -> None:
    assert spread([10, 40, 90], [20, 20, 20], low=0, high=100) == [10, 40, 90]


def test_marks_that_collide_share_the_way() -> None:
    assert spread([50, 50], [10, 10], low=0, high=100) == [45, 55]
    assert spread([49, 50, 51], [10, 20, 10], low=0, high=100) == [35, 50, 65]


def test_marks_at_the_edge_give_way_inward() -> None:
    assert spread([0, 0], [10, 10], low=0, high=100) == [0, 10]
    assert spread([100, 100], [10, 10], low=0, high=100) == [90, 100]


def test_marks_without_enough_room_overlap_evenly() -> None:
    assert spread([1, 2, 3], [10, 10, 10], low=0, high=8) == [0, 4, 8]


@given(marks)
def test_spread_marks_keep_their_order_their_distance_and_the_frame(found: list[tuple[float, int]]) -> None:
    widths = [width for _, width in found]
    places = spread([place for place, _ in found], widths, low=0, high=500)
    assert all(-NEARLY <= place <= 500 + NEARLY for place in places)
    for number in range(len(places) - 1):
        assert places[number + 1] - places[number] >= (widths[number] + widths[number + 1]) / 2 - NEARLY


@given(marks)
def test_spreading_twice_is_spreading_once(found: list[tuple[float, int]]) -> None:
    widths = [width for _, width in found]
    once = spread([place for place, _ in found], widths, low=0, high=500)
    assert spread(once, widths, low=0, high=500) == pytest.approx(once, abs=1e-3)


def test_crowded_marks_shrink_and_lonely_ones_do_not() -> None:
    placed = place_marks([10, 200, 201, 202, 203, 204], full=20, narrow=8, shift=6, low=0, high=400)
    assert placed[0].is_full
    assert placed[0].x == 10
    assert sum(one.is_full for one in placed[1:]) <= 2
    assert all(right.x - left.x >= 8 - NEARLY for left, right in itertools.pairwise(placed))


def test_labels_take_the_lowest_free_tier() -> None:
    assert tiers([(0, 10), (5, 15), (8, 20), (11, 12)], count=2) == [0, 1, None, 0]
    assert tiers([], count=2) == []


def test_long_text_is_cut_at_its_end() -> None:
    assert shortened("a  b\nc", 5) == "a b c"
    assert shortened("abcdef", 4) == "abc…"


@given(st.text())
def test_printable_text_is_text_that_xml_can_hold(text: str) -> None:
    safe = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    parseString(f"<a>{safe}</a>".encode())
