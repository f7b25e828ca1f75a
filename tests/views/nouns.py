"""What the tests of the lists and forms of nouns share: the least a form asks for, and what a browser sends."""

from datetime import date

from django.test import Client

from positions.actions.nouns import make
from positions.views.nouns import NOUNS
from tests.world import World

HTML = "<script>alert(1)</script>"


def text(response) -> str:
    return response.content.decode()


def words(response) -> str:
    return " ".join(text(response).split())


def typed(noun: str, world: World) -> dict[str, object]:
    """The least that each form asks for."""
    proposal = {"title": "Tolls are shared", "issue": world.control.pk, "proposer": world.northland.pk}
    return {
        "parties": {"name": "Port workers", "short_name": "Workers", "kind": "organisation"},
        "demands": proposal,
        "offers": proposal,
        "issues": {"title": "Fishing", "status": "open", "sort_order": 3},
        "venues": {"name": "Weir House"},
        "talks": {"title": "Third round", "status": "proposed", "format": "bilateral"},
        "agreements": {"title": "Truce", "status": "agreed", "agreed_on": "2024-05-01"},
        "sources": {"name": "The Tide"},
    }[noun]


def as_saved(client: Client, address: str) -> dict[str, object]:
    """What a browser would send of an edit form in which nothing was changed."""
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def make_another(noun: str, number: int, world: World) -> None:
    title = f"Another {number}"
    proposal = {"title": title, "issue": world.control, "proposer": world.league, "addressee": world.northland}
    values = {
        "parties": {"name": title, "short_name": "Another"},
        "demands": proposal | {"kind": "demand"},
        "offers": proposal | {"kind": "offer", "answers": world.demand, "counters": world.offer},
        "issues": {"title": title},
        "venues": {"name": title},
        "talks": {"title": title, "venue": world.port_haven, "parties": [world.northland]},
        "agreements": {"title": title, "agreed_on": date(2024, 5, 1), "parties": [world.northland]},
        "sources": {"name": title},
    }[noun]
    make(noun=NOUNS[noun].model, negotiation=world.negotiation, values=values, user=world.people.analyst)
