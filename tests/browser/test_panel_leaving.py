"""The panel is left: nothing of one passage gets into the next, and a form that does not come holds up nothing."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Complaints
from tests.browser.desk import open_article, save
from tests.browser.test_coding import article_with, say_who_and_what, select
from tests.world import World, say

TEXT = "Northland wants the harbour.\n\nSouthmark keeps it."


def box(page: Page, name: str):
    return page.locator(f'[data-combobox="{name}"] [role="combobox"]')


def fill_in(page: Page) -> None:
    """A stance, its condition, a note and a speaker, beside the party and the proposal."""
    say_who_and_what(page, "Coastal League", "Prisoners are exchanged", "conditional")
    page.get_by_label("Condition", exact=True).fill("it pays")
    page.locator("#panel details.less-used").evaluate("node => { node.open = true }")
    page.locator("#panel [name=speaker]").fill("minister")
    page.locator("#panel [name=note]").fill("a note")


def is_fresh(page: Page) -> None:
    """The form about the second passage of TEXT, with nothing in it but guesses."""
    expect(page.locator("#panel [name=quote]")).to_have_value("keeps it")
    expect(page.locator("#panel [name=stance]:checked")).to_have_count(0)
    for name in ("condition", "note", "speaker"):
        expect(page.locator(f"#panel [name={name}]")).to_have_value("")
    expect(box(page, "party")).to_have_value("Southmark")
    expect(box(page, "proposal")).to_have_value("")
    expect(page.locator("#panel [name=condition]")).to_be_hidden()
    expect(page.locator("#panel .form-errors")).to_have_count(0)


def test_another_passage_inherits_nothing_after_escape(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, TEXT)
    open_article(page, article)
    select(page, article, "wants the harbour")
    fill_in(page)
    page.locator("#panel [name=note]").press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    select(page, article, "keeps it")
    is_fresh(page)


def test_a_condition_that_was_set_aside_does_not_come_back_with_another_passage(
    analyst_page: Page, world: World
) -> None:
    page, article = analyst_page, article_with(world, TEXT)
    open_article(page, article)
    select(page, article, "wants the harbour")
    fill_in(page)
    page.locator("#panel [name=stance][value=declines]").check(force=True)
    page.keyboard.press("Escape")
    select(page, article, "keeps it")
    page.locator("#panel [name=stance][value=conditional]").check(force=True)
    expect(page.locator("#panel [name=condition]")).to_have_value("")


def test_another_passage_inherits_nothing_of_a_form_that_was_refused(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(422)
    page, article = analyst_page, article_with(world, TEXT)
    open_article(page, article)
    select(page, article, "wants the harbour")
    fill_in(page)
    page.locator("#panel [name=quote]").fill("not in the text")
    save(page)
    expect(page.locator("#panel .form-errors").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    select(page, article, "keeps it")
    is_fresh(page)
    say_who_and_what(page, "Southmark", "Prisoners are exchanged", "rejects")
    save(page)
    expect(page.locator(".card")).to_have_count(1)  # htmx knows the form
    assert [position.quote for position in article.positions.all()] == ["keeps it"]


def test_another_passage_inherits_nothing_of_what_was_put_aside_for_a_correction(
    analyst_page: Page, world: World
) -> None:
    page, article = analyst_page, article_with(world, TEXT)
    position = say(article, world.people.analyst, "harbour", world.northland, world.demand, "demands")
    open_article(page, article)
    select(page, article, "wants the harbour")
    fill_in(page)
    page.locator(f"#c-{position.key} a[data-remove]").evaluate("link => link.click()")
    expect(page.locator("#panel[data-panel=remove] [name=reason]")).to_be_focused()
    select(page, article, "keeps it")
    is_fresh(page)


def test_what_was_refused_is_not_guessed_over(analyst_page: Page, world: World, complaints: Complaints) -> None:
    complaints.expected(422)
    page, article = analyst_page, article_with(world, TEXT)
    open_article(page, article)
    select(page, article, "wants the harbour")
    fill_in(page)
    page.locator("#panel [name=quote]").fill("not in the text")
    save(page)
    expect(page.locator("#panel .form-errors").first).to_be_visible()
    select(page, article, "keeps it")
    expect(page.locator("#panel [name=quote]")).to_have_value("keeps it")
    expect(box(page, "party")).to_have_value("Coastal League")
    expect(box(page, "proposal")).to_have_value("Prisoners are exchanged before any talks")


def test_a_form_that_is_reset_shows_that_it_is_empty(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, TEXT)
    open_article(page, article)
    select(page, article, "wants the harbour")
    fill_in(page)
    page.locator("#panel form").evaluate("form => form.reset()")
    expect(box(page, "party")).to_have_value("")
    expect(box(page, "proposal")).to_have_value("")
    expect(page.locator("#panel [name=condition]")).to_be_hidden()
    select(page, article, "keeps it")
    expect(box(page, "party")).to_have_value("Southmark")  # no field counts as filled in by hand


class Held:
    """The form to correct a passage, asked for and not answered until it is let go."""

    def __init__(self, page: Page) -> None:
        self.routes: list[Route] = []
        page.route("**/edit/", self.hold)

    def hold(self, route: Route) -> None:
        self.routes.append(route)

    def asked(self, page: Page) -> None:
        expect(page.locator("#panel form")).to_have_count(0)

    def let_go(self) -> None:
        for route in self.routes:
            route.continue_()
        self.routes.clear()


def test_escape_gives_up_a_form_that_does_not_come(
    analyst_page: Page, world: World, settle: Callable[[Page], None]
) -> None:
    page, article = analyst_page, article_with(world, TEXT)
    position = say(article, world.people.analyst, "harbour", world.northland, world.demand, "demands")
    open_article(page, article)
    held = Held(page)
    page.locator(f"#c-{position.key} a[data-edit]").click()
    held.asked(page)
    page.keyboard.press("Escape")
    expect(page.locator("#panel[data-panel=new]")).to_be_hidden()
    held.let_go()
    select(page, article, "keeps it")
    settle(page)
    is_fresh(page)


def test_words_selected_while_a_form_is_fetched_are_coded(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, TEXT)
    position = say(article, world.people.analyst, "harbour", world.northland, world.demand, "demands")
    open_article(page, article)
    held = Held(page)
    page.locator(f"#c-{position.key} a[data-edit]").click()
    held.asked(page)
    select(page, article, "keeps it")
    is_fresh(page)
    held.let_go()
    page.unroute("**/edit/")
    page.keyboard.press("Escape")
    page.locator(f"#c-{position.key} a[data-edit]").click()  # and nothing waits for the first one
    expect(page.locator("#panel[data-panel=edit]")).to_be_visible()


def test_a_form_that_is_fetched_while_the_workbench_is_shown_anew_is_given_up(analyst_page: Page, world: World) -> None:
    page, article = analyst_page, article_with(world, TEXT)
    position = say(article, world.people.analyst, "harbour", world.northland, world.demand, "demands")
    page.goto("/")
    open_article(page, article)
    held = Held(page)
    page.locator(f"#c-{position.key} a[data-edit]").click()
    held.asked(page)
    page.locator("#undo").click()
    expect(page.locator("#toolbar .message")).to_contain_text("Undone")
    held.let_go()
    select(page, article, "keeps it")
    is_fresh(page)
