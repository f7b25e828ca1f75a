"""How far articles are read: what is marked, what positions tell, and what comes next."""

from datetime import date

import pytest

from positions.actions.articles import add_article
from positions.actions.reading import mark
from positions.models import Article
from positions.reports.progress import next_to_read, progress_of, state_counts
from tests.world import TODAY


def fresh(world, title, day):
    return add_article(
        negotiation=world.negotiation,
        source=world.radio,
        title=title,
        published_on=day,
        text=f"Fog: {title}.",
        user=world.people.analyst,
        today=TODAY,
    )


def numbers(world):
    return {
        state.value: number for state, number in state_counts(Article.objects.filter(negotiation=world.negotiation))
    }


@pytest.mark.parametrize(("coded", "state"), [(False, "to_read"), (True, "in_progress")])
def test_an_article_nobody_marked_says_by_its_positions_how_far_it_is(world, coded, state):
    found = progress_of(world.articles[0], is_coded=coded)
    assert (found.state, found.by, found.at, found.version) == (state, "", None, 0)


def test_a_mark_counts_more_than_the_positions(world, analyst):
    made = mark(article=world.articles[0], state="to_read", version=0, user=analyst)
    found = progress_of(world.articles[0], is_coded=True)
    assert (found.state, found.by, found.at, found.version) == ("to_read", "analyst", made.at, 1)
    assert numbers(world) == {"to_read": 1, "in_progress": 4, "done": 0}


def test_articles_are_counted_by_state_those_of_other_negotiations_aside(world, analyst):
    fresh(world, "One", date(2024, 5, 1))
    mark(article=world.articles[1], state="done", version=0, user=analyst)
    assert numbers(world) == {"to_read": 1, "in_progress": 4, "done": 1}


def test_the_next_to_read_comes_later_or_after_the_last_is_the_first_of_all(world, analyst):
    assert next_to_read(world.articles[0]) is None
    early, same_day, late = (
        fresh(world, title, day)
        for title, day in (("Early", date(2024, 1, 2)), ("Same day", date(2024, 2, 14)), ("Late", date(2024, 5, 1)))
    )
    assert next_to_read(world.articles[0]) == same_day
    assert next_to_read(world.articles[1]) == same_day
    assert next_to_read(same_day) == late
    assert next_to_read(world.articles[4]) == late
    assert next_to_read(late) == early
    mark(article=late, state="done", version=0, user=analyst)
    assert next_to_read(world.articles[4]) == early


def test_the_next_is_looked_for_among_so_many_after_this_one_and_then_among_as_many_from_the_first(
    world, analyst, monkeypatch
):
    early, late = (fresh(world, title, day) for title, day in (("Early", date(2024, 1, 2)), ("Late", date(2024, 5, 1))))
    monkeypatch.setattr("positions.reports.progress.LOOKED_AT", 3)
    assert next_to_read(world.articles[2]) == late
    assert next_to_read(world.articles[0]) == early
    mark(article=early, state="done", version=0, user=analyst)
    assert next_to_read(world.articles[0]) is None


def test_what_is_done_names_the_next_and_nothing_else_does(world, analyst, django_assert_num_queries):
    waiting = fresh(world, "Waiting", date(2024, 5, 1))
    mark(article=world.articles[0], state="in_progress", version=0, user=analyst)
    with django_assert_num_queries(1):
        assert progress_of(world.articles[0], is_coded=True).next is None
    mark(article=world.articles[0], state="done", version=1, user=analyst)
    with django_assert_num_queries(2):
        assert progress_of(world.articles[0], is_coded=True).next == waiting
