"""The tools above the text, and the page of a correction, in a real browser."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from positions.models import Deed, Progress
from tests.browser.desk import choose, open_article, page_of, save, take
from tests.world import World, say

TOPS = """() => [...document.querySelectorAll("#toolbar button, #toolbar [data-find]")]
  .filter((tool) => tool.getClientRects().length)
  .map((tool) => Math.round(tool.getBoundingClientRect().top))"""


@pytest.mark.parametrize("state", ["in_progress", "done", "to_read"])
def test_the_state_of_an_article_is_said_without_a_reload(
    analyst_page: Page, world: World, settle: Callable[[Page], None], state: str
) -> None:
    page, article = analyst_page, world.articles[0]
    Progress.objects.filter(article=article).delete()
    open_article(page, article)
    page.locator("[data-find]").fill("harbour")
    for button in min({"in_progress", "done", "to_read"} - {state}), state:
        page.locator(f"#state-{button}").click()
        expect(page.locator(f"#state-{button}")).to_have_attribute("aria-pressed", "true")
        settle(page)
    assert Progress.objects.get(article=article).state == state
    expect(page.locator("#article-state [aria-pressed=true]")).to_have_count(1)
    expect(page.locator(f"#state-{state}")).to_be_focused()
    expect(page.locator("[data-find]")).to_have_value("harbour")
    page.reload()
    expect(page.locator(f"#state-{state}")).to_have_attribute("aria-pressed", "true")


def test_what_was_undone_is_said_beside_tools_that_stay_in_their_line(
    analyst_page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    page, article = analyst_page, world.articles[0]
    Deed.objects.all().delete()
    say(article, world.people.analyst, article.text[:9], world.league, world.offer, "open")
    open_article(page, article)
    expect(page.locator("#redo")).to_have_attribute("aria-disabled", "true")
    style = "node => { const { color, borderStyle } = getComputedStyle(node); return [color, borderStyle]; }"
    off, on = page.locator("#redo").evaluate(style), page.locator("#undo").evaluate(style)
    assert off[0] != on[0]
    assert off[1] != on[1]
    before = page.evaluate(TOPS)
    page.locator("#undo").click()
    expect(page.locator("#toolbar .message")).to_contain_text("Undone: coded Coastal League")
    settle(page)
    assert page.evaluate(TOPS) == before
    assert max(before) - min(before) < 10, before


def test_a_saved_card_is_in_view_and_so_are_its_words(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, world.articles[0]
    page.set_viewport_size({"width": 1280, "height": 500})
    open_article(page, article)
    words = article.text[-12:]
    take(page, words)
    choose(page, party="Coastal League", proposal="Offer: Southmark meets Northland in Port Haven")
    page.locator("#panel [name=stance][value=reserved]").check(force=True)
    save(page)
    expect(page.locator(".card[data-coded]")).to_contain_text(words)
    page.wait_for_function(
        """() => [".card[data-coded]", ".passage-number.just-saved"].every((selector) => {
          const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
          return 0 <= top && top < bottom && bottom <= 500;
        })"""
    )


def test_on_a_narrow_window_nothing_jumps_after_a_save(
    open_browser: Callable[..., Page], world: World, settle: Callable[[Page], None]
) -> None:
    page, article = open_browser(world.people.analyst, width=375, height=700), world.articles[0]
    open_article(page, article)
    take(page, "Southmark rejected the demand")
    choose(page, party="Coastal League", proposal="Offer: Southmark meets Northland in Port Haven")
    page.locator("#panel [name=stance][value=reserved]").check(force=True)
    where = "() => document.querySelector('.block:last-of-type').getBoundingClientRect().top"
    before = page.evaluate(where)
    save(page)
    expect(page.locator(".card")).to_have_count(4)
    settle(page)
    assert abs(page.evaluate(where) - before) < 40  # a number of its own may break a line anew


def test_a_correction_on_a_page_of_its_own_stays_in_its_column_and_can_be_left(
    analyst_page: Page, world: World, axe: Callable[[Page], list[str]]
) -> None:
    page, position = analyst_page, world.said(1, world.southmark, world.demand)
    page.goto(reverse("position-edit", args=["harbour", position.key]))
    expect(page.locator("#panel [data-combobox=party] input")).to_be_visible()
    expect(page.locator(".panel-close")).to_have_count(0)
    assert page.locator("#panel").evaluate("node => getComputedStyle(node).position") == "static"
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_visible()
    page.locator("#panel a[data-cancel]").click()
    page.wait_for_url(f"**{page_of(world.articles[0])}#p-{position.key}")
