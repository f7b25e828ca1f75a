"""The rows of the timeline and its swimlanes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.drawing.timeline import draw
from positions.reports.scope import Scope
from positions.reports.timeline import Timeline, timeline
from positions.reports.timeline.rows import Standing
from positions.reports.timeline.rows import standings as each_standing
from positions.reports.timeline.tracks import BY_ISSUE, BY_PARTY
from tests.crowds import crowd
from tests.world import World

FIRST, SECOND, THIRD, FOURTH, FIFTH = (
    date(2024, 1, 10),
    date(2024, 2, 14),
    date(2024, 3, 6),
    date(2024, 3, 21),
    date(2024, 4, 2),
)


def standings(scope: Scope) -> list[Standing]:
    return list(each_standing(scope))


def told(rows: list[Standing]) -> list[tuple[str, str, str]]:
    return [(row.position.stance, row.change.kind, str(row.until or "")) for row in rows]


def of(rows: list[Standing], party: str, proposal: str) -> list[Standing]:
    return [row for row in rows if (row.party.slug, row.proposal.slug) == (party, proposal)]


def test_a_band_tells_every_reading_until_the_next(world: World) -> None:
    rows = standings(Scope(negotiation=world.negotiation))
    assert len(rows) == 19
    assert told(of(rows, "southmark", "harbour-handed-over")) == [
        ("rejects", "new", str(SECOND)),
        ("reserved", "softened", str(THIRD)),
        ("declines", "blurred", str(FOURTH)),
        ("reserved", "clarified", str(FIFTH)),
        ("red_line", "hardened", ""),
    ]


def test_lanes_are_in_the_order_of_issues_and_bands_in_that_of_roles(world: World) -> None:
    found = timeline(Scope(negotiation=world.negotiation), by=BY_ISSUE)
    assert [group.title for group in found.groups] == ["Control of the harbour", "Prisoners"]
    assert [[lane.proposal.slug for lane in group.lanes] for group in found.groups] == [
        ["harbour-handed-over", "talks-in-port-haven"],
        ["prisoners-first"],
    ]
    assert [band.party.name for band in found.groups[0].lanes[0].bands] == [
        "Northland",
        "Southmark",
        "Coastal League",  # the mediator comes after the principals
    ]


def test_by_party_the_same_rows_stand_under_whoever_speaks(world: World) -> None:
    scope = Scope(negotiation=world.negotiation)
    rows = standings(scope)
    groups = timeline(scope, by=BY_PARTY).groups
    assert [(group.title, [lane.proposal.slug for lane in group.lanes]) for group in groups] == [
        ("Northland", ["harbour-handed-over", "talks-in-port-haven", "prisoners-first"]),
        ("Southmark", ["harbour-handed-over", "talks-in-port-haven", "prisoners-first"]),
        ("Coastal League", ["harbour-handed-over"]),
    ]
    shown = [row.position.pk for group in groups for lane in group.lanes for band in lane.bands for row in band.rows]
    assert sorted(shown) == sorted(row.position.pk for row in rows)


def test_from_a_later_day_changes_are_still_measured_against_what_came_before(world: World) -> None:
    every = standings(Scope(negotiation=world.negotiation))
    later = standings(Scope(negotiation=world.negotiation, since=THIRD))
    whole = [row for row in every if row.position.published_on >= THIRD]
    assert [(row.position.pk, row.change.kind, row.until) for row in later] == [
        (row.position.pk, row.change.kind, row.until) for row in whole
    ]
    assert len(later) == 13


def test_until_a_day_nothing_later_is_known(world: World) -> None:
    rows = standings(Scope(negotiation=world.negotiation, until=SECOND))
    assert told(of(rows, "northland", "harbour-handed-over")) == [
        ("demands", "new", str(SECOND)),
        ("demands", "reaffirmed", ""),
    ]


def test_only_talks_of_the_parties_asked_for_are_shown(world: World) -> None:
    found = timeline(Scope(negotiation=world.negotiation, parties=(world.league,)), by=BY_ISSUE).events
    assert ([talks.key for talks in found.talks], found.agreements) == (["port-haven"], [])


@pytest.mark.parametrize(("kind", "count"), [("demand", 11), ("offer", 8)])
def test_demands_and_offers_can_be_seen_apart(world: World, kind: str, count: int) -> None:
    rows = standings(Scope(negotiation=world.negotiation, proposal_kind=kind))
    assert len(rows) == count
    assert {row.proposal.kind for row in rows} == {kind}


def test_without_rows_there_are_no_lanes_and_no_period(world: World) -> None:
    found = timeline(Scope(negotiation=world.negotiation, since=date(2025, 1, 1)), by=BY_ISSUE)
    assert (found.groups, found.rows, found.articles, found.period) == ([], [], 0, None)


@pytest.mark.both
@pytest.mark.parametrize("since", [None, FIRST])
def test_more_rows_take_no_more_queries(world: World, since: date | None) -> None:
    def drawn() -> Timeline:
        found = timeline(Scope(negotiation=world.negotiation, since=since), by=BY_ISSUE)
        draw(found, silence=365)
        return found

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            drawn()
        return len(found)

    before = queries()
    more = crowd(world, parties=10, articles=20)
    assert drawn().readings == 19 + more
    assert queries() == before
