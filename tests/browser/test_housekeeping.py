"""Two parties turn out to be one: merged with a look at what changes, and taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from positions.models import Party, Position
from tests.snapshots import everything
from tests.world import World

pytestmark = pytest.mark.both


def test_two_parties_are_merged_and_taken_apart_again(
    open_browser: Callable[..., Page], world: World, settle: Callable[[Page], None], axe: Callable
) -> None:
    page = open_browser(world.people.analyst)
    before = everything()
    page.goto("/n/harbour/parties/coastal-league/")
    page.get_by_role("link", name="Merge into another…").click()
    page.get_by_label("Merge “Coastal League” into").select_option(label="Southmark")
    page.get_by_role("button", name="Show what would change").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Merge “Coastal League” into “Southmark”")
    expect(page.locator(".affected")).to_contain_text("2 positions")
    assert axe(page) == []
    assert everything() == before

    page.get_by_role("button", name="Merge into “Southmark”").click()
    settle(page)
    expect(page.get_by_role("status").first).to_contain_text("Merged “Coastal League” into “Southmark”.")
    assert not Party.objects.filter(slug="coastal-league").exists()
    page.goto("/n/harbour/parties/coastal-league/")
    assert page.url.endswith("/n/harbour/parties/southmark/")

    page.goto("/n/harbour/steps/")
    page.get_by_role("button", name="Undo").first.click()
    settle(page)
    page.goto("/n/harbour/parties/coastal-league/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Coastal League")
    assert everything() == before


def test_many_positions_are_recoded_without_javascript(open_browser: Callable[..., Page], world: World) -> None:
    page = open_browser(world.people.analyst, java_script_enabled=False)
    page.goto("/n/harbour/positions/?party=coastal-league")
    page.get_by_role("link", name="Recode these…").click()
    boxes = page.locator("input[name=position]")
    expect(boxes).to_have_count(2)
    boxes.first.uncheck()
    page.get_by_label("Stance", exact=True).select_option("rejects")
    page.get_by_label("Why they are recoded").fill("read again")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recode 1 position")
    page.get_by_role("button", name="Recode 1 position").click()
    expect(page.get_by_role("status").first).to_contain_text("Recoded 1 position.")
    assert page.url.endswith("/n/harbour/positions/?party=coastal-league")
    stances = Position.objects.filter(party=world.league).in_reading_order().values_list("stance", flat=True)
    assert list(stances) == ["rejects", "reserved"]
