"""Making what an article speaks of in passing, while the selection and all that was typed stay."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from positions.actions.coding import revise
from positions.models import Issue, Party, Position, Proposal
from tests.browser.desk import highlighted, open_article, page_of, sign_in_elsewhere, take
from tests.world import World

WORDS = "willing to discuss"


def dialog(page: Page):
    return page.locator("dialog.making[open]")


def box(page: Page, name: str):
    return page.locator(f'#panel [data-combobox="{name}"] input')


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def begin(page: Page, world: World) -> None:
    open_article(page, world.articles[0])
    take(page, WORDS)


def test_from_a_selection_to_a_demand_of_a_new_issue_by_a_new_party_by_keyboard_alone(
    analyst_page: Page, world: World, settle: Callable[[Page], None], axe: Callable[[Page], list[str]]
) -> None:
    page = analyst_page
    begin(page, world)
    box(page, "party").focus()
    page.keyboard.type("Fog Republic")
    press(page, "Enter")
    expect(dialog(page).get_by_label("Name *", exact=True)).to_have_value("Fog Republic")
    expect(dialog(page).get_by_label("Short name")).to_have_value("Fog Republic")
    expect(dialog(page).get_by_label("Names articles use")).to_be_focused()
    assert axe(page) == []
    page.keyboard.type("the fog")
    press(page, "Tab", "Tab", "Enter")
    expect(dialog(page)).to_have_count(0)
    expect(box(page, "party")).to_have_value("Fog Republic")
    expect(page.locator("#panel [name=quote]")).to_have_value(WORDS)
    assert highlighted(page, "chosen") == [WORDS]

    box(page, "proposal").focus()
    page.keyboard.type("The fog is lifted")
    press(page, "Enter")
    expect(dialog(page).get_by_label("Title")).to_have_value("The fog is lifted")
    expect(dialog(page).get_by_label("Demanded by").locator("option:checked")).to_have_text("Fog Republic")
    expect(dialog(page).get_by_label("Issue", exact=True)).to_be_focused()
    press(page, "Tab")
    page.keyboard.type("Weather")
    press(page, "Tab", "Tab", "Tab", "Enter")
    expect(dialog(page)).to_have_count(0)
    expect(box(page, "proposal")).to_have_value("The fog is lifted")
    settle(page)
    press(page, "1", "Enter")
    settle(page)
    expect(page.locator(".card", has_text="The fog is lifted")).to_have_count(1)
    position = Position.objects.get(proposal__title="The fog is lifted")
    assert (position.quote, position.party.name, position.stance) == (WORDS, "Fog Republic", "demands")
    assert position.proposal.issue.title == "Weather"
    assert [alias.alias for alias in position.party.aliases.all()] == ["the fog"]


def test_what_is_wrong_is_said_in_the_dialog_and_nothing_of_the_panel_is_lost(
    analyst_page: Page, world: World, complaints
) -> None:
    complaints.expected(422)
    page = analyst_page
    begin(page, world)
    page.locator("#panel [name=stance][value=reserved]").check(force=True)
    box(page, "proposal").fill("The fog")
    press(page, "Enter")
    dialog(page).get_by_label("… or a new issue").fill("Weather")
    dialog(page).get_by_label("Issue", exact=True).select_option(label="Prisoners")
    dialog(page).get_by_role("button", name="Add the demand").click()
    expect(dialog(page).get_by_text("Choose issue or name a new one, not both.")).to_be_visible()
    expect(dialog(page).get_by_label("… or a new issue")).to_be_focused()
    assert not Issue.objects.filter(title="Weather").exists()
    dialog(page).get_by_label("… or a new issue").fill("")
    dialog(page).get_by_role("button", name="Add the demand").click()
    expect(dialog(page)).to_have_count(0)
    assert Proposal.objects.get(title="The fog").issue == world.prisoners
    expect(page.locator("#panel [name=quote]")).to_have_value(WORDS)
    expect(page.locator("#panel [name=stance][value=reserved]")).to_be_checked()
    expect(box(page, "proposal")).to_have_value("The fog")


def test_what_is_made_while_a_position_is_corrected_can_be_chosen_in_the_form_put_aside(
    analyst_page: Page, world: World
) -> None:
    page = analyst_page
    begin(page, world)
    page.locator("#panel [name=stance][value=reserved]").check(force=True)
    page.locator(f"#c-{world.said(1, world.southmark, world.demand).key} a[data-edit]").evaluate("node => node.click()")
    expect(page.locator("#panel[data-panel=edit] [data-combobox=party] input")).to_be_visible()
    box(page, "party").fill("Fog Republic")
    press(page, "Enter")
    dialog(page).get_by_role("button", name="Add the party").click()
    expect(dialog(page)).to_have_count(0)
    expect(box(page, "party")).to_have_value("Fog Republic")
    press(page, "Escape")
    expect(page.locator("#panel[data-panel=new]")).to_be_attached()
    assert "Fog Republic" in page.locator("#panel select[name=party]").inner_html()


def test_escape_closes_the_dialog_alone_and_what_was_typed_comes_back(analyst_page: Page, world: World) -> None:
    page = analyst_page
    begin(page, world)
    box(page, "proposal").fill("The fog")
    press(page, "Enter")
    dialog(page).get_by_label("… or a new issue").fill("Weather")
    press(page, "Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#panel-home[data-open]")).to_be_attached()
    expect(box(page, "proposal")).to_be_focused()
    box(page, "proposal").fill("The fog is lifted")
    press(page, "Enter")
    expect(dialog(page).get_by_label("… or a new issue")).to_have_value("Weather")
    expect(dialog(page).get_by_label("Title")).to_have_value("The fog is lifted")
    assert not Proposal.objects.filter(title__startswith="The fog").exists()


@pytest.mark.parametrize(("link", "typed"), [("New venue", "Name"), ("New talks", "Title"), ("New issue", "Title")])
def test_what_a_position_does_not_name_can_be_made_from_the_panel_too(
    analyst_page: Page, world: World, settle: Callable[[Page], None], axe: Callable[[Page], list[str]], link, typed
) -> None:
    page = analyst_page
    begin(page, world)
    page.locator("#panel .make summary").click()
    page.get_by_role("link", name=link).click()
    dialog(page).get_by_label(f"{typed} *", exact=True).fill("Fog House")
    assert axe(page) == []
    dialog(page).get_by_role("button", name="Add the").click()
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#announcement")).to_have_text("Added “Fog House”.")
    expect(page.locator("#panel .make summary")).to_be_focused()
    settle(page)
    model = {"New venue": world.negotiation.venues, "New talks": world.negotiation.talks}
    rows = model.get(link, world.negotiation.issues)
    assert any(str(row) == "Fog House" for row in rows.all())
    expect(page.locator("#toolbar")).to_contain_text("Undo")
    expect(page.locator("#panel [name=quote]")).to_have_value(WORDS)


def test_a_server_that_cannot_be_reached_loses_nothing(analyst_page: Page, world: World, complaints) -> None:
    page = analyst_page
    begin(page, world)
    box(page, "party").fill("Fog")
    press(page, "Enter")
    dialog(page).get_by_label("Names articles use").fill("the fog")
    page.context.set_offline(True)
    dialog(page).get_by_role("button", name="Add the party").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("The server cannot be reached.")
    page.context.set_offline(False)
    complaints.clear()
    expect(dialog(page).get_by_label("Names articles use")).to_have_value("the fog")
    dialog(page).get_by_role("button", name="Add the party").click()
    expect(dialog(page)).to_have_count(0)
    assert Party.objects.get(name="Fog").aliases.get().alias == "the fog"


def test_without_a_script_the_links_open_the_ordinary_pages(open_browser, world: World) -> None:
    page = open_browser(world.people.analyst, java_script_enabled=False)
    page.goto(page_of(world.articles[0]))
    page.locator("#panel .make summary").click()
    link = page.get_by_role("link", name="New demand")
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("href") == reverse("noun-new", args=["harbour", "demands"])


def test_a_conflict_in_the_panel_is_settled_there(
    analyst_page: Page, world: World, settle: Callable[[Page], None], axe: Callable[[Page], list[str]], complaints
) -> None:
    complaints.expected(409)
    page, position = analyst_page, world.said(1, world.southmark, world.demand)
    open_article(page, world.articles[0])
    page.locator(f"#c-{position.key}").get_by_role("link", name="Correct").click()
    expect(page.locator("#panel[data-panel=edit]")).to_be_visible()
    theirs = {"stance": "red_line", "speaker": "Its president"}
    revise(
        position=world.said(1, world.southmark, world.demand),
        start=position.start,
        end=position.end,
        quote=position.quote,
        values=theirs,
        version=1,
        user=world.people.editor,
        reason="evening bulletin",
    )
    page.locator("#panel [name=stance][value=reserved]").check(force=True)
    page.get_by_role("button", name="Save the correction").click()
    settle(page)
    panel = page.locator("#panel")
    expect(panel.get_by_text("evening bulletin")).to_be_visible()
    assert axe(page) == []
    expect(panel.locator("#keep-speaker-theirs")).to_be_checked()
    panel.get_by_role("button", name="Save what is chosen").click()
    settle(page)
    expect(panel.get_by_text("Choose one of the two.")).to_be_visible()
    panel.locator("#keep-stance-mine").check()
    panel.get_by_role("button", name="Save what is chosen").click()
    settle(page)
    saved = Position.objects.get(pk=position.pk)
    assert (saved.stance, saved.speaker, saved.version) == ("reserved", "Its president", 3)


def test_an_answer_that_comes_late_is_about_what_was_asked_for(analyst_page: Page, world: World) -> None:
    page, held = analyst_page, []
    begin(page, world)
    page.route(
        "**/parties/new/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    box(page, "party").fill("Fog Republic")
    press(page, "Enter")
    with page.expect_request("**/parties/new/"):
        dialog(page).get_by_role("button", name="Add the party").click()
    press(page, "Escape")
    expect(dialog(page)).to_have_count(0)
    box(page, "proposal").fill("The fog is lifted")
    press(page, "Enter")
    expect(dialog(page).get_by_label("Title")).to_have_value("The fog is lifted")
    held[0].continue_()
    expect(page.locator("#announcement")).to_have_text("Added “Fog Republic”.")
    expect(dialog(page).get_by_label("Title")).to_have_value("The fog is lifted")
    expect(page.locator("#panel select[name=party] option:checked")).to_have_text("Fog Republic")
    expect(page.locator("#panel select[name=proposal]")).to_have_value("")


@pytest.mark.parametrize("when", ["before the form", "before it is sent"])
def test_nothing_is_made_under_the_name_of_whoever_else_signed_in(
    analyst_page: Page, world: World, complaints, when: str
) -> None:
    complaints.expected(403)
    page = analyst_page
    begin(page, world)
    box(page, "party").fill("Fog Republic")
    if when == "before it is sent":
        press(page, "Enter")
        expect(dialog(page).get_by_role("button", name="Add the party")).to_be_visible()
    sign_in_elsewhere(page, world.people.editor)
    if when == "before the form":
        press(page, "Enter")
    else:
        dialog(page).get_by_role("button", name="Add the party").click()
    expect(dialog(page)).to_contain_text("You are signed in as editor now")
    assert not Party.objects.filter(name="Fog Republic").exists()


def test_signed_in_anew_as_the_same_person_it_is_made_at_once(analyst_page: Page, world: World, complaints) -> None:
    complaints.expected(403)
    page = analyst_page
    begin(page, world)
    box(page, "party").fill("Fog Republic")
    press(page, "Enter")
    expect(dialog(page).get_by_role("button", name="Add the party")).to_be_visible()
    sign_in_elsewhere(page, world.people.analyst)
    dialog(page).get_by_role("button", name="Add the party").click()
    expect(dialog(page)).to_have_count(0)
    assert Party.objects.filter(name="Fog Republic").exists()
