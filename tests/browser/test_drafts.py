"""What is typed is never lost: not by Escape, a closed tab, a session that ended or a connection that broke."""

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from positions.actions import coding
from positions.models import Position
from tests.browser.conftest import Complaints
from tests.browser.desk import choose, open_article, save, take
from tests.world import PASSWORD, World

WORDS = "Southmark rejected the demand"
NOTE = "Read this again 🚢 “tomorrow”."


def type_a_note(page: Page, note: str = NOTE) -> None:
    page.locator("#panel details.less-used").evaluate("node => { node.open = true }")
    page.locator("#panel [name=note]").fill(note)


def begin(page: Page, world: World) -> None:
    """Half of a position, typed into the panel."""
    open_article(page, world.articles[0])
    take(page, WORDS)
    choose(page, party="Coastal League", proposal="Offer: Southmark meets Northland in Port Haven")
    page.locator("#panel [name=stance][value=reserved]").dispatch_event("click")
    type_a_note(page)


def goes_on(page: Page) -> None:
    """The panel is open with all that `begin` typed."""
    expect(page.locator("#panel-home[data-open]")).to_be_attached()
    form = page.locator("#panel form")
    expect(form.locator("[name=quote]")).to_have_value(WORDS)
    expect(form.locator("[name=note]")).to_have_value(NOTE)
    expect(form.locator("[name=stance][value=reserved]")).to_be_checked()
    expect(form.locator("select[name=party] option:checked")).to_have_text("Coastal League")
    expect(form.locator("select[name=proposal] option:checked")).to_contain_text("Southmark meets Northland")


def without_lost_connections(complaints: Complaints) -> None:
    """What the browser says of a connection that the test itself took away."""
    complaints[:] = [words for words in complaints if "ERR_INTERNET_DISCONNECTED" not in words and "htmx:" not in words]


def coded(world: World) -> list[Position]:
    return list(world.articles[0].positions.filter(note=NOTE))


def test_a_draft_outlives_its_tab_and_is_offered_again(analyst_page: Page, world: World) -> None:
    begin(analyst_page, world)
    context = analyst_page.context
    analyst_page.close()
    page = context.new_page()
    open_article(page, world.articles[0])
    expect(page.locator("#draft")).to_contain_text(f"You were about to code “{WORDS}”.")
    page.get_by_role("button", name="Go on").click()
    goes_on(page)
    expect(page.locator("#draft")).to_have_count(0)
    save(page)
    expect(page.locator(".card")).to_have_count(4)
    assert [position.quote for position in coded(world)] == [WORDS]
    page.reload()
    expect(page.locator("[data-article-text][tabindex]")).to_be_attached()
    expect(page.locator("#draft")).to_have_count(0)


def test_escape_keeps_the_draft_and_offers_it(analyst_page: Page, world: World) -> None:
    page = analyst_page
    begin(page, world)
    page.keyboard.press("Escape")
    expect(page.locator("#panel-home[data-open]")).to_have_count(0)
    expect(page.locator("#announcement")).to_contain_text("Kept.")
    page.get_by_role("button", name="Go on").click()
    goes_on(page)


def test_a_draft_that_is_discarded_is_gone(analyst_page: Page, world: World) -> None:
    page = analyst_page
    begin(page, world)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#draft")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-article-text][tabindex]")).to_be_attached()
    expect(page.locator("#draft")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('draft'))") == []


def test_words_that_were_only_selected_are_no_draft(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[0])
    take(page, WORDS)
    page.keyboard.press("Escape")
    expect(page.locator("#panel-home[data-open]")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-article-text][tabindex]")).to_be_attached()
    expect(page.locator("#draft")).to_have_count(0)


def test_the_draft_of_a_correction_opens_that_position_again(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, world.said(1, world.southmark, world.demand)
    open_article(page, world.articles[0])
    page.locator(f"#c-{position.key} a[data-edit]").click()
    expect(page.locator("#panel[data-panel=edit]")).to_be_visible()
    type_a_note(page)
    page.close()
    page = page.context.new_page()
    open_article(page, world.articles[0])
    expect(page.locator("#draft")).to_contain_text("You were about to correct the position at “Southmark rejected")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#panel[data-panel=edit]")).to_be_visible()
    expect(page.locator("#panel [name=note]")).to_have_value(NOTE)
    save(page)
    expect(page.locator(f"#c-{position.key}")).to_contain_text(NOTE)
    position.refresh_from_db()
    assert position.note == NOTE


def test_the_draft_of_a_correction_that_came_late_meets_both_versions(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(409)
    page, position = analyst_page, world.said(1, world.southmark, world.demand)
    open_article(page, world.articles[0])
    page.locator(f"#c-{position.key} a[data-edit]").click()
    type_a_note(page)
    values = {"note": "Mine"}
    coding.revise(
        position=position,
        start=position.start,
        end=position.end,
        quote=position.quote,
        values=values,
        version=position.version,
        user=world.people.editor,
        reason="misread",
    )
    open_article(page, world.articles[0])
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#panel [name=note]")).to_have_value(NOTE)
    save(page)
    expect(page.locator("#panel .conflict")).to_be_visible()
    position.refresh_from_db()
    assert position.note == "Mine"


def test_a_lost_connection_is_said_and_saved_on_being_asked(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    page = analyst_page
    begin(page, world)
    page.context.set_offline(True)
    save(page)
    trouble = page.locator("#panel [data-problem]")
    expect(trouble).to_contain_text("The connection is lost. Nothing was saved yet, and nothing is lost")
    expect(trouble).to_have_count(1)
    goes_on(page)
    page.context.set_offline(False)
    page.wait_for_timeout(300)  # nothing is saved by itself
    assert not coded(world)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".card")).to_have_count(4)
    assert len(coded(world)) == 1
    without_lost_connections(complaints)


def test_saving_goes_on_with_the_connection_only_for_whoever_asked(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    page = analyst_page
    begin(page, world)
    page.context.set_offline(True)
    save(page)
    page.get_by_role("button", name="Save when the connection is back").click()
    page.context.set_offline(False)
    expect(page.locator(".card")).to_have_count(4)
    assert len(coded(world)) == 1
    without_lost_connections(complaints)


def sign_in(page: Page, name: str) -> None:
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_load_state()


def test_a_session_that_ended_is_said_and_after_signing_in_elsewhere_the_old_tab_saves(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(401, 403, 404)
    page = analyst_page
    begin(page, world)
    Session.objects.all().delete()
    save(page)
    trouble = page.locator("#panel [data-problem]")
    expect(trouble).to_contain_text("You are signed out, so nothing was saved. What you typed is kept.")
    goes_on(page)
    page.get_by_role("button", name="Try again").click()
    expect(trouble).to_contain_text("You are signed out")
    with page.context.expect_page() as opened:
        trouble.get_by_role("link", name="Sign in in another tab").click()
    sign_in(opened.value, "analyst")
    opened.value.close()
    trouble.get_by_role("button", name="Try again").click()
    expect(page.locator(".card")).to_have_count(4)
    assert len(coded(world)) == 1


def test_after_signing_in_elsewhere_the_save_button_itself_works_too(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(401, 403)
    page = analyst_page
    begin(page, world)
    Session.objects.all().delete()
    other = page.context.new_page()
    other.goto("/accounts/login/")
    sign_in(other, "analyst")
    save(page)
    expect(page.locator(".card")).to_have_count(4)
    assert [position.coder for position in coded(world)] == ["analyst"]


def test_nothing_is_saved_under_the_name_of_whoever_else_signed_in(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(401, 403)
    page = analyst_page
    begin(page, world)
    Session.objects.all().delete()
    other = page.context.new_page()
    other.goto("/accounts/login/")
    sign_in(other, "editor")
    save(page)
    expect(page.locator("#panel [data-problem]")).to_contain_text("You are signed in as editor now")
    assert not coded(world)
    open_article(other, world.articles[0])
    expect(other.locator("#draft")).to_have_count(0)  # nor is it shown to them


def test_a_server_that_fails_is_said_and_can_be_tried_again(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(502)
    page = analyst_page
    begin(page, world)
    page.route("**/positions/", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    save(page)
    expect(page.locator("#panel [data-problem]")).to_contain_text("The server failed, and nothing was saved.")
    page.unroute("**/positions/")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".card")).to_have_count(4)


def test_a_draft_finds_its_words_again_where_the_text_was_changed(analyst_page: Page, world: World) -> None:
    page = analyst_page
    begin(page, world)
    page.evaluate("""() => {
      const key = Object.keys(localStorage).find(key => key.includes("draft"));
      const draft = JSON.parse(localStorage[key]);
      for (const field of draft.fields) {
        if (["start", "end"].includes(field[0])) field[1] = String(Number(field[1]) + 7);
      }
      localStorage[key] = JSON.stringify(draft);
    }""")
    open_article(page, world.articles[0])
    page.get_by_role("button", name="Go on").click()
    goes_on(page)
    expect(page.locator("#panel [name=start]")).to_have_value(str(world.articles[0].text.index(WORDS)))
