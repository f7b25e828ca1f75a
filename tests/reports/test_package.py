"""Reading a whole negotiation: the order of its rows."""

from positions.models import Venue
from positions.reports import package
from tests.world import World


def test_keys_are_sorted_the_same_on_every_database(world: World) -> None:
    """PostgreSQL's own sorting passes over hyphens, SQLite's does not."""
    for slug in ("ab-c", "abb", "abd"):
        Venue.objects.create(negotiation=world.negotiation, slug=slug, name=slug)
    found = [venue.slug for venue in package.rows(world.negotiation, "venues")]
    assert found == ["ab-c", "abb", "abd", "port-haven"]


def test_talks_without_a_day_come_first_on_every_database(world: World) -> None:
    assert [talks.key for talks in package.rows(world.negotiation, "talks")] == ["second-round", "port-haven"]


def test_texts_come_in_the_order_of_their_names(world: World) -> None:
    keys = [key for key, _ in package.texts(world.negotiation)]
    assert keys == sorted(article.key for article in world.articles)
