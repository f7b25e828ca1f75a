"""Courses: a history as far as a small picture can show it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis import timeline
from positions.analysis.courses import Turn, course, spans
from positions.analysis.stances import Stance
from positions.analysis.timeline import Evidence, Span

FIRST = date(2024, 1, 1)


def turns(*stances: tuple[int, Stance]) -> list[Turn]:
    """One statement an article, given as days after the first and a stance."""
    found: list[Turn] = []
    for number, (days, stance) in enumerate(stances, start=1):
        before = found[-1].day if found else None
        found.append(Turn(FIRST + timedelta(days=days), number, number, stance, before, number))
    return found


# Some of one day, most of near ones, some after a long silence.
days = st.one_of(st.integers(0, 2), st.integers(0, 500))
histories = st.lists(st.tuples(days, st.sampled_from(Stance)), min_size=1, max_size=12).map(
    lambda steps: [(sum(days for days, _ in steps[: place + 1]), stance) for place, (_, stance) in enumerate(steps)]
)


@given(histories)
def test_a_whole_course_draws_the_band_of_every_single_article(history: list[tuple[int, Stance]]):
    evidence = [Evidence(FIRST + timedelta(days=days), stance) for days, stance in history]
    assert list(spans(course(turns(*history)))) == timeline.spans(evidence)


def test_what_turns_and_turns_back_within_a_day_does_not_break_the_band():
    found = course(turns((0, Stance.DEMANDS), (1, Stance.SUPPORTS), (1, Stance.DEMANDS), (2, Stance.DEMANDS)))
    assert list(spans(found)) == [Span(FIRST, FIRST + timedelta(days=2), Stance.DEMANDS)]


@given(histories)
def test_leaving_out_what_only_repeats_does_not_change_the_band(history: list[tuple[int, Stance]]):
    whole = turns(*history)
    kept = [
        turn
        for place, turn in enumerate(whole)
        if place in {0, len(whole) - 1}
        or turn.stance != whole[place - 1].stance
        or (turn.day - whole[place - 1].day).days > timeline.SILENCE
    ]
    assert list(spans(course(kept))) == list(spans(course(whole)))


def test_it_says_where_the_present_stance_began_and_what_was_before():
    found = course(
        turns((0, Stance.OPEN), (10, Stance.REJECTS), (20, Stance.OPEN), (30, Stance.SUPPORTS), (40, Stance.SUPPORTS))
    )
    assert found.began.day == FIRST + timedelta(days=30)
    assert found.former is not None
    assert (found.former.day, found.former.stance) == (FIRST + timedelta(days=20), Stance.OPEN)
    assert (found.repeated, found.statements) == (1, 5)


def test_one_that_never_changed_has_no_former_stance():
    assert course(turns((0, Stance.OPEN), (10, Stance.OPEN))).former is None


@pytest.mark.parametrize("silent", [365, 366])
def test_after_a_silence_nothing_is_known(silent: int):
    found = list(spans(course(turns((0, Stance.OPEN), (silent, Stance.OPEN)))))
    whole = Span(FIRST, FIRST + timedelta(days=365), Stance.OPEN)
    gap = Span(FIRST + timedelta(days=365), FIRST + timedelta(days=366), Stance.OPEN, is_gap=True)
    assert found == ([whole] if silent == 365 else [whole, gap])


def test_of_one_article_the_last_on_the_scale_stands():
    same = [
        Turn(FIRST, 1, 1, Stance.OPEN, None, 1),
        Turn(FIRST, 1, 2, Stance.REJECTS, FIRST, 2),
        Turn(FIRST, 1, 3, Stance.DECLINES, FIRST, 3),
    ]
    (standing,) = course(same).turns
    assert (standing.row, standing.day_before, standing.number, standing.statements) == (2, None, 3, 3)


def test_one_that_was_looked_at_does_not_count():
    found = course(turns((0, Stance.OPEN), (50, Stance.SUPPORTS)), newest=turns((50, Stance.SUPPORTS)), every=50)
    assert (found.is_whole, found.statements, len(found.turns), len(found.newest)) == (False, None, 2, 1)
