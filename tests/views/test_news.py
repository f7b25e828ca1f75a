"""What others changed on an article since it was opened."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.actions import coding
from positions.models import Position
from positions.reports.workbench import news
from tests.world import say

pytestmark = pytest.mark.both

QUOTE = "Southmark had accepted the exchange overnight"


def article_of(world):
    return world.articles[4]


def asked(client, world, since, article=None):
    return client.get(reverse("article-news", args=["harbour", (article or article_of(world)).pk]), {"since": since})


def sentence(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def add(world, user, quote=QUOTE, stance="supports"):
    return say(article_of(world), user, quote, world.league, world.offer, stance)


def correct(world, user, position, stance="open"):
    return coding.revise(
        position=position,
        start=position.start,
        end=position.end,
        quote=position.quote,
        values={"stance": stance},
        version=position.version,
        user=user,
        reason="misread",
    )


def remove(user, position):
    coding.remove(position=position, version=position.version, user=user, reason="misread")


@pytest.fixture
def since(world):
    return news.mark(article_of(world).pk)


def test_nothing_new_is_no_answer_at_all(as_analyst, world, since):
    response = asked(as_analyst, world, since)
    assert (response.status_code, response.content) == (204, b"")


def test_what_somebody_else_did_is_said_with_who_and_how_many(as_analyst, world, editor, since):
    add(world, editor)
    add(world, editor, stance="rejects")
    correct(world, editor, world.said(5, world.northland, world.demand))
    response = asked(as_analyst, world, since)
    assert response.status_code == 200
    assert sentence(response) == "editor added 2 positions and corrected 1. Show them"
    assert reverse("article", args=["harbour", article_of(world).pk]) in response.content.decode()


def test_a_removal_is_news_and_names_the_position(as_analyst, world, editor, since):
    position = world.said(5, world.northland, world.demand)
    remove(editor, position)
    response = asked(as_analyst, world, since)
    assert sentence(response).startswith("editor removed 1 position.")
    assert f'data-removed="{position.key}"' in response.content.decode()


def test_a_corrected_position_is_named_so_that_an_open_form_can_say_so(as_analyst, world, editor, since):
    position = correct(world, editor, world.said(5, world.northland, world.demand))
    assert f'data-corrected="{position.key}"' in asked(as_analyst, world, since).content.decode()


def test_what_i_did_myself_is_no_news_to_me_but_to_others(as_analyst, as_editor, world, analyst, since):
    add(world, analyst)
    assert asked(as_analyst, world, since).status_code == 204
    assert sentence(asked(as_editor, world, since)) == "analyst added 1 position. Show them"


def test_what_came_and_went_again_is_no_news(as_analyst, world, editor, since):
    remove(editor, add(world, editor))
    assert asked(as_analyst, world, since).status_code == 204


def test_a_position_added_and_corrected_is_one_added(as_analyst, world, editor, since):
    correct(world, editor, add(world, editor))
    assert sentence(asked(as_analyst, world, since)) == "editor added 1 position. Show them"


def test_several_people_are_all_named(as_analyst, world, editor, staff, since):
    add(world, editor)
    add(world, staff, stance="rejects")
    assert sentence(asked(as_analyst, world, since)) == "editor and staff added 2 positions. Show them"


def test_what_no_account_did_is_said_too(as_analyst, world, since):
    add(world, world.people.editor)
    Position.history.filter(history_id__gt=int(since.split("-")[0])).update(history_user=None)
    assert sentence(asked(as_analyst, world, since)) == "Somebody added 1 position. Show them"


def test_another_article_s_positions_are_not_this_one_s_news(as_analyst, world, editor, since):
    add(world, editor)
    other = world.articles[0]
    assert asked(as_analyst, world, news.mark(other.pk), other).status_code == 204


def test_the_new_mark_is_where_the_next_question_begins(as_analyst, world, editor, since):
    add(world, editor)
    mark = re.search(r'data-mark="([^"]*)"', asked(as_analyst, world, since).content.decode())[1]
    assert mark != since
    assert mark == news.mark(article_of(world).pk)
    assert asked(as_analyst, world, mark).status_code == 204


def test_whoever_may_not_see_the_history_is_told_no_more_than_that_there_is_something(client, world, editor, since):
    position = world.said(5, world.northland, world.demand)
    correct(world, editor, position)
    response = asked(client, world, since)
    assert sentence(response) == "What is coded here has changed. Show the article as it is now"
    assert position.key not in response.content.decode()
    add(world, editor)
    assert sentence(asked(client, world, since)) == "There are new positions. Show them"


def test_the_page_learns_that_its_person_is_signed_out(as_analyst, client, world, since):
    assert asked(as_analyst, world, since)["Signed-In"] == "yes"
    assert asked(client, world, since)["Signed-In"] == "no"
    assert "no-store" in asked(client, world, since)["Cache-Control"]


@pytest.mark.parametrize("mark", ["", "x", "1", "1-", "-1-2", "1-2-3", "\x00", "٣-٣", "9" * 40 + "-1"])
def test_a_mark_that_is_none_is_answered_with_one(as_analyst, world, mark):
    response = asked(as_analyst, world, mark)
    assert response.status_code == 200
    assert f'data-mark="{news.mark(article_of(world).pk)}"' in response.content.decode()


@pytest.mark.parametrize("mark", ["0-0", "999999999999999999-999999999999999999"])
def test_a_mark_from_before_everything_or_after_it_is_answered(as_analyst, world, mark):
    assert asked(as_analyst, world, mark).status_code in {200, 204}


def test_asking_costs_two_queries_of_the_histories_and_goes_by_their_indexes(as_analyst, world, since):
    with CaptureQueriesContext(connection) as captured:
        asked(as_analyst, world, since)
    own = [query["sql"] for query in captured if "historical" in query["sql"]]
    assert len(own) == 2
    if connection.vendor == "sqlite":  # the other plans by the size of the tables, which are small here
        for sql in own:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plan = " ".join(row[3] for row in cursor.fetchall())
            assert "SCAN" not in plan
            assert "INDEX" in plan
