"""The timeline in quick hands: who asks for one thing after the other, before the first is here, sees the last."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import QUIET
from tests.browser.timeline_page import asked, chart, days, point, seen, wait_for_another, whole, zoom_in
from tests.world import World


@pytest.fixture
def timeline(world: World) -> str:
    return reverse("timeline", args=["harbour"])


def hold(page: Page) -> Callable[[int], list[Route]]:
    """Keep back what is asked for from now on. The answer waits until there are so many requests."""
    kept: list[Route] = []
    page.route("**/timeline/?**", lambda route: kept.append(route))  # noqa: PLW0108 (the library marks what it calls)

    def wait(number: int) -> list[Route]:
        while len(kept) < number:
            page.wait_for_timeout(20)
        return kept

    return wait


def answer(page: Page, *routes: Route) -> None:
    """In this order, each when the one before has been dealt with."""
    for route in routes:
        with page.expect_response(route.request.url) as waiting:
            route.continue_()
        waiting.value.finished()
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    page.wait_for_function(QUIET)


def wheel_over_the_axis(page: Page) -> None:
    page.mouse.move(*point(page, 0.5, in_what=".timeline-head"))
    page.mouse.wheel(0, -200)


@pytest.mark.parametrize("first", [0, 1])
def test_a_filter_and_a_period_asked_for_at_once_are_both_shown(page: Page, timeline: str, first: int) -> None:
    zoom_in(page, timeline)
    held = hold(page)
    page.get_by_label("Grouped by").select_option("party")
    held(1)
    wheel_over_the_axis(page)
    routes = held(2)
    answer(page, routes[first], routes[1 - first])
    expect(page.locator(".timeline-group-title").first).to_have_text("Northland")
    assert page.url == routes[1].request.url
    assert asked(page)["by"] == "party"
    assert asked(page)["since"] == seen(page)[0].isoformat() > "2024-02-01"
    expect(page.locator("form[data-filters] [name='since']")).to_have_value(asked(page)["since"])


def test_a_filter_chosen_while_a_period_is_fetched_asks_for_that_period(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    held = hold(page)
    wheel_over_the_axis(page)
    held(1)
    page.get_by_label("Grouped by").select_option("party")
    routes = held(2)
    answer(page, *routes)
    assert page.url == routes[1].request.url
    assert asked(page)["since"] == seen(page)[0].isoformat() > "2024-02-01"


def test_of_two_links_the_last_is_followed(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    held = hold(page)
    page.locator("#time-earlier").click()
    page.locator("#time-closer").click()
    routes = held(2)
    answer(page, *routes)
    assert page.url == routes[1].request.url
    assert asked(page)["since"] == seen(page)[0].isoformat()


def test_back_gives_up_what_is_still_to_come(page: Page, timeline: str) -> None:
    page.goto(timeline)
    address = page.url
    page.locator("[data-time-step='closer']").click()
    wait_for_another(page, address)
    held = hold(page)
    wheel_over_the_axis(page)
    routes = held(1)
    page.go_back()
    expect(chart(page)).to_have_attribute("data-first", whole(page)[0].isoformat())
    answer(page, routes[0])
    assert page.url == address
    assert seen(page) == whole(page)


def test_a_key_pressed_again_goes_on_from_there(page: Page, timeline: str) -> None:
    page.goto(timeline)
    address, everything = page.url, days(seen(page))
    chart(page).focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    wait_for_another(page, address)
    assert days(seen(page)) == everything // 2 // 2


# Hands that let go, or are light


def test_what_was_let_go_elsewhere_is_not_dragged_on(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    shown = page.locator("[data-time-seen]").inner_text()
    x, y = point(page, 0.1)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 150)
    page.mouse.up()
    page.mouse.move(x, y)
    page.mouse.move(x + 60, y, steps=4)
    expect(page.locator("[data-dragging]")).to_have_count(0)
    assert page.locator("[data-time-seen]").inner_text() == shown


def test_escape_gives_up_what_is_drawn_across_the_strip(page: Page, timeline: str) -> None:
    page.goto(timeline)
    address, shown = page.url, page.locator("[data-time-seen]").inner_text()
    page.mouse.move(*point(page, 0.3))
    page.mouse.down()
    page.mouse.move(*point(page, 0.6), steps=4)
    expect(page.locator("[data-moving]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-moving]")).to_have_count(0)
    page.mouse.up()
    assert (page.url, page.locator("[data-time-seen]").inner_text()) == (address, shown)


def test_a_wheel_turned_by_less_than_a_day_counts(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    before, address = seen(page), page.url
    page.mouse.move(*point(page, 0.5, in_what=".timeline-head"))
    for _ in range(60):
        page.mouse.wheel(0, -3)
    wait_for_another(page, address)
    assert days(seen(page)) < days(before)


def test_one_finger_drags_a_chart_that_fits(open_browser: Callable[..., Page], timeline: str) -> None:
    page = open_browser(None, width=1366, has_touch=True, is_mobile=True)
    zoom_in(page, timeline)
    before, address = seen(page), page.url
    x, y = point(page, 0.6, in_what=".timeline-head")
    devtools = page.context.new_cdp_session(page)
    for kind, places in (("touchStart", [0]), ("touchMove", range(-10, -160, -10)), ("touchEnd", [])):
        for place in places or [None]:
            points = [] if place is None else [{"x": x + place, "y": y + 20}]
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    wait_for_another(page, address)
    assert seen(page)[0] > before[0]
    assert days(seen(page)) == days(before)


def test_closer_never_looks_wider(page: Page, timeline: str) -> None:
    zoom_in(page, timeline, "2024-02-14", "2024-02-16")
    assert seen(page)[1] - seen(page)[0] == timedelta(days=2)
    address, shown = page.url, page.locator("[data-time-seen]").inner_text()
    assert page.locator("[data-time-step='closer'][href]").count() == 0
    wheel_over_the_axis(page)
    page.wait_for_timeout(400)  # longer than the pause after which a choice is made
    assert (page.url, page.locator("[data-time-seen]").inner_text()) == (address, shown)
