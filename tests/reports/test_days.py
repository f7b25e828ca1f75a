"""The days to choose from."""

from datetime import date, timedelta

from positions.models import Article
from positions.reports.matrix.days import days_with_articles
from tests.world import World


def test_every_day_with_an_article_is_there_once(world: World) -> None:
    again = Article.objects.get(pk=world.articles[1].pk)
    again.pk, again.key = None, "again"
    again.save()
    found = days_with_articles(world.negotiation)
    assert found.step is None
    assert found.days == [article.published_on for article in world.articles]


def test_of_very_many_days_there_is_an_even_choice(world: World) -> None:
    found = days_with_articles(world.negotiation, most=4)
    assert found.step == 28  # from 10 January to 2 April 2024 in three steps
    assert found.days == [date(2024, 4, 2) - timedelta(days=28 * number) for number in (2, 1, 0)]
    assert len(days_with_articles(world.negotiation, most=2).days) <= 2


def test_without_articles_there_is_no_day(world: World) -> None:
    world.river_position.delete()
    world.river_article.delete()
    assert days_with_articles(world.river).days == []
