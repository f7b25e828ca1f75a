"""The harness itself: what must not go unnoticed does not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Complaints
from tests.world import World


@pytest.fixture
def heard(page: Page, complaints: Complaints, world: World) -> Complaints:
    """All that has been heard of a page that is in order."""
    page.goto(f"/n/{world.negotiation.slug}/changes/")
    return complaints


def test_a_console_error_is_heard(page: Page, heard: Complaints) -> None:
    page.evaluate("console.error('something broke')")
    assert heard == ["console: something broke"]
    heard.clear()


def test_an_exception_is_heard(page: Page, heard: Complaints) -> None:
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert "broken" in heard[0]
    heard.clear()


def test_a_missing_file_is_heard_unless_it_was_expected(page: Page, heard: Complaints, live_server) -> None:
    page.evaluate("fetch('/static/nothing.css')")
    assert heard == [f"404: GET {live_server.url}/static/nothing.css"]
    heard.clear()
    heard.expected(404)
    page.evaluate("fetch('/static/nothing.css')")
    assert not heard


def test_what_the_policy_refuses_is_heard(page: Page, heard: Complaints) -> None:
    for what, script in {
        "style": "document.body.setAttribute('style', 'color: red')",
        "script": "document.body.append(Object.assign(document.createElement('script'), {text: 'x = 1'}))",
    }.items():
        with page.expect_console_message(lambda message, what=what: message.text.startswith(f"CSP: {what}-src")):
            page.evaluate(script)
    assert len(heard) >= 2
    heard.clear()


def test_axe_finds_a_picture_without_words(page: Page, heard: Complaints, axe: Callable[[Page], list[str]]) -> None:
    page.evaluate("document.querySelector('main').append(new Image())")
    assert any(line.startswith("image-alt") for line in axe(page))
