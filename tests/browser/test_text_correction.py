"""Correcting a cited text in a real browser: look, apply, find the lost words, and take it back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from positions.models import Article, Position
from tests.browser.conftest import SCREENSHOTS
from tests.world import World

pytestmark = pytest.mark.both

INSERTED = "Correction: an earlier version of this article misquoted two speakers.\n\n"


def corrected(text: str) -> str:
    """One quote moves, one gets a typo mended, one is put in other words."""
    new = INSERTED + text.replace("willing to discuss the harbour’s future", "willing to discuss the port’s future")
    return new.replace("Southmark rejected the demand.", "A government spokesman in Southmark turned it down flatly.")


def picture(page: Page, name: str) -> None:
    folder = Path(SCREENSHOTS)
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_text_is_corrected_its_lost_words_found_and_all_taken_back(
    open_browser, world: World, settle: Callable[[Page], None], axe: Callable[[Page], list[str]], javascript: bool
) -> None:
    article = world.articles[0]
    page = open_browser(world.people.analyst, java_script_enabled=javascript)
    page.goto(reverse("article-edit", args=["harbour", article.pk]))
    page.get_by_role("link", name="Correct the text").click()
    page.get_by_label("Text of the article").fill(corrected(article.text))
    page.get_by_label("Why is it corrected?").fill("the outlet corrected itself")
    page.get_by_role("button", name="See what would become").click()

    expect(page.get_by_role("heading", name="What would become of the 3 positions")).to_be_visible()
    expect(page.locator(".fates li")).to_have_text(
        ["0 stay where they are", "1 moves along", "1 goes to similar words", "1 will wait"]
    )
    expect(page.locator("[data-fate=similar] del")).to_have_text("harbour")
    expect(page.locator("[data-fate=similar] ins")).to_have_text("port")
    assert Article.objects.get(pk=article.pk).text == article.text
    if javascript:
        assert not axe(page)
        picture(page, "text-preview")

    page.get_by_role("button", name="Apply the correction").click()
    expect(page.get_by_role("heading", name="Words to find")).to_be_visible()
    expect(page.locator("li.outcome")).to_have_count(1)
    expect(page.locator("li.outcome")).to_contain_text("Southmark rejected the demand")
    position = world.said(1, world.southmark, world.demand)
    assert position.is_unplaced
    if javascript:
        assert not axe(page)
        picture(page, "text-unplaced")

    page.get_by_role("link", name="Choose other words").click()
    page.get_by_label("Quote").fill("spokesman in Southmark turned it down flatly")
    page.get_by_label("Why is it corrected?").fill("put in other words")
    page.get_by_role("button", name="Save the correction").click()
    page.goto(reverse("article", args=["harbour", article.pk]))
    expect(page.locator(f"mark[data-position='{position.key}']")).to_have_text(
        "spokesman in Southmark turned it down flatly"
    )
    settle(page)
    for _ in range(2):
        page.goto(reverse("article", args=["harbour", article.pk]))
        page.locator("[data-undo] button").click()
        settle(page)
    expect(page.locator(f"mark[data-position='{position.key}']")).to_have_text("Southmark rejected the demand")
    assert Article.objects.get(pk=article.pk).text == article.text
    assert not Position.objects.unplaced().exists()


def test_the_nearest_words_are_taken_with_one_press(analyst_page: Page, world: World) -> None:
    article = world.articles[0]
    page = analyst_page
    page.goto(reverse("article-text", args=["harbour", article.pk]))
    page.get_by_label("Text of the article").fill(
        article.text.replace("Southmark rejected the demand", "Southmark’s government rejects their demand")
    )
    page.get_by_label("Why is it corrected?").fill("misread")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Apply the correction").press("Enter")
    page.get_by_role("button", name="These are the words").first.press("Enter")
    position = world.said(1, world.southmark, world.demand)
    expect(page.locator(f"mark[data-position='{position.key}']").first).to_contain_text("rejects their demand")
    assert page.url.endswith(f"#p-{position.key}")


def test_somebody_who_comes_late_is_shown_what_would_become_now(open_browser, world: World, complaints) -> None:
    complaints.expected(409)
    article = world.articles[0]
    first, second = open_browser(world.people.analyst), open_browser(world.people.editor)
    for page, words in ((first, "First. "), (second, "Second. ")):
        page.goto(reverse("article-text", args=["harbour", article.pk]))
        page.get_by_label("Text of the article").fill(words + article.text)
        page.get_by_label("Why is it corrected?").fill("misread")
        page.get_by_role("button", name="See what would become").click()
    first.get_by_role("button", name="Apply the correction").click()
    second.get_by_role("button", name="Apply the correction").click()
    expect(second.get_by_role("alert")).to_contain_text("Nothing was written.")
    expect(second.locator(".text-diff")).to_contain_text("FirstSecond")
    assert Article.objects.get(pk=article.pk).text.startswith("First. ")
    second.get_by_role("button", name="Apply the correction").click()
    expect(second.locator("[data-article-text]")).to_contain_text("Second. ")
    assert Article.objects.get(pk=article.pk).text == "Second. " + article.text
