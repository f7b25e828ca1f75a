"""Names beside marks: near, apart, and never where they would seem to name another."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from positions.drawing.labels import NEAR, Box, Spot, beside

FRAME = Box(0, 0, 1000, 500)
spots_of_a_map = st.lists(
    st.tuples(st.integers(20, 45), st.integers(4, 20)), min_size=1, max_size=9, unique_by=lambda spot: spot
).map(lambda cells: [Spot(x * 16.0, y * 20.0, 7) for x, y in cells])


@given(spots_of_a_map)
@settings(max_examples=60)
def test_no_name_lies_on_a_mark_or_on_another_name(spots: list[Spot]):
    names = beside(spots, [(90, 17)] * len(spots), FRAME)
    assert not [pair for pair in combinations(names, 2) if pair[0].touches(pair[1])]
    assert not [1 for name in names for spot in spots if name.touches(spot.box)]
    assert all(FRAME.holds(name) for name in names)


def test_a_name_begins_beyond_its_mark_however_large_that_is():
    for radius in (3, 8, 17, 40):
        (name,) = beside([Spot(300, 200, radius)], [(90, 17)], FRAME)
        assert name.x > 300 + radius + 5
        assert name.y + name.height / 2 == 200


def test_a_name_goes_where_it_cannot_be_taken_for_that_of_another_mark():
    left, right = Spot(300, 200, 6), Spot(420, 200, 6)
    # Between the two, the name of the left would end close to the right one.
    names = beside([left, right], [(100, 17), (60, 17)], FRAME)
    assert left.off(names[0]) < right.off(names[0])
    assert right.off(names[1]) < left.off(names[1])


def test_a_crowd_has_its_names_near():
    crowd = [Spot(500 + 70 * x, 250 + 30 * y, 6) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    names = beside(crowd, [(90, 17)] * 3 + [(30, 17)] * 3 + [(90, 17)] * 3, FRAME)
    assert all(spot.off(name) <= NEAR for spot, name in zip(crowd, names, strict=True))
