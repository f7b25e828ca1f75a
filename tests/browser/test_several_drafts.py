"""Drafts stay apart from one another, from what was refused, and from what others saved meanwhile."""

from playwright.sync_api import Page, expect

from positions.actions import coding
from positions.models import Position
from tests.browser.conftest import Complaints
from tests.browser.desk import choose, open_article, save, take
from tests.browser.test_drafts import NOTE, WORDS, begin, goes_on, type_a_note, without_lost_connections
from tests.world import World

OTHER = "willing to discuss"
OFFER = "Offer: Southmark meets Northland in Port Haven"
KEPT = "() => Object.keys(localStorage).filter(key => key.includes('draft')).length"


def correct(page: Page, position: Position) -> None:
    page.locator(f"#c-{position.key} a[data-edit]").click()
    expect(page.locator("#panel[data-panel=edit]")).to_be_visible()


def change_meanwhile(world: World, position: Position) -> None:
    coding.revise(
        position=position,
        start=position.start,
        end=position.end,
        quote=position.quote,
        values={"speaker": "Theirs"},
        version=position.version,
        user=world.people.editor,
        reason="misread",
    )


def test_what_was_refused_is_still_a_draft_after_a_reload(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(422)
    page = analyst_page
    begin(page, world)
    page.locator("#panel [name=quote]").fill("not in the text")
    save(page)
    expect(page.locator("#panel .form-errors").first).to_be_visible()
    open_article(page, world.articles[0])
    expect(page.locator("#draft")).to_contain_text("You were about to code “not in the text”.")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#panel [name=note]")).to_have_value(NOTE)


def test_a_draft_kept_beside_a_conflict_meets_the_conflict_again(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(409)
    page, position = analyst_page, world.said(1, world.southmark, world.demand)
    open_article(page, world.articles[0])
    correct(page, position)
    version = page.locator("#panel [name=version]").input_value()
    type_a_note(page)
    change_meanwhile(world, position)
    save(page)
    expect(page.locator("#panel .conflict")).to_be_visible()
    type_a_note(page, f"{NOTE}!")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#panel [name=note]")).to_have_value(f"{NOTE}!")
    expect(page.locator("#panel [name=version]")).to_have_value(version)
    save(page)
    expect(page.locator("#panel .conflict")).to_be_visible()
    position.refresh_from_db()
    assert (position.speaker, position.note) == ("Theirs", "")
    save(page)
    expect(page.locator(f"#c-{position.key}")).to_contain_text(f"{NOTE}!")
    position.refresh_from_db()
    assert (position.speaker, position.note) == ("Theirs", f"{NOTE}!")


def test_coding_another_passage_leaves_the_first_draft_as_it_was(analyst_page: Page, world: World) -> None:
    page = analyst_page
    begin(page, world)
    page.keyboard.press("Escape")
    take(page, OTHER)
    choose(page, party="Southmark", proposal=OFFER)
    page.locator("#panel [name=stance][value=demands]").dispatch_event("click")
    assert page.evaluate(KEPT) == 2
    page.keyboard.press("Escape")
    expect(page.locator("#draft")).to_contain_text(f"You were about to code “{OTHER}”.")
    expect(page.locator("#draft")).to_contain_text("2 drafts are kept for this article.")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#panel [name=quote]")).to_have_value(OTHER)
    save(page)
    expect(page.locator(".card")).to_have_count(4)
    expect(page.locator("#draft")).to_contain_text(f"You were about to code “{WORDS}”.")
    page.get_by_role("button", name="Go on").click()
    goes_on(page)


def test_of_several_drafts_each_is_shown_and_one_is_discarded(analyst_page: Page, world: World) -> None:
    page = analyst_page
    begin(page, world)
    page.keyboard.press("Escape")
    take(page, OTHER)
    type_a_note(page, "The second.")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show another").click()
    expect(page.locator("#draft")).to_contain_text(f"You were about to code “{WORDS}”.")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#draft")).to_contain_text(f"You were about to code “{OTHER}”.")
    expect(page.get_by_role("button", name="Show another")).to_have_count(0)
    assert page.evaluate(KEPT) == 1


def test_moving_the_quote_moves_its_draft(analyst_page: Page, world: World) -> None:
    page = analyst_page
    begin(page, world)
    take(page, OTHER)
    expect(page.locator("#panel [name=quote]")).to_have_value(OTHER)
    page.keyboard.press("Escape")
    expect(page.locator("#draft")).to_contain_text(f"You were about to code “{OTHER}”.")
    assert page.evaluate(KEPT) == 1


def test_a_correction_and_what_was_put_aside_for_it_are_two_drafts(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, world.said(1, world.southmark, world.demand)
    begin(page, world)
    page.locator(f"#c-{position.key} a[data-edit]").evaluate("link => link.click()")
    expect(page.locator("#panel[data-panel=edit]")).to_be_visible()
    type_a_note(page, "A correction.")
    open_article(page, world.articles[0])
    expect(page.locator("#draft")).to_contain_text("2 drafts are kept for this article.")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#panel[data-panel=edit] [name=note]")).to_have_value("A correction.")
    save(page)
    expect(page.locator(f"#c-{position.key}")).to_contain_text("A correction.")
    page.get_by_role("button", name="Go on").click()
    goes_on(page)


def test_drafts_are_kept_after_one_could_not_be_gone_on_with(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    page, position = analyst_page, world.said(1, world.southmark, world.demand)
    open_article(page, world.articles[0])
    correct(page, position)
    type_a_note(page)
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#announcement")).to_contain_text("cannot be reached")
    expect(page.locator("#draft")).to_be_visible()
    page.context.set_offline(False)
    correct(page, position)  # by itself, not by going on
    expect(page.locator("#panel [name=note]")).to_have_value("")
    page.keyboard.press("Escape")
    take(page, OTHER)
    type_a_note(page, "New words.")
    page.keyboard.press("Escape")
    expect(page.locator("#draft")).to_contain_text(f"You were about to code “{OTHER}”.")
    assert page.evaluate(KEPT) == 2
    without_lost_connections(complaints)


def test_broken_drafts_are_passed_over(analyst_page: Page, world: World) -> None:
    page = analyst_page
    begin(page, world)
    page.evaluate("""() => {
      const { user, article } = document.getElementById("workbench").dataset;
      const fields = [["quote", "fog"]];
      const broken = [{ fields: [] }, { kind: "new", fields, at: "never" }, { kind: "edit", fields, at: 1 },
        { kind: "new", fields: [null, ["quote", "fog"]], at: 1 }, { kind: "new", fields: [["quote", 1]], at: 1 },
        null, 7];
      for (const [slot, draft] of broken.entries()) {
        localStorage[`workbench:draft:${user}:${article}:${slot}`] = JSON.stringify(draft);
      }
      localStorage[`workbench:draft:${user}:${article}:cut`] = '{"kind":"new","fie';
    }""")
    open_article(page, world.articles[0])
    expect(page.locator("#draft")).to_contain_text(f"You were about to code “{WORDS}”.")
    expect(page.locator("[data-find]")).to_be_visible()
    expect(page.get_by_role("button", name="Show another")).to_have_count(0)


def test_a_part_that_cannot_start_stops_no_other(analyst_page: Page, world: World, complaints: Complaints) -> None:
    page = analyst_page
    broken = "export function start() { throw new Error('broken') }"
    page.route("**/workbench/help*.js", lambda route: route.fulfill(body=broken, content_type="text/javascript"))
    open_article(page, world.articles[0])
    expect(page.locator("[data-find]")).to_be_visible()
    take(page, WORDS)
    assert len(complaints) == 1
    assert "broken" in complaints.pop()
