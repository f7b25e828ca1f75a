"""The slider of the matrix: through the days with articles, back, and on by keys."""

from playwright.sync_api import Page, expect


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
    slider.press("End")  # it still works after going back
    expect(day).to_have_text("2 April 2024")
