"""Which readings get a mark where there are too many."""

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.stances import Stance
from positions.analysis.thinning import changes, preferred, thinned


class Reading(NamedTuple):
    day: date
    stance: Stance
    is_mixed: bool = False
    is_restated: bool = False


def band(*stances: Stance, mixed: int | None = None, restated: int | None = None) -> list[Reading]:
    """A reading every ten days."""
    return [
        Reading(date(2024, 1, 1) + timedelta(days=10 * place), stance, place == mixed, place == restated)
        for place, stance in enumerate(stances)
    ]


YES, MORE, NO, OFF = Stance.SUPPORTS, Stance.DEMANDS, Stance.REJECTS, Stance.DECLINES


def test_where_there_is_room_every_reading_is_marked() -> None:
    assert thinned([band(YES, YES, NO), band(NO)], most=4, else_most=1, days_apart=99) == [[0, 1, 2], [0]]


def test_both_signs_come_first_then_the_widest_change_then_the_scale_then_the_latest() -> None:
    told = band(YES, MORE, MORE, NO, NO, OFF, OFF, OFF, mixed=2)
    assert preferred(told, count=5, days_apart=1) == [2, 3, 1, 5, 7]


def test_a_changed_condition_comes_before_repetitions_even_before_the_latest() -> None:
    assert preferred(band(YES, YES, YES, YES, restated=2), count=3, days_apart=1) == [2, 3, 0]


def test_marks_that_would_hide_each_other_leave_room_to_the_more_telling() -> None:
    assert preferred(band(YES, MORE, NO, YES), count=4, days_apart=25) == [2]


def test_what_a_quiet_band_has_no_use_for_goes_to_the_others() -> None:
    busy = band(*[YES, NO] * 10)
    assert [len(places) for places in thinned([band(YES), busy], most=5, else_most=5, days_apart=0)] == [1, 4]


def test_a_band_that_only_repeats_itself_keeps_one_mark_while_others_have_changes_to_show() -> None:
    quiet, busy = band(*[YES] * 20), band(*[YES, NO] * 3, *[NO] * 14)
    assert thinned([quiet, busy], most=6, else_most=6, days_apart=0) == [[19], [1, 2, 3, 4, 5]]
    assert [len(places) for places in thinned([quiet, busy], most=8, else_most=8, days_apart=0)] == [2, 6]


bands = st.lists(st.lists(st.sampled_from([YES, MORE, NO, OFF]), max_size=30).map(lambda told: band(*told)), max_size=8)


@given(bands, st.integers(0, 60), st.integers(0, 40))
def test_thinned_marks_are_in_order_never_too_many_and_leave_no_band_without_one(
    told: list[list[Reading]], most: int, apart: int
) -> None:
    found = thinned(told, most=most, else_most=most, days_apart=apart)
    assert len(found) == len(told)
    assert all(places == sorted(set(places)) for places in found)
    assert sum(map(len, found)) <= max(most, len(told))
    assert all(places for places, own in zip(found, told, strict=True) if own)


@given(bands, st.integers(0, 60))
def test_beside_one_mark_a_band_nothing_is_repeated_while_a_change_is_left_out(
    told: list[list[Reading]], most: int
) -> None:
    found = thinned(told, most=most, else_most=most, days_apart=0)
    if sum(map(len, told)) <= most:
        return
    places = list(zip(map(changes, told), found, strict=True))
    # A band may be marked at most four times its share; one that is has changes to spare.
    share = max(most // max(len(told), 1), 1)
    left_out = any(set(own) - set(marked) for own, marked in places if len(marked) < 4 * share)
    repeated = any(set(marked) - set(own) for own, marked in places if len(marked) > 1)
    assert not (left_out and repeated)
