"""The words for which way a stance moved."""

import pytest

from tests.analysis.histories import last


@pytest.mark.parametrize(
    ("articles", "proposer", "way"),
    [
        ([+3, -1], True, "away from its own proposal"),
        ([-2, +1], True, "toward its own proposal"),  # +1 is its own pole whatever it said first
        ([-2, +1], False, "away from the side it took first"),
        ([-2, +1, -1], False, "toward the side it took first"),
        ([[+3, -2], [+3, -3]], True, "away from its own proposal"),  # contradicted
        ([0, +1], False, "up the scale"),
        ([0, -1], False, "down the scale"),
        ([+3, +1], True, ""),  # softened is word enough
        ([+1, +2], False, ""),
        ([+3, +3], True, ""),
    ],
)
def test_which_way_it_went_is_told_by_the_side_that_is_the_party_s_own(articles, proposer, way):
    assert last(*articles, proposer=proposer).way == way
