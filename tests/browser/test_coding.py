"""Coding in a real browser: the words selected are the words recorded; by mouse, and without JavaScript."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from positions.actions.articles import add_article
from positions.models import Article, Position
from tests.browser.desk import open_article, page_of, wait_for_what_was_said
from tests.world import TODAY, World

# Where on the screen the words stand: the edge of their first character and that of their last.
EDGES = """([from, to]) => {
  const article = document.querySelector("[data-article-text]");
  const units = (count) => [...article.textContent].slice(0, count).join("").length;
  const place = (offset) => {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const length = walker.currentNode.data.length;
      if (offset < length) return [walker.currentNode, offset];
      offset -= length;
    }
  };
  const box = (start, end) => {
    const range = document.createRange();
    range.setStart(...place(units(start)));
    const [node, offset] = place(units(end) - 1);
    range.setEnd(node, offset + 1);
    const boxes = [...range.getClientRects()].filter((rect) => rect.width);
    return boxes[0];
  };
  const [first, last] = [box(from, from + 1), box(to - 1, to)];
  const middle = (rect) => rect.top + rect.height / 2;
  const leftward = /\\p{Script=Hebrew}|\\p{Script=Arabic}/u;
  const points = [...article.textContent];
  return [
    leftward.test(points[from]) ? first.right - 1 : first.left + 0.5, middle(first),
    leftward.test(points[to - 1]) ? last.left + 1 : last.right - 0.5, middle(last),
  ];
}"""
TEXTS = {
    "plain words": ("Northland wants the harbour today.", "the harbour"),
    "a dove before them": ("🕊 Northland wants the harbour 🕊 today.", "the harbour"),
    "astral letters in them": ("They want 𝒉𝒂𝒓𝒃𝒐𝒖𝒓 and 🚢 now, they say.", "𝒉𝒂𝒓𝒃𝒐𝒖𝒓 and 🚢 now"),
    "a family joined by nothing visible": ("The 👩‍👩‍👧 wants the harbour.", "wants the harbour"),
    "a flag before them": ("🇺🇳 🇨🇾 Northland wants the harbour.", "Northland wants"),
    "a newline at the start": ("\nNorthland wants the harbour.", "Northland wants"),
    "three newlines at the start": ("\n\n\nNorthland wants the harbour.", "the harbour"),
    "lines that ended in CRLF": ("One.\r\n\r\nNorthland wants the harbour.\r\nThree.", "wants the harbour"),
    "over two paragraphs": ("Northland wants the harbour.\n\nSouthmark does not.", "the harbour.\n\nSouthmark"),
    "combining marks": ("Nórthland ẃants the ha\u0301rbour\u0308 now.", "ẃants the ha\u0301rbour\u0308"),
    "right to left": ("צפון רוצה את הנמל היום.", "רוצה את הנמל"),
    "right to left within left to right": ("He said السلام عليكم and left the room.", "and left"),
    "Cyrillic and dashes": ("Київ — проти, — сказав міністр.", "проти, — сказав"),
    "what looks like HTML": ("They <b>want</b> it &amp; more &lt;soon&gt;.", "<b>want</b> it &amp; more"),
    "the second of two": ("The fog came. The fog went. 🕊 The fog stays.", "fog went"),
    "tabs and runs of spaces": ("Northland\twants   the    harbour  now.", "wants   the    harbour"),
    "a zero-width joiner and a soft hyphen": ("North\u00adland wants\u200d the harbour.", "wants\u200d the"),
}


def article_with(world: World, text: str) -> Article:
    return add_article(
        negotiation=world.negotiation,
        source=world.ledger,
        title="Fog",
        published_on=date(2024, 5, 1),
        text=text,
        user=world.people.analyst,
        today=TODAY,
    )


def edges(page: Page, start: int, end: int) -> list[float]:
    """Where to press and to let go of the mouse, once the text has come to rest."""
    before, found = None, page.evaluate(EDGES, [start, end])
    while found != before:
        page.wait_for_timeout(50)
        before, found = found, page.evaluate(EDGES, [start, end])
    return found


def select_by_mouse(page: Page, start: int, end: int) -> None:
    left, top, right, bottom = edges(page, start, end)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.move(right, bottom)
    page.mouse.up()


def select(page: Page, article: Article, words: str) -> str:
    """Draw the mouse over the words; what the panel then quotes."""
    start = article.text.index(words)
    select_by_mouse(page, start, start + len(words))
    expect(page.locator("#panel-home[data-open]")).to_be_attached()
    return page.get_by_label("Quote").input_value()


def say_who_and_what(page: Page, party: str, proposal: str, stance: str) -> None:
    """Type enough of each to find it, take it, and click on the stance."""
    for name, words in (("party", party), ("proposal", proposal)):
        box = page.locator(f'[data-combobox="{name}"] [role="combobox"]')
        box.fill(words)
        box.press("Enter")
    wait_for_what_was_said(page)
    page.locator(f'#panel [name="stance"][value="{stance}"]').check()


@pytest.mark.parametrize(("text", "words"), TEXTS.values(), ids=TEXTS.keys())
def test_the_words_selected_are_the_words_recorded(
    analyst_page: Page, world: World, settle: Callable[[Page], None], text: str, words: str
) -> None:
    page, article = analyst_page, article_with(world, text)
    open_article(page, article)
    assert page.locator("[data-article-text]").evaluate("node => node.textContent") == article.text
    assert select(page, article, words) == words
    say_who_and_what(page, "Northland", "Southmark hands over the harbour", "demands")
    page.get_by_role("button", name="Record the position").click()
    settle(page)
    expect(page.locator(".card")).to_have_count(1)
    position = article.positions.get()
    assert position.quote == words
    assert position.start == article.text.index(words)
    marked = page.locator(f'mark[data-position="{position.key}"]')
    assert "".join(marked.all_text_contents()) == words
    assert page.locator("[data-article-text]").evaluate("node => node.textContent") == article.text


def test_a_second_passage_within_and_across_the_first_is_recorded_at_its_place(
    analyst_page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    page, article = analyst_page, article_with(world, "🕊 One two three four five six seven.")
    open_article(page, article)
    for words in ("two three four five", "three four", "five six"):
        assert select(page, article, words) == words
        say_who_and_what(page, "Northland", "Southmark hands over the harbour", "demands")
        page.get_by_role("button", name="Record the position").click()
        settle(page)
        expect(page.locator(f'.card:has(.quote:text-is("{words}"))')).to_have_count(1)
    places = [(position.quote, position.start) for position in article.positions.order_by("pk")]
    assert places == [(words, article.text.index(words)) for words in ("two three four five", "three four", "five six")]


def test_white_space_around_the_words_is_left_out(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, "Fog.\n\n  Northland wants it.  \n\nFog again.")
    open_article(page, article)
    start = article.text.index("Northland")
    left, top, *_ = page.evaluate(EDGES, [start, start + 9])
    page.mouse.click(left + 5, top, click_count=3)  # the whole paragraph, with what ends it
    expect(page.get_by_label("Quote")).to_have_value("Northland wants it.")
    place = [page.locator(f"#panel [name={name}]").input_value() for name in ("start", "end")]
    assert place == [str(start), str(start + len("Northland wants it."))]


# It lasts a moment only, which a busy machine may miss.
NOTICE_FLASHES = """() => {
  const look = () => { window.flashed ||= Boolean(document.querySelector("mark.passage.just-saved")) };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


def test_after_saving_the_new_passage_is_lit_and_said_and_the_text_has_the_focus(
    analyst_page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    page, article = analyst_page, article_with(world, "Northland again insisted on the harbour.")
    open_article(page, article)
    select(page, article, "insisted on the harbour")
    say_who_and_what(page, "Southmark", "Southmark hands over the harbour", "red_line")
    loads = page.evaluate("performance.getEntriesByType('navigation').length + (window.stays = 1)")
    page.evaluate(NOTICE_FLASHES)
    page.get_by_role("button", name="Record the position").click()
    page.wait_for_function("() => window.flashed")
    settle(page)
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("[data-article-text]")).to_be_focused()
    expect(page.locator(".card .card-change")).to_contain_text("reaffirmed since 2 April 2024")
    expect(page.locator("#announcement")).to_have_text(
        "Recorded: Southmark: rules out – Southmark hands over the harbour"
    )
    assert page.evaluate("performance.getEntriesByType('navigation').length + window.stays") == loads  # no reload
    expect(page.locator("mark.just-saved")).to_have_count(0)  # for a moment only
    select(page, article, "again")
    expect(page.locator("#panel .message")).to_have_count(0)


def test_what_is_refused_is_kept_and_the_field_to_mend_has_the_focus(
    analyst_page: Page, world: World, settle: Callable[[Page], None], complaints
) -> None:
    complaints.expected(422)
    page, article = analyst_page, article_with(world, "The fog came. The fog went.")
    open_article(page, article)
    select(page, article, "fog went")
    say_who_and_what(page, "Northland", "Southmark hands over the harbour", "conditional")
    page.get_by_role("button", name="Record the position").click()
    settle(page)
    condition = page.get_by_label("Condition", exact=True)
    expect(condition).to_be_focused()
    expect(page.get_by_text("Say on what condition it would be accepted.")).to_be_visible()
    expect(page.get_by_label("Quote")).to_have_value("fog went")
    expect(page.locator('[data-combobox="party"] input')).to_have_value("Northland")
    expect(page.locator("#panel-home[data-open]")).to_be_attached()
    assert not article.positions.exists()
    condition.fill("it clears")
    condition.press("Enter")
    settle(page)
    expect(page.locator("#panel")).to_be_hidden()
    assert article.positions.get().condition == "it clears"


def test_words_typed_over_the_quote_are_looked_for_and_asked_about(
    analyst_page: Page, world: World, settle: Callable[[Page], None], complaints
) -> None:
    complaints.expected(422)
    page, article = analyst_page, article_with(world, "The fog came. The fog went. The fog stays.")
    open_article(page, article)
    select(page, article, "went")
    say_who_and_what(page, "Northland", "Southmark hands over the harbour", "open")
    page.get_by_label("Quote").fill("The fog")
    page.get_by_label("Quote").press("Control+Enter")
    settle(page)
    places = page.get_by_role("group", name="Which of them?").get_by_role("radio")
    expect(places).to_have_count(3)
    expect(places.first).to_be_focused()
    places.last.check()
    page.keyboard.press("Enter")
    settle(page)
    expect(page.locator("#panel")).to_be_hidden()
    assert article.positions.get().start == article.text.rindex("The fog")


def test_without_javascript_the_words_are_pasted_and_asked_for_where_they_occur_twice(
    open_browser, world: World, complaints
) -> None:
    complaints.expected(422)
    article = article_with(world, "\nThe fog came in.\r\n\r\nThen the fog went out; the fog is gone.")
    page = open_browser(world.people.analyst, java_script_enabled=False)
    page.goto(page_of(article))
    page.get_by_label("Quote").fill("the fog")
    form = page.locator("[data-code-form]")
    form.get_by_label("Party *", exact=True).select_option(label="Coastal League")
    form.get_by_label("Demand or offer").select_option(label="Offer: Prisoners are exchanged before any talks")
    form.locator('[name="stance"][value="open"]').check()
    page.get_by_role("button", name="Record the position").click()
    expect(page.get_by_text("These words occur 2 times. Choose which are meant.")).to_be_visible()
    assert not article.positions.exists()
    page.get_by_role("group", name="Which of them?").get_by_role("radio").last.check()
    page.get_by_role("button", name="Record the position").click()
    position = article.positions.get()
    assert position.start == article.text.rindex("the fog")
    assert page.url.endswith(f"{page_of(article)}#p-{position.key}")
    expect(page.locator(".card")).to_contain_text("Coastal League")
    page.get_by_role("link", name="Correct Coastal League on Prisoners").click()
    page.locator('[name="stance"][value="supports"]').check()
    page.get_by_label("Why is it corrected?").fill("They said yes.")
    page.get_by_role("button", name="Save the correction").click()
    position.refresh_from_db()
    assert position.stance == "supports"
    page.get_by_role("link", name="Remove Coastal League on Prisoners").click()
    page.get_by_label("Why is it removed?").fill("They said nothing.")
    page.get_by_role("button", name="Remove the position").click()
    expect(page.get_by_text("Nothing is marked in this article yet.")).to_be_visible()
    assert not Position.objects.filter(key=position.key).exists()
    page.goto(reverse("position", args=["harbour", position.key]))
    expect(page.get_by_role("listitem").filter(has_text="They said nothing.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="They said yes.")).to_be_visible()


def test_a_link_from_elsewhere_lights_the_passage_and_its_card_up(page: Page, world: World) -> None:
    position = world.said(3, world.league, world.demand)
    page.goto(f"{page_of(world.articles[2])}#p-{position.key}")
    expect(page.locator(".passage.lit")).to_have_text(position.quote)
    expect(page.locator(".card.lit")).to_be_in_viewport()
    expect(page.locator(".card.lit")).to_contain_text("Coastal League")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_coding(open_browser, world: World, axe, color_scheme: str) -> None:
    key = world.said(2, world.southmark, world.demand).key
    page = open_browser(world.people.analyst, color_scheme=color_scheme)
    for address in (
        reverse("article-list", args=["harbour"]),
        reverse("article-new", args=["harbour"]),
        page_of(world.articles[2]),
        reverse("article-edit", args=["harbour", world.articles[2].pk]),
        reverse("position", args=["harbour", key]),
        reverse("position-edit", args=["harbour", key]),
        reverse("position-remove", args=["harbour", key]),
    ):
        page.goto(address)
        assert axe(page) == [], address
