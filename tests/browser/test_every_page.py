"""Every page, wide in light and narrow in dark: nothing breaks, nothing sticks out, axe finds nothing.

Leaves a picture of each in var/screenshots, as <page>-<width>-<scheme>.png, to be looked at.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Page

from positions.models import Negotiation, User
from tests.addresses import addresses, general
from tests.browser.conftest import SCREENSHOTS, Complaints
from tests.world import World

pytestmark = pytest.mark.both

SEEDS = Path(__file__).parent.parent.parent / "seeds"
Looks = Sequence[tuple[int, str]]
LOOKS: Looks = ((1280, "light"), (375, "dark"), (320, "light"))  # axe looks at the first two, which pictures are of
STICKING_OUT = """() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return ""
    const wide = [...document.querySelectorAll("body *")].filter(element =>
        element.getBoundingClientRect().right > width + 1 && !element.closest(".table-scroll, pre"))
    return `${document.documentElement.scrollWidth} px wide, because of ` + wide.slice(0, 3).map(element =>
        element.tagName.toLowerCase() + "." + element.className).join(", ")
}"""


def pages(negotiation: Negotiation, *, who: tuple[str, ...] = ("reader", "editor")) -> Iterator[tuple[str, str]]:
    """(name, address) of every page of a negotiation that these may open."""
    for address in addresses(negotiation):
        if address.how == "page" and address.who in who:
            yield str(address), address.url


def pages_outside() -> Iterator[tuple[str, str]]:
    yield from ((str(address), address.url) for address in general() if address.how == "page")
    yield "password-change", "/accounts/password_change/"
    yield "not-found", "/n/nowhere/"


def looked_at(
    page: Page, name: str, url: str, *, looks: Looks, settle: Callable, axe: Callable, complaints: Complaints
) -> list[str]:
    """Open a page and look at it in these widths; returns what is wrong with it.

    The wide page in light and the narrow one in dark have between them every colour and every
    layout. Nothing of this depends on the database, so the second one only opens the page.
    """
    wrong: list[str] = []
    page.goto(url)
    for width, scheme in looks if connection.vendor == "sqlite" else looks[:1]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        settle(page)
        if sticks_out := page.evaluate(STICKING_OUT):
            wrong.append(f"{name} at {width} px: {sticks_out}")
        if connection.vendor == "sqlite" and (width, scheme) in LOOKS[:2]:
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
            wrong += [f"{name} at {width} px, {scheme}: {line}" for line in axe(page)]
    wrong += [f"{name}: {complaint}" for complaint in complaints]
    complaints.clear()
    return wrong


@pytest.fixture
def look(open_browser, settle, axe, complaints) -> Callable:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def at(user: User | None, listed: Iterator[tuple[str, str]], *, prefix: str, looks: Looks = LOOKS) -> list[str]:
        page = open_browser(user)
        return [
            line
            for name, url in listed
            for line in looked_at(
                page, f"{prefix}{name}", url, looks=looks, settle=settle, axe=axe, complaints=complaints
            )
        ]

    return at


def test_every_page_of_the_small_world_is_in_order(world: World, look: Callable) -> None:
    wrong = look(world.people.analyst, pages(world.negotiation), prefix="")
    assert not wrong, "\n".join(wrong)


def test_pages_outside_any_negotiation_are_in_order(world: World, look: Callable, complaints: Complaints) -> None:
    complaints.expected(404)
    wrong = look(world.people.analyst, pages_outside(), prefix="")
    wrong += look(None, iter([("login", "/accounts/login/"), ("visitor", "/"), ("stands", "/n/harbour/")]), prefix="")
    assert not wrong, "\n".join(wrong)


def test_an_empty_negotiation_is_in_order(world: World, look: Callable) -> None:
    empty = Negotiation.objects.create(slug="empty", title="A negotiation of which nothing is known yet")
    wrong = look(world.people.staff, pages(empty, who=("reader",)), prefix="empty-")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("seed", "looks"), [("russia-ukraine", LOOKS), ("iran-nuclear", LOOKS[1:2])])
def test_every_page_to_read_of_an_example_is_in_order(world: World, look: Callable, seed: str, looks: Looks) -> None:
    """The second example has the same kinds of pages, and is looked at where they are narrowest."""
    call_command("load", SEEDS / seed, verbosity=0)
    negotiation = Negotiation.objects.exclude(pk__in=[world.negotiation.pk, world.river.pk]).get()
    wrong = look(world.people.staff, pages(negotiation, who=("reader",)), prefix=f"{seed}-", looks=looks)
    assert not wrong, "\n".join(wrong)
