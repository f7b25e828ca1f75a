"""Moving the borders of a passage by mouse and by keys."""

from playwright.sync_api import Page, expect

from positions.actions import coding
from positions.models import Position
from tests.browser.conftest import Complaints
from tests.browser.desk import highlighted, open_article, save
from tests.world import World

# The middle of the last (or first) character of some words in the text.
POINT = """([words, last]) => {
  const walker = document.createTreeWalker(document.querySelector("[data-article-text]"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, last ? at + words.length - 1 : at);
    range.setEnd(walker.currentNode, last ? at + words.length : at + 1);
    const box = range.getBoundingClientRect();
    return [last ? box.right - 1 : box.left + 1, box.top + box.height / 2];
  }
}"""


def passage(world: World) -> Position:
    return world.said(1, world.southmark, world.demand)  # “Southmark rejected the demand”


def focus(page: Page, position: Position) -> None:
    page.locator(f"#p-{position.key}").focus()


def drag(page: Page, border: str, words: str) -> None:
    """Draw a border to the end (or the beginning) of words of the text."""
    box = page.locator(f".border-handle[data-border={border}]").bounding_box()
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    x, y = page.evaluate(POINT, [words, border == "end"])
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + x) / 2, (start[1] + y) / 2)
    page.mouse.move(x, y)


def light(page: Page, position: Position) -> None:
    """As a link to the passage does."""
    page.goto(f"{page.url.partition('#')[0]}#p-{position.key}")
    expect(page.locator(".border-handle[data-border=end]")).to_be_visible()


def requests(page: Page) -> list[str]:
    """What is sent to the server from now on."""
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    return sent


def test_the_end_is_drawn_word_by_word_and_saved_on_letting_go(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    light(page, position)
    drag(page, "end", "Southmark rejecte")
    assert highlighted(page, "borders") == ["Southmark rejected"]
    page.mouse.up()
    expect(page.locator(f"#c-{position.key} blockquote")).to_have_text("Southmark rejected")
    expect(page.locator("#announcement")).to_contain_text("The passage is now “Southmark rejected”.")
    position.refresh_from_db()
    assert position.quote == "Southmark rejected"
    assert position.history.latest().history_change_reason == "moved its borders"
    assert page.locator("[data-article-text]").evaluate("node => node.textContent") == world.articles[0].text
    assert not highlighted(page, "borders")


def test_the_beginning_is_drawn_too_and_again_after_a_save(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    for words in ("rejected the demand", "demand"):
        light(page, position)
        drag(page, "start", words)
        page.mouse.up()
        expect(page.locator(f"#c-{position.key} blockquote")).to_have_text(words)
        expect(page.locator("#announcement")).to_contain_text(f"The passage is now “{words}”.")
        page.evaluate("history.replaceState(null, '', location.pathname)")
    position.refresh_from_db()
    assert (position.quote, position.version) == ("demand", 3)


def test_with_alt_a_border_goes_letter_by_letter(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    light(page, position)
    page.keyboard.down("Alt")
    drag(page, "end", "Southmark rejecte")
    page.mouse.up()
    page.keyboard.up("Alt")
    expect(page.locator(f"#c-{position.key} blockquote")).to_have_text("Southmark rejecte")


def test_escape_while_drawing_puts_it_back(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    light(page, position)
    sent = requests(page)
    drag(page, "end", "Southmark")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("#announcement")).to_have_text("The passage is as it was.")
    page.wait_for_function("() => !CSS.highlights.has('borders')")
    assert not sent


def test_by_keys_the_end_and_the_beginning_go_word_by_word(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    sent = requests(page)
    focus(page, position)
    page.keyboard.press("Shift+ArrowLeft")
    assert highlighted(page, "borders") == ["Southmark rejected the"]
    expect(page.locator("#announcement")).to_contain_text("Ends: … Southmark rejected the.")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+Alt+ArrowRight")
    assert highlighted(page, "borders") == ["rejected"]
    assert not sent
    page.keyboard.press("Enter")
    expect(page.locator(f"#c-{position.key} blockquote")).to_have_text("rejected")
    expect(page.locator(f"#p-{position.key}")).to_be_focused()
    position.refresh_from_db()
    assert (position.quote, position.version) == ("rejected", 2)


def test_by_keys_escape_and_going_elsewhere_leave_it_as_it_was(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    sent = requests(page)
    for leave in ("Escape", "Tab"):
        focus(page, position)
        page.keyboard.press("Shift+ArrowRight")
        assert highlighted(page, "borders") != []
        page.keyboard.press(leave)
        page.wait_for_function("() => !CSS.highlights.has('borders')")
    assert not sent


def test_in_an_open_correction_the_quote_of_the_form_follows(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    page.locator(f"#c-{position.key} a[data-edit]").click()
    expect(page.locator("#panel[data-panel=edit]")).to_be_visible()
    sent = requests(page)
    drag(page, "end", "Southmark rejecte")
    page.mouse.up()
    expect(page.locator("#panel [name=quote]")).to_have_value("Southmark rejected")
    expect(page.locator("#panel [name=end]")).to_have_value(str(position.end - len(" the demand")))
    assert not sent
    save(page)
    expect(page.locator(f"#c-{position.key} blockquote")).to_have_text("Southmark rejected")
    assert [url.rsplit("/", 2)[1] for url in sent] == ["edit"]


def test_borders_that_somebody_else_moved_first_show_both_versions(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(409)
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    coding.move_borders(
        position=position,
        start=position.start,
        end=position.end - 4,
        quote=position.quote[:-4],
        version=1,
        user=world.people.editor,
    )
    focus(page, position)
    page.keyboard.press("Shift+Alt+ArrowRight")
    page.keyboard.press("Enter")
    conflict = page.locator("#panel .conflict")
    expect(conflict).to_be_visible()
    expect(conflict).to_contain_text("rejected the demand")
    expect(page.locator("#panel-home[data-open]")).to_be_attached()
    position.refresh_from_db()
    assert position.version == 2


def test_a_lost_connection_keeps_the_border_until_it_can_be_saved(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    page, position = analyst_page, passage(world)
    open_article(page, world.articles[0])
    focus(page, position)
    page.keyboard.press("Shift+ArrowLeft")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator(".borders-problem")).to_contain_text("The connection is lost, so the border is not saved yet.")
    assert highlighted(page, "borders") == ["Southmark rejected the"]
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(page.locator(f"#c-{position.key} blockquote")).to_have_text("Southmark rejected the")
    expect(page.locator(".borders-problem")).to_have_count(0)
    complaints[:] = [words for words in complaints if "ERR_INTERNET_DISCONNECTED" not in words and "htmx:" not in words]
