"""Filtering in a real browser: panels open, count, narrow the rows and get out of the way."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.world import PASSWORD, World


def test_ticking_a_kind_narrows_the_changes_and_the_panel_closes(
    page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    page.goto(reverse("change-list", args=["harbour"]))
    panel = page.locator("details.filter", has_text="Kind of change")
    panel.locator("summary").click()
    softened = page.get_by_role("checkbox", name="softened", include_hidden=True)
    softened.check()
    settle(page)
    expect(page.locator(".move")).to_have_count(2)
    expect(panel.locator(".filter-count")).to_have_text("(1)")
    assert "kind=softened" in page.url
    page.get_by_role("heading", name="Changes", exact=True).click()
    expect(panel).not_to_have_attribute("open", "")
    page.go_back()
    settle(page)
    expect(page.locator(".move")).to_have_count(19)
    expect(softened).not_to_be_checked()
    expect(panel.locator(".filter-count")).to_have_text("")
    page.go_forward()
    expect(softened).to_be_checked()
    expect(panel.locator(".filter-count")).to_have_text("(1)")


def test_escape_closes_a_panel_and_returns_to_its_name(page: Page, world: World) -> None:
    page.goto(reverse("change-list", args=["harbour"]))
    summary = page.locator("details.filter summary", has_text="Party")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Coastal League")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Coastal League")).to_be_hidden()
    expect(summary).to_be_focused()


def test_filters_work_without_javascript(open_browser: Callable[..., Page], world: World) -> None:
    page = open_browser(None, java_script_enabled=False)
    page.goto(reverse("change-list", args=["harbour"]))
    page.locator("details.filter summary", has_text="Kind of change").click()
    page.get_by_label("reversed").check()
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".move")).to_have_count(1)
    expect(page.locator("details.filter", has_text="Kind of change").locator(".filter-count")).to_have_text("(1)")


def test_signing_in_leads_back_to_what_was_filtered(page: Page, world: World, settle: Callable[[Page], None]) -> None:
    changes = reverse("change-list", args=["harbour"])
    page.goto(changes)
    page.locator("details.filter summary", has_text="Kind of change").click()
    page.get_by_role("checkbox", name="softened").check()
    settle(page)
    page.get_by_role("checkbox", name="reversed").check()
    settle(page)
    link = page.get_by_role("link", name="Sign in")
    link.focus()
    address = urlsplit(page.url)
    assert parse_qs(address.query)["kind"] == ["softened", "reversed"]
    assert parse_qs(urlsplit(link.get_attribute("href")).query)["next"] == [f"{changes}?{address.query}"]
    page.go_back()
    settle(page)
    expect(page.locator(".move")).to_have_count(2)
    before = page.url
    link.click()
    page.get_by_label("Username").fill("reader")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(before)
    assert parse_qs(urlsplit(before).query)["kind"] == ["softened"]
    expect(page.locator(".move")).to_have_count(2)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_panel_that_scrolls_ends_within_a_choice(open_browser: Callable[..., Page], world: World, width: int) -> None:
    page = open_browser(None, width=width)
    page.goto(reverse("change-list", args=["harbour"]))
    panel = page.locator("details.filter", has_text="Kind of change")
    panel.locator("summary").click()
    cut = panel.locator(".filter-panel").evaluate("""panel => {
        const end = panel.getBoundingClientRect().top + panel.clientTop + panel.clientHeight;
        const choices = [...panel.querySelectorAll("label")].map(choice => choice.getBoundingClientRect());
        const last = choices.find(choice => choice.top <= end && choice.bottom > end);
        return last ? (end - last.top) / last.height : 0;
    }""")
    assert 0.3 < cut < 0.7
