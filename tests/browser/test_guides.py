"""Guides for the eye, and finding words in the text."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from positions.actions.articles import add_article
from positions.models import Article
from tests.browser.desk import SELECTED, find, highlighted, open_article, take
from tests.world import TODAY, World

KINDS = ("party", "proposal", "venue")


def article_with(world: World, text: str) -> Article:
    return add_article(
        negotiation=world.negotiation,
        source=world.ledger,
        title="Fog",
        published_on=date(2024, 5, 1),
        text=text,
        user=world.people.analyst,
        today=TODAY,
    )


def guides(page: Page) -> set[str]:
    names = [f"guide-{kind}{coded}" for kind in KINDS for coded in ("", "-coded")]
    return {f"{name[6:]}: {words}" for name in names for words in highlighted(page, name)}


def test_names_are_marked_by_their_kind_and_those_in_a_passage_apart(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[1])
    found = guides(page)
    assert {"venue-coded: Port Haven", "party: Southmark", "party-coded: Northland", "party: Northland"} <= found


def test_guides_leave_the_text_itself_as_it_is(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[1])
    text = page.locator("[data-article-text]")
    with_guides = text.evaluate("node => node.innerHTML")
    assert guides(page)
    page.locator("[data-guides]").uncheck()
    assert not guides(page)
    assert text.evaluate("node => node.innerHTML") == with_guides
    assert text.evaluate("node => node.textContent") == world.articles[1].text


def test_guides_stay_switched_off_for_whoever_switched_them_off(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[1])
    page.locator("[data-guides]").uncheck()
    page.reload()
    expect(page.locator("[data-guides]")).to_be_visible()
    expect(page.locator("[data-guides]")).not_to_be_checked()
    assert not guides(page)
    page.locator("[data-guides]").check()
    assert guides(page)


def test_names_behind_astral_characters_are_marked_at_their_place(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, article_with(world, "🕊🕊 Northland 𝒘𝒂𝒏𝒕𝒔 🚢 Port Haven.\n\n🇺🇳 Southmark too."))
    assert guides(page) == {"party: Northland", "venue: Port Haven", "party: Southmark"}


def test_the_next_mention_is_one_that_no_passage_covers(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, article_with(world, "Northland spoke. Southmark answered in Port Haven."))
    page.locator("[data-article-text]").focus()
    seen = []
    for _ in range(4):
        page.keyboard.press("m")
        seen.append(page.evaluate(SELECTED))
    assert seen == ["Northland", "Southmark", "Port Haven", "Northland"]
    expect(page.locator("#announcement")).to_have_text(
        "From the beginning again. “Northland”, a party: 1 of 3 in no passage."
    )
    page.keyboard.press("Shift+M")
    assert page.evaluate(SELECTED) == "Port Haven"
    page.keyboard.press("Shift+M")
    assert page.evaluate(SELECTED) == "Southmark"


def test_what_is_coded_is_marked_as_coded_without_a_reload(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, article_with(world, "Northland spoke.\n\nSouthmark answered."))
    assert guides(page) == {"party: Northland", "party: Southmark"}
    take(page, "Northland spoke")
    page.locator("#panel select[name=party]").evaluate("node => { node.value = node.options[1].value }")
    page.locator("#panel select[name=proposal]").evaluate("node => { node.value = node.options[1].value }")
    page.locator("#panel [name=stance][value=supports]").check(force=True)
    page.locator("#panel form button:not([type=button])").first.click()
    expect(page.locator(".card")).to_have_count(1)
    page.wait_for_function("() => CSS.highlights.get('guide-party-coded')?.size === 1")
    assert guides(page) == {"party-coded: Northland", "party: Southmark"}


# Finding


def test_finding_counts_goes_on_and_comes_back_with_the_words_selected(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, article_with(world, "The fog came. The FOG went. 🕊 The fög stays."))
    page.keyboard.press("/")
    expect(page.locator("[data-find]")).to_be_focused()
    page.keyboard.insert_text("fog")
    expect(page.locator("#found")).to_have_text("1 of 3")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("3 of 3")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("1 of 3")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#found")).to_have_text("3 of 3")
    assert highlighted(page, "found") == ["fog", "FOG", "fög"]
    page.keyboard.press("Escape")
    assert page.evaluate(SELECTED) == "fög"
    assert not highlighted(page, "found")
    page.keyboard.press("Enter")
    expect(page.locator("#panel [name=quote]")).to_have_value("fög")


HARD = [
    ("🕊🕊 They want 𝒉𝒂𝒓𝒃𝒐𝒖𝒓 and 🚢 now.", "𝒉𝒂𝒓𝒃𝒐𝒖𝒓 and 🚢", "𝒉𝒂𝒓𝒃𝒐𝒖𝒓 and 🚢"),
    ("🕊 The  ha\u0301rbour\u0308\n\nis theirs.", "the harbour is", "The  ha\u0301rbour\u0308\n\nis"),
    ("Ein “Geständnis”—so heißt es 🚢.", '"gestandnis"-SO', "“Geständnis”—so"),
    ("Київ — проти, йому.", "киів", "Київ"),
    ("a 🇺🇳 b 🇺🇳 c", "b 🇺🇳", "b 🇺🇳"),
    ("The harbour\u0308", "HARBOUR", "harbour\u0308"),
]


@pytest.mark.parametrize(("text", "typed", "words"), HARD)
def test_words_are_found_as_the_text_has_them(
    analyst_page: Page, world: World, text: str, typed: str, words: str
) -> None:
    page, article = analyst_page, article_with(world, text)
    open_article(page, article)
    find(page, typed)
    assert page.evaluate("() => document.getSelection().getRangeAt(0).toString()") == words
    page.keyboard.press("Enter")
    expect(page.locator("#panel [name=start]")).to_have_value(str(article.text.index(words)))
    expect(page.locator("#panel [name=end]")).to_have_value(str(article.text.index(words) + len(words)))


def test_what_is_not_there_is_said(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[0])
    page.locator("[data-find]").fill("submarine")
    expect(page.locator("#found")).to_have_text("not found")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("[data-article-text]")).to_be_focused()
