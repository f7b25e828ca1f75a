"""The rows of the timeline, its swimlanes and its chart."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.actions.nouns import edit
from positions.models import Talks
from positions.reports import timeline_chart
from positions.reports.scope import Scope
from positions.reports.timeline import BY_ISSUE, BY_PARTY, Standing, events, grouped, standings
from positions.reports.timeline_chart import TimelinePage, page
from positions.reports.timeline_marks import Mark
from tests.crowds import crowd
from tests.world import World

FIRST, SECOND, THIRD, FOURTH, FIFTH = (
    date(2024, 1, 10),
    date(2024, 2, 14),
    date(2024, 3, 6),
    date(2024, 3, 21),
    date(2024, 4, 2),
)


def told(rows: list[Standing]) -> list[tuple[str, str, str]]:
    return [(row.position.stance, row.change.kind, str(row.until or "")) for row in rows]


def of(rows: list[Standing], party: str, proposal: str) -> list[Standing]:
    return [row for row in rows if (row.party.slug, row.proposal.slug) == (party, proposal)]


def drawn(world: World, *, by: str = BY_ISSUE, silence: int = 365, **asked) -> TimelinePage:
    return page(Scope(negotiation=world.negotiation, **asked), by=by, silence=silence)


def marks(found: TimelinePage) -> list[Mark]:
    return [mark for group in found.chart.groups for lane in group.lanes for band in lane.bands for mark in band.marks]


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
    found = drawn(world)
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
    groups = grouped(rows, scope, by=BY_PARTY)
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


def test_what_stood_before_the_first_day_leads_into_the_chart(world: World) -> None:
    found = drawn(world, since=date(2024, 2, 20), parties=(world.northland,), proposals=(world.demand,))
    assert found.chart.period.first == date(2024, 2, 20)
    (band,) = found.chart.groups[0].lanes[0].bands
    assert band.stretches[0].x < band.marks[0].x
    assert band.stretches[0].stance == "demands"


def test_a_mark_says_who_what_when_and_in_which_words(world: World) -> None:
    (mark,) = [mark for mark in marks(drawn(world)) if mark.stance == "conditional" and mark.kind == "new"]
    assert mark.title == (
        "Northland would accept if the harbour is on the table (new) – 6 March 2024, Northland names its price: "
        "“Northland will come to Port Haven if the harbour is on the table”"
    )
    position = world.said(3, world.northland, world.offer)
    assert mark.address == f"/n/harbour/articles/{position.article_id}/#p-{position.key}"


def test_every_reading_has_one_mark_in_the_order_of_time(world: World) -> None:
    found = drawn(world)
    assert len(marks(found)) == found.readings == 19
    for group in found.chart.groups:
        for lane in group.lanes:
            for band in lane.bands:
                places = [mark.x for mark in band.marks]
                assert places == sorted(places)
                assert all(0 <= x <= found.chart.plot for x in places)


def test_a_silence_that_has_run_out_is_a_gap(world: World) -> None:
    def gaps(silence: int) -> int:
        bands = [b for g in drawn(world, silence=silence).chart.groups for lane in g.lanes for b in lane.bands]
        return sum(stretch.is_gap for band in bands for stretch in band.stretches)

    assert gaps(365) == 0
    # Northland's demand is silent for 27 days, the League's for 56.
    assert gaps(40) == 1
    assert gaps(26) > 2


def test_an_accepting_stance_lies_above_a_refusing_one(world: World) -> None:
    by_stance = {mark.stance: mark.y for mark in marks(drawn(world))}
    assert by_stance["demands"] < by_stance["supports"] < by_stance["open"] < by_stance["reserved"]
    assert by_stance["reserved"] < by_stance["rejects"] < by_stance["red_line"]
    assert by_stance["declines"] == by_stance["open"]  # off the scale: neither above nor below


def test_an_offer_is_a_line_to_the_day_it_is_for(world: World) -> None:
    lanes = [lane for group in drawn(world).chart.groups for lane in group.lanes]
    (offer,) = [lane.offer for lane in lanes if lane.offer]
    assert offer.title == "An offer for 20 March 2024"
    chart = drawn(world).chart
    scale = timeline_chart.Scale(chart.period, chart.plot, timeline_chart.INSET)
    assert (offer.x, offer.end) == (round(scale.x(SECOND), 1), round(scale.x(date(2024, 3, 20)), 1))


def test_talks_and_agreements_are_marked_in_time(world: World) -> None:
    found = drawn(world).chart.events
    assert [(event.kind, event.label) for event in found] == [
        ("held", "Port Haven"),
        ("agreement", "Exchange of prisoners"),
    ]
    assert found[0].title == "Talks, held: First round in Port Haven, Port Haven – 20 March 2024 to 21 March 2024"
    assert found[0].width > 0
    assert found[1].title == "Agreement, implemented: Exchange of prisoners, Port Haven – 1 April 2024"
    assert found[1].x > found[0].x


@pytest.mark.parametrize("status", [status for status in Talks.Status if status != "held"])
def test_talks_that_were_not_held_say_so(world: World, status: str) -> None:
    talks = world.held_talks
    edit(instance=talks, values={"status": status}, version=talks.version, user=world.people.analyst)
    event = drawn(world).chart.events[0]
    assert (event.kind, event.label) == (status, f"Port Haven, {status}")


def test_only_talks_of_the_parties_asked_for_are_shown(world: World) -> None:
    found = events(Scope(negotiation=world.negotiation, parties=(world.league,)))
    assert ([talks.key for talks in found.talks], found.agreements) == (["port-haven"], [])


@pytest.mark.parametrize(("kind", "count"), [("demand", 11), ("offer", 8)])
def test_demands_and_offers_can_be_seen_apart(world: World, kind: str, count: int) -> None:
    rows = standings(Scope(negotiation=world.negotiation, proposal_kind=kind))
    assert len(rows) == count
    assert {row.proposal.kind for row in rows} == {kind}


def test_without_rows_there_is_no_chart(world: World) -> None:
    found = drawn(world, since=date(2025, 1, 1))
    assert (found.chart, found.groups, found.readings) == (None, [], 0)


def test_one_reading_makes_a_chart(world: World) -> None:
    found = page(Scope(negotiation=world.river), by=BY_ISSUE, silence=365)
    assert len(marks(found)) == 1
    assert found.chart.period.days == 28


@pytest.mark.both
@pytest.mark.parametrize("since", [None, FIRST])
def test_more_rows_take_no_more_queries(world: World, since: date | None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            drawn(world, since=since)
        return len(found)

    before = queries()
    more = crowd(world, parties=10, articles=20)
    assert drawn(world, since=since).readings == 19 + more
    assert queries() == before
