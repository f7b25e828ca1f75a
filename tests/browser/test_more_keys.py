"""Keys of other keyboards, keys that are the browser's or the panel's, and buttons for those who have none."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import SELECTED, highlighted, open_article, take
from tests.browser.test_guides import article_with
from tests.world import World, say

PRESSED = """([target, values]) => {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...values });
  document.querySelector(target).dispatchEvent(event);
  return event.defaultPrevented;
}"""
TEXT = "[data-article-text]"


def pressed(page: Page, target: str, **values: object) -> bool:
    """Whether the page took a key for itself."""
    return page.evaluate(PRESSED, [target, values])


def test_alt_with_an_arrow_is_the_browsers(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[0])
    page.locator(TEXT).focus()
    for key in ("ArrowLeft", "ArrowRight"):
        before = page.evaluate(SELECTED)
        assert not pressed(page, TEXT, key=key, altKey=True)
        assert page.evaluate(SELECTED) == before
        assert pressed(page, TEXT, key=key, altKey=True, shiftKey=True)
        assert pressed(page, TEXT, key=key)


@pytest.mark.parametrize(
    "values", [{"modifierAltGraph": True}, {"modifierAltGraph": True, "ctrlKey": True, "altKey": True}]
)
def test_a_sign_typed_with_altgr_leads_to_the_next_article(analyst_page: Page, world: World, values: dict) -> None:
    page = analyst_page
    open_article(page, world.articles[0])
    address = page.locator("a[rel=next]").get_attribute("href")
    assert not pressed(page, "body", key="]", ctrlKey=True, altKey=True)
    pressed(page, "body", key="]", **values)
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize(("key", "code"), [("ь", "KeyM"), ("צ", "KeyM"), ("m", "Semicolon")])
def test_a_letter_of_another_script_is_the_key_where_it_stands(
    analyst_page: Page, world: World, key: str, code: str
) -> None:
    page = analyst_page
    open_article(page, article_with(world, "Fog came. Northland wants it."))
    assert pressed(page, "body", key=key, code=code)
    assert page.evaluate(SELECTED) == "Northland"


def test_undo_by_another_script(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, world.articles[0]
    say(article, world.people.analyst, article.text[:9], world.league, world.offer, "open")
    open_article(page, article)
    assert pressed(page, "body", key="я", code="KeyZ", ctrlKey=True)
    expect(page.locator("#toolbar .message")).to_contain_text("Undone")


def test_in_the_panel_the_keys_of_the_page_do_nothing(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, world.articles[0]
    say(article, world.people.analyst, article.text[:9], world.league, world.offer, "open")
    open_article(page, article)
    take(page, "willing to discuss")
    stance = "#panel [name=stance][value=reserved]"
    page.locator(stance).focus()
    for key in "jkcexurmg]":
        assert not pressed(page, stance, key=key), key
    assert not pressed(page, stance, key="z", ctrlKey=True)
    assert highlighted(page, "chosen") == ["willing to discuss"]
    assert pressed(page, stance, key="?")
    expect(page.locator("dialog[open]")).to_be_visible()


def test_buttons_do_what_the_keys_do(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, article_with(world, "Fog came. Northland wants it, and Southmark not."))
    for name in ("Northland", "Southmark"):
        page.get_by_role("button", name="Next name not coded").click()
        assert page.evaluate(SELECTED) == name
        expect(page.locator("#announcement")).to_contain_text(f"“{name}”, a party")
    page.get_by_role("button", name="Code these words").click()
    expect(page.locator("#panel-home[data-open]")).to_be_attached()
    expect(page.locator("#panel [name=quote]")).to_have_value("Southmark")


def test_buttons_stand_there_after_an_undo_too(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, world.articles[0]
    say(article, world.people.analyst, article.text[:9], world.league, world.offer, "open")
    open_article(page, article)
    page.locator("#undo").click()
    expect(page.locator("#toolbar .message")).to_contain_text("Undone")
    expect(page.get_by_role("button", name="Code these words")).to_be_visible()


def test_who_may_only_read_has_no_button_to_code(page: Page, world: World) -> None:
    page.goto(f"/n/harbour/articles/{world.articles[0].pk}/")
    expect(page.locator("[data-help]")).to_be_visible()
    expect(page.locator("[data-take], [data-next-mention]")).to_have_count(0)


def test_words_selected_by_arrows_are_said(analyst_page: Page, world: World) -> None:
    page = analyst_page
    words = "One two three four five six seven eight nine ten eleven twelve thirteen."
    open_article(page, article_with(world, words))
    page.locator(TEXT).focus()
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#announcement")).to_have_text("One two")
    for _ in range(11):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#announcement")).to_have_text(
        "One two three four five six … eight nine ten eleven twelve thirteen"
    )


def test_the_same_words_are_said_again(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, article_with(world, "Nothing is coded here."))
    page.evaluate("""() => {
      window.said = [];
      const line = document.getElementById("announcement");
      new MutationObserver(() => line.textContent && window.said.push(line.textContent))
        .observe(line, { childList: true, characterData: true });
    }""")
    for times in (1, 2):
        page.keyboard.press("j")
        page.wait_for_function(f"() => window.said.length === {times}")
    assert page.evaluate("new Set(window.said).size") == 1
