"""The workbench by keyboard: a journey from the door to a coded article, and what every key may and may not do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import SELECTED, open_article, page_of
from tests.browser.test_coding import article_with, select
from tests.world import PASSWORD, World

COUNT = """() => {
  window.presses = 0;
  document.addEventListener("keydown", (event) => {
    if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) window.presses += 1;
  }, true);
}"""


def focus_on(page: Page, selector: str) -> None:
    """Tab until it has the focus."""
    for _ in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_from_the_door_to_a_coded_article_without_a_mouse(
    page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    article = article_with(world, "Yesterday Northland wants the harbour again.")
    page.goto(page_of(article))
    focus_on(page, "a[href*='login']")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Username")).to_be_visible()
    focus_on(page, "[name=username]")
    page.keyboard.type("analyst")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("[data-article-text][tabindex]")).to_be_attached()

    focus_on(page, "[data-article-text]")
    press(page, "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    assert page.evaluate(SELECTED).strip() == "the"
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Quote")).to_have_value("the harbour")
    expect(page.locator('[data-combobox="proposal"] input')).to_be_focused()
    expect(page.locator('[data-combobox="party"] input')).to_have_value("Northland")
    press(page, "Enter", "2", "Enter")
    settle(page)
    expect(page.locator("#panel")).to_be_hidden()
    position = article.positions.get()
    assert (position.quote, position.party, position.proposal) == ("the harbour", world.northland, world.demand)
    assert position.stance == "supports"

    # On from there: the next word, coded with a condition.
    expect(page.locator("[data-article-text]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(SELECTED).strip(" .") == "again"
    page.keyboard.press("c")
    page.keyboard.type("prisoners")
    press(page, "Enter", "3")
    expect(page.get_by_label("Condition", exact=True)).to_be_focused()
    page.keyboard.type("it is safe")
    page.keyboard.press("Enter")
    settle(page)
    assert article.positions.get(proposal=world.counter_offer).condition == "it is safe"

    # Correct the first, remove the second, take both back and do one again.
    press(page, "k", "k")
    expect(page.locator(f"#p-{position.key}")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#panel[data-panel=edit] [name=stance]:checked")).to_be_focused()
    press(page, "7", "Enter")
    settle(page)
    expect(page.locator("#panel")).to_be_hidden()
    position.refresh_from_db()
    assert position.stance == "red_line"
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#panel [name=reason]")).to_be_focused()
    page.keyboard.press("Enter")
    settle(page)
    expect(page.locator(".card")).to_have_count(1)
    page.keyboard.press("u")
    settle(page)
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator("#announcement")).to_contain_text("Undone: removed Northland")
    expect(page.locator("[data-article-text]")).to_be_focused()
    page.keyboard.press("Control+z")
    settle(page)
    expect(page.locator(f"#c-{position.key}")).to_contain_text("accepts")
    position.refresh_from_db()
    assert position.stance == "supports"
    page.keyboard.press("Control+Shift+z")
    settle(page)
    expect(page.locator(f"#c-{position.key}")).to_contain_text("rules out")
    page.keyboard.press("r")
    settle(page)
    expect(page.locator(".card")).to_have_count(1)
    press(page, "[")
    page.wait_for_url(f"**{page_of(world.articles[4])}")


@pytest.mark.parametrize(
    ("words", "keys", "proposal"),
    [
        ("the harbour is handed over", ["Enter", "1", "Enter"], "demand"),
        ("the harbour is handed over", ["1", "Enter"], "demand"),
        ("that is how it shall be", ["p", "r", "i", "Enter", "4", "Enter"], "counter_offer"),
        ("that is how it shall be", ["m", "e", "e", "Enter", "0", "Enter"], "offer"),
    ],
    ids=[
        "the guess is right",
        "the guess is right and the stance comes at once",
        "three letters of it",
        "letters from its middle",
    ],
)
def test_a_position_on_a_known_proposal_takes_at_most_six_keys(
    analyst_page: Page, world: World, settle: Callable[[Page], None], words: str, keys: list[str], proposal: str
) -> None:
    page = analyst_page
    article = article_with(world, "Northland said: the harbour is handed over; that is how it shall be.")
    open_article(page, article)
    select(page, article, words)
    page.evaluate(COUNT)
    press(page, *keys)
    settle(page)
    expect(page.locator("#panel")).to_be_hidden()
    assert page.evaluate("window.presses") <= 6
    position = article.positions.get()
    assert (position.quote, position.party, position.proposal) == (words, world.northland, getattr(world, proposal))


def test_the_proposal_used_last_is_two_arrows_and_an_enter_away(
    analyst_page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    page, article = analyst_page, article_with(world, "Northland says so. Northland says no.")
    open_article(page, article)
    select(page, article, "says so")
    press(page, *"pris", "Enter", "2", "Enter")
    settle(page)
    select(page, article, "says no")
    page.evaluate(COUNT)
    press(page, "ArrowDown", "Enter", "6", "Enter")
    settle(page)
    assert page.evaluate("window.presses") == 4
    assert [position.proposal for position in article.positions.all()] == [world.counter_offer] * 2


def test_no_field_loses_a_key(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, "Northland wants the harbour.")
    keys = "jk][cexurmg/?1234567890"
    open_article(page, article)
    select(page, article, "wants the harbour")
    page.get_by_text("Speaker, attribution").click()
    for field in (
        '[data-combobox="party"] input',
        '[data-combobox="proposal"] input',
        "[name=speaker]",
        "[name=quote]",
        "[name=note]",
    ):
        box = page.locator(f"#panel {field}")
        box.fill("")
        box.focus()
        page.keyboard.type(keys)
        expect(box).to_have_value(keys)
        expect(box).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("[data-find]").focus()
    page.keyboard.type(keys)
    expect(page.locator("[data-find]")).to_have_value(keys)
    assert not article.positions.exists()
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_help_lists_the_keys_and_switches_single_keys_off_for_good(
    analyst_page: Page, world: World, axe: Callable[[Page], list[str]]
) -> None:
    page = analyst_page
    open_article(page, world.articles[0])
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keys")
    expect(help_).to_be_visible()
    for key in ("j", "k", "c", "e", "x", "u", "r", "m", "g", "/", "?", "Escape", "Delete"):
        expect(help_.locator("kbd").get_by_text(key, exact=True).first).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Single letters and signs work as keys").uncheck()
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator(".passage-number.lit")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-article-text][tabindex]")).to_be_attached()
    press(page, "j", "?")
    expect(page.locator(".passage-number.lit")).to_have_count(0)
    expect(help_).to_be_hidden()
    page.get_by_role("button", name="Keys and help").click()
    page.get_by_label("Single letters and signs work as keys").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator(".passage-number").first).to_be_focused()


def test_next_and_previous_passage_stop_at_the_ends_and_say_so(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, world.articles[2]
    numbers = page.locator(".passage-number")
    open_article(page, article)
    for index in range(article.positions.count()):
        page.keyboard.press("j")
        expect(numbers.nth(index)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#announcement")).to_have_text("That was the last passage.")
    page.keyboard.press("k")
    expect(numbers.nth(article.positions.count() - 2)).to_be_focused()


def test_the_next_name_that_is_not_coded_is_selected_to_be_coded(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, "Fog. Norhaven is silent. Fog. Sudmark waits.")
    open_article(page, article)
    page.keyboard.press("m")
    assert page.evaluate(SELECTED) == "Norhaven"
    page.keyboard.press("m")
    assert page.evaluate(SELECTED) == "Sudmark"
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Quote")).to_have_value("Sudmark waits")
    expect(page.locator('[data-combobox="party"] input')).to_have_value("Southmark")


def test_a_reader_goes_through_the_passages_and_changes_nothing(open_browser, world: World) -> None:
    page = open_browser(world.people.reader)
    page.goto(page_of(world.articles[1]))
    page.wait_for_function("!document.querySelector('[data-help]').hidden")
    page.keyboard.press("j")
    expect(page.locator(".passage-number").first).to_be_focused()
    press(page, "e", "x", "c", "u", "Delete")
    expect(page.locator("#panel")).to_have_count(0)
    page.keyboard.press("]")
    page.wait_for_url(f"**{page_of(world.articles[2])}")
