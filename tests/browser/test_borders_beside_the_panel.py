"""Moving borders while the panel holds a form: what stands and is typed there is none of its business."""

from playwright.sync_api import Page, expect

from positions.actions import coding
from positions.models import Position
from tests.browser.conftest import Complaints
from tests.browser.desk import choose, highlighted, hold, open_article, save, take
from tests.browser.test_borders import drag, focus, light, passage
from tests.world import World, say

NOTE = "Half a thought"
DRAFTS = "() => Object.keys(localStorage).filter((key) => key.includes('draft'))"


def stay(page: Page) -> None:
    """Remember that this page was not loaded anew."""
    page.evaluate("window.stays = true")


def type_a_note(page: Page) -> None:
    page.locator("#panel details.less-used").evaluate("node => { node.open = true }")
    page.locator("#panel [name=note]").fill(NOTE)


def record(page: Page) -> None:
    choose(page, party="Coastal League", proposal="Offer: Southmark meets Northland in Port Haven")
    page.locator("#panel [name=stance][value=reserved]").check(force=True)
    save(page)


def shorten(page: Page, position: Position, words: str) -> None:
    focus(page, position)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator(f"#c-{position.key} blockquote")).to_have_text(words)
    expect(page.locator("#announcement")).to_contain_text("Saved.")


def test_after_a_border_was_moved_a_passage_is_coded_without_leaving_the_page(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    stay(page)
    shorten(page, position, "Southmark rejected the")
    take(page, "willing to discuss")
    type_a_note(page)
    record(page)
    expect(page.locator(".card")).to_have_count(4)
    expect(page.locator("#panel-home[data-open]")).to_have_count(0)
    assert page.evaluate("window.stays") is True
    page.wait_for_function(f"() => !({DRAFTS})().length")
    expect(page.locator("#draft")).to_have_count(0)


def test_whoever_types_in_the_panel_goes_on_typing(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    light(page, position)
    take(page, "willing to discuss")
    type_a_note(page)
    page.locator("#panel [name=note]").focus()
    page.evaluate("""() => document.addEventListener("focusout", () => { window.blurred = true })""")
    page.locator(f"#p-{position.key}").evaluate("node => node.classList.add('lit')")
    expect(page.locator(".border-handle[data-border=end]")).to_be_visible()
    drag(page, "end", "Southmark rejecte")
    page.mouse.up()
    expect(page.locator(f"#c-{position.key} blockquote")).to_have_text("Southmark rejected")
    expect(page.locator("#announcement")).to_contain_text("Saved.")
    expect(page.locator("#panel [name=note]")).to_be_focused()
    page.keyboard.type("!")
    expect(page.locator("#panel [name=note]")).to_have_value(NOTE + "!")
    assert page.evaluate("window.blurred") is None


def test_after_a_border_was_refused_the_form_for_new_passages_still_saves(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(409)
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    stay(page)
    place = {"start": position.start, "end": position.end, "quote": position.quote, "version": 1}
    values = {"note": "Theirs"}
    coding.revise(position=position, values=values, user=world.people.editor, reason="misread", **place)
    focus(page, position)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .conflict, #panel[data-panel=edit]").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel-home[data-open]")).to_have_count(0)
    take(page, "willing to discuss")
    record(page)
    expect(page.locator(".card")).to_have_count(4)
    assert page.evaluate("window.stays") is True


def test_after_an_undo_borders_are_drawn_and_news_are_said(analyst_page: Page, world: World) -> None:
    article = world.articles[0]
    say(article, world.people.analyst, article.text[:9], world.league, world.offer, "open")
    page, position = analyst_page, passage(world)
    open_article(page, article)
    page.locator("#undo").click()
    expect(page.locator("#toolbar .message")).to_contain_text("Undone")
    expect(page.locator("#news[role=status]")).to_be_attached()
    page.wait_for_function("() => !document.querySelector('.htmx-settling, .htmx-swapping, .htmx-request')")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.locator(f"#p-{position.key}").evaluate("node => node.classList.add('lit')")
    expect(page.locator(".border-handle[data-border=end]")).to_be_visible()


def test_escape_while_a_refusal_is_looked_into_puts_the_border_back(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(403)
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    page.route("**/place/", lambda route: route.fulfill(status=403))
    held = hold(page, page.url)
    focus(page, position)
    page.keyboard.press("Shift+ArrowLeft")
    with page.expect_request(page.url):
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#announcement")).to_have_text("The passage is as it was.")
    with page.expect_response(page.url):
        held[0].continue_()
    page.unroute("**/place/")
    page.unroute(page.url)
    shorten(page, position, "Southmark rejected the")


def test_a_server_that_does_not_answer_is_not_waited_for_for_ever(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected("htmx:afterRequest", "htmx:timeout")
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    assert page.evaluate("htmx.config.timeout") == 30_000
    page.evaluate("htmx.config.timeout = 300")
    page.route("**/place/", lambda route: None)
    focus(page, position)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator(".borders-problem")).to_contain_text("may or may not have been saved")
    assert highlighted(page, "borders") == ["Southmark rejected the"]
    page.unroute("**/place/")
    page.evaluate("htmx.config.timeout = 30000")
    page.keyboard.press("Enter")
    expect(page.locator(f"#c-{position.key} blockquote")).to_have_text("Southmark rejected the")
