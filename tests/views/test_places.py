"""The map of venues and the list that holds the same."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from positions.actions.nouns import make
from positions.models import Talks, Venue
from tests.world import World

pytestmark = pytest.mark.both


def words(response) -> str:
    return " ".join(response.content.decode().split())


def picture(page: str) -> ET.Element:
    after = page[page.index('<svg class="map-picture"') :]
    return ET.fromstring(after[: after.index("</svg>") + 6])


def test_a_venue_is_on_the_map_and_in_the_list_with_what_happened_there(client: Client, world: World):
    page = words(client.get("/n/harbour/map/"))
    found = client.get("/n/harbour/map/").context["found"]
    assert [place.venue for place in found.places] == [world.port_haven]
    assert found.places[0].in_words == "neutral ground; talks: 1 held; 1 agreement; named in 1 offer"
    assert found.elsewhere == [world.proposed_talks]
    svg = picture(page)
    links = [link.get("href") for link in svg.iter() if link.tag.endswith("a")]
    assert links == ["/n/harbour/venues/port-haven/"]
    assert [text.text for text in svg.iter() if text.tag.endswith("text")] == ["Port Haven"]
    assert "Port Haven, Westland: neutral ground; talks: 1 held" in page
    for address in (
        f"talks/{world.held_talks.pk}/",
        f"agreements/{world.agreement.pk}/",
        "offers/talks-in-port-haven/",
    ):
        assert f'href="/n/harbour/{address}"' in page


@pytest.mark.parametrize(
    ("query", "talks", "agreements", "offers"),
    [
        ("?since=2024-03-21", 1, 1, 0),
        ("?since=2024-03-22", 0, 1, 0),
        ("?until=2024-03-20", 1, 0, 1),
        ("?until=2024-03-19", 0, 0, 0),
        ("?since=2024-01-01&until=2024-12-31", 1, 1, 1),
        ("?status=held", 1, 0, 0),
        ("?status=cancelled", 0, 0, 0),
    ],
)
def test_a_period_and_a_status_select(client: Client, world: World, query, talks, agreements, offers):
    found = client.get(f"/n/harbour/map/{query}").context["found"]
    counts = [(len(place.talks), len(place.agreements), len(place.offers)) for place in found.places]
    assert counts == ([(talks, agreements, offers)] if talks or agreements or offers else [])
    assert found.quiet == ([] if counts else [world.port_haven])


def test_talks_without_a_date_belong_to_no_period(client: Client, world: World):
    assert client.get("/n/harbour/map/?since=2024-01-01").context["found"].elsewhere == []


def test_the_years_lead_to_their_talks(client: Client, world: World):
    values = {"title": "Later", "venue": world.port_haven, "starts_on": date(2023, 5, 1), "status": "held"}
    make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    page = words(client.get("/n/harbour/map/?since=2023-01-01&until=2023-12-31"))
    assert '<a href="?since=2023-01-01&amp;until=2023-12-31" aria-current="true">2023</a>' in page
    assert '<a href="?since=2024-01-01&amp;until=2024-12-31">2024</a>' in page
    assert "Talks at 1 place: 1 held." in page


def test_talks_held_to_come_and_cancelled_are_counted_apart(client: Client, world: World):
    for number, status in enumerate(("cancelled", "cancelled", "proposed", "collapsed")):
        values = {"title": f"More {number}", "venue": world.port_haven, "status": status}
        make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    page = words(client.get("/n/harbour/map/"))
    counts = "1 held, 1 proposed, 2 cancelled, 1 collapsed"
    assert f"Talks at 1 place: {counts}; without a venue: 1 proposed." in page
    assert f"Port Haven, Westland: neutral ground; talks: {counts}" in page
    assert [one.text for one in picture(page).iter() if one.get("class") == "map-number"] == ["3"]
    page = words(client.get("/n/harbour/map/?since=2024-03-22"))
    assert "1 place, no talks." in page


def test_a_place_without_coordinates_stands_in_the_list(client: Client, world: World):
    venue = make(noun=Venue, negotiation=world.negotiation, values={"name": "A ship"}, user=world.people.analyst)
    make(
        noun=Talks, negotiation=world.negotiation, values={"title": "At sea", "venue": venue}, user=world.people.analyst
    )
    page = words(client.get("/n/harbour/map/"))
    assert "1 of the places has no coordinates and stands in the list only." in page
    assert '<a href="/n/harbour/venues/a-ship/">A ship</a>' in page


def test_names_are_escaped_in_the_picture(client: Client, world: World):
    values = {"name": "<b>&\x0b", "latitude": "1", "longitude": "2"}
    venue = Venue(negotiation=world.negotiation, slug="odd", **values)
    venue.save()
    Talks(negotiation=world.negotiation, key="odd", title="Odd", venue=venue).save()
    page = client.get("/n/harbour/map/").content.decode()
    assert "<b>" not in page
    picture(page)


@pytest.mark.parametrize("query", ["?since=0000-00-00", "?status=x", "?nonsense=1", "?since=%00", "?status=%ED%A0%80"])
def test_what_is_not_understood_is_said_and_ignored(client: Client, world: World, query):
    response = client.get(f"/n/harbour/map/{query}")
    assert response.status_code == 200
    assert 'class="notice"' in response.content.decode()
    assert response.context["found"].places


def test_without_venues_the_page_says_what_to_do(client: Client, as_analyst: Client, world: World):
    page = words(as_analyst.get("/n/river/map/"))
    assert "No talks, agreements or offers with a venue are known yet." in page
    assert 'href="/n/river/venues/new/"' in page
    assert client.get("/n/river/map/").status_code == 404
    assert client.post("/n/harbour/map/").status_code == 405


def test_the_queries_do_not_grow(client: Client, world: World, django_assert_num_queries):
    with django_assert_num_queries(8) as seen:
        client.get("/n/harbour/map/")
    for number in range(9):
        values = {"name": f"Place {number}", "latitude": number, "longitude": number}
        venue = make(noun=Venue, negotiation=world.negotiation, values=values, user=world.people.analyst)
        values = {"title": f"Round {number}", "venue": venue, "parties": [world.northland]}
        make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    with django_assert_num_queries(len(seen)):
        client.get("/n/harbour/map/")
