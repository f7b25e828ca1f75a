"""The page of the timeline as browser tests read it and take hold of it."""

from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import QUIET


def chart(page: Page) -> Locator:
    return page.locator(".timeline[data-first]")


def seen(page: Page) -> tuple[date, date]:
    found = chart(page)
    return tuple(date.fromisoformat(found.get_attribute(f"data-{end}") or "") for end in ("first", "last"))


def whole(page: Page) -> tuple[date, date]:
    found = chart(page)
    return tuple(date.fromisoformat(found.get_attribute(f"data-{end}") or "") for end in ("start", "end"))


def asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def days(period: tuple[date, date]) -> int:
    return (period[1] - period[0]).days


def box(found: Locator) -> dict[str, float]:
    found.scroll_into_view_if_needed()
    room = found.bounding_box()
    assert room
    return room


def point(page: Page, share: float, *, in_what: str = "[data-time-strip]") -> tuple[float, float]:
    """At that share of its width, in the middle of its height."""
    room = box(page.locator(in_what).first)
    return room["x"] + share * room["width"], room["y"] + min(room["height"] / 2, 18)


def wait_for_another(page: Page, address: str) -> None:
    page.wait_for_function(
        "address => location.href !== address && !document.querySelector('[data-moving]')", arg=address
    )
    page.wait_for_function("() => document.querySelector('.time-pane')")
    page.wait_for_function(QUIET)


def zoom_in(page: Page, timeline: str, since: str = "2024-02-01", until: str = "2024-03-15") -> None:
    page.goto(f"{timeline}?since={since}&until={until}")
    expect(page.locator(".time-pane")).to_be_attached()


def fingers(page: Page) -> Callable[..., None]:
    """Touches so many pixels right of a point in the chart, one for each finger."""
    room = box(chart(page))
    x, y = room["x"] + 220, max(room["y"], 0) + 150
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, *places: float) -> None:
        points = [{"x": x + place, "y": y, "id": number} for number, place in enumerate(places)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch
