"""Who moved most: net movement, measured by brute force as well."""

from datetime import date, timedelta

import pytest

from positions.actions.articles import add_article
from positions.analysis.stances import ON_SCALE, Stance
from positions.models import Position, Track
from positions.reports.movers import movers, net_steps
from tests.world import TODAY, World, say

pytestmark = pytest.mark.both
LAST = date(2024, 4, 2)


def told(found) -> list[tuple]:
    return [
        (
            mover.party.slug,
            mover.steps,
            [(move.proposal.slug, move.kind, move.change.direction) for move in mover.moves],
        )
        for mover in found.parties
    ]


def test_who_moved_furthest_comes_first_with_where_from_and_where_to(world: World):
    found = movers(world.negotiation, until=LAST, days=30)
    # 3 March to 2 April: Southmark from reserved (14 February) to ruling out, Northland from insisting to accepting.
    assert (found.since, found.others) == (date(2024, 3, 3), 0)
    assert told(found) == [
        ("southmark", 2, [("harbour-handed-over", "hardened", "hardened")]),
        ("coastal-league", 1, [("harbour-handed-over", "shifted", "down")]),
        ("northland", 1, [("harbour-handed-over", "softened", "softened")]),
    ]
    move = found.parties[0].moves[0]
    assert move.before == world.said(2, world.southmark, world.demand)
    assert move.after == world.said(5, world.southmark, world.demand)
    assert [(mover.hardened, mover.softened, mover.shifted) for mover in found.parties] == [
        (1, 0, 0),
        (0, 0, 1),
        (0, 1, 0),
    ]


def test_the_first_stance_is_no_movement_and_neither_is_going_there_and_back(world: World):
    # Until 10 January everybody spoke for the first time; Southmark went from rejecting to reserved and to ruling out.
    assert told(movers(world.negotiation, until=date(2024, 1, 10), days=365)) == []
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
    found = movers(world.negotiation, until=date(2024, 4, 10), days=60)
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
