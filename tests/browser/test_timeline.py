"""The timeline under somebody's hands: what is seen is chosen by wheel, mouse, touch and keys; a mark shows its words.

The whole of the Harbour dispute is 10 January to 2 April 2024.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import QUIET, Complaints
from tests.browser.timeline_page import asked, box, chart, days, fingers, point, seen, wait_for_another, whole, zoom_in
from tests.world import World

type_of_settle = Callable[[Page], None]


@pytest.fixture
def timeline(world: World) -> str:
    return reverse("timeline", args=["harbour"])


# The wheel


def test_the_wheel_with_ctrl_looks_closer_about_the_pointer_and_back_leads_back(page: Page, timeline: str) -> None:
    page.goto(timeline)
    before, address = seen(page), page.url
    x, y = point(page, 0.75, in_what=".timeline-head")
    page.mouse.move(x, y + 40)
    page.keyboard.down("Control")
    for _ in range(3):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    wait_for_another(page, address)
    after = seen(page)
    assert days(after) < days(before)
    assert after[0] - before[0] > before[1] - after[1]  # the pointer is in the second half
    assert asked(page)["since"] == after[0].isoformat()
    page.go_back()
    page.wait_for_url(f"**{timeline}")
    expect(chart(page)).to_have_attribute("data-first", before[0].isoformat())


def test_the_wheel_alone_scrolls_the_page(page: Page, timeline: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(timeline)
    address = page.url
    x, y = point(page, 0.5, in_what=".timeline")
    page.mouse.move(x, y + 200)
    before = page.evaluate("scrollY + document.querySelector('.timeline').scrollTop")
    page.mouse.wheel(0, 200)
    page.wait_for_function("before => scrollY + document.querySelector('.timeline').scrollTop > before", arg=before)
    page.wait_for_timeout(400)  # longer than the pause after which a choice is made
    assert page.url == address
    expect(page.locator("[data-moving]")).to_have_count(0)


def test_over_the_axis_the_wheel_needs_no_key(page: Page, timeline: str) -> None:
    page.goto(timeline)
    before, address = seen(page), page.url
    page.mouse.move(*point(page, 0.5, in_what=".timeline-head"))
    page.mouse.wheel(0, -200)
    wait_for_another(page, address)
    assert days(seen(page)) < days(before)


def test_the_wheel_with_shift_goes_later(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    before, address = seen(page), page.url
    page.mouse.move(*point(page, 0.5, in_what=".timeline-head"))
    page.keyboard.down("Shift")
    page.mouse.wheel(0, 200)
    page.keyboard.up("Shift")
    wait_for_another(page, address)
    after = seen(page)
    assert after[0] > before[0]
    assert days(after) == days(before)


# The mouse


def test_dragging_moves_the_picture_at_once_and_fetches_the_other_days_at_the_end(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    before, address = seen(page), page.url
    x, y = point(page, 0.6, in_what=".timeline-head")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 150, y, steps=5)
    moved = page.locator(".timeline-time").first.get_attribute("transform") or ""
    assert float(re.findall(r"-?[\d.]+", moved)[4]) < -100
    assert page.url == address
    page.mouse.up()
    wait_for_another(page, address)
    assert seen(page)[0] > before[0]
    assert days(seen(page)) == days(before)


def test_a_drag_that_begins_on_a_mark_does_not_open_it(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    address = page.url
    room = box(page.locator(".timeline-mark").first)
    x, y = room["x"] + room["width"] / 2, room["y"] + room["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y, steps=5)
    page.mouse.up()
    wait_for_another(page, address)
    assert urlsplit(page.url).path == timeline


def test_escape_gives_a_drag_up(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    address = page.url
    x, y = point(page, 0.6, in_what=".timeline-head")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 150, y, steps=5)
    expect(page.locator("[data-moving]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-moving]")).to_have_count(0)
    page.mouse.up()
    assert page.url == address


def test_whoever_chooses_anew_meanwhile_gets_the_last_choice(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    page.route("**/timeline/?**", keep)
    page.mouse.move(*point(page, 0.5, in_what=".timeline-head"))
    page.mouse.wheel(0, -200)
    page.wait_for_function("() => document.querySelector('[data-time-going]')")
    with page.expect_request("**/timeline/?**"):
        page.mouse.wheel(0, -100)
    page.wait_for_function("() => document.querySelectorAll('[data-time-going]').length === 2")
    while len(waiting) < 2:
        page.wait_for_timeout(20)
    first, second = waiting
    wanted = parse_qs(urlsplit(second.request.url).query)
    second.continue_()
    page.wait_for_url(second.request.url)
    first.continue_()
    page.wait_for_function(QUIET)
    assert page.url == second.request.url
    assert seen(page)[0].isoformat() == wanted["since"][0]


def test_what_cannot_be_fetched_leaves_the_picture_as_it_was(page: Page, timeline: str, complaints: Complaints) -> None:
    complaints.expected(500, "htmx:afterRequest")
    zoom_in(page, timeline)
    before, address = seen(page), page.url
    page.route("**/timeline/?**", lambda route: route.fulfill(status=500, body="no"))
    page.mouse.move(*point(page, 0.5, in_what=".timeline-head"))
    page.mouse.wheel(0, -200)
    expect(page.locator("[data-time-seen]")).to_contain_text("could not be fetched")
    expect(page.locator("[data-moving]")).to_have_count(0)
    assert (seen(page), page.url) == (before, address)


# Fingers


def test_two_fingers_that_part_look_closer(open_browser: Callable[..., Page], timeline: str) -> None:
    page = open_browser(None, width=375, has_touch=True, is_mobile=True)
    page.goto(timeline)
    before, address = seen(page), page.url
    touch = fingers(page)
    touch("touchStart", -20)
    touch("touchStart", -20, 20)
    for apart in (30, 45, 60):
        touch("touchMove", -apart, apart)
    expect(page.locator("[data-moving]")).to_have_count(1)
    touch("touchEnd")
    wait_for_another(page, address)
    assert days(seen(page)) < days(before) / 2
    assert page.evaluate("visualViewport.scale") == 1


def test_one_finger_scrolls(open_browser: Callable[..., Page], timeline: str) -> None:
    page = open_browser(None, width=375, height=600, has_touch=True, is_mobile=True)
    page.goto(timeline)
    address = page.url
    touch = fingers(page)
    touch("touchStart", 0)
    for step in range(1, 9):
        touch("touchMove", -15 * step)
    touch("touchEnd")
    page.wait_for_function("() => document.querySelector('.timeline').scrollLeft > 50")
    assert page.url == address
    expect(page.locator("[data-moving]")).to_have_count(0)


def test_a_tap_shows_the_words_and_another_opens_them(open_browser: Callable[..., Page], timeline: str) -> None:
    page = open_browser(None, width=375, has_touch=True, is_mobile=True)
    page.goto(timeline)
    mark = page.locator(".timeline-mark").first
    mark.scroll_into_view_if_needed()
    mark.tap()
    expect(page.locator(".timeline-card")).to_be_visible()
    assert urlsplit(page.url).path == timeline
    mark.tap()
    page.wait_for_url("**/articles/**")


# The strip


def test_what_is_drawn_across_the_strip_is_what_is_seen(page: Page, timeline: str) -> None:
    page.goto(timeline)
    address = page.url
    start, end = point(page, 0.3), point(page, 0.6)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()
    wait_for_another(page, address)
    share = (seen(page)[0] - whole(page)[0]).days / days(whole(page))
    assert 0.25 < share < 0.35
    assert 0.25 < days(seen(page)) / days(whole(page)) < 0.35
    assert asked(page) == {"since": seen(page)[0].isoformat(), "until": seen(page)[1].isoformat()}


def test_the_window_of_the_strip_can_be_dragged_and_taken_by_an_end(page: Page, timeline: str) -> None:
    zoom_in(page, timeline)
    before, address = seen(page), page.url
    room = box(page.locator(".time-pane"))
    x, y = room["x"] + room["width"] / 2, room["y"] + 15
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    wait_for_another(page, address)
    after, address = seen(page), page.url
    assert after[0] > before[0]
    assert days(after) == days(before)
    room = box(page.locator(".time-handle[data-end='last']"))
    x, y = room["x"] + room["width"] / 2, room["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y, steps=4)
    page.mouse.up()
    wait_for_another(page, address)
    assert seen(page)[0] == after[0]
    assert seen(page)[1] < after[1]


def test_a_part_of_the_strip_is_a_link_to_its_days(page: Page, timeline: str) -> None:
    page.goto(timeline)
    address = page.url
    part = page.locator(".time-part").nth(2)
    label = box(part.locator("text"))
    page.mouse.click(label["x"] + label["width"] / 2, label["y"] + label["height"] / 2)
    wait_for_another(page, address)
    assert days(seen(page)) < days(whole(page))


# The address, and the filters


def test_filters_ask_for_what_is_seen_and_keep_it(page: Page, timeline: str, settle: type_of_settle) -> None:
    page.goto(timeline)
    address = page.url
    page.locator("[data-time-step='closer']").click()
    wait_for_another(page, address)
    chosen = seen(page)
    since = page.locator("form[data-filters] [name='since']")
    expect(since).to_have_value(chosen[0].isoformat())
    page.get_by_label("Grouped by").select_option("party")
    page.wait_for_function("() => location.search.includes('by=party')")
    settle(page)
    assert seen(page) == chosen
    page.go_back()
    page.wait_for_function("() => !location.search.includes('by=party')")
    expect(chart(page)).to_have_attribute("data-first", chosen[0].isoformat())
    page.go_back()
    page.wait_for_function("() => !location.search")
    expect(page.locator("form[data-filters] [name='since']")).to_have_value("")


def test_whoever_listens_hears_the_new_period(page: Page, timeline: str) -> None:
    page.goto(timeline)
    address = page.url
    page.locator("[data-time-step='closer']").click()
    wait_for_another(page, address)
    first, last = seen(page)
    said = page.locator("main > p[role='status']")
    expect(said).to_have_text(f"{first.day} {first:%b %Y} – {last.day} {last:%b %Y}")
