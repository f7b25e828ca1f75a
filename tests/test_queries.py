"""What a page costs: so many queries at most, and not one more when there is more to show."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from positions.actions.articles import add_article
from positions.actions.nouns import make, start_negotiation
from positions.actions.parties import set_aliases, set_roles
from positions.models import Agreement, Demand, Issue, Negotiation, Offer, Party, Source, Talks, User, Venue
from tests.addresses import Address, addresses, body, general
from tests.world import TODAY, World, say

# At most so many, of which two are the session and its user, one the negotiation, one whether they may edit it.
BUDGET = {
    "negotiation-list": 9,
    "health": 0,
    "negotiation-new": 4,
    "negotiation": 32,
    "article-list": 11,
    "position-list": 12,
    "change-list": 20,
    "compare": 19,
    "timeline": 21,
    "matrix": 27,
    "map": 15,
    "article": 21,
    "article-changes": 17,
    "article-news": 6,
    "article-said": 5,
    "position": 10,
    "noun-list": 12,
    "negotiation-export": 21,
    "article-changes-file": 14,
    "position-list-file": 10,
    "change-list-file": 10,
    "compare-file": 15,
    "timeline-file": 19,
    "matrix-file": 25,
    "party": 25,
    "demand": 22,
    "offer": 24,
    "issue": 28,
    "venue": 17,
    "talks": 21,
    "agreement": 20,
    "negotiation-edit": 8,
    "article-new": 8,
    "deed-list": 18,
    "article-edit": 11,
    "article-text": 6,
    "article-unplaced": 7,
    "position-edit": 15,
    "position-remove": 8,
    "noun-new": 13,
    "noun-edit": 18,
    "noun-merge": 8,
    "alias-merge": 8,
    "position-recode": 16,
    "proposal-split": 14,
}


def queries(client: Client, address: Address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address.url)
        body(response)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return len(captured)


def opened(negotiation: Negotiation) -> list[Address]:
    return [address for address in [*general(), *addresses(negotiation)] if address.how != "post"]


@pytest.mark.both
def test_every_address_keeps_to_its_budget(world: World, as_analyst: Client) -> None:
    counted = {address: queries(as_analyst, address) for address in opened(world.negotiation)}
    assert not {str(address): count for address, count in counted.items() if count > BUDGET[address.name]}


def crowd(analyst: User, *, rows: int) -> Negotiation:
    """A negotiation with so many rows of every kind, every party speaking on every page's subject.

    Each article holds as many positions as there are parties, on one demand and on one offer in turn,
    so that every list, dossier and history is as long as `rows` says.
    """
    negotiation = start_negotiation(values={"slug": f"crowd-{rows}", "title": f"Crowd of {rows}"}, user=analyst)
    numbers = range(rows)

    def noun(model: type, /, **values: object) -> object:
        return make(noun=model, negotiation=negotiation, values=values, user=analyst)

    parties = [noun(Party, name=f"Party {n}", short_name=f"P{n}") for n in numbers]
    for party in parties:
        set_aliases(party=party, aliases=[f"Alias of {party}"], user=analyst)
        set_roles(party=party, roles=["principal"], user=analyst)
    issues = [noun(Issue, title=f"Issue {n}") for n in numbers]
    venues = [noun(Venue, name=f"Venue {n}", latitude=n, longitude=n) for n in numbers]
    sources = [noun(Source, name=f"Source {n}") for n in numbers]
    demands = [
        noun(Demand, kind="demand", title=f"Demand {n}", issue=issues[0], proposer=parties[n], addressee=parties[0])
        for n in numbers
    ]
    offers = [
        noun(
            Offer,
            kind="offer",
            title=f"Offer {n}",
            issue=issues[n],
            proposer=parties[0],
            venue=venues[0],
            answers=demands[0],
        )
        for n in numbers
    ]
    for n in numbers:
        proposals = (demands[0], offers[0]) if n % 2 else (demands[n], offers[n])
        words = [f"{party.name} on {proposal.title}." for party in parties for proposal in proposals]
        article = add_article(
            negotiation=negotiation,
            source=sources[n],
            title=f"Article {n}",
            published_on=date(2024, 1, 1) + timedelta(days=7 * n),
            text=" ".join(words),
            user=analyst,
            today=TODAY,
        )
        for party in parties:
            for proposal in proposals:
                stance = ("rejects", "reserved", "supports")[n % 3]
                say(article, analyst, f"{party.name} on {proposal.title}.", party, proposal, stance)
        talks = noun(
            Talks,
            title=f"Talks {n}",
            venue=venues[0],
            starts_on=date(2024, 2, 1) + timedelta(days=n),
            status="held",
            parties=parties,
            offer=offers[0],
            article=article,
        )
        noun(
            Agreement,
            title=f"Agreement {n}",
            agreed_on=date(2024, 3, 1),
            venue=venues[0],
            talks=talks,
            parties=parties,
            proposals=[*demands, *offers],
            article=article,
        )
    return negotiation


@pytest.mark.both
def test_a_page_that_shows_more_asks_no_more(world: World, as_analyst: Client) -> None:
    few = {str(address): queries(as_analyst, address) for address in opened(crowd(world.people.analyst, rows=6))}
    many = {str(address): queries(as_analyst, address) for address in opened(crowd(world.people.analyst, rows=12))}
    assert few.keys() == many.keys()
    assert len(few) > 40
    assert not {name: (count, many[name]) for name, count in few.items() if many[name] > count}


def test_counting_queries_counts(world: World, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(2):
        list(world.negotiation.parties.all())
        list(world.negotiation.issues.all())
