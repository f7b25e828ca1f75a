"""Deeds of every kind, what refuses them, and what a negotiation's rows hold before and after going back and forth."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from positions.actions import (
    articles,
    bulk,
    coding,
    deeds,
    nouns,
    parties,
    undoing,
    writing,
)
from positions.models import (
    Agreement,
    Article,
    Deed,
    Issue,
    Negotiation,
    Offer,
    Party,
    Position,
    Source,
    Talks,
    Track,
    User,
    Venue,
)
from positions.models.base import Recorded
from tests.world import TODAY, World, say

Everything = dict[str, list[dict[str, Any]]]


class Contents:
    @staticmethod
    def models() -> list[type[Recorded]]:
        """The tables of all that has a history."""
        models = apps.get_app_config("positions").get_models()
        return [model for model in models if issubclass(model, Recorded) and not model._meta.proxy]


def contents(*, versions: bool = False) -> Everything:
    """All rows with all their columns and links, by table; without their versions, which only ever grow."""
    found: Everything = {}
    for model in Contents.models():
        rows = list(model._base_manager.order_by("pk").values())
        for row in rows:
            if not versions:
                del row["version"]
        for many in model._meta.many_to_many:
            links = many.remote_field.through._base_manager.values_list(many.m2m_column_name(), many.m2m_reverse_name())
            found[f"{model.__name__}.{many.name}"] = sorted(links)
        found[model.__name__] = rows
    found["Track"] = sorted(Track.objects.values_list("party", "proposal"))
    pairs = sorted(set(Position.objects.order_by().values_list("party", "proposal")))
    assert found["Track"] == pairs, "tracks are the pairs that have positions"
    return found


def undo_last(world: World, user: User) -> Deed:
    deed = Deed.objects.of(user.pk, world.negotiation.pk).to_undo().first()
    return undoing.undo(negotiation=world.negotiation, user=user, deed=deed.pk if deed else 0)


def redo_last(world: World, user: User) -> Deed:
    deed = Deed.objects.of(user.pk, world.negotiation.pk).to_redo().first()
    return undoing.redo(negotiation=world.negotiation, user=user, deed=deed.pk if deed else 0)


def refusal(act: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """The sentence by which it is refused; nothing may have been written."""
    before, states = contents(versions=True), list(Deed.objects.order_by("pk").values_list("pk", "state"))
    with pytest.raises(ValidationError) as refused:
        act(*arguments, **named)
    assert contents(versions=True) == before
    assert list(Deed.objects.order_by("pk").values_list("pk", "state")) == states
    return " ".join(refused.value.messages)


# Every kind of deed


def code_one(world: World, user: User) -> Position:
    return say(world.articles[0], user, world.articles[0].text[:9], world.league, world.offer, "open")


def removed(world: World, user: User) -> None:
    position = world.said(1, world.northland, world.demand)
    coding.remove(position=position, version=position.version, user=user, reason="coded by mistake")


def revised(world: World, user: User) -> None:
    position = world.said(1, world.northland, world.demand)
    coding.revise(
        position=position,
        start=position.start,
        end=position.end - 1,
        quote=position.quote[:-1],
        values={"stance": "conditional", "condition": "peace", "party": world.league, "proposal": world.offer},
        version=position.version,
        user=user,
        reason="read again",
    )


def article_with_new_source(world: World, user: User) -> None:
    articles.add_article(
        negotiation=world.negotiation,
        source="Evening Post",
        title="Late news",
        published_on=date(2024, 4, 3),
        text="Nothing new.",
        user=user,
        today=TODAY,
    )


def article_moved(world: World, user: User) -> None:
    values = {"published_on": date(2024, 1, 11), "title": "Another title", "source": "Evening Post"}
    article = Article.objects.get(pk=world.articles[0].pk)
    articles.edit_article(
        article=article, values=values, version=article.version, user=user, reason="misread", today=TODAY
    )


def make(noun: type, /, **values: Any) -> Callable[[World, User], None]:
    def act(world: World, user: User) -> None:
        given = {name: getattr(world, value[1:]) if str(value)[:1] == "@" else value for name, value in values.items()}
        nouns.make(noun=noun, negotiation=world.negotiation, values=given, user=user)

    return act


def edit(which: str, /, **values: Any) -> Callable[[World, User], None]:
    def act(world: World, user: User) -> None:
        row = getattr(world, which)
        row = type(row)._base_manager.get(pk=row.pk)
        nouns.edit(instance=row, values=values, version=row.version, user=user, reason="better")

    return act


def talks_with_others(world: World, user: User) -> None:
    edit("held_talks", title="Round one", parties=[world.league])(world, user)


def agreement_on_others(world: World, user: User) -> None:
    edit("agreement", proposals=[world.offer, world.demand], parties=[world.league, world.northland])(world, user)


def new_talks(world: World, user: User) -> None:
    values = {"title": "Third round", "parties": [world.league, world.southmark]}
    nouns.make(noun=Talks, negotiation=world.negotiation, values=values, user=user)


def new_agreement(world: World, user: User) -> None:
    values = {
        "title": "Ceasefire",
        "agreed_on": date(2024, 4, 2),
        "proposals": [world.offer],
        "parties": [world.league],
        "talks": world.held_talks,
    }
    nouns.make(noun=Agreement, negotiation=world.negotiation, values=values, user=user)


def new_party(world: World, user: User) -> None:
    values = {"name": "Eastland", "short_name": "East", "aliases": ["Easthaven"], "roles": ["guarantor", "host"]}
    parties.add(negotiation=world.negotiation, values=values, user=user)


def party_with_other_names(world: World, user: User) -> None:
    party = Party.objects.get(pk=world.northland.pk)
    values = {"name": "North", "aliases": ["Norhaven", "the North"], "roles": ["host"]}
    parties.edit(instance=party, values=values, version=party.version, user=user, reason="renamed")


def negotiation_renamed(world: World, user: User) -> None:
    negotiation = Negotiation.objects.get(pk=world.negotiation.pk)
    values = {"title": "Harbour talks", "slug": "harbour-talks", "public": False}
    nouns.edit_negotiation(
        negotiation=negotiation, values=values, version=negotiation.version, user=user, reason="renamed"
    )


def recoded(world: World, user: User) -> None:
    """Many positions at once, in bulk and noted, as recoding does it."""
    with deeds.doing("recoded 5 positions", negotiation=world.negotiation.pk, user=user):
        writing.take_turn(pk=world.negotiation.pk)
        rows = list(Position.objects.filter(proposal=world.demand).order_by("pk")[:5])
        pairs = {(row.party_id, row.proposal_id) for row in rows}
        for row in rows:
            row.stance, row.condition, row.version, row.proposal = "open", "", row.version + 1, world.offer
        bulk.update(Position, rows, {"stance", "condition", "version", "proposal"})
        bulk.keep_history(Position, rows, made=False, user=user, reason="recoded")
        for row in rows:
            deeds.note(row, before=row.version - 1, after=row.version)
        for party, proposal in pairs | {(row.party_id, row.proposal_id) for row in rows}:
            coding.settle_track(party, proposal)


KINDS = {
    "code": code_one,
    "revise": revised,
    "remove": removed,
    "add an article of a new source": article_with_new_source,
    "move an article to another day": article_moved,
    "make an issue": make(Issue, title="Fishing"),
    "edit an issue": edit("control", title="The harbour", status="agreed", sort_order=9),
    "make a venue": make(Venue, name="Weir House", latitude=1, longitude=2),
    "edit a venue": edit("port_haven", name="Port Hope", latitude=None, longitude=None),
    "make a source": make(Source, name="Evening Post"),
    "edit a source": edit("ledger", reliability="F"),
    "make an offer": make(
        Offer, kind="offer", title="Shared", issue="@control", proposer="@league", answers="@demand", counters="@offer"
    ),
    "edit an offer": edit("offer", title="They meet", venue=None, answers=None),
    "make talks": new_talks,
    "edit talks and who takes part": talks_with_others,
    "make an agreement": new_agreement,
    "edit an agreement and what it covers": agreement_on_others,
    "make a party with its names and roles": new_party,
    "edit a party with its names and roles": party_with_other_names,
    "edit the negotiation": negotiation_renamed,
    "recode many": recoded,
}
