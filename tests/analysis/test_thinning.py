"""Which readings get a mark where there are too many."""

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.stances import Stance
from positions.analysis.thinning import preferred, thinned


class Reading(NamedTuple):
    day: date
    stance: Stance
    is_mixed: bool = False


def band(*stances: Stance, mixed: int | None = None) -> list[Reading]:
    """A reading every ten days."""
    return [
        Reading(date(2024, 1, 1) + timedelta(days=10 * place), stance, place == mixed)
        for place, stance in enumerate(stances)
    ]


YES, MORE, NO, OFF = Stance.SUPPORTS, Stance.DEMANDS, Stance.REJECTS, Stance.DECLINES


def test_where_there_is_room_every_reading_is_marked() -> None:
    assert thinned([band(YES, YES, NO), band(NO)], most=4, else_most=1, days_apart=99) == [[0, 1, 2], [0]]


def test_the_latest_comes_first_then_both_signs_then_the_widest_change() -> None:
    told = band(YES, MORE, MORE, NO, NO, OFF, NO, NO, mixed=2)
    assert preferred(told, count=4, days_apart=1) == [7, 2, 3, 1]


def test_marks_that_would_hide_each_other_leave_room_to_the_more_telling() -> None:
    assert preferred(band(YES, MORE, NO, YES), count=4, days_apart=25) == [3, 0]


def test_what_a_quiet_band_has_no_use_for_goes_to_the_others() -> None:
    busy = band(*[YES, NO] * 10)
    assert [len(places) for places in thinned([band(YES), busy], most=5, else_most=5, days_apart=0)] == [1, 4]


bands = st.lists(st.lists(st.sampled_from([YES, MORE, NO, OFF]), max_size=30).map(lambda told: band(*told)), max_size=8)


@given(bands, st.integers(0, 60), st.integers(0, 40))
def test_thinned_marks_are_in_order_never_too_many_and_hold_each_band_s_latest(
    told: list[list[Reading]], most: int, apart: int
) -> None:
    found = thinned(told, most=most, else_most=most, days_apart=apart)
    assert len(found) == len(told)
    assert all(places == sorted(set(places)) for places in found)
    assert sum(map(len, found)) <= max(most, len(told))
    assert all(places[-1] == len(own) - 1 for own, places in zip(told, found, strict=True) if own)
