"""How fresh and how broad the coverage is."""

from datetime import date

import pytest

from positions.reports.standing import coverage as report
from positions.reports.standing.coverage import bounded, coverage_of
from tests.world import World

pytestmark = pytest.mark.both


def test_freshness_is_told_from_the_newest_article(world: World):
    found = coverage_of(world.negotiation, today=date(2024, 4, 12))
    assert (found.latest, found.since, found.until) == (world.articles[4], date(2024, 1, 10), date(2024, 4, 2))
    assert (found.age, found.age_in_words, found.is_stale) == (10, "10 days old", False)
    assert found.recent == 3  # of 6 and 21 March and 2 April
    assert (str(found.articles), str(found.positions), bool(found.waiting)) == ("5", "19", False)
    assert coverage_of(world.negotiation, today=date(2026, 4, 12)).is_stale


def test_counting_stops_where_it_says_so(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(report, "COUNTED", 4)
    assert str(bounded(world.negotiation.articles.all())) == "more than 4"
    monkeypatch.setattr(report, "COUNTED", 5)
    assert str(bounded(world.negotiation.articles.all())) == "5"


def test_without_an_article_there_is_no_day(world: World):
    world.river_position.delete()
    world.river_article.delete()
    found = coverage_of(world.river, today=date(2024, 4, 12))
    assert (found.latest, found.until, found.age, found.age_in_words, found.recent) == (None, None, None, "", 0)
