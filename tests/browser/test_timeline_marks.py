"""The timeline by keys, its cards, its picture, and without a script."""

import re
import struct
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.timeline_page import chart, days, seen, wait_for_another, whole, zoom_in
from tests.world import World


@pytest.fixture
def timeline(world: World) -> str:
    return reverse("timeline", args=["harbour"])


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


def test_the_keys_are_told_and_a_link_and_an_arrow_lead_to_the_marks(page: Page, timeline: str) -> None:
    page.goto(timeline)
    expect(page.locator("#timeline-keys")).to_be_visible()
    expect(chart(page)).to_have_accessible_description(
        "With the chart in focus: + − closer and wider, ← → earlier and later, 0 the whole, ↓ to the marks"
    )
    skip = page.get_by_role("link", name="To the chart")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(chart(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(":is(.timeline-mark, .timeline-event):focus")).to_have_count(1)


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
    described = page.locator("[aria-describedby='timeline-card']")
    expect(described).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".timeline-card")).to_be_hidden()
    expect(described).to_have_count(0)
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
