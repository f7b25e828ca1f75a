"""Somebody who tries to break each named rule of the database, behind the program's back."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db.models import BaseConstraint, F, Model

from positions.actions.nouns import make
from positions.models import (
    Membership,
    Position,
    Progress,
    Successor,
    Talks,
    Trace,
    Track,
)
from tests.world import World


def models() -> Iterator[type[Model]]:
    return (model for model in apps.get_app_config("positions").get_models() if not model._meta.proxy)


CONSTRAINTS: dict[str, tuple[type[Model], BaseConstraint]] = {
    constraint.name: (model, constraint) for model in models() for constraint in model._meta.constraints
}


def named(kind: type[BaseConstraint]) -> list[str]:
    return [name for name, (_, constraint) in CONSTRAINTS.items() if isinstance(constraint, kind)]


def change(row: Model, **values: Any) -> None:
    """Change a row without any check of the program's."""
    assert type(row)._base_manager.filter(pk=row.pk).update(**values) == 1


def copy(row: Model, **values: Any) -> None:
    """Store a second row, the same but for `values`, without any check of the program's."""
    twin = type(row)._base_manager.get(pk=row.pk)
    twin.pk = None
    for name, value in values.items():
        setattr(twin, name, value)
    type(row)._base_manager.bulk_create([twin])


def a_position(world: World) -> Position:
    """Conditional, with its condition."""
    return world.said(3, world.northland, world.offer)


def a_trace(world: World) -> Trace:
    return Trace.objects.filter(deed__user=world.people.analyst).order_by("pk")[0]


def a_progress(world: World) -> Progress:
    article = world.articles[0]
    values = {"negotiation": world.negotiation, "state": Progress.State.DONE, "at": datetime(2024, 6, 1, tzinfo=UTC)}
    return Progress.objects.get_or_create(article=article, defaults=values)[0]


def a_successor(world: World) -> Successor:
    values = {"table": Successor.Table.VENUE, "slug": "old-port", "former": 1, "successor": world.port_haven.pk}
    return Successor.objects.create(negotiation=world.negotiation, **values)


CHECKS: dict[str, list[Callable[[World], None]]] = {
    "participation_does_not_end_before_it_starts": [
        lambda w: change(w.northland.participations.get(), since="2022-03", until="2022-02"),
        lambda w: change(w.northland.participations.get(), since="2022-03-02", until="2022-03-01"),
        lambda w: change(w.northland.participations.get(), since="2022-03", until="2021"),
    ],
    "proposal_is_a_demand_or_an_offer": [lambda w: change(w.demand, kind="wish"), lambda w: change(w.demand, kind="")],
    "proposal_does_not_answer_itself": [lambda w: change(w.offer, answers=F("id"))],
    "proposal_does_not_counter_itself": [lambda w: change(w.offer, counters=F("id"))],
    "only_an_offer_answers_counters_or_names_a_venue_or_date": [
        lambda w: change(w.demand, answers=w.offer),
        lambda w: change(w.demand, counters=w.offer),
        lambda w: change(w.demand, venue=w.port_haven),
        lambda w: change(w.demand, offered_for="2024-03"),
        lambda w: change(w.offer, kind="demand"),
    ],
    "article_text_has_its_length": [
        lambda w: change(w.articles[0], text="Another text."),
        lambda w: change(w.river_article, text_length=F("text_length") + 1),
        lambda w: change(w.river_article, text="", text_length=0),
    ],
    "position_stance_is_known": [
        lambda w: change(w.said(1, w.northland, w.demand), stance="maybe"),
        lambda w: change(w.said(1, w.northland, w.demand), stance=""),
    ],
    "position_conditional_has_its_condition": [
        lambda w: change(a_position(w), condition=""),
        lambda w: change(w.said(1, w.northland, w.demand), stance="conditional"),
    ],
    "position_off_scale_has_no_condition": [
        lambda w, stance=stance: change(a_position(w), stance=stance)
        for stance in ("ambiguous", "no_position", "declines")
    ],
    "position_quote_starts_before_it_ends": [
        lambda w: change(a_position(w), start=F("end"), quote=""),
    ],
    "position_quote_ends_inside_the_text": [
        lambda w: change(a_position(w), end=F("text_length") + 1, start=F("text_length"), quote="x")
    ],
    "position_quote_is_as_long_as_its_place": [
        lambda w: change(a_position(w), quote="Northland"),
        lambda w: change(a_position(w), end=F("end") - 1),
        lambda w: change(a_position(w), quote="🕊" * 200),
    ],
    "position_credibility_is_a_grade": [
        lambda w: change(a_position(w), credibility=0),
        lambda w: change(a_position(w), credibility=7),
    ],
    "position_was_stated_before_it_was_published": [
        lambda w: change(a_position(w), stated_on="2999"),
        lambda w: change(a_position(w), stated_on="2024-04"),
        lambda w: change(a_position(w), stated_on="2024-03-07"),
        lambda w: change(w.articles[0], published_on=date(2024, 1, 8)),
    ],
    "trace_is_of_a_row_that_was_or_is": [lambda w: change(a_trace(w), before=None, after=None)],
    "talks_do_not_end_before_they_start": [lambda w: change(w.held_talks, ends_on=date(2024, 3, 19))],
    "talks_that_end_have_a_start": [lambda w: change(w.proposed_talks, ends_on=date(2024, 3, 19))],
    "talks_that_were_held_have_a_date": [lambda w: change(w.proposed_talks, status="held")],
    "venue_is_on_the_globe": [
        lambda w: change(w.port_haven, latitude=91),
        lambda w: change(w.port_haven, latitude=-91),
        lambda w: change(w.port_haven, longitude=181),
        lambda w: change(w.port_haven, longitude=-181),
        lambda w: change(w.port_haven, latitude=None),
        lambda w: change(w.port_haven, longitude=None),
        lambda w: change(w.river_venue, latitude=1),
    ],
}

# What must not be there twice.
TWICE: dict[str, Callable[[World], None]] = {
    "issue_slug_once_per_negotiation": lambda w: copy(w.control),
    "party_slug_once_per_negotiation": lambda w: copy(w.northland),
    "alias_names_one_party": lambda w: copy(w.northland.aliases.first(), party=w.southmark),
    "participation_once": lambda w: copy(w.northland.participations.get()),
    "proposal_slug_once_per_negotiation": lambda w: copy(w.offer),
    "source_slug_once_per_negotiation": lambda w: copy(w.ledger),
    "article_key_once_per_negotiation": lambda w: copy(w.articles[0]),
    "one_track_per_party_and_proposal": lambda w: copy(Track.objects.filter(negotiation=w.negotiation)[0]),
    "position_id_once_per_negotiation": lambda w: copy(a_position(w)),
    "talks_key_once_per_negotiation": lambda w: copy(w.held_talks),
    "agreement_key_once_per_negotiation": lambda w: copy(w.agreement),
    "venue_slug_once_per_negotiation": lambda w: copy(w.port_haven),
    "trace_once_per_deed_and_row": lambda w: copy(a_trace(w)),
    "one_successor_per_name": lambda w: copy(a_successor(w), former=2),
    "one_successor_per_row": lambda w: copy(a_successor(w), slug="elsewhere"),
    "membership_once_per_negotiation": lambda w: copy(Membership.objects.get(user=w.people.editor)),
}

# An id is never there twice anyway. These are what a foreign key over several columns points at, so they have to exist.
POINTED_AT = {
    "issue_belongs_to_negotiation",
    "party_belongs_to_negotiation",
    "proposal_belongs_to_negotiation",
    "source_belongs_to_negotiation",
    "article_belongs_to_negotiation",
    "article_date_positions_copy",
    "article_length_positions_copy",
    "talks_belong_to_negotiation",
    "venue_belongs_to_negotiation",
    "track_belongs_to_negotiation",
}


def river_talks(world: World) -> Talks:
    return make(noun=Talks, negotiation=world.river, values={"title": "At the weir"}, user=None)


# A row of the Harbour dispute, one of its fields, and a row of the River accord to put there; then the refusal.
BOTH_BELONG = "both must belong to the same negotiation."
STRANGERS: dict[str, tuple[Callable[[World], tuple[Model, str, Model]], str]] = {
    "alias_in_the_party_s_negotiation": (lambda w: (w.northland.aliases.first(), "party", w.upstream), BOTH_BELONG),
    "participation_in_the_party_s_negotiation": (
        lambda w: (w.northland.participations.get(), "party", w.upstream),
        BOTH_BELONG,
    ),
    "proposal_issue_in_its_negotiation": (
        lambda w: (w.demand, "issue", w.river_issue),
        "The issue belongs to another negotiation.",
    ),
    "proposal_proposer_in_its_negotiation": (
        lambda w: (w.demand, "proposer", w.upstream),
        "The proposing party belongs to another negotiation.",
    ),
    "proposal_addressee_in_its_negotiation": (
        lambda w: (w.demand, "addressee", w.upstream),
        "The addressee belongs to another negotiation.",
    ),
    "proposal_answers_in_its_negotiation": (
        lambda w: (w.offer, "answers", w.river_demand),
        "The demand it answers belongs to another negotiation.",
    ),
    "proposal_counters_in_its_negotiation": (
        lambda w: (w.offer, "counters", w.river_demand),
        "The offer it counters belongs to another negotiation.",
    ),
    "proposal_venue_in_its_negotiation": (
        lambda w: (w.offer, "venue", w.river_venue),
        "The venue belongs to another negotiation.",
    ),
    "article_source_in_its_negotiation": (
        lambda w: (w.articles[0], "source", w.river_article.source),
        "The source belongs to another negotiation.",
    ),
    "track_party_in_its_negotiation": (
        lambda w: (Track.objects.get(party=w.league), "party", w.upstream),
        BOTH_BELONG,
    ),
    "track_proposal_in_its_negotiation": (
        lambda w: (Track.objects.get(party=w.league), "proposal", w.river_demand),
        BOTH_BELONG,
    ),
    "position_party_in_its_negotiation": (
        lambda w: (a_position(w), "party", w.upstream),
        "The party belongs to another negotiation.",
    ),
    "position_proposal_in_its_negotiation": (
        lambda w: (a_position(w), "proposal", w.river_demand),
        "The proposal belongs to another negotiation.",
    ),
    "talks_venue_in_its_negotiation": (
        lambda w: (w.held_talks, "venue", w.river_venue),
        "The venue belongs to another negotiation.",
    ),
    "talks_offer_in_its_negotiation": (
        lambda w: (w.held_talks, "offer", w.river_demand),
        "The offer belongs to another negotiation.",
    ),
    "talks_article_in_its_negotiation": (
        lambda w: (w.held_talks, "article", w.river_article),
        "The article belongs to another negotiation.",
    ),
    "agreement_venue_in_its_negotiation": (
        lambda w: (w.agreement, "venue", w.river_venue),
        "The venue belongs to another negotiation.",
    ),
    "agreement_talks_in_its_negotiation": (
        lambda w: (w.agreement, "talks", river_talks(w)),
        "The talks belongs to another negotiation.",
    ),
    "agreement_article_in_its_negotiation": (
        lambda w: (w.agreement, "article", w.river_article),
        "The article belongs to another negotiation.",
    ),
}

STRANGERS["progress_article_in_its_negotiation"] = (
    lambda w: (a_progress(w), "article", w.river_article),
    "The article belongs to another negotiation.",
)

# The copied facts of an article are not typed by anybody, so the database alone refuses what differs.
COPIES: dict[str, list[Callable[[World], None]]] = {
    "position_copies_its_article_s_date": [
        lambda w: change(a_position(w), published_on=date(2020, 1, 1)),
        lambda w: change(a_position(w), article=w.articles[0], text_length=None),
        lambda w: change(a_position(w), article=w.river_article, text_length=None),
    ],
    "position_copies_its_article_s_length": [
        lambda w: change(a_position(w), text_length=F("text_length") + 1),
        lambda w: change(a_position(w), article=w.articles[0], published_on=w.articles[0].published_on),
    ],
}
