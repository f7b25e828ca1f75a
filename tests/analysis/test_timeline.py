"""Spans, gaps, periods and axes of time."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.stances import Stance
from positions.analysis.timeline import (
    Evidence,
    Period,
    Span,
    axis,
    days_of,
    in_words,
    period_of,
    spans,
    within,
)

START = date(2024, 1, 1)
YES, NO, OFF = Stance.SUPPORTS, Stance.REJECTS, Stance.AMBIGUOUS


def day(number: int) -> date:
    return START + timedelta(days=number)


def told(*said: tuple[int, Stance]) -> list[Evidence]:
    return [Evidence(day(number), stance) for number, stance in said]


def test_a_stance_stands_until_the_next_evidence_and_no_longer() -> None:
    assert spans(told((0, YES), (10, NO), (30, YES))) == [Span(day(0), day(10), YES), Span(day(10), day(30), NO)]


@pytest.mark.parametrize("said", [(), ((5, YES),)])
def test_one_piece_of_evidence_makes_no_band(said: tuple[tuple[int, Stance], ...]) -> None:
    assert spans(told(*said)) == []


def test_a_repeated_stance_is_one_band() -> None:
    assert spans(told((0, YES), (10, YES), (30, NO))) == [Span(day(0), day(30), YES)]


def test_after_the_silence_a_band_becomes_a_gap() -> None:
    found = spans(told((0, YES), (100, NO)), silence=30)
    assert found == [Span(day(0), day(30), YES), Span(day(30), day(100), YES, is_gap=True)]


@pytest.mark.parametrize(("apart", "gaps"), [(30, 0), (31, 1)])
def test_the_silence_is_over_on_its_last_day_only(apart: int, gaps: int) -> None:
    assert sum(span.is_gap for span in spans(told((0, YES), (apart, NO)), silence=30)) == gaps


def test_a_band_that_a_gap_interrupts_is_not_joined() -> None:
    found = spans(told((0, YES), (100, YES), (110, YES)), silence=30)
    assert [(span.first, span.is_gap) for span in found] == [(day(0), False), (day(30), True), (day(100), False)]


def test_two_articles_of_one_day_give_no_empty_span() -> None:
    assert spans(told((0, YES), (0, NO), (10, YES))) == [Span(day(0), day(10), NO)]


def test_a_period_cuts_the_spans_at_its_edges() -> None:
    found = within([Span(day(0), day(10), YES), Span(day(10), day(90), NO)], Period(day(4), day(20)))
    assert list(found) == [Span(day(4), day(10), YES), Span(day(10), day(20), NO)]


histories = st.lists(
    st.tuples(st.integers(0, 4000), st.sampled_from([YES, NO, OFF])).map(lambda one: Evidence(day(one[0]), one[1])),
    max_size=12,
).map(lambda found: sorted(found, key=lambda one: one.day))


@given(histories, st.integers(1, 2000))
def test_spans_cover_the_time_between_first_and_last_evidence_exactly(history: list[Evidence], silence: int) -> None:
    found = spans(history, silence=silence)
    assert all(span.first < span.last for span in found)
    assert all(left.last == right.first for left, right in itertools.pairwise(found))
    if found:
        assert (found[0].first, found[-1].last) == (history[0].day, history[-1].day)
    else:
        assert len({one.day for one in history}) < 2


@given(histories, st.integers(1, 2000))
def test_every_span_shows_the_latest_evidence_before_it(history: list[Evidence], silence: int) -> None:
    for span in spans(history, silence=silence):
        middle = span.first + (span.last - span.first) / 2
        latest = [one for one in history if one.day <= middle][-1]
        assert span.stance == latest.stance
        assert span.is_gap == ((middle - latest.day).days >= silence)


def test_the_period_is_that_of_the_evidence() -> None:
    assert period_of([day(40), day(0)]) == Period(day(0), day(40))


def test_without_evidence_there_is_no_period() -> None:
    assert period_of([], [day(1)]) is None


def test_a_single_day_gets_a_month_around_it() -> None:
    assert period_of([day(0)]) == Period(day(-14), day(14))


def test_events_nearby_widen_the_period_and_distant_ones_do_not() -> None:
    evidence = [day(0), day(100)]
    assert period_of(evidence, [day(-20), day(125), day(9000), day(-800)]) == Period(day(-20), day(125))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (day(50), None, (day(50), day(100))),
        (None, day(50), (day(0), day(50))),
        (day(-5000), day(5000), (day(0), day(100))),  # only narrows
    ],
)
def test_since_and_until_narrow_the_period(since: date, until: date, expected: tuple[date, date]) -> None:
    assert period_of([day(0), day(100)], since=since, until=until) == Period(*expected)


@pytest.mark.parametrize("extreme", [date.min, date.max])
def test_the_ends_of_the_calendar_are_no_obstacle(extreme: date) -> None:
    period = period_of([extreme])
    assert period is not None
    assert period.days >= 14
    axis(period, width=1000)


@pytest.mark.parametrize(
    ("partial", "expected", "words"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31)), "2024"),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29)), "February 2024"),
        ("2024-12", (date(2024, 12, 1), date(2024, 12, 31)), "December 2024"),
        ("2024-07-09", (date(2024, 7, 9), date(2024, 7, 9)), "9 July 2024"),
    ],
)
def test_a_partial_date_is_a_range_of_days(partial: str, expected: tuple[date, date], words: str) -> None:
    assert days_of(partial) == expected
    assert in_words(expected) == words


def test_no_date_is_no_range() -> None:
    assert days_of("") is None


@pytest.mark.parametrize(
    ("days", "ticks", "contexts"),
    [
        (10, ["1", "2", "3"], ["Jan 2024"]),
        (60, ["1", "8", "15"], ["Jan 2024", "Feb 2024", "Mar 2024"]),
        (600, ["Jan", "Feb", "Mar"], ["2024", "2025"]),
        (2000, ["Jan", "Apr", "Jul"], ["2024", "2025", "2026", "2027", "2028", "2029"]),
        (8000, ["2024", "2025", "2026"], []),
        (40_000, ["2025", "2030", "2035"], []),
    ],
)
def test_the_axis_counts_in_the_finest_unit_that_has_room(days: int, ticks: list[str], contexts: list[str]) -> None:
    found = axis(Period(START, day(days)), width=1000)
    assert [tick.label for tick in found.ticks][:3] == ticks
    assert [tick.label for tick in found.contexts] == contexts


@given(st.dates(date(1, 1, 1), date(9000, 1, 1)), st.integers(1, 300_000), st.integers(200, 6000))
def test_ticks_never_crowd_and_never_leave_the_period(first: date, days: int, width: int) -> None:
    period = Period(first, first + timedelta(days=days))
    found = axis(period, width=width)
    places = [(tick.day - first).days * width / days for tick in found.ticks]
    assert all(period.holds(tick.day) for tick in [*found.ticks, *found.contexts])
    # February is shorter than the average month by a twelfth.
    assert all(right - left >= 44 * 11 / 12 for left, right in itertools.pairwise(places))
