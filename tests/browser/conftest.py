"""A real Chromium in front of the live server, where nothing may go wrong unnoticed.

Every page opened here fails its test on a console error, an uncaught exception, a request that
fails or is answered with an error, and a violation of the Content-Security-Policy.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from positions.models import User
from tests.world import World

HERE = Path(__file__).parent
SCREENSHOTS = HERE.parent.parent / "var" / "screenshots"

# Nothing of the browser's own may go out, and nothing but the live server can be reached.
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
TELL_OF_VIOLATIONS = """document.addEventListener("securitypolicyviolation", event =>
    console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`))"""
QUIET = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"

expect.set_options(timeout=20_000)  # a machine that does much at once is slow, not wrong

type_of_opener = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # On a busy machine one of hundreds comes too late. The summary names those that needed a second go.
            item.add_marker(pytest.mark.flaky(reruns=1))


def chromium() -> str | None:
    """The one that CHROMIUM names, or Debian's, best without the windows that nobody sees and every test would open."""
    names = (os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        reason = "no Chromium here: install the package chromium, or name one in CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    # Playwright's event loop runs in this very thread, between our lines, so Django takes us for a
    # coroutine and refuses the database. We are not one: nothing here is awaited.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Complaints(list[str]):
    """What went wrong on the pages of a test.

    A test that provokes an answer such as 422 says so first: `complaints.expected(422)`; and likewise words
    on the console.
    """

    def __init__(self) -> None:
        super().__init__()
        self.allowed: set[int | str] = set()

    def expected(self, *allowed: int | str) -> None:
        self.allowed.update(allowed)

    def listen(self, context: BrowserContext) -> None:
        context.on("console", lambda message: message.type == "error" and self.console(message.text))
        context.on("weberror", lambda error: self.append(f"exception: {error.error}"))
        context.on("requestfailed", lambda request: self.failed(request.url, request.failure or ""))
        context.on("response", lambda response: response.status >= 400 and self.status(response))

    def console(self, text: str) -> None:
        if text.split(",", maxsplit=1)[0] in self.allowed:
            return
        # The same is heard from `response`, with its address.
        if "the server responded with a status of" not in text and "Response Status Error Code" not in text:
            self.append(f"console: {text}")

    def failed(self, url: str, failure: str) -> None:
        # Aborted: the page was left, or a download began.
        if failure != "net::ERR_ABORTED":
            self.append(f"failed: {url} ({failure})")

    def status(self, response) -> None:
        if response.status not in self.allowed:
            self.append(f"{response.status}: {response.request.method} {response.url}")


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def open_browser(browser: Browser, live_server, complaints: Complaints) -> Iterator[type_of_opener]:
    """A new browser window for somebody: `open_browser(world.people.analyst, width=375, color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def open_page(user: User | None = None, *, width: int = 1280, height: int = 900, **options) -> Page:
        viewport = {"width": width, "height": height}
        context = browser.new_context(base_url=live_server.url, viewport=viewport, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        context.add_init_script(TELL_OF_VIOLATIONS)
        complaints.listen(context)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_browser: type_of_opener) -> Page:
    """Somebody who has not signed in, at a wide window."""
    return open_browser()


@pytest.fixture
def analyst_page(open_browser: type_of_opener, world: World) -> Page:
    """The analyst, signed in, at a wide window."""
    return open_browser(world.people.analyst)


@pytest.fixture
def settle() -> Callable[[Page], None]:
    """Wait until the page is loaded and no htmx request is in flight."""

    def wait(page: Page) -> None:
        page.wait_for_load_state("load")
        page.wait_for_function(QUIET)

    return wait


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page, a line each: rule, place, and what to mend."""

    def run(page: Page) -> list[str]:
        page.evaluate(AXE_SCRIPT)  # as the debugger does, past the page's policy
        # Without telling what it found in order, which on a large page takes most of the time.
        found = page.evaluate("async () => (await axe.run({ resultTypes: ['violations'] })).violations")
        return [
            f"{rule['id']}: {' '.join(map(str, node['target']))} – {node.get('failureSummary', rule['help'])}"
            for rule in found
            for node in rule["nodes"]
        ]

    return run
