"""The timeline under somebody's hands: what is seen is chosen by wheel, mouse, touch and keys; a mark shows its words.

The whole of the Harbour dispute is 10 January to 2 April 2024.
"""

import re
import struct
from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import QUIET, Complaints
from tests.world import World

type_of_settle = Callable[[Page], None]


@pytest.fixture
def timeline(world: World) -> str:
    return reverse("timeline", args=["harbour"])


def chart(page: Page) -> Locator:
    return page.locator(".timeline[data-first]")


def seen(page: Page) -> tuple[date, date]:
    found = chart(page)
    return tuple(date.fromisoformat(found.get_attribute(f"data-{end}") or "") for end in ("first", "last"))


def whole(page: Page) -> tuple[date, date]:
    found = chart(page)
    return tuple(date.fromisoformat(found.get_attribute(f"data-{end}") or "") for end in ("start", "end"))


def asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def days(period: tuple[date, date]) -> int:
    return (period[1] - period[0]).days


def box(found: Locator) -> dict[str, float]:
    found.scroll_into_view_if_needed()
    room = found.bounding_box()
    assert room
    return room


def point(page: Page, share: float, *, in_what: str = "[data-time-strip]") -> tuple[float, float]:
    """At that share of its width, in the middle of its height."""
    room = box(page.locator(in_what).first)
    return room["x"] + share * room["width"], room["y"] + min(room["height"] / 2, 18)


def wait_for_another(page: Page, address: str) -> None:
    page.wait_for_function(
        "address => location.href !== address && !document.querySelector('[data-moving]')", arg=address
    )
    page.wait_for_function("() => document.querySelector('.time-pane')")
    page.wait_for_function(QUIET)


def zoom_in(page: Page, timeline: str, since: str = "2024-02-01", until: str = "2024-03-15") -> None:
    page.goto(f"{timeline}?since={since}&until={until}")
    expect(page.locator(".time-pane")).to_be_attached()


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
    page.mouse.wheel(0, -100)
    page.wait_for_function("() => document.querySelectorAll('[data-time-going]').length === 2")
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


def fingers(page: Page) -> Callable[..., None]:
    """Touches so many pixels right of a point in the chart, one for each finger."""
    room = box(chart(page))
    x, y = room["x"] + 220, max(room["y"], 0) + 150
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, *places: float) -> None:
        points = [{"x": x + place, "y": y, "id": number} for number, place in enumerate(places)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


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


# The keyboard


def test_keys_look_closer_wider_earlier_and_later(page: Page, timeline: str) -> None:
    page.goto(timeline)
    chart(page).focus()
    everything = seen(page)
    for key, holds in (
        ("+", lambda then, now: days(now) == days(then) // 2),
        ("ArrowLeft", lambda then, now: now[0] < then[0] and days(now) == days(then)),
        ("ArrowRight", lambda then, now: now[0] > then[0] and days(now) == days(then)),
        ("Home", lambda then, now: now[0] == everything[0] and days(now) == days(then)),
        ("End", lambda then, now: now[1] == everything[1] and days(now) == days(then)),
        ("-", lambda then, now: days(now) == days(then) * 2 or now == everything),
    ):
        then, address = seen(page), page.url
        page.keyboard.press(key)
        wait_for_another(page, address)
        assert holds(then, seen(page)), key
        expect(chart(page)).to_be_focused()
    page.keyboard.press("+")
    page.wait_for_function("() => location.search.includes('since')")
    page.keyboard.press("0")
    page.wait_for_function("() => !location.search && document.querySelector('.time-pane')")


def test_the_marks_are_one_stop_and_arrows_lead_from_one_to_the_next(page: Page, timeline: str) -> None:
    page.goto(timeline)
    expect(page.locator(":is(.timeline-mark, .timeline-event)[tabindex='0']")).to_have_count(1)
    first = page.locator(".timeline-mark").first
    first.focus()
    band = page.locator(".timeline-band").first.locator(".timeline-mark")
    page.keyboard.press("ArrowRight")
    expect(band.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(band.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".timeline-band").nth(1).locator(".timeline-mark:focus")).to_have_count(1)
    expect(page.locator(":is(.timeline-mark, .timeline-event)[tabindex='0']")).to_have_count(1)
    expect(page.locator(":is(.timeline-mark, .timeline-event)[tabindex='0']")).to_be_focused()


def test_every_mark_can_be_reached_by_arrows(page: Page, timeline: str) -> None:
    page.goto(timeline)
    marks = page.locator(".timeline-mark")
    total = marks.count()
    assert total == 19
    reached = set()
    page.locator(".timeline-mark").first.focus()
    focused = "document.activeElement.getAttribute('href')"
    for _ in range(page.locator(".timeline-band").count()):
        page.keyboard.press("Home")
        while (address := page.evaluate(focused)) not in reached:
            reached.add(address)
            page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    assert len(reached) == total


def test_the_ends_of_the_strip_are_sliders(page: Page, timeline: str) -> None:
    page.goto(timeline)
    address = page.url
    slider = page.get_by_role("slider", name="From")
    slider.focus()
    page.keyboard.press("PageUp")
    wait_for_another(page, address)
    assert seen(page)[0] > whole(page)[0]
    assert seen(page)[1] == whole(page)[1]
    expect(page.get_by_role("slider", name="From")).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", f"{seen(page)[0].day} {seen(page)[0]:%b %Y}")


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


# The card


def test_a_mark_under_the_pointer_shows_its_words(page: Page, world: World, timeline: str) -> None:
    page.goto(timeline)
    position = world.said(3, world.northland, world.offer)
    mark = page.locator(f".timeline-mark[href$='#p-{position.key}']")
    mark.hover()
    card = page.locator(".timeline-card")
    expect(card).to_be_visible()
    for words in (
        "Northland",
        "would accept if",
        "6 Mar 2024",
        "Southmark meets Northland in Port Haven",
        position.quote,
    ):
        expect(card).to_contain_text(words)
    card.hover()  # from the mark to the card it stays
    page.wait_for_timeout(300)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_mark_with_the_focus_shows_its_words_and_enter_opens_them(page: Page, timeline: str) -> None:
    page.goto(timeline)
    page.locator(".timeline-mark").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".timeline-card")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".timeline-card")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/articles/\d+/#p-"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_card_open(
    open_browser: Callable[..., Page], timeline: str, axe: Callable[[Page], list[str]], scheme: str
) -> None:
    page = open_browser(None, color_scheme=scheme)
    zoom_in(page, timeline)
    page.locator(".timeline-mark").first.hover()
    expect(page.locator(".timeline-card")).to_be_visible()
    assert axe(page) == []


# Files, and no script


def test_the_chart_comes_as_png_at_twice_its_size(page: Page, timeline: str) -> None:
    page.goto(timeline)
    width = page.evaluate(
        "async () => { const picture = new Image(); picture.src = location.pathname.replace(/\\/$/, '.svg');"
        " await picture.decode(); return picture.naturalWidth }"
    )
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PNG").click()
    assert waiting.value.suggested_filename == "harbour-timeline.png"
    head = waiting.value.path().read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", head[16:20])[0] == 2 * width


def test_without_javascript_links_lead_to_other_periods(open_browser: Callable[..., Page], timeline: str) -> None:
    page = open_browser(None, java_script_enabled=False)
    page.goto(timeline)
    assert page.locator("[data-time-step='wider'][href]").count() == 0
    page.locator("[data-time-step='closer']").click()
    assert days(seen(page)) == days(whole(page)) // 2
    half = seen(page)
    page.locator("[data-time-step='earlier']").click()
    assert seen(page)[0] < half[0]
    page.locator("[data-time-step='later']").click()
    page.locator("[data-time-step='whole']").click()
    assert seen(page) == whole(page)
    page.locator(".time-part").nth(1).click()
    assert days(seen(page)) < days(whole(page))
    expect(page.get_by_role("button", name="PNG")).to_have_count(0)
