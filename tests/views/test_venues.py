"""The dossier of a venue."""

from datetime import date

import pytest
from django.test import Client

from positions.actions.nouns import make
from positions.models import Talks, Venue
from tests.world import World

pytestmark = pytest.mark.both


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_it_tells_where_it_is_and_what_was_held_there(client: Client, world: World):
    response = client.get("/n/harbour/venues/port-haven/")
    page = words(response)
    assert "54.3000, 10.1000" in page
    assert "<dd>neutral</dd>" in page
    assert "Westland" in page
    dossier = response.context["dossier"]
    assert (dossier.talks.listed, dossier.agreements.listed, [row.proposal for row in dossier.offers]) == (
        [world.held_talks],
        [world.agreement],
        [world.offer],
    )
    assert "20–21 March 2024" in page
    assert [(row.party.slug, row.after.stance) for row in dossier.offers[0].now] == [
        ("southmark", "supports"),
        ("northland", "conditional"),
    ]
    assert dossier.talks.statuses == [("held", "held", 1)]
    assert [(mark.kind, mark.key) for mark in response.context["rounds"].marks] == [
        ("held", world.held_talks.pk),
        ("agreement", world.agreement.pk),
    ]


def test_of_many_talks_the_newest_are_told_and_a_link_leads_to_all(client: Client, world: World):
    for number in range(1, 15):
        values = {"title": f"Round {number}", "venue": world.port_haven, "status": "cancelled"}
        if number < 14:
            values["starts_on"] = date(2024, 6, number)
        make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    address = "/n/harbour/venues/port-haven/"
    response = client.get(address)
    found = response.context["dossier"].talks
    assert [row.title for row in found.listed] == [f"Round {number}" for number in range(13, 1, -1)]
    assert [row.title for row in found.rows[-3:]] == ["Round 1", world.held_talks.title, "Round 14"]
    assert found.statuses == [("held", "held", 1), ("cancelled", "cancelled", 14)]
    assert '<a href="?all=1#talks">and 3 earlier talks</a>' in words(response)
    whole = client.get(address, {"all": "1"})
    assert len(whole.context["dossier"].talks.listed) == 15
    assert "earlier talks" not in words(whole)


def test_a_venue_of_which_little_is_known_says_so(client: Client, world: World):
    make(noun=Venue, negotiation=world.negotiation, values={"name": "Somewhere"}, user=world.people.analyst)
    page = words(client.get("/n/harbour/venues/somewhere/"))
    assert "not known" in page
    assert "None were held or proposed here yet." in page


def test_coordinates_of_a_hundred_degrees_are_written_out(client: Client, world: World):
    values = {"name": "Far", "latitude": "0", "longitude": "100"}
    make(noun=Venue, negotiation=world.negotiation, values=values, user=world.people.analyst)
    assert "0.0000, 100.0000" in words(client.get("/n/harbour/venues/far/"))


def test_the_queries_do_not_grow_with_the_talks(client: Client, world: World, django_assert_num_queries):
    with django_assert_num_queries(9) as seen:
        client.get("/n/harbour/venues/port-haven/")
    for number in range(10):
        values = {"title": f"Round {number}", "venue": world.port_haven, "parties": [world.northland, world.league]}
        make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    with django_assert_num_queries(len(seen)):
        client.get("/n/harbour/venues/port-haven/")


@pytest.mark.parametrize("slug", ["weir-house", "nowhere"])
def test_a_venue_that_is_not_here_is_not_found(client: Client, world: World, slug):
    assert client.get(f"/n/harbour/venues/{slug}/").status_code == 404
