"""Who moved most: net movement, measured by brute force as well."""

from collections import Counter
from datetime import date, timedelta

import pytest

from positions.actions.articles import add_article
from positions.actions.nouns import make
from positions.analysis.stances import ON_SCALE, Stance
from positions.models import Position, Proposal, Track
from positions.reports.standing.movers import movers_of, net_steps
from tests.world import TODAY, World, say

pytestmark = pytest.mark.both
LAST = date(2024, 4, 2)


def told(found) -> list[tuple]:
    return [
        (
            mover.party.slug,
            mover.steps,
            [(move.row.proposal.slug, move.row.kind, move.row.change.direction) for move in mover.moves],
        )
        for mover in found.parties
    ]


def test_who_moved_furthest_comes_first_with_where_from_and_where_to(world: World):
    found = movers_of(world.negotiation, until=LAST, days=30)
    # 3 March to 2 April: Southmark from reserved (14 February) to ruling out, Northland from insisting to accepting.
    assert (found.since, found.others) == (date(2024, 3, 3), 0)
    assert told(found) == [
        ("southmark", 2, [("harbour-handed-over", "hardened", "hardened")]),
        ("coastal-league", 1, [("harbour-handed-over", "shifted", "down")]),
        ("northland", 1, [("harbour-handed-over", "softened", "softened")]),
    ]
    move = found.parties[0].moves[0].row
    assert move.before == world.said(2, world.southmark, world.demand)
    assert move.after == world.said(5, world.southmark, world.demand)
    assert [mover.tally for mover in found.parties] == [
        [(1, "hardened", "")],
        [(1, "shifted", "down the scale")],
        [(1, "softened", "")],
    ]


AWAY = "away from the side it took first"
THEN, NOW = "Southmark rejected the demand", "Southmark said that the harbour is not negotiable"


def southmark_in(found):
    return next(mover for mover in found.parties if mover.party.slug == "southmark")


def test_movements_are_counted_as_their_lines_say(world: World):
    """Southmark comes round to the demand and to the counter-offer, and turns against its own offer."""
    Position.objects.filter(article=world.articles[4], party=world.southmark).update(stance="supports")
    say(world.articles[4], world.people.analyst, NOW, world.southmark, world.offer, "rejects")
    southmark = southmark_in(movers_of(world.negotiation, until=LAST, days=12))
    assert southmark.tally == [(1, "reversed", "away from its own proposal"), (2, "reversed", AWAY)]
    lines = Counter((move.row.kind, move.row.change.way) for move in southmark.moves)
    assert lines == {(kind, way): number for number, kind, way in southmark.tally}


def test_movements_that_have_no_line_are_counted_with_those_that_do(world: World):
    for number in range(4):
        values = {
            "issue": world.control,
            "proposer": world.northland,
            "kind": "demand",
            "slug": f"pier-{number}",
            "title": f"Pier {number}",
        }
        pier = make(noun=Proposal, negotiation=world.negotiation, values=values, user=world.people.analyst)
        for article, quote, stance in ((world.articles[0], THEN, "rejects"), (world.articles[4], NOW, "supports")):
            say(article, world.people.analyst, quote, world.southmark, pier, stance)
    southmark = southmark_in(movers_of(world.negotiation, until=LAST, days=48))
    assert (southmark.tally, len(southmark.moves)) == ([(1, "hardened", ""), (4, "reversed", AWAY)], 3)


@pytest.mark.parametrize(("day", "is_stale"), [(date(2023, 3, 4), False), (date(2023, 3, 3), True)])
def test_a_stance_of_more_than_a_year_before_the_days_counted_is_stale(world: World, day: date, is_stale: bool):
    article = add_article(
        negotiation=world.negotiation,
        source=world.radio,
        title="Long before",
        published_on=day,
        text="Northland insists.",
        user=world.people.analyst,
        today=TODAY,
    )
    Position.objects.filter(party=world.northland, proposal=world.demand).exclude(article=world.articles[4]).delete()
    position = say(article, world.people.analyst, "Northland insists.", world.northland, world.demand, "demands")
    (move,) = movers_of(world.negotiation, until=LAST, days=30).parties[2].moves
    assert (move.row.before, move.is_stale) == (position, is_stale)


def test_the_first_stance_is_no_movement_and_neither_is_going_there_and_back(world: World):
    # Until 10 January everybody spoke for the first time; Southmark went from rejecting to reserved and to ruling out.
    assert told(movers_of(world.negotiation, until=date(2024, 1, 10), days=365)) == []
    article = add_article(
        negotiation=world.negotiation,
        source=world.radio,
        title="Back again",
        published_on=date(2024, 4, 10),
        text="Northland insists after all.",
        user=world.people.analyst,
        today=TODAY,
    )
    say(article, world.people.analyst, "Northland insists after all.", world.northland, world.demand, "demands")
    found = movers_of(world.negotiation, until=date(2024, 4, 10), days=60)
    assert "northland" not in [mover.party.slug for mover in found.parties]


def test_an_evasive_answer_is_no_movement(world: World):
    """On 6 March Southmark declined to say; it still stands by what it said in February."""
    steps = net_steps(Track.objects.all(), since=date(2024, 2, 14), until=date(2024, 3, 6))
    assert (world.southmark.pk, world.demand.pk) not in steps


@pytest.mark.parametrize("days", [1, 12, 27, 48, 83, 365])
def test_net_steps_are_those_found_by_reading_everything(world: World, days: int):
    def value(party: int, proposal: int, day: date) -> int | None:
        rows = Position.objects.filter(party=party, proposal=proposal, published_on__lte=day)
        on_scale = [row for row in rows.in_reading_order() if Stance(row.stance) in ON_SCALE]
        return on_scale[-1].stance_value if on_scale else None

    since = LAST - timedelta(days=days)
    expected = {}
    for track in Track.objects.all():
        key = (track.party_id, track.proposal_id)
        then, now = value(*key, since), value(*key, LAST)
        if then is not None and now is not None and then != now:
            expected[key] = now - then
    assert net_steps(Track.objects.all(), since=since, until=LAST) == expected
