"""How many articles each stretch of a whole period holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from positions.analysis.timeline import Period
from positions.models import Article, Negotiation, Position, Track
from positions.reports.scope import Scope
from positions.reports.timeline.overview import FEW, STRETCHES, articles_over, few_of
from tests.crowds import crowd
from tests.world import World

WHOLE = Period(date(2024, 1, 10), date(2024, 4, 2))


def test_every_article_is_counted_in_the_stretch_of_its_day(world: World) -> None:
    found = articles_over(world.negotiation, WHOLE)
    assert [stretch.period.first for stretch in found if stretch.articles] == [
        date(2024, 1, 10),
        date(2024, 2, 14),
        date(2024, 3, 6),
        date(2024, 3, 21),
        date(2024, 4, 2),
    ]
    assert {stretch.articles for stretch in found} == {0, 1}
    assert found[0].period.first == WHOLE.first
    assert found[-1].period.last == WHOLE.last


def test_a_whole_beyond_the_articles_is_shown_to_its_ends(world: World) -> None:
    found = articles_over(world.negotiation, Period(date(2023, 1, 1), date(2025, 12, 31)))
    assert len(found) == STRETCHES
    assert (found[0].period.first, found[-1].period.last) == (date(2023, 1, 1), date(2025, 12, 31))
    assert sum(stretch.articles for stretch in found) == 5


def test_articles_of_another_negotiation_do_not_count(world: World) -> None:
    river = Negotiation.objects.get(slug="river")
    day = Article.objects.get(negotiation=river).published_on
    assert sum(stretch.articles for stretch in articles_over(river, Period(day, date(2024, 12, 31)))) == 1


def test_without_articles_there_is_nothing(world: World) -> None:
    empty = Negotiation.objects.create(slug="empty", title="Empty")
    assert articles_over(empty, WHOLE) == []


def test_many_articles_ask_no_more_of_the_database(world: World) -> None:
    tracks = list(Track.objects.filter(party=world.northland).values_list("pk", flat=True))

    def asked(tracks: Sequence[int] = ()) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            found = articles_over(world.negotiation, WHOLE, tracks)
        return len(queries), sum(stretch.articles for stretch in found)

    few = asked(tracks)
    assert asked() == (1, 5)
    crowd(world, parties=1, articles=300)
    assert asked() == (1, 305)
    assert asked(tracks) == few


@pytest.mark.both
@pytest.mark.parametrize(
    "asked",
    [
        {"party": "coastal-league"},
        {"issue": "prisoners"},
        {"type": "offer"},
        {"party": ["northland", "coastal-league"], "type": "offer"},
    ],
)
def test_the_strip_of_the_page_counts_each_article_that_speaks_of_what_is_asked_for(
    world: World, client: Client, asked: dict[str, Any]
) -> None:
    plain = {"party": "party__slug__in", "issue": "proposal__issue__slug__in", "type": "proposal__kind__in"}
    given = {plain[name]: [value] if isinstance(value, str) else value for name, value in asked.items()}
    said = Position.objects.filter(negotiation=world.negotiation, **given)
    number = said.values("article").distinct().count()
    every, some = (client.get("/n/harbour/timeline/", query) for query in ({}, asked))
    assert [len(page.context["time"].overview.bars) for page in (every, some)] == [5, number]
    assert number < 5
    assert ": articles over time, at most 1 in 1 day;" in every.text
    assert ": articles on what is asked for, over time, at most 1 in 1 day;" in some.text


def test_the_strip_stays_as_it_is_whatever_period_is_seen(world: World, client: Client) -> None:
    asked = {"party": "coastal-league", "by": "party"}
    days = sorted(world.negotiation.positions.filter(party=world.league).values_list("published_on", flat=True))
    whole, closer = (client.get("/n/harbour/timeline/", asked | more) for more in ({}, {"until": str(days[0])}))
    assert whole.context["time"].overview.bars == closer.context["time"].overview.bars
    assert whole.context["page"].articles > closer.context["page"].articles


def test_of_very_many_tracks_all_articles_count(world: World) -> None:
    everything, some = Scope(negotiation=world.negotiation), Scope(negotiation=world.negotiation, proposal_kind="offer")
    assert [few_of(scope, range(FEW)) for scope in (everything, some)] == [(), range(FEW)]
    assert few_of(some, range(FEW + 1)) == ()
