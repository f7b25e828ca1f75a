"""What the tools over the text say when the server does not do what they ask for."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from positions.models import Position
from tests.browser.conftest import Complaints
from tests.browser.desk import open_article, sign_in_elsewhere
from tests.world import World, say


@pytest.fixture
def position(world: World) -> Position:
    """The analyst's last step, to be undone."""
    article = world.articles[0]
    return say(article, world.people.analyst, article.text[:9], world.league, world.offer, "open")


def says(page: Page, words: str) -> None:
    expect(page.locator("#toolbar-problem")).to_contain_text(words)
    expect(page.locator("#toolbar-problem")).to_be_visible()
    expect(page.locator("#announcement")).to_contain_text(words)
    expect(page.locator("[data-article-text]")).to_be_visible()


@pytest.mark.parametrize("tool", ["#undo", "#state-done"])
def test_whoever_is_signed_out_is_told(
    analyst_page: Page, world: World, position: Position, complaints: Complaints, tool: str
) -> None:
    complaints.expected(401)
    open_article(analyst_page, world.articles[0])
    Session.objects.all().delete()
    analyst_page.locator(tool).click()
    says(analyst_page, "You are signed out, so nothing was changed.")
    expect(analyst_page.locator("#toolbar-problem a")).to_have_attribute("target", "_blank")


def fail(route: Route) -> None:
    route.fulfill(status=502, body="<h1>Bad gateway</h1>")


def lose(route: Route) -> None:
    route.abort("connectionrefused")


def hang(route: Route) -> None:
    """Never answer."""


TROUBLE = [
    (fail, "The server failed, and nothing was changed."),
    (lose, "The server cannot be reached, so nothing was changed."),
    (hang, "This may or may not have been done"),
]


@pytest.mark.parametrize(("trouble", "words"), TROUBLE)
@pytest.mark.parametrize(("tool", "address"), [("#undo", "**/undo/"), ("#state-done", "**/state/")])
def test_an_undo_that_fails_is_told_and_works_afterwards(
    analyst_page: Page,
    world: World,
    position: Position,
    complaints: Complaints,
    trouble: Callable[[Route], None],
    words: str,
    tool: str,
    address: str,
) -> None:
    page = analyst_page
    complaints.expected(502)
    open_article(page, world.articles[0])
    page.evaluate("htmx.config.timeout = 500")
    page.route(address, trouble)
    page.locator(tool).click()
    says(page, words)
    page.evaluate("htmx.config.timeout = 30000")
    page.unroute(address)
    page.locator(tool).click()
    expect(page.locator("#toolbar-problem")).to_have_count(0)
    if tool == "#undo":
        expect(page.locator("#toolbar .message")).to_contain_text("Undone")
    else:
        expect(page.locator("#state-done")).to_have_attribute("aria-pressed", "true")
    complaints[:] = [said for said in complaints if "ERR_CONNECTION_REFUSED" not in said and "htmx:" not in said]


@pytest.mark.parametrize("tool", ["#undo", "#state-done"])
def test_with_the_token_of_before_it_is_done_all_the_same(
    analyst_page: Page, world: World, position: Position, complaints: Complaints, tool: str
) -> None:
    complaints.expected(403)
    open_article(analyst_page, world.articles[0])
    sign_in_elsewhere(analyst_page, world.people.analyst)
    analyst_page.locator(tool).click()
    if tool == "#undo":
        expect(analyst_page.locator("#toolbar .message")).to_contain_text("Undone")
    else:
        expect(analyst_page.locator("#state-done")).to_have_attribute("aria-pressed", "true")


def test_nothing_is_undone_for_whoever_else_signed_in(
    analyst_page: Page, world: World, position: Position, complaints: Complaints
) -> None:
    complaints.expected(403)
    open_article(analyst_page, world.articles[0])
    sign_in_elsewhere(analyst_page, world.people.editor)
    analyst_page.locator("#undo").click()
    says(analyst_page, "You are signed in as editor now")
    assert Position.objects.filter(pk=position.pk).exists()
