"""The admin's pages as a browser has them: where they are, what their forms hold, what saving answers."""

import re
from html import unescape

from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from positions.actions.articles import add_article
from positions.actions.nouns import make
from positions.models import Demand, Offer, Party, Source, Talks
from tests.world import TODAY, World, say

REGISTERED = [model for model in admin.site._registry if model._meta.app_label in {"positions", "auth"}]
NOUNS = [model for model in REGISTERED if hasattr(model, "version")]
NAMES = [model._meta.object_name for model in REGISTERED]


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def some_row(model: type[Model]) -> Model:
    row = model._default_manager.order_by("pk").first()
    return row or model._default_manager.create(name="a group")


def what_the_page_holds(page: str) -> dict[str, str | list[str]]:
    """What a browser would send back: the fields of the form as they stand."""
    form = page[page.index('_form" novalidate') :].split("</form>", maxsplit=1)[0]
    data: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        kind = given.get("type", "text")
        if "name" in given and kind not in ("submit", "button") and (kind != "checkbox" or " checked" in tag):
            data[given["name"]] = unescape(given.get("value", "on" if kind == "checkbox" else ""))
    for name, text in re.findall(r'<textarea name="(\w[\w-]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL):
        data[name] = unescape(text)
    for name, options in re.findall(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        data[name] = [unescape(value) for value in re.findall(r'<option value="([^"]*)" selected', options)]
    return {name: value for name, value in data.items() if "__prefix__" not in name}


def opened(client: Client, row: Model, model: type[Model] | None = None) -> dict[str, str | list[str]]:
    return what_the_page_holds(client.get(address(model or type(row), "change", row.pk)).content.decode())


def saved(client: Client, row: Model, data: dict, model: type[Model] | None = None) -> str:
    """Send the form. The page that answers: the form again with errors, or the list after saving."""
    response = client.post(address(model or type(row), "change", row.pk), data, follow=True)
    assert response.status_code == 200
    return unescape(response.content.decode())


def many_more(world: World) -> None:
    """A dozen more of every noun, some of them about Southmark and the demand."""
    user = world.people.analyst

    def more(noun: type, **values: object) -> Model:
        return make(noun=noun, negotiation=world.negotiation, values=values, user=user)

    for number in range(12):
        party = more(Party, name=f"Party {number}", short_name=f"P{number}")
        shared = {"issue": world.control, "proposer": party, "title": f"Proposal {number}"}
        demand = more(Demand, kind="demand", addressee=world.league, **shared)
        more(Offer, kind="offer", answers=demand, venue=world.port_haven, **shared)
        article = add_article(
            negotiation=world.negotiation,
            source=more(Source, name=f"Source {number}"),
            title=f"Article {number}",
            published_on=TODAY,
            text="They said no, and they said yes.",
            user=user,
            today=TODAY,
        )
        say(article, user, "said no", party, demand, "rejects")
        say(article, user, "said yes", world.southmark, demand, "supports")
        say(article, user, "they said", party, world.demand, "open")
        more(Talks, title=f"Talks {number}", venue=world.port_haven, parties=[party])
