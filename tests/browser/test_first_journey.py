"""From the door to a position's words: sign in, find the negotiation, follow a change to its quote."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.world import PASSWORD, World

pytestmark = pytest.mark.both


def test_an_analyst_signs_in_and_follows_a_change_to_the_words_behind_it(
    page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Username").fill("analyst")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("banner")).to_contain_text("analyst")

    page.get_by_role("link", name=world.negotiation.title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(world.negotiation.title)
    page.get_by_role("navigation", name=world.negotiation.title).get_by_role("link", name="Changes").click()
    settle(page)
    expect(page.locator("#results")).to_contain_text("reversed")

    position = world.said(5, world.southmark, world.counter_offer)
    page.locator(f"a[href$='#p-{position.key}']").first.click()
    expect(page.locator(f"#p-{position.key}")).to_be_visible()
    expect(page.locator("main")).to_contain_text(position.quote)


def test_a_filter_shows_its_results_with_and_without_javascript(
    open_browser: Callable[..., Page], world: World, settle: Callable[[Page], None]
) -> None:
    texts = []
    for javascript in (True, False):
        page = open_browser(java_script_enabled=javascript)
        page.goto("/n/harbour/changes/?party=southmark")
        if javascript:
            settle(page)
        results = page.locator("#results")
        expect(results).to_contain_text("Southmark")
        texts.append(results.inner_text())
    assert texts[0] == texts[1]
    assert "reversed" in texts[0]


def test_reading_works_without_javascript_and_the_policy_lets_htmx_in(
    open_browser: Callable[..., Page], world: World
) -> None:
    with_it, without = open_browser(), open_browser(java_script_enabled=False)
    for page in (with_it, without):
        page.goto("/n/harbour/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Harbour dispute")
    assert with_it.evaluate("typeof htmx.version") == "string"
