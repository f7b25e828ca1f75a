"""How near the principals are to agreeing."""

import pytest

from positions.analysis.closeness import distance
from positions.analysis.matrix import Gap


@pytest.mark.parametrize(
    ("pairs", "now", "then", "trend"),
    [
        ([(3, 3), (-3, -2)], Gap(-2, 3), Gap(-3, 3), "converging"),
        ([(2, 2), (1, -1)], Gap(-1, 2), Gap(1, 2), "diverging"),
        ([(2, 1), (1, 2)], Gap(1, 2), Gap(1, 2), "unchanged"),
        ([(None, 2), (1, 2)], Gap(2, 2), None, ""),
        ([(2, 2), (1, 1), (-3, None)], Gap(1, 2), Gap(1, 2), "unchanged"),
        ([(2, 2), (1, 1), (None, -3)], Gap(-3, 2), None, ""),
    ],
)
def test_the_gap_is_compared_with_that_of_the_same_parties(pairs, now, then, trend):
    found = distance(pairs)
    assert found is not None
    assert (found.now, found.then, found.trend) == (now, then, trend)


@pytest.mark.parametrize("pairs", [[], [(1, 2)], [(1, None), (2, 2)]])
def test_one_party_alone_is_not_near_to_anybody(pairs):
    assert distance(pairs) is None


@pytest.mark.parametrize(("values", "is_refused"), [((-2, -1), True), ((-3, 0), False), ((1, 2), False)])
def test_refused_is_what_nobody_accepts_or_would_discuss(values, is_refused):
    found = distance([(None, value) for value in values])
    assert found is not None
    assert found.is_refused is is_refused
