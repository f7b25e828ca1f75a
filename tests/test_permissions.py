"""Who may do what, and the record of edits: for members, wherever it is shown."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from positions.actions.nouns import edit
from positions.permissions import can_see_history
from tests.world import World

pytestmark = pytest.mark.both

DOSSIERS = {
    "parties/northland/": "northland",
    "demands/harbour-handed-over/": "demand",
    "offers/talks-in-port-haven/": "offer",
    "issues/control/": "control",
    "venues/port-haven/": "port_haven",
    "talks/{pk}/": "held_talks",
    "agreements/{pk}/": "agreement",
}


@pytest.mark.parametrize(
    ("person", "may"),
    [("analyst", True), ("editor", True), ("reader", True), ("staff", True), ("stranger", False), ("nobody", False)],
)
def test_the_record_of_edits_is_for_members_of_any_role(world: World, person: str, may: bool):
    user = AnonymousUser() if person == "nobody" else getattr(world.people, person)
    verdict = can_see_history(user, world.negotiation)
    assert bool(verdict) == may
    assert verdict.reason == ("" if may else "Who corrected what is for members of the negotiation.")


def test_a_member_of_one_negotiation_is_none_of_another(world: World):
    assert can_see_history(world.people.editor, world.negotiation)
    assert not can_see_history(world.people.editor, world.river)


@pytest.mark.parametrize("address", DOSSIERS)
def test_a_dossier_tells_members_alone_who_changed_it_and_why(
    client: Client, as_stranger: Client, as_reader: Client, as_staff: Client, world: World, address: str
):
    row = getattr(world, DOSSIERS[address])
    edit(instance=row, values={}, version=1, user=world.people.editor, reason="between us")
    page = f"/n/harbour/{address.format(pk=row.pk)}"
    for member in (as_reader, as_staff):
        text = member.get(page).content.decode()
        assert "“between us”" in text
        assert "History of this page" in text
    for other in (client, as_stranger):
        text = other.get(page).content.decode()
        assert row.__str__() in text.replace("&#x27;", "'")
        assert "between us" not in text
        assert "History of this page" not in text
        assert "editor" not in text
