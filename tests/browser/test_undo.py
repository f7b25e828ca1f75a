"""Undoing in a real browser: it outlives a sign-out, and another browser goes on with it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from positions.models import Deed, Position
from tests.world import PASSWORD, World, say

pytestmark = pytest.mark.both


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("analyst")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state("load")


@pytest.mark.django_db(transaction=True)
def test_a_step_is_undone_and_redone_after_signing_out_in_another_browser(
    world: World, open_browser: Callable[..., Page], settle: Callable[[Page], None], axe: Callable[[Page], list[str]]
) -> None:
    Deed.objects.all().delete()
    article = world.articles[0]
    address = f"/n/harbour/articles/{article.pk}/"
    position = say(article, world.people.analyst, article.text[:9], world.league, world.offer, "open")
    first = open_browser()
    sign_in(first)
    first.goto(address)
    expect(first.locator(f"#p-{position.key}")).to_have_count(1)
    first.get_by_role("button", name="Sign out").click()
    first.wait_for_load_state("load")

    second = open_browser()
    sign_in(second)
    second.goto(address)
    settle(second)
    second.evaluate("scrollTo(0, 40)")
    second.locator("[data-undo] button").click()
    expect(second.locator(f"#p-{position.key}")).to_have_count(0)
    settle(second)
    assert not Position.objects.filter(pk=position.pk).exists()
    expect(second.locator("#toolbar")).to_contain_text("Undone: coded Coastal League")
    assert second.evaluate("document.activeElement.id") == "undo", "the keyboard stays where it was"
    assert second.url.endswith(address)
    assert not axe(second)

    second.locator("[data-redo] button").click()
    expect(second.locator(f"#p-{position.key}")).to_have_count(1)
    settle(second)
    assert Position.objects.get(pk=position.pk).key == position.key

    second.locator("#toolbar").get_by_role("link", name="Your steps").click()
    expect(second.get_by_role("listitem").filter(has_text="Coded Coastal League")).to_have_count(1)
    assert not axe(second)
    second.get_by_role("button", name="Undo the last step").click()
    expect(second.get_by_text("Undone: coded Coastal League")).to_be_visible()
    assert not Position.objects.filter(pk=position.pk).exists()
