"""A day's work without JavaScript: from signing in to an article that is done, by links and forms alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from positions.models import Article, Progress, Proposal
from tests.world import PASSWORD, World

pytestmark = pytest.mark.both

TEXT = """
The fog came in on Monday. 🕊 “The harbour must be handed over,” Northland’s minister said.\r
\r
Southmark’s president: “The harbour must be handed over? Never.” The League wants the lighthouse lit.
"""
WORDS = "The harbour must be handed over"


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill_in(page: Page, quote: str, party: str, proposal: str, stance: str) -> None:
    page.get_by_label("Quote").fill(quote)
    page.get_by_label("Party *", exact=True).select_option(label=party)
    page.get_by_label("Demand or offer").select_option(label=proposal)
    page.locator(f'[name="stance"][value="{stance}"]').check()


def test_an_article_is_added_coded_corrected_and_done_without_javascript(
    open_browser: Callable[..., Page], world: World, complaints
) -> None:
    complaints.expected(422)
    page = open_browser(java_script_enabled=False)

    page.goto("/n/harbour/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Username").fill("analyst")
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Sign in")

    # An article
    page.get_by_role("navigation", name="Harbour dispute").get_by_role("link", name="Articles").click()
    page.get_by_role("link", name="Add an article").first.click()
    page.get_by_label("Title").fill("Fog over the harbour")
    page.get_by_label("Published on").fill("2024-05-01")
    page.get_by_label("Source", exact=True).select_option(label="Daily Ledger")
    page.get_by_label("Text").fill(TEXT)
    button(page, "Add the article")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fog over the harbour")
    article = Article.objects.get(title="Fog over the harbour")
    assert article.text.strip() == TEXT.replace("\r\n", "\n").strip()
    address = page.url
    expect(page.get_by_text("Nothing is marked in this article yet.")).to_be_visible()

    # Words that occur twice
    fill_in(page, WORDS, "Southmark", "Demand: Southmark hands over the harbour", "red_line")
    button(page, "Record the position")
    expect(page.get_by_text("These words occur 2 times. Choose which are meant.")).to_be_visible()
    expect(page.get_by_label("Quote")).to_have_value(WORDS)
    assert not article.positions.exists()
    places = page.get_by_role("group", name="Which of them?")
    expect(places.get_by_role("radio")).to_have_count(2)
    places.get_by_label("Southmark’s president").check()
    button(page, "Record the position")
    position = article.positions.get()
    assert (position.quote, position.start) == (WORDS, article.text.rindex(WORDS))
    assert page.url == f"{address}#p-{position.key}"
    assert page.locator(f"mark[data-position='{position.key}']").all_text_contents() == [WORDS]

    # Corrected, with the reason that is offered
    card = page.locator(f"#c-{position.key}")
    card.get_by_role("link", name="Correct").click()
    expect(page.get_by_label("Why is it corrected?")).to_have_value("corrected on reading again")
    page.locator('[name="stance"][value="rejects"]').check()
    button(page, "Save the correction")
    expect(card).to_contain_text("rejects")
    position.refresh_from_db()
    assert (position.stance, position.version) == ("rejects", 2)

    # Removed, and back again, and away again
    card.get_by_role("link", name="Remove").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    button(page, "Remove the position")
    expect(page.locator(".card")).to_have_count(0)
    expect(page.get_by_text("Nothing is marked in this article yet.")).to_be_visible()
    page.locator("[data-undo] button").click()
    expect(page.get_by_text("Undone: removed Southmark")).to_be_visible()
    assert page.url == address
    expect(page.locator(".card")).to_have_count(1)
    assert article.positions.get().stance == "rejects"
    page.locator("[data-undo] button").click()
    expect(page.locator(".card")).to_contain_text("rules out")
    assert article.positions.get().stance == "red_line"
    page.locator("[data-redo] button").click()
    expect(page.locator(".card")).to_contain_text("rejects")
    assert article.positions.get().stance == "rejects"

    # A demand that nobody knew yet
    page.get_by_role("navigation", name="Harbour dispute").get_by_role("link", name="Parties & proposals").click()
    page.get_by_role("navigation", name="Parties, proposals").get_by_role("link", name="Demands").click()
    page.get_by_role("link", name="Add a demand").first.click()
    page.get_by_label("Title").fill("The lighthouse is lit")
    page.get_by_label("Issue", exact=True).select_option(label="Control of the harbour")
    page.get_by_label("Demanded by").select_option(label="Coastal League")
    button(page, "Save")
    assert Proposal.objects.get(title="The lighthouse is lit").proposer == world.league
    page.goto(address)
    fill_in(page, "wants the  lighthouse\nlit", "Coastal League", "Demand: The lighthouse is lit", "conditional")
    button(page, "Record the position")
    expect(page.get_by_text("Say on what condition it would be accepted.")).to_be_visible()
    page.get_by_label("Condition").fill("the fog lifts")
    button(page, "Record the position")
    expect(page.locator(".card")).to_have_count(2)
    assert article.positions.get(proposal__title="The lighthouse is lit").quote == "wants the lighthouse lit"

    # What it changed, and done
    page.get_by_role("link", name="What it changed").click()
    expect(page.locator("main")).to_contain_text("The lighthouse is lit")
    page.goto(address)
    button(page, "done")
    expect(page.get_by_role("button", name="done", exact=True)).to_have_attribute("aria-pressed", "true")
    assert Progress.objects.get(article=article).state == "done"
    page.get_by_role("navigation", name="Harbour dispute").get_by_role("link", name="Articles").click()
    expect(page.get_by_role("listitem").filter(has_text="Fog over the harbour")).to_contain_text("done")
    page.goto(address)
    page.get_by_role("group", name="Your steps").get_by_role("link").click()
    expect(page.get_by_role("listitem").filter(has_text="would accept if… – The lighthouse is lit")).to_have_count(1)
