"""What stands where on paper."""

import pytest
from playwright.sync_api import Page

from tests.browser.timeline_page import box

A4, A3 = 1032, 1497  # the width between the margins of a sheet that lies on its side
A4_UPRIGHT = 680
pytestmark = pytest.mark.usefixtures("world")


def top(page: Page, selector: str) -> float:
    return box(page.locator(selector).first)["y"]


def sheet(page: Page, width: int) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": round(width / 2**0.5)})


@pytest.mark.parametrize("width", [A4, A3])
def test_the_first_sheet_of_the_timeline_explains_the_signs_and_begins_the_chart(page: Page, width: int) -> None:
    page.goto("/n/harbour/timeline/")
    assert top(page, ".timeline") < top(page, ".timeline-legend"), "on a screen the chart comes first"
    sheet(page, width)
    assert top(page, "h1") < top(page, ".timeline-legend") < top(page, ".timeline")
    assert top(page, ".timeline-lane") < 0.6 * width / 2**0.5
    assert not page.locator(".timeline-tools").is_visible()


@pytest.mark.parametrize(
    "card", [".news", ".standing-side > section", ".apart > li", ".issue-standing", ".standing-basis"]
)
def test_no_card_of_the_front_page_is_torn(page: Page, card: str) -> None:
    page.goto("/n/harbour/")
    sheet(page, A4)
    breaks = page.locator(card).evaluate_all("found => found.map(one => getComputedStyle(one).breakInside)")
    assert breaks, "there is none"
    assert set(breaks) == {"avoid"}


def test_the_title_of_a_card_stays_with_what_it_heads(page: Page) -> None:
    page.goto("/n/harbour/")
    sheet(page, A4)
    heads = page.locator(".news header, .section-head, .issue-standing summary")
    assert set(heads.evaluate_all("found => found.map(one => getComputedStyle(one).breakAfter)")) == {"avoid"}


def test_a_chain_of_answers_is_large_enough_to_read_on_paper(page: Page) -> None:
    page.goto("/n/harbour/parties/northland/")
    assert page.locator(".chain").first.is_visible(), "on a screen it is drawn"
    sheet(page, A4_UPRIGHT)
    sizes = page.locator(".chain text, .chain-list *").evaluate_all(
        "found => found.filter(one => one.checkVisibility()).map("
        "one => parseFloat(getComputedStyle(one).fontSize) * (one.getCTM?.().a ?? 1))"
    )
    assert sizes, "nothing is printed"
    assert min(sizes) >= 9  # pixels, some seven points
