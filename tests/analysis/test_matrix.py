"""Gaps between parties, and the age of evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.matrix import Gap, GapMove, age_in_words, freshness, gap, is_stale, told, unmoved

values = st.lists(st.one_of(st.none(), st.integers(-3, 3)), max_size=8)


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ([3, -2], Gap(-2, 3)),
        ([1, 1], Gap(1, 1)),
        ([3, None, 0, -1], Gap(-1, 3)),
        ([0, None], None),  # one on the scale has no gap to itself
        ([None, None], None),
        ([], None),
    ],
)
def test_the_gap_lies_between_the_outermost_stances_on_the_scale(
    stances: list[int | None], expected: Gap | None
) -> None:
    assert gap(stances) == expected


@given(values)
def test_stances_off_the_scale_never_count(stances: list[int | None]) -> None:
    assert gap([*stances, None]) == gap(stances)


@given(values, st.integers(-3, 3))
def test_one_more_party_never_narrows_the_gap(stances: list[int | None], more: int) -> None:
    before, after = gap(stances), gap([*stances, more])
    if before:
        assert after
        assert 6 >= after.steps >= before.steps >= 0


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "same day"),
        (1, "1 day old"),
        (13, "13 days old"),
        (14, "2 weeks old"),
        (60, "8 weeks old"),
        (61, "2 months old"),
        (700, "22 months old"),
        (731, "2 years old"),
        (4000, "10 years old"),
    ],
)
def test_an_age_is_told_in_the_largest_unit_of_which_there_are_two(days: int, words: str) -> None:
    assert age_in_words(days) == words


def test_evidence_is_stale_after_a_year() -> None:
    assert not is_stale(365)
    assert is_stale(366)


@pytest.mark.parametrize(
    ("before", "now", "steps", "course"),
    [
        (Gap(-3, 2), Gap(-1, 2), -2, "converging"),
        (Gap(-1, 2), Gap(-3, 2), 2, "diverging"),
        (Gap(-1, 2), Gap(0, 3), 0, "unchanged"),  # both moved the same way
        (None, Gap(0, 3), None, None),
        (Gap(0, 3), None, None, None),
        (None, None, None, None),
    ],
)
def test_a_gap_converges_when_it_narrows(
    before: Gap | None, now: Gap | None, steps: int | None, course: str | None
) -> None:
    move = GapMove(before, now)
    assert (move.steps, move.course) == (steps, course)


@pytest.mark.parametrize(
    ("days", "expected"), [(0, "fresh"), (90, "fresh"), (91, "ageing"), (365, "ageing"), (366, "stale")]
)
def test_evidence_fades_after_three_months_and_is_stale_after_a_year(days: int, expected: str) -> None:
    assert freshness(days) == expected


def test_moves_are_told_once_and_only_if_they_say_something() -> None:
    now = Gap(-2, 2)
    narrower, as_wide, wider = (GapMove(Gap(0, steps), now) for steps in (3, 4, 6))
    unknown = GapMove(None, now)
    assert told([("last", as_wide), ("90", unknown), ("365", as_wide)]) == []
    assert told([("last", narrower), ("90", narrower), ("365", narrower)]) == [("last", narrower)]
    assert told([("last", as_wide), ("90", narrower), ("365", wider)]) == [("90", narrower), ("365", wider)]
    assert told([("last", wider), ("90", as_wide), ("365", wider)]) == [("last", wider)]


def test_a_gap_that_moved_and_came_back_is_not_called_unchanged() -> None:
    assert unmoved(365, 400) == unmoved(365, 365) == "unchanged in a year"
    assert unmoved(365, 364) == "as wide as a year ago"
    assert unmoved(90, 89) == "as wide as 90 days ago"
