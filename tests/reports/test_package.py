"""Reading a whole negotiation: the order of its rows, and all of them as of one moment."""

from threading import Thread

import pytest
from django.db import connection

from positions.models import Negotiation, Venue
from positions.reports import package
from tests.world import World


@pytest.mark.django_db(transaction=True)
def test_on_postgresql_every_table_is_read_as_of_one_moment() -> None:
    """SQLite reads each table as of its own moment: see `one_moment`."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL reads several tables as of one moment without locking out writers")

    def write() -> None:
        try:
            Negotiation.objects.create(slug="meanwhile", title="Meanwhile")
        finally:
            connection.close()

    with package.one_moment():
        assert Negotiation.objects.count() == 0
        thread = Thread(target=write)
        thread.start()
        thread.join()
        assert Negotiation.objects.count() == 0
    assert Negotiation.objects.count() == 1


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
