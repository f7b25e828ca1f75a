"""The panel beside the selected words: where it floats, what it guesses and asks, and how it is left."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from positions.actions.nouns import make
from positions.models import Demand, Party
from tests.browser.desk import highlighted, open_article
from tests.browser.test_coding import article_with, say_who_and_what, select
from tests.world import World, say

COVERED = """() => {
  const panel = document.getElementById("panel").getBoundingClientRect();
  const [range] = CSS.highlights.get("chosen");
  const words = [...range.getClientRects()].filter((box) => box.width);
  const seen = words.filter((box) => box.bottom > 0 && box.top < innerHeight);
  const covered = words.filter((box) => box.right > panel.left + 1 && box.left < panel.right - 1
    && box.bottom > panel.top + 1 && box.top < panel.bottom - 1);
  const outside = panel.left < -1 || panel.top < -1 || panel.right > innerWidth + 1 || panel.bottom > innerHeight + 1;
  return { seen: seen.length, covered: covered.length, outside,
    wide: document.documentElement.scrollWidth > innerWidth };
}"""
# What grew is noticed in one frame and put right before the next.
PLACED = """() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve))))"""
CLEAR = {"covered": 0, "outside": False, "wide": False}


def box(page: Page, name: str):
    return page.locator(f'[data-combobox="{name}"] [role="combobox"]')


def settled(page: Page) -> dict:
    """How the panel lies once it has found its place: what it fetches makes it taller."""
    found = page.evaluate(COVERED)
    for _ in range(100):
        if CLEAR.items() <= found.items():
            break
        page.wait_for_timeout(50)
        found = page.evaluate(COVERED)
    return found


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 900), (1280, 500), (1024, 700), (820, 1000), (640, 480), (375, 700), (320, 568)]
)
def test_the_panel_never_covers_the_selected_words_and_stays_in_the_window(
    open_browser, world: World, width: int, height: int
) -> None:
    lines = [f"{place} paragraph: Northland wants the harbour, {'fog, ' * 30}again." for place in range(12)]
    article = article_with(world, "\n\n".join(lines))
    page = open_browser(world.people.analyst, width=width, height=height)
    open_article(page, article)
    for place in (0, 5, 11):
        page.evaluate(
            """place => {
              const block = document.querySelectorAll("[data-article-text] .block")[place];
              block.scrollIntoView({ block: place % 2 ? "end" : "center" });
            }""",
            place,
        )
        select(page, article, f"{place} paragraph: Northland wants")
        found = settled(page)
        assert found["seen"]
        assert CLEAR.items() <= found.items(), place
        page.get_by_text("Speaker, attribution").click()  # taller
        page.evaluate(PLACED)
        assert CLEAR.items() <= settled(page).items(), place
        page.keyboard.press("Escape")


def test_escape_gives_up_and_leads_back_to_the_words(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, "Northland wants the harbour.")
    open_article(page, article)
    select(page, article, "wants the harbour")
    assert highlighted(page, "chosen") == ["wants the harbour"]
    box(page, "proposal").press("ArrowDown")
    page.keyboard.press("Escape")  # the list
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Escape")  # the panel
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("[data-article-text]")).to_be_focused()
    assert page.evaluate("String(document.getSelection())") == "wants the harbour"
    assert highlighted(page, "chosen") == []
    assert not article.positions.exists()


def test_a_second_selection_moves_the_quote_and_nothing_that_was_typed(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, "Northland wants it.\n\nSouthmark keeps the harbour.")
    open_article(page, article)
    select(page, article, "wants it")
    expect(box(page, "party")).to_have_value("Northland")
    assert select(page, article, "keeps the harbour") == "keeps the harbour"
    expect(box(page, "party")).to_have_value("Southmark")  # nothing was typed yet: guessed anew
    say_who_and_what(page, "Coastal League", "Prisoners are exchanged", "conditional")
    page.get_by_label("Condition", exact=True).fill("it pays")
    assert select(page, article, "wants it") == "wants it"
    expect(box(page, "party")).to_have_value("Coastal League")
    expect(page.get_by_label("Condition", exact=True)).to_have_value("it pays")
    expect(page.locator("#panel [name=start]")).to_have_value(str(article.text.index("wants it")))


@pytest.mark.parametrize(
    ("words", "party", "proposal"),
    [
        ("wants the harbour", "Northland", "Southmark hands over the harbour"),
        ("refused", "Southmark", ""),
        ("Norhaven again insisted", "Northland", ""),
        (
            "Before any talks prisoners are exchanged, said the League",
            "Coastal League",
            "Prisoners are exchanged before any talks",
        ),
        ("Northlanders", "Southmark", ""),
        ("the harbour of Southmark goes", "Northland", "Southmark hands over the harbour"),
    ],
)
def test_who_and_what_are_guessed_from_the_words(
    analyst_page: Page, world: World, words: str, party: str, proposal: str
) -> None:
    text = (
        "Norhaven wants the harbour; SUDMARK, it says, refused; Norhaven again insisted.\n\n"
        "Before any talks prisoners are exchanged, said the League.\n\nSudmark met some Northlanders."
        "\n\nIt stays with this: the harbour of Southmark goes."
    )
    page, article = analyst_page, article_with(world, text)
    open_article(page, article)
    select(page, article, words)
    expect(box(page, "party")).to_have_value(party)
    expect(box(page, "proposal")).to_have_value(proposal)
    expect(box(page, "proposal")).to_be_focused()


def test_the_speaker_says_who_speaks_unless_somebody_chose(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, "“We want it,” said the minister of Northland.")
    open_article(page, article)
    select(page, article, "We want it")
    page.get_by_text("Speaker, attribution").click()
    page.locator("#panel [name=speaker]").press_sequentially("The minister of Sudmark")
    expect(box(page, "party")).to_have_value("Southmark")
    box(page, "party").fill("coast")
    box(page, "party").press("Enter")
    page.locator("#panel [name=speaker]").fill("The minister of Norhaven")
    expect(box(page, "party")).to_have_value("Coastal League")


def test_the_condition_is_asked_for_exactly_when_it_is_needed(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, "Southmark talks of the harbour.")
    open_article(page, article)
    select(page, article, "talks of the harbour")
    condition = page.get_by_label("Condition", exact=True)
    add = page.get_by_role("button", name="Add a condition")
    expect(condition).to_be_hidden()
    expect(add).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    expect(condition).to_be_hidden()
    expect(add).to_be_visible()
    page.keyboard.press("3")
    expect(condition).to_be_focused()
    assert condition.evaluate("field => field.required")
    condition.fill("it is paid")
    page.locator('#panel [value="ambiguous"]').check()
    expect(condition).to_be_hidden()
    expect(condition).to_have_value("")
    expect(add).to_be_hidden()
    page.locator('#panel [value="rejects"]').check()
    expect(condition).to_have_value("it is paid")  # back on the scale it is back


def test_the_condition_of_last_time_is_offered(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, "Northland would come.")
    open_article(page, article)
    select(page, article, "would come")
    box(page, "proposal").fill("port haven")
    box(page, "proposal").press("Enter")
    again = page.get_by_role("button", name="Same stance and condition")
    again.click()
    before = world.said(4, world.northland, world.offer)
    expect(page.get_by_label("Condition", exact=True)).to_have_value(before.condition)
    expect(page.locator("#panel [name=stance]:checked")).to_be_focused()
    expect(page.locator("#panel [name=stance]:checked")).to_have_value(before.stance)


def test_a_save_under_way_is_not_sent_twice(analyst_page: Page, world: World, settle: Callable[[Page], None]) -> None:
    page, article = analyst_page, article_with(world, "Northland wants the harbour.")
    open_article(page, article)
    select(page, article, "wants the harbour")
    say_who_and_what(page, "Northland", "Southmark hands over", "demands")
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.evaluate(
        """() => { const save = document.querySelector("#panel form button:not([type=button])");
                   for (let time = 0; time < 3; time += 1) save.click(); }"""
    )
    settle(page)
    expect(page.locator("#panel")).to_be_hidden()
    assert len(sent) == 1
    assert article.positions.count() == 1


def test_a_click_opens_the_innermost_passage_and_the_next_one_what_is_around_it(
    analyst_page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    page, article = analyst_page, article_with(world, "Northland wants the harbour of Southmark now.")
    analyst = world.people.analyst
    outer = say(article, analyst, "wants the harbour of Southmark", world.northland, world.demand, "demands")
    inner = say(article, analyst, "the harbour of", world.southmark, world.demand, "rejects")
    open_article(page, article)
    piece = page.locator("mark mark.passage")
    for position in (inner, outer, inner):
        piece.click(position={"x": 40, "y": 12})
        expect(page.locator(f'#panel[data-panel="edit"][data-position="{position.key}"]')).to_be_visible()
        settle(page)
        expect(page.get_by_label("Quote")).to_have_value(position.quote)
    page.keyboard.press("Escape")
    page.locator(f"#p-{outer.key}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'#panel[data-position="{outer.key}"] [name=stance]:checked')).to_be_focused()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.locator("#panel")).to_be_hidden()
    outer.refresh_from_db()
    assert outer.stance == "reserved"


def test_correcting_a_passage_leaves_what_was_begun_for_a_new_one(
    analyst_page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    page, article = analyst_page, article_with(world, "Northland wants the harbour. Southmark keeps it.")
    position = say(article, world.people.analyst, "wants", world.northland, world.demand, "demands")
    open_article(page, article)
    select(page, article, "keeps it")
    say_who_and_what(page, "Southmark", "Southmark hands over", "rejects")
    page.locator(f"#c-{position.key} a[data-edit]").evaluate("link => link.click()")
    expect(page.locator("#panel[data-panel=edit]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#p-{position.key}")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("#panel[data-panel=remove] [name=reason]")).to_be_focused()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#panel[data-panel=new]")).to_be_hidden()
    expect(page.locator("#panel [name=stance]:checked")).to_have_value("rejects")
    assert article.positions.count() == 1


def test_copying_beside_the_panel_copies_the_quoted_words(open_browser, world: World) -> None:
    page = open_browser(world.people.analyst)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    article = article_with(world, "Northland wants the harbour.")
    open_article(page, article)
    select(page, article, "wants the harbour")
    expect(box(page, "proposal")).to_have_value(
        "Southmark hands over the harbour"
    )  # a guess, selected to be typed over
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "wants the harbour"
    page.get_by_text("Speaker, attribution").click()
    speaker = page.locator("#panel [name=speaker]")
    speaker.fill("minister")
    speaker.select_text()
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "minister"


def test_the_list_finds_by_any_word_and_offers_to_make_what_is_missing(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, "Fog came in.")
    open_article(page, article)
    select(page, article, "came in")
    proposal, options = box(page, "proposal"), page.locator(".combobox-option")
    proposal.fill("HÁRBOUR over")  # accents and case aside, all words, in titles and keywords
    expect(options.first).to_contain_text("Southmark hands over the harbour")
    expect(options.first.locator("b")).to_have_text(["over", "harbour"])
    expect(options).to_have_count(3)
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("group", name="Control of the harbour").locator(".combobox-option")).to_have_count(1)
    proposal.fill("a bridge")
    expect(options).to_have_text(["New demand “a bridge”…", "New offer “a bridge”…"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(proposal).to_have_value("")
    party = box(page, "party")
    party.fill("sud")  # a name of Southmark
    expect(options.first).to_contain_text("Southmark")
    page.keyboard.press("Tab")
    expect(page.locator("#panel select[name=party]")).to_have_value(str(world.southmark.pk))
    party.fill("nobody at all")
    page.keyboard.press("Tab")
    expect(party).to_have_value("Southmark")
    party.fill("")
    page.keyboard.press("Tab")
    expect(page.locator("#panel select[name=party]")).to_have_value("")


@pytest.mark.parametrize(("width", "color_scheme"), [(1280, "light"), (375, "dark")])
def test_axe_finds_nothing_with_the_panel_its_lists_and_many_long_names_open(
    open_browser, world: World, axe: Callable[[Page], list[str]], settle, width: int, color_scheme: str
) -> None:
    analyst = world.people.analyst
    for number in range(40):
        name = f"The {number}th Provisional Council of the Outer Isles"
        make(
            noun=Party,
            negotiation=world.negotiation,
            values={"slug": f"isle-{number}", "name": name, "short_name": f"Isle {number}"},
            user=analyst,
        )
    title = "The harbour, its piers, its cranes and both breakwaters " * 4
    values = {
        "kind": "demand",
        "slug": "long",
        "title": title[:200].strip(),
        "issue": world.control,
        "proposer": world.northland,
    }
    make(noun=Demand, negotiation=world.negotiation, values=values, user=analyst)
    article = article_with(world, "Fog.\n\nNorthland wants the harbour handed over.")
    page = open_browser(analyst, width=width, color_scheme=color_scheme)
    open_article(page, article)
    select(page, article, "wants the harbour")
    settle(page)
    assert axe(page) == []
    box(page, "proposal").fill("harbour")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    box(page, "party").click()
    expect(page.locator(".combobox-option")).to_have_count(3 + 40 + 1)
    listed = page.get_by_role("listbox").bounding_box()
    assert listed["height"] <= 352
    assert listed["x"] >= 0
    assert listed["x"] + listed["width"] <= width
    assert axe(page) == []
