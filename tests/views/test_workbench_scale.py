"""What opening a long article costs, and each thing done in it, with three hundred positions beside one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.models import Article, Position, Track
from tests.views.test_article import HTMX, article_with
from tests.world import World

MANY = 300
TEXT = "\n".join(["Northland wants the harbour, and says so. 🕊 " * 8] * 300)  # 100 KB and more
STEP = len(TEXT) // (MANY + 1)
FREE = MANY * STEP + 10


def long_article(world: World, count: int) -> Article:
    """With so many positions, all of the three parties on the three proposals in turn."""
    article = article_with(world, TEXT, title=f"With {count}")
    pairs = [
        (party, row)
        for party in (world.northland, world.southmark, world.league)
        for row in (world.demand, world.offer, world.counter_offer)
    ]
    for party, proposal in pairs:
        Track.objects.get_or_create(negotiation=world.negotiation, party=party, proposal=proposal)
    Position.objects.bulk_create(
        Position(
            negotiation=world.negotiation,
            key=f"one-of-{count}-{number}",
            article=article,
            party=pairs[number % len(pairs)][0],
            proposal=pairs[number % len(pairs)][1],
            stance="open",
            quote=TEXT[number * STEP : number * STEP + 30],
            start=number * STEP,
            end=number * STEP + 30,
            coder="analyst",
            published_on=article.published_on,
            text_length=article.text_length,
        )
        for number in range(count)
    )
    return article


def doings(client: Client, world: World, article: Article) -> dict[str, Callable[[], HttpResponse]]:
    """Everything that the page of an article asks of the server, one after the other."""
    position = article.positions.order_by("start")[0]
    reading = {"party": world.northland.pk, "proposal": world.demand.pk, "stance": "supports", "condition": ""}
    place = {"quote": TEXT[FREE : FREE + 20], "start": FREE, "end": FREE + 20}
    own = {"quote": position.quote, "start": position.start, "end": position.end, "reason": "read again"}

    def address(name: str, **which: object) -> str:
        return reverse(name, kwargs={"slug": article.negotiation.slug, **which})

    def post(name: str, data: dict[str, object], **which: object) -> HttpResponse:
        return client.post(address(name, **which), data, headers=HTMX)

    return {
        "open": lambda: client.get(address("article", pk=article.pk)),
        "code": lambda: post("position-new", reading | place, pk=article.pk),
        "correct": lambda: post("position-edit", reading | own | {"version": 1}, key=position.key),
        "place": lambda: post(
            "position-place", {"start": 5, "end": 40, "quote": TEXT[5:40], "version": 2}, key=position.key
        ),
        "remove": lambda: post("position-remove", {"reason": "wrong", "version": 3}, key=position.key),
    }


@pytest.mark.both
def test_three_hundred_positions_cost_no_more_queries_than_one(world: World, as_analyst: Client) -> None:
    counts: dict[str, list[int]] = {}
    for count in (1, MANY):
        article = long_article(world, count)
        for name, do in doings(as_analyst, world, article).items():
            with CaptureQueriesContext(connection) as captured:
                answer = do()
            assert answer.status_code == 200, (name, answer.content.decode()[:500])
            counts.setdefault(name, []).append(len(captured))
    assert not {name: (one, many) for name, (one, many) in counts.items() if many > 1.5 * one}, counts
    assert min(one for one, _ in counts.values()) > 5, counts
