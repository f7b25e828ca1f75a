"""What is closest to agreement, and what is left out."""

from datetime import date

import pytest
from django.test import Client

from positions.actions.articles import add_article
from positions.actions.nouns import edit, make
from positions.models import Agreement, Demand, Position
from tests.world import TODAY, World, say

pytestmark = pytest.mark.both


def closeness(client: Client, query: str = ""):
    return client.get(f"/n/harbour/{query}").context["standing"].closeness


def test_principals_far_apart_are_told_with_the_gap_before(client: Client, world: World):
    found = closeness(client)
    assert [(row.proposal, row.distance.now.steps) for row in found.furthest] == [(world.demand, 5)]
    # On 3 January nobody had spoken; on 3 March they stood at +3 and −1.
    assert found.furthest[0].distance.trend == ""
    later = closeness(client, "?days=30").furthest[0].distance
    assert later.then is not None
    assert (later.then.steps, later.trend) == (4, "diverging")


def test_what_is_settled_or_over_is_not_close_to_agreement(client: Client, world: World):
    found = closeness(client)
    assert found.closest == []
    assert (found.settled, found.over, found.refused) == (1, 1, 0)
    assert (
        "Left out of both: 1 that an agreement covers, 1 offer for a day that has passed."
        in client.get("/n/harbour/").content.decode()
    )


def test_an_agreement_that_broke_down_settles_nothing(client: Client, world: World):
    Agreement.objects.update(status="collapsed")
    found = closeness(client)
    assert [(row.proposal, row.distance.now.steps) for row in found.closest] == [(world.counter_offer, 0)]
    assert [row.after.stance for row in found.closest[0].now] == ["supports", "supports"]
    assert found.settled == 0


def test_an_offer_is_over_the_day_after_the_last_it_is_for(client: Client, world: World):
    edit_offer(world, offered_for="2024-04")
    assert [row.proposal for row in closeness(client).closest] == [world.offer]
    edit_offer(world, offered_for="2024-03")
    assert closeness(client).over == 1


def edit_offer(world: World, **values) -> None:
    world.offer.refresh_from_db()
    edit(instance=world.offer, values=values, version=world.offer.version, user=world.people.analyst)


def test_stale_words_say_so(client: Client, world: World):
    from positions.reports.dossiers.stands import stands
    from positions.reports.standing.closeness import closeness_of as measure

    lines = stands(world.negotiation.proposals.all(), world.negotiation.tracks.all())
    principals = {world.northland.pk, world.southmark.pk}
    found = measure(world.negotiation, lines, principals, since=date(2025, 1, 1), until=date(2026, 4, 2))
    assert found.furthest[0].is_stale
    assert found.furthest[0].age_in_words == "2 years old"


def test_the_widest_gaps_come_first_then_the_freshest_words_and_the_rest_are_counted(client: Client, world: World):
    """One demand five steps apart, heard of last; six of six steps, one by words gone stale."""
    days = [date(2020, 1, 1), *(date(2024, 2, day) for day in range(1, 6))]
    for number, day in enumerate(days):
        demand = make(
            noun=Demand,
            negotiation=world.negotiation,
            values={
                "kind": "demand",
                "slug": f"demand-{number}",
                "title": f"Demand {number}",
                "issue": world.control,
                "proposer": world.northland,
            },
            user=world.people.analyst,
        )
        article = add_article(
            negotiation=world.negotiation,
            source=world.radio,
            title=f"Words {number}",
            published_on=day,
            text="Yes and no.",
            user=world.people.analyst,
            today=TODAY,
        )
        say(article, world.people.analyst, "Yes", world.northland, demand, "demands")
        say(article, world.people.analyst, "no", world.southmark, demand, "red_line")
    found = closeness(client)
    assert [row.proposal.slug for row in found.furthest] == ["demand-5", "demand-4", "demand-3", "demand-2"]
    assert (found.furthest_more, found.closest_more) == (2, 0)
    page = client.get("/n/harbour/").content.decode()
    assert "Widest gap first, then the freshest words." in page
    assert '2 more stand 6 steps apart: <a href="/n/harbour/matrix/?sort=gap">the matrix, widest gap first</a>' in page
    assert "the same gap on 3 March 2024" in client.get("/n/harbour/?days=30").content.decode()
    # Stale words keep the place that their gap gives them.
    gone = ["demand-1", "demand-2", "demand-3", "demand-4"]
    Position.objects.filter(proposal__slug__in=gone).delete()
    found = closeness(client)
    assert [(row.proposal.slug, row.is_stale) for row in found.furthest] == [
        ("demand-5", False),
        ("demand-0", True),
        (world.demand.slug, False),
    ]
    assert found.furthest_more == 0
