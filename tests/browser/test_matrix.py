"""The slider of the matrix: through the days with articles, back, and on by keys."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Complaints
from tests.world import World


def test_the_slider_goes_through_the_articles(analyst_page: Page) -> None:
    page = analyst_page
    page.goto("/n/harbour/matrix/")
    slider = page.get_by_label("Through the articles")
    day = page.locator("#results .matrix-day time")
    expect(slider).to_have_attribute("aria-valuetext", "2 April 2024")
    slider.focus()
    slider.press("Home")
    expect(day).to_have_text("10 January 2024")
    slider.press("ArrowRight")
    expect(day).to_have_text("14 February 2024")
    expect(slider).to_be_focused()
    assert "as_of=2024-02-14" in page.url
    page.go_back()
    expect(day).to_have_text("10 January 2024")
    expect(slider).to_have_attribute("aria-valuetext", "10 January 2024")
    expect(slider).to_have_value("0")
    expect(page.locator("#filter-as_of")).to_have_value("2024-01-10")
    slider.press("End")  # it still works after going back
    expect(day).to_have_text("2 April 2024")


def test_the_slider_stays_under_the_hand_until_its_own_day_is_here(analyst_page: Page) -> None:
    page = analyst_page
    page.goto("/n/harbour/matrix/")
    kept: list[Route] = []
    page.route("**/matrix/?**", lambda route: kept.append(route))  # noqa: PLW0108 (the library marks what it calls)
    slider = page.get_by_label("Through the articles")
    page.evaluate(
        "window.stood = []; document.addEventListener('htmx:afterSettle',"
        " () => setTimeout(() => stood.push(document.querySelector('#matrix-day').value), 20))"
    )
    slider.press("Home")
    while not kept:
        page.wait_for_timeout(20)
    slider.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('#filter-as_of').value === '2024-02-14'")
    kept[0].continue_()
    while len(kept) < 2:
        page.wait_for_timeout(20)
    page.wait_for_function("() => document.querySelector('#results .matrix-day time').dateTime === '2024-01-10'")
    kept[1].continue_()
    expect(page.locator("#results .matrix-day time")).to_have_text("14 February 2024")
    expect(slider).to_have_attribute("aria-valuetext", "14 February 2024")
    page.wait_for_function("() => stood.length === 2")
    assert page.evaluate("stood") == ["1", "1"]


def test_a_day_that_cannot_be_fetched_leaves_the_slider_at_the_matrix(
    analyst_page: Page, complaints: Complaints
) -> None:
    complaints.expected(500, "htmx:afterRequest")
    page = analyst_page
    page.goto("/n/harbour/matrix/")
    page.route("**/matrix/?**", lambda route: route.fulfill(status=500, body="no"))
    slider = page.get_by_label("Through the articles")
    with page.expect_response("**/matrix/?**"):
        slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "2 April 2024")


@pytest.mark.parametrize("parties", [3, 12])
@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 375, "height": 667}])
def test_rows_have_the_height_of_the_window_below_the_names_of_the_parties(
    page: Page, world: World, size: dict[str, int], parties: int
) -> None:
    page.set_viewport_size(size)
    page.goto("/n/harbour/matrix/")
    page.evaluate(
        """parties => {
            const table = document.querySelector(".matrix-table"), body = table.querySelector("tbody");
            for (const row of table.querySelectorAll("tr"))
                for (let more = 3; more < parties; more++) row.append(row.lastElementChild.cloneNode(true));
            for (let more = 0; more < 12; more++) table.append(body.cloneNode(true));
        }""",
        parties,
    )
    page.evaluate("window.scrollTo(0, document.querySelector('.matrix').getBoundingClientRect().top + scrollY)")
    page.evaluate(
        "() => { const box = document.querySelector('.matrix'); box.scrollTop = 300; window.scrollBy(0, 1); }"
    )
    head, box = (page.locator(found).first.bounding_box() for found in (".matrix-table thead th", ".matrix"))
    assert head
    assert box
    shown = min(box["y"] + box["height"], size["height"]) - max(box["y"], 0)
    assert shown > size["height"] * 0.85
    assert -2 <= head["y"] <= size["height"] * 0.1, "the names stay in view"
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    reading = page.get_by_text("Reading it", exact=True)
    expect(page.get_by_text("Evidence fades after three months")).to_be_hidden()
    reading.click()
    expect(page.get_by_text("Evidence fades after three months")).to_be_visible()
