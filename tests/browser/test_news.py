"""Two people at one article: each sees what the other did, without a reload and without losing their place."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from positions.actions import coding
from positions.models import Position, User
from tests.browser.conftest import Complaints
from tests.browser.desk import choose, open_article, save, sign_in_elsewhere, take
from tests.world import World, say

pytestmark = pytest.mark.both

ASK = "document.dispatchEvent(new Event('visibilitychange'))"
WORDS = "Southmark rejected the demand"


def correct(position: Position, user: User, **values: object) -> Position:
    return coding.revise(
        position=position,
        start=position.start,
        end=position.end,
        quote=position.quote,
        values=values,
        version=position.version,
        user=user,
        reason="misread",
    )


def test_each_sees_the_other_s_position_without_a_reload(open_browser: Callable[..., Page], world: World) -> None:
    one, other = open_browser(world.people.analyst), open_browser(world.people.editor)
    one.clock.install()
    for page in (one, other):
        open_article(page, world.articles[0])
    take(other, WORDS)
    choose(other, party="Coastal League", proposal="Offer: Southmark meets Northland in Port Haven")
    other.locator("#panel [name=stance][value=reserved]").check(force=True)
    save(other)
    expect(other.locator(".card")).to_have_count(4)
    expect(one.locator("#news")).to_be_empty()
    one.clock.run_for(11_000)
    expect(one.locator("#news")).to_contain_text("editor added 1 position.")
    expect(one.locator(".card")).to_have_count(3)
    one.get_by_role("link", name="Show them").click()
    expect(one.locator(".card")).to_have_count(4)
    expect(one.locator("#cards-title")).to_have_text("4 positions")
    expect(one.locator("#strip a[data-position]")).to_have_count(4)
    expect(one.locator(".passage-number")).to_have_count(4)
    expect(one.locator("#news")).to_be_empty()
    expect(one.locator(".card.fresh")).to_have_count(1)
    assert one.locator("[data-article-text]").evaluate("node => node.textContent") == world.articles[0].text
    for page, ask in ((one, lambda: one.clock.run_for(11_000)), (other, lambda: other.evaluate(ASK))):
        with page.expect_response("**/news/?*") as answer:
            ask()
        assert answer.value.status == 204
        expect(page.locator("#news")).to_be_empty()


def test_a_form_that_is_open_is_not_touched(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[0])
    take(page, WORDS)
    page.locator("#panel details.less-used").evaluate("node => { node.open = true }")
    page.locator("#panel [name=note]").fill("Half a thought")
    say(world.articles[0], world.people.editor, WORDS, world.league, world.offer, "reserved")
    page.evaluate(ASK)
    page.get_by_role("link", name="Show them").click()
    expect(page.locator(".card")).to_have_count(4)
    expect(page.locator("#panel-home[data-open]")).to_be_attached()
    expect(page.locator("#panel [name=note]")).to_have_value("Half a thought")
    expect(page.locator("#panel [name=quote]")).to_have_value(WORDS)


def test_an_open_correction_of_what_somebody_else_changed_says_so(
    analyst_page: Page, world: World, complaints: Complaints
) -> None:
    complaints.expected(409)
    page, position = analyst_page, world.said(1, world.southmark, world.demand)
    open_article(page, world.articles[0])
    page.locator(f"#c-{position.key} a[data-edit]").click()
    expect(page.locator("#panel[data-panel=edit]")).to_be_visible()
    correct(position, world.people.editor, note="Mine")
    page.evaluate(ASK)
    expect(page.locator("#panel [role=alert]")).to_contain_text("Somebody else changed this position just now.")
    page.locator("#panel details.less-used").evaluate("node => { node.open = true }")
    page.locator("#panel [name=note]").fill("No, mine")
    save(page)
    expect(page.locator("#panel .conflict")).to_be_visible()


def test_a_card_beside_one_that_this_browser_does_not_have_yet_is_shown(
    open_browser: Callable[..., Page], world: World, complaints: Complaints
) -> None:
    complaints.expected("htmx:oobErrorNoTarget")
    one, other = open_browser(world.people.analyst), open_browser(world.people.editor)
    for page in (one, other):
        open_article(page, world.articles[0])
    text = world.articles[0].text
    earlier, later = text[-20:-10], text[-9:]
    for page, words in ((other, earlier), (one, later)):
        if page is one:
            page.locator("[data-article-text]").evaluate("node => { node.dataset.kept = '' }")
        take(page, words)
        choose(page, party="Coastal League", proposal="Offer: Southmark meets Northland in Port Haven")
        page.locator("#panel [name=stance][value=reserved]").check(force=True)
        save(page)
        expect(page.locator("#panel-home[data-open]")).to_have_count(0)
    expect(one.locator(".card")).to_have_count(5)
    expect(one.locator("#cards-title")).to_have_text("5 positions")
    expect(one.locator(".card").last).to_contain_text(later)
    expect(one.locator(".card").nth(3)).to_contain_text(earlier)
    expect(one.locator(".passage-number")).to_have_count(5)
    expect(one.locator("[data-article-text][data-kept]")).to_be_attached()  # it was not loaded anew


def test_the_line_stays_one_line_that_counts_on(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[0])
    for stance, count in (("reserved", "1 position"), ("open", "2 positions")):
        say(world.articles[0], world.people.editor, WORDS, world.league, world.offer, stance)
        page.evaluate(ASK)
        expect(page.locator("#news")).to_contain_text(f"editor added {count}.")
    assert page.locator("#news > *").count() == 1


def test_a_removed_position_goes_from_the_text_and_the_cards(analyst_page: Page, world: World) -> None:
    page, position = analyst_page, world.said(1, world.southmark, world.demand)
    open_article(page, world.articles[0])
    coding.remove(position=position, version=position.version, user=world.people.editor, reason="misread")
    page.evaluate(ASK)
    expect(page.locator("#news")).to_contain_text("editor removed 1 position.")
    page.locator("[data-show-news]").click()
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(f"[data-position='{position.key}']")).to_have_count(0)


def test_a_reader_is_told_that_there_is_something_new(open_browser: Callable[..., Page], world: World) -> None:
    page = open_browser()
    page.goto(f"/n/harbour/articles/{world.articles[0].pk}/")
    expect(page.locator("#news[role=status]")).to_be_attached()
    say(world.articles[0], world.people.editor, WORDS, world.league, world.offer, "reserved")
    page.evaluate(ASK)
    expect(page.locator("#news")).to_have_text("There are new positions. Show them")
    page.get_by_role("link", name="Show them").click()
    expect(page.locator(".card")).to_have_count(4)


def test_whoever_is_signed_out_is_told_before_they_save(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[0])
    Session.objects.all().delete()
    page.evaluate(ASK)
    expect(page.locator("#news")).to_contain_text("You are signed out. What you typed is kept.")
    sign_in_elsewhere(page, world.people.analyst)
    page.evaluate(ASK)
    expect(page.locator("#news")).to_be_empty()
    say(world.articles[0], world.people.editor, WORDS, world.league, world.offer, "reserved")
    page.evaluate(ASK)
    expect(page.locator("#news")).to_contain_text("editor added 1 position.")


def test_what_is_saved_while_the_page_is_fetched_stays(analyst_page: Page, world: World) -> None:
    page = analyst_page
    open_article(page, world.articles[0])
    correct(world.said(1, world.southmark, world.demand), world.people.editor, note="Mine")
    page.evaluate(ASK)
    expect(page.locator("#news")).to_contain_text("editor corrected 1 position.")
    old = page.request.get(page.url).text()
    held: list[Route] = []

    def keep_the_first(route: Route) -> None:
        route.continue_() if held else held.append(route)

    page.route(page.url, keep_the_first)
    with page.expect_request(page.url):
        page.locator("[data-show-news]").click()
    take(page, "willing to discuss")
    choose(page, party="Coastal League", proposal="Offer: Southmark meets Northland in Port Haven")
    page.locator("#panel [name=stance][value=open]").check(force=True)
    save(page)
    expect(page.locator("#announcement")).to_contain_text("Recorded")
    held[0].fulfill(status=200, content_type="text/html; charset=utf-8", body=old)
    page.unroute(page.url)
    expect(page.locator("#announcement")).to_contain_text("Shown.")
    expect(page.locator(".card")).to_have_count(4)
