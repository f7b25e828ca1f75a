"""How many articles each stretch of a whole period holds."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.analysis.timeline import Period
from positions.models import Article, Negotiation
from positions.reports.overview import STRETCHES, articles_over
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
    with CaptureQueriesContext(
        connection,
    ) as few:
        articles_over(world.negotiation, WHOLE)
    crowd(world, parties=1, articles=300)
    with CaptureQueriesContext(connection) as many:
        found = articles_over(world.negotiation, WHOLE)
    assert len(few) == len(many) == 3
    assert sum(stretch.articles for stretch in found) == Article.objects.filter(negotiation=world.negotiation).count()
