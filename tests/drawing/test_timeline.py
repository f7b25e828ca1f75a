"""The chart of demands and offers over time."""

from datetime import date

import pytest
from django.test import Client

from positions.actions.nouns import edit, make
from positions.analysis.timeline import Period
from positions.drawing.placing import Scale
from positions.drawing.timeline import LEFT, RIGHT, Chart, draw
from positions.drawing.timeline.events import Event, draw_events
from positions.drawing.timeline.marks import Mark
from positions.models import Negotiation, Talks
from positions.reports.scope import Scope
from positions.reports.timeline import timeline
from positions.reports.timeline.tracks import BY_ISSUE
from tests.world import World

SECOND = date(2024, 2, 14)


def drawn(negotiation: Negotiation, *, silence: int = 365, **asked) -> Chart | None:
    return draw(timeline(Scope(negotiation=negotiation, **asked), by=BY_ISSUE), silence=silence)


def marks(chart: Chart) -> list[Mark]:
    return [mark for group in chart.groups for lane in group.lanes for band in lane.bands for mark in band.marks]


def test_what_stood_before_the_first_day_leads_into_the_chart(world: World) -> None:
    chart = drawn(world.negotiation, since=date(2024, 2, 20), parties=(world.northland,), proposals=(world.demand,))
    assert chart.period.first == date(2024, 2, 20)
    (band,) = chart.groups[0].lanes[0].bands
    assert band.stretches[0].stance == "demands"
    assert band.stretches[0].path.startswith(f"M{chart.x0} ")
    assert chart.x0 < band.marks[0].x


def test_a_mark_says_who_what_when_and_in_which_words(world: World) -> None:
    (mark,) = [mark for mark in marks(drawn(world.negotiation)) if mark.stance == "conditional" and not mark.kind]
    assert mark.title == (
        "Northland would accept if the harbour is on the table (new) – 6 March 2024: "
        "“Northland will come to Port Haven if the harbour is on the table”"
    )
    position = world.said(3, world.northland, world.offer)
    assert mark.address == f"/n/harbour/articles/{position.article_id}/#p-{position.key}"


def test_a_mark_names_the_change_in_words(world: World) -> None:
    (mark,) = [mark for mark in marks(drawn(world.negotiation)) if mark.kind == "condition_changed"]
    assert " (condition changed) – 21 March 2024" in mark.title


def test_drawing_asks_the_database_nothing(world: World, django_assert_num_queries) -> None:
    found = timeline(Scope(negotiation=world.negotiation), by=BY_ISSUE)
    with django_assert_num_queries(0):
        draw(found, silence=365)


def test_every_reading_has_one_mark_in_the_order_of_time(world: World) -> None:
    chart = drawn(world.negotiation)
    assert len(marks(chart)) == 19
    for group in chart.groups:
        for lane in group.lanes:
            for band in lane.bands:
                places = [mark.x for mark in band.marks]
                assert places == sorted(places)
                assert all(0 <= x <= chart.plot for x in places)


def test_a_silence_that_has_run_out_is_a_gap(world: World) -> None:
    def gaps(silence: int) -> int:
        bands = [b for g in drawn(world.negotiation, silence=silence).groups for lane in g.lanes for b in lane.bands]
        return sum(band.gaps.count("M") for band in bands)

    assert gaps(365) == 0
    # Northland's demand is silent for 27 days, the League's for 56.
    assert gaps(40) == 1
    assert gaps(26) > 2


def test_an_accepting_stance_lies_above_a_refusing_one(world: World) -> None:
    by_stance = {mark.stance: mark.y for mark in marks(drawn(world.negotiation))}
    assert by_stance["demands"] < by_stance["supports"] < by_stance["open"] < by_stance["reserved"]
    assert by_stance["reserved"] < by_stance["rejects"] < by_stance["red_line"]
    assert by_stance["declines"] == by_stance["open"]  # off the scale: neither above nor below


def test_an_offer_is_a_line_to_the_day_it_is_for(world: World) -> None:
    chart = drawn(world.negotiation)
    lanes = [lane for group in chart.groups for lane in group.lanes]
    (offer,) = [lane.offer for lane in lanes if lane.offer]
    assert offer.title == "An offer for 20 March 2024, made 14 February 2024"
    assert offer.label == "for 20 March 2024"
    scale = Scale(chart.period, chart.plot, LEFT, RIGHT)
    assert (offer.x, offer.end) == (round(scale.x(SECOND), 1), round(scale.x(date(2024, 3, 20)), 1))


def test_talks_and_agreements_are_marked_in_time(world: World) -> None:
    found = drawn(world.negotiation).events
    assert [(event.kind, event.label) for event in found] == [
        ("held", "Port Haven"),
        ("agreement", "Exchange of prisoners"),
    ]
    assert found[0].title == "Talks, held: First round in Port Haven, Port Haven – 20 March 2024 to 21 March 2024"
    assert found[0].width > 0
    assert found[1].title == "Agreement, implemented: Exchange of prisoners, Port Haven – 1 April 2024"
    assert found[1].x > found[0].x


def test_where_names_crowd_agreements_come_first_then_talks_held_then_the_newest() -> None:
    def event(kind: str, day: date, name: str) -> Event:
        return Event(day, day, kind, name, "", name, name, f"/{name}/")

    week = [date(2024, 3, day) for day in range(1, 6)]
    crowd = [
        *(event("proposed", day, f"Proposal of day {day.day}") for day in week),
        event("held", week[0], "Round one"),
        event("held", week[1], "Round two"),
        event("agreement", week[3], "The agreement"),
    ]
    in_time = sorted(crowd, key=lambda each: each.first)
    drawn, _ = draw_events(in_time, Scale(Period(date(2020, 1, 1), date(2026, 1, 1)), 1052, LEFT, RIGHT))
    named = {one.label: one.y for one in drawn if one.label}
    assert set(named) == {"The agreement", "Round two", "Round one", "Proposal of day 5"}
    # Next to the axis lies what has no name; above it who came first.
    assert max(named, key=named.__getitem__) == "The agreement"
    (rest,) = [one for one in drawn if one.count > 1]
    assert rest.count == 4


@pytest.mark.parametrize("status", [status for status in Talks.Status if status != "held"])
def test_talks_that_were_not_held_say_so(world: World, status: str) -> None:
    talks = world.held_talks
    edit(instance=talks, values={"status": status}, version=talks.version, user=world.people.analyst)
    event = drawn(world.negotiation).events[0]
    assert (event.kind, event.label) == (status, f"Port Haven, {status}")


def test_one_reading_makes_a_chart(world: World) -> None:
    chart = drawn(world.river)
    assert len(marks(chart)) == 1
    assert chart.period.days == 28


def test_without_rows_there_is_no_chart(world: World) -> None:
    assert drawn(world.negotiation, since=date(2025, 1, 1)) is None


def test_events_of_one_day_that_crowd_lead_to_the_list_where_each_is_reached(world: World, client: Client) -> None:
    day, venue = date(2024, 3, 20), world.held_talks.venue
    for number in range(7):
        make(
            noun=Talks,
            negotiation=world.negotiation,
            values={"title": f"Side talks {number}", "venue": venue, "starts_on": day, "status": "held"},
            user=world.people.analyst,
        )
    chart = drawn(world.negotiation)
    (several,) = [event for event in chart.events if event.count > 1]
    assert several.is_one_day
    assert [event.first for event in chart.happened].count(day) == 8
    page = client.get("/n/harbour/timeline/").content.decode()
    assert '<a href="#happened-2024-03-20" class="timeline-event" data-kind="several">' in page
    listed = page[page.index('<div id="happened-2024-03-20">') :].partition("</div>")[0]
    assert all(f">Side talks {number}</a>" in listed for number in range(7))
    file = client.get("/n/harbour/timeline.svg?type=demand").content.decode()
    assert "http://testserver/n/harbour/timeline/?type=demand#happened-2024-03-20" in file
