"""The map on a phone: it opens where the talks were, and goes where one pushes it."""

from datetime import date

import pytest
from playwright.sync_api import expect

from positions.actions.nouns import make
from positions.models import Talks, Venue
from tests.browser.conftest import type_of_opener
from tests.world import World


@pytest.mark.parametrize("has_scripts", [False, True])
def test_a_narrow_map_opens_where_the_talks_were(open_browser: type_of_opener, world: World, has_scripts: bool) -> None:
    for name, longitude, number in (("Ottawa", "-75.7", 1), ("Almaty", "76.9", 3)):
        values = {"name": name, "longitude": longitude, "latitude": "50"}
        venue = make(noun=Venue, negotiation=world.negotiation, values=values, user=world.people.analyst)
        for _ in range(number):
            values = {"title": f"Talks in {name}", "venue": venue, "status": "held", "starts_on": date(2024, 1, 1)}
            make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    page = open_browser(width=375, java_script_enabled=has_scripts)
    page.goto("/n/harbour/map/")
    page.wait_for_timeout(400)
    label = page.locator(".map-label")
    expect(label.filter(has_text="Almaty")).to_be_in_viewport(ratio=1)
    expect(label.filter(has_text="Ottawa")).not_to_be_in_viewport()
    page.locator(".map-scroll").evaluate("box => { box.scrollLeft = 0; }")
    page.wait_for_timeout(300)  # time enough to spring back
    expect(label.filter(has_text="Ottawa")).to_be_in_viewport()
