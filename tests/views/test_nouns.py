"""Lists of what a negotiation consists of."""

import pytest
from django.test import Client
from django.urls import reverse

from positions.actions.nouns import make, start_negotiation
from positions.models import Party, Talks
from positions.views.nouns import NOUNS
from tests.views.nouns import make_another, words
from tests.world import World

pytestmark = pytest.mark.both


def test_each_list_shows_its_rows_with_what_tells_most(client: Client, world: World):
    lists = {noun: words(client.get(f"/n/harbour/{noun}/")) for noun in NOUNS}
    assert "Norhaven, the northern government" in lists["parties"]
    assert "Southmark hands over the harbour" in lists["demands"]
    assert "Talks" not in lists["demands"].split("</nav>")[-1]
    assert "answers: <a" in lists["offers"]
    assert "agreed</span>" in lists["issues"]
    assert "20 Mar 2024" in lists["venues"]
    assert "20–21 March 2024" in lists["talks"]
    assert "Northland, Southmark" in lists["agreements"]
    assert "B: usually reliable" in lists["sources"]
    assert "2 Apr 2024" in lists["sources"]


def test_the_tabs_count_the_rows_of_each_list(client: Client, world: World):
    tabs = client.get("/n/harbour/parties/").context["tabs"]
    assert {name: number for name, _, number in tabs} == {
        "parties": 3,
        "demands": 1,
        "offers": 2,
        "issues": 2,
        "venues": 1,
        "talks": 2,
        "agreements": 1,
        "sources": 2,
    }


def test_demands_show_how_every_party_stands(client: Client, world: World):
    rows = client.get("/n/harbour/demands/").context["rows"]
    assert [(move.party.slug, move.after.stance) for move in rows[0].now] == [
        ("northland", "supports"),
        ("coastal-league", "reserved"),
        ("southmark", "red_line"),
    ]


def test_names_are_in_the_same_order_on_every_database(client: Client, world: World):
    for name in ("Éire", "aland", "Zeta", "österland"):
        values = {"name": name, "short_name": name}
        make(noun=Party, negotiation=world.negotiation, values=values, user=world.people.analyst)
    names = [party.name for party in client.get("/n/harbour/parties/").context["rows"]]
    assert names == ["aland", "Coastal League", "Northland", "Southmark", "Zeta", "Éire", "österland"]


def test_talks_still_to_come_stand_before_all_others(client: Client, world: World):
    values = {"title": "Never held", "status": "cancelled"}
    cancelled = make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    assert client.get("/n/harbour/talks/").context["rows"] == [world.proposed_talks, world.held_talks, cancelled]


@pytest.mark.parametrize("noun", NOUNS)
def test_an_empty_list_says_what_to_do(as_analyst: Client, as_reader: Client, world: World, noun):
    address = f"/n/empty/{noun}/"
    as_analyst.post("/new/", {"title": "Empty", "public": "on"})
    assert f'href="{address}new/"' in words(as_analyst.get(address)).split('class="empty"')[1]
    assert "Only analysts of “Empty” may edit it." in words(as_reader.get(address)).split('class="empty"')[1]


@pytest.mark.parametrize(
    ("noun", "budget"),
    [
        ("parties", 5),
        ("demands", 5),
        ("offers", 5),
        ("issues", 3),
        ("venues", 3),
        ("talks", 4),
        ("agreements", 5),
        ("sources", 3),
    ],
)
def test_the_queries_of_a_list_do_not_grow(client: Client, world: World, django_assert_num_queries, noun, budget):
    with django_assert_num_queries(budget):
        client.get(f"/n/harbour/{noun}/")
    for number in range(10):
        make_another(noun, number, world)
    with django_assert_num_queries(budget):
        assert len(client.get(f"/n/harbour/{noun}/").context["rows"]) > 10


def test_a_date_in_words_comes_back_whole_to_be_mended(world: World, as_analyst: Client):
    values = {
        "title": "A pause",
        "issue": world.control.pk,
        "proposer": world.northland.pk,
        "proposed_on": "19 July 2025",
    }
    page = as_analyst.post(reverse("noun-new", args=["harbour", "demands"]), values)
    assert page.status_code == 422
    assert 'value="19 July 2025"' in page.content.decode()
    assert 'maxlength="10"' not in page.content.decode()


def test_a_list_with_nothing_to_choose_says_so(world: World, as_analyst: Client):
    empty = start_negotiation(values={"title": "Empty"}, user=world.people.analyst)
    page = as_analyst.get(reverse("noun-new", args=[empty.slug, "demands"])).content.decode()
    assert page.count("there is none yet: add one first") == 3
