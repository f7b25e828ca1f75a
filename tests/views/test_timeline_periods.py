"""The links of the timeline to other periods."""

from datetime import date

from django.test import Client, RequestFactory
from django.urls import reverse

from positions.analysis.timeline import Period
from positions.views.timeline_periods import StepsInTime, address_of, steps_in_time
from tests.world import World

WHOLE = Period(date(2024, 1, 10), date(2024, 4, 2))
FEBRUARY = Period(date(2024, 2, 1), date(2024, 2, 29))


def steps(world: World, query: str, seen: Period) -> StepsInTime:
    found = steps_in_time(RequestFactory().get(f"/timeline/{query}"), world.negotiation, seen, WHOLE)
    assert found
    return found


def test_a_link_keeps_all_that_is_asked_for_but_the_period() -> None:
    request = RequestFactory().get("/timeline/?party=a&party=b&since=2024-03-01&by=party&until=2024-03-04")
    assert address_of(request, FEBRUARY, WHOLE) == (
        "/timeline/?party=a&party=b&by=party&since=2024-02-01&until=2024-02-29"
    )


def test_an_end_of_the_whole_stays_open() -> None:
    request = RequestFactory().get("/timeline/?since=2024-03-01")
    assert address_of(request, WHOLE, WHOLE) == "/timeline/"
    assert address_of(request, Period(FEBRUARY.first, WHOLE.last), WHOLE) == "/timeline/?since=2024-02-01"
    assert address_of(request, Period(WHOLE.first, FEBRUARY.last), WHOLE) == "/timeline/?until=2024-02-29"


def test_where_there_is_no_more_there_is_no_link(world: World) -> None:
    assert [bool(step.address) for step in steps(world, "", WHOLE).steps] == [False, False, True, False]
    assert all(step.address for step in steps(world, "", FEBRUARY).steps)


def test_shortcuts_longer_than_the_whole_are_left_out(world: World) -> None:
    found = steps(world, "", WHOLE)
    assert [(each.label, each.is_present) for each in found.shortcuts] == [
        ("Whole period", True),
        ("Last 30 days", False),
    ]


def test_without_a_chart_there_are_no_links(world: World) -> None:
    request = RequestFactory().get("/timeline/")
    assert steps_in_time(request, world.negotiation, None, WHOLE) is None
    assert steps_in_time(request, world.negotiation, FEBRUARY, None) is None


def test_every_link_of_the_page_leads_to_what_it_says(world: World, client: Client) -> None:
    page = client.get(reverse("timeline", args=["harbour"]), {"since": "2024-02-01", "until": "2024-02-29"})
    time = page.context["time"]
    assert time.seen == FEBRUARY
    for address in [step.address for step in time.steps] + [part.address for part in time.overview.parts]:
        there = client.get(address).context["time"]
        assert there.seen != time.seen
        assert there.whole == time.whole
