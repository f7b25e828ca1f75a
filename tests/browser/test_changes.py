"""What an article changed, the articles beside it, and the search for another to compare it with."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.world import World


def changes_of(world: World, number: int) -> str:
    return reverse("article-changes", args=["harbour", world.articles[number - 1].pk])


@pytest.mark.parametrize("javascript", [True, False])
def test_from_an_article_to_its_neighbours_and_on_to_any_other(
    open_browser: Callable[..., Page], settle: Callable[[Page], None], world: World, javascript: bool
) -> None:
    first, fourth, fifth = (world.articles[number - 1] for number in (1, 4, 5))
    page = open_browser(java_script_enabled=javascript)

    def arrive(address: str) -> None:
        page.wait_for_url(f"**{address}")
        if javascript:
            settle(page)

    page.goto(changes_of(world, 5))
    expect(page.locator("#summary")).to_contain_text("Northland softened the demand “Southmark hands over the harbour”")
    page.get_by_role("navigation", name="Article before and after").get_by_role("link", name=fourth.title).click()
    arrive(changes_of(world, 4))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"What changed: {fourth.title}")
    page.get_by_role("navigation", name="Article before and after").get_by_role("link", name=fifth.title).click()
    arrive(changes_of(world, 5))

    page.get_by_role("link", name="Compare with…").click()
    arrive(f"/compare/?to={fifth.pk}&choose=from#choose")
    search = page.get_by_role("searchbox", name="Words of its title or source, or a date")
    search.fill(f"{first.title.split()[0]} {first.published_on:%B %Y}")
    search.press("Enter")
    offered = page.locator(".choose-list")
    expect(offered.get_by_role("link")).to_have_count(1)
    if javascript:
        settle(page)
        assert "find=" in page.url
    offered.get_by_role("link", name=first.title).click()
    arrive(f"/compare/?from={first.pk}&to={fifth.pk}")
    expect(page.locator(".pair-side").first).to_contain_text(first.title)
    expect(page.locator(".pair-side").last).to_contain_text(fifth.title)
    expect(page.locator("#choose")).to_have_count(0)
    position = world.said(5, world.northland, world.demand)
    page.locator(f".move-to a[href$='#p-{position.key}']").first.click()
    arrive(f"#p-{position.key}")


def test_another_article_is_chosen_by_keyboard_alone(page: Page, settle: Callable[[Page], None], world: World) -> None:
    page.goto(reverse("compare", args=["harbour"]))
    page.get_by_role("link", name="Another…").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**choose=from#choose")
    settle(page)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("nowhere in any title")
    page.keyboard.press("Enter")
    expect(page.locator("#choose [role=status]")).to_contain_text("No coded article matches")
    settle(page)
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(world.articles[0].title)
    page.keyboard.press("Tab")  # to the button
    page.keyboard.press("Enter")
    link = page.locator("a.choose-article")
    expect(link).to_have_count(1)
    settle(page)
    page.get_by_role("searchbox").focus()
    for _ in range(3):  # past the button and “Close”
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**?from={world.articles[0].pk}&to={world.articles[-1].pk}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(
    open_browser: Callable[..., Page], axe: Callable[[Page], list[str]], world: World, width: int, scheme: str
) -> None:
    page = open_browser(world.people.analyst, width=width, color_scheme=scheme)
    compare = reverse("compare", args=["harbour"])
    for address in (changes_of(world, 1), changes_of(world, 5), compare, f"{compare}?choose=to", f"{compare}?find=zzz"):
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
