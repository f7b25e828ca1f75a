"""From one period to the next: closer, wider, earlier, later, and never outside of the whole."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from positions.analysis import periods
from positions.analysis.periods import LEAST
from positions.analysis.timeline import Period, Tick, axis

WHOLE = Period(date(2020, 1, 1), date(2024, 12, 31))
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31))


def inside(whole: Period) -> st.SearchStrategy[Period]:
    days = st.integers(0, whole.days)
    return st.tuples(days, days).map(
        lambda pair: Period(whole.first + timedelta(days=min(pair)), whole.first + timedelta(days=max(pair)))
    )


def test_closer_keeps_the_middle_half() -> None:
    assert periods.closer(YEAR, WHOLE) == Period(date(2022, 4, 2), date(2022, 10, 1))


def test_wider_is_twice_as_long_about_the_same_middle() -> None:
    assert periods.wider(YEAR, WHOLE) == Period(date(2021, 7, 3), date(2023, 7, 1))


def test_wider_stops_at_an_end_and_grows_at_the_other() -> None:
    last = Period(date(2024, 1, 1), WHOLE.last)
    assert periods.wider(last, WHOLE) == Period(WHOLE.last - timedelta(days=last.days * 2), WHOLE.last)
    assert periods.wider(Period(date(2021, 1, 1), WHOLE.last), WHOLE) == WHOLE


def test_nothing_is_closer_than_a_week() -> None:
    week = Period(date(2022, 3, 1), date(2022, 3, 7))
    assert periods.closer(week, WHOLE) == week
    two_days = Period(date(2022, 3, 1), date(2022, 3, 2))
    assert periods.closer(two_days, WHOLE) == two_days
    assert periods.wider(two_days, WHOLE).days == LEAST


def test_all_there_is_may_be_shorter_than_a_week() -> None:
    whole = Period(date(2022, 3, 1), date(2022, 3, 4))
    assert periods.closer(whole, whole) == whole == periods.wider(whole, whole)


def test_a_step_leaves_half_in_sight_and_stops_at_the_end() -> None:
    days = periods.a_step(YEAR)
    later = periods.moved(YEAR, days, WHOLE)
    assert later.first == YEAR.first + timedelta(days=182)
    assert periods.moved(WHOLE, days, WHOLE) == WHOLE
    assert periods.moved(YEAR, 10_000, WHOLE).last == WHOLE.last
    assert periods.moved(YEAR, -10_000, WHOLE).first == WHOLE.first


def test_the_first_and_the_last_days_there_are_can_be_asked_for() -> None:
    for whole in (Period(date.min, date(3, 1, 1)), Period(date(9997, 1, 1), date.max)):
        for period in (periods.closer(whole, whole), Period(whole.first, whole.first), Period(whole.last, whole.last)):
            assert whole.holds(periods.wider(period, whole).first)
            assert whole.holds(periods.moved(period, 400, whole).last)
            assert whole.holds(periods.moved(period, -400, whole).first)
            assert periods.latest(36_500, whole) == whole


@given(inside(WHOLE), st.integers(-3000, 3000))
def test_no_step_leads_out_of_the_whole(period: Period, days: int) -> None:
    found = [periods.closer(period, WHOLE), periods.wider(period, WHOLE), periods.moved(period, days, WHOLE)]
    for one in found:
        assert WHOLE.first <= one.first <= one.last <= WHOLE.last
    assert found[0].days == min(max(period.days // 2, LEAST), period.days)
    assert found[1].days == min(max(period.days * 2, LEAST), WHOLE.days)
    assert found[2].days == period.days


@given(inside(WHOLE), st.integers(1, 200))
def test_stretches_follow_each_other_without_a_gap(period: Period, count: int) -> None:
    found = periods.borders(period, count)
    assert found[0].first == period.first
    assert found[-1].last == period.last
    assert len(found) == min(count, period.days + 1)
    for one, then in pairwise(found):
        assert then.first == one.last + timedelta(days=1)
    lengths = {part.days for part in found}
    assert max(lengths) - min(lengths) <= 1


def test_a_tick_names_the_days_until_the_next() -> None:
    whole = Period(date(2022, 6, 1), date(2024, 6, 30))
    ticks = [Tick(date(2023, 1, 1), "2023"), Tick(date(2024, 1, 1), "2024")]
    assert periods.between_ticks(ticks, whole) == [
        (Tick(whole.first, ""), Period(whole.first, date(2022, 12, 31))),
        (ticks[0], Period(date(2023, 1, 1), date(2023, 12, 31))),
        (ticks[1], Period(date(2024, 1, 1), whole.last)),
    ]


@given(inside(WHOLE).filter(lambda period: period.days))
def test_the_parts_of_a_period_are_the_whole_of_it(period: Period) -> None:
    parts = [part for _, part in periods.between_ticks(axis(period, width=560).ticks, period)]
    assert parts[0].first == period.first
    assert parts[-1].last == period.last
