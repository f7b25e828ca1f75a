"""Hardened against softened, by stretch of time."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.changes import Kind
from positions.analysis.movement import edges, movement

FIRST = date(2024, 1, 1)


@given(days=st.integers(0, 4000), parts=st.integers(1, 40))
def test_every_day_is_in_one_stretch_and_stretches_are_equal_but_for_a_day(days, parts):
    last = FIRST + timedelta(days=days)
    found = edges(FIRST, last, parts)
    assert found[0][0] == FIRST
    assert found[-1][1] == last
    assert all(later[0] - earlier[1] == timedelta(days=1) for earlier, later in pairwise(found))
    lengths = {(until - since).days for since, until in found}
    assert max(lengths) - min(lengths) <= 1
    assert len(found) == min(parts, days + 1)


def test_only_hardened_and_softened_count_each_in_its_stretch():
    last = FIRST + timedelta(days=19)
    told = [
        (FIRST, Kind.HARDENED),
        (FIRST + timedelta(days=9), Kind.SOFTENED),
        (FIRST + timedelta(days=10), Kind.HARDENED),
        (last, Kind.HARDENED),
        (last, Kind.REVERSED),
        (last, Kind.REAFFIRMED),
        (last + timedelta(days=1), Kind.SOFTENED),
    ]
    found = movement(told, since=FIRST, until=last, parts=2)
    assert [(one.hardened, one.softened) for one in found.stretches] == [(1, 1), (2, 0)]
    assert (found.hardened, found.softened, found.highest) == (3, 1, 2)
