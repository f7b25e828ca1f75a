"""Staff who are no superusers see of a private negotiation in the admin what they see of it on the pages."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from positions.actions.nouns import make
from positions.actions.writing import delete
from positions.models import Agreement, Article, Demand, Membership, Negotiation, Offer, Party, Position, Talks
from positions.models.base import Recorded
from tests.admin.pages import NOUNS, address
from tests.conftest import signed_in
from tests.world import World

IDS = [model._meta.object_name for model in NOUNS]


@pytest.fixture
def desk(world: World) -> Client:
    """Staff with every permission there is, and a member of nothing."""
    user = world.people.stranger
    user.is_staff = True
    user.save()
    user.user_permissions.set(Permission.objects.all())
    return signed_in(user)


def join(world: World) -> None:
    """Make the desk a reader of the River accord."""
    values = {"user": world.people.stranger, "role": Membership.Role.READER}
    make(noun=Membership, negotiation=world.river, values=values, user=None)


def of_the_river(world: World, model: type[Recorded]) -> Recorded:
    """A row of the private negotiation; what it has none of is made."""
    missing = {
        Offer: {"kind": "offer", "title": "Half open", "issue": world.river_issue, "proposer": world.upstream},
        Talks: {"title": "At the weir"},
        Agreement: {"title": "Pact", "agreed_on": date(2024, 2, 2)},
    }
    if model is Negotiation:
        return world.river
    if model in missing:
        return make(noun=model, negotiation=world.river, values=missing[model], user=None)
    return model._default_manager.filter(negotiation=world.river).first()


def pages(row: Recorded, model: type[Recorded]) -> list[str]:
    past = address(model, "simple_history", row.pk, row.history.last().pk)
    return [*(address(model, page, row.pk) for page in ("change", "history", "delete")), past]


@pytest.mark.parametrize("model", NOUNS, ids=IDS)
def test_a_row_that_is_not_visible_is_in_no_list_and_has_no_page(world, desk, as_staff, model):
    row = of_the_river(world, model)
    for page in pages(row, model):
        assert as_staff.get(page).status_code == 200
        response = desk.get(page)
        assert (response.status_code == 302 and response.url == reverse("admin:index")) or response.status_code == 403
    listed = {one.pk for one in desk.get(address(model, "changelist")).context["cl"].result_list}
    assert listed
    assert row.pk not in listed
    join(world)
    assert row.pk in {one.pk for one in desk.get(address(model, "changelist")).context["cl"].result_list}
    assert [desk.get(page).status_code for page in pages(row, model)] == [200] * 4


@pytest.mark.parametrize("model", NOUNS, ids=IDS)
def test_no_list_names_a_negotiation_that_is_not_visible(world, desk, model):
    of_the_river(world, model)
    for page in (address(model, "changelist"), f"{address(model, 'changelist')}?q=e"):
        assert "River accord" not in desk.get(page).content.decode()


def test_the_history_of_what_was_deleted_is_no_way_round(world, desk, as_staff):
    party = make(noun=Party, negotiation=world.river, values={"name": "Weir", "short_name": "W"}, user=None)
    page = address(Party, "history", party.pk)
    delete(party, version=1, user=None, reason="unsaid")
    assert as_staff.get(page).status_code == 200
    assert desk.get(page).status_code == 403


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("issue", "negotiation"),
        ("demand", "proposer"),
        ("offer", "answers"),
        ("talks", "venue"),
        ("talks", "parties"),
        ("agreement", "proposals"),
        ("article", "source"),
        ("position", "article"),
    ],
)
def test_a_search_for_a_row_to_link_to_finds_only_what_is_visible(world, desk, as_staff, model, field):
    asked = {"app_label": "positions", "model_name": model, "field_name": field, "term": ""}

    def found(client: Client) -> str:
        return client.get(reverse("admin:autocomplete"), asked).content.decode()

    assert "River accord" in found(as_staff)
    assert "River accord" not in found(desk)
    assert '"results": [{' in found(desk)


@pytest.mark.parametrize("model", [Demand, Article], ids=["Demand", "Article"])
def test_nothing_is_added_to_a_negotiation_that_is_not_visible(world, desk, model):
    data = {
        Demand: {"title": "Mine", "issue": world.river_issue.pk, "proposer": world.upstream.pk},
        Article: {
            "title": "Mine",
            "source": world.river_article.source_id,
            "published_on": "2024-02-02",
            "language": "en",
            "text": "Mine.",
        },
    }[model] | {"negotiation": world.river.pk}
    assert "That choice is not one of the available choices." in desk.post(address(model, "add"), data).content.decode()
    assert not model._default_manager.filter(title="Mine").exists()
    join(world)
    assert desk.post(address(model, "add"), data).status_code == 302


def test_no_words_of_an_article_that_is_not_visible_are_coded(world, desk):
    data = {"article": world.river_article.pk, "party": world.upstream.pk, "proposal": world.river_demand.pk}
    page = desk.post(address(Position, "add"), data | {"quote": "Upstream", "stance": "open", "start": ""})
    assert "That choice is not one of the available choices." in page.content.decode()


def test_who_may_only_look_looks_at_the_visible_only(world):
    user = world.people.stranger
    user.is_staff = True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename="view_party"))
    client = signed_in(user)
    assert client.get(address(Party, "change", world.northland.pk)).status_code == 200
    assert client.get(address(Party, "change", world.upstream.pk)).status_code == 302
    assert client.get(address(Party, "history", world.upstream.pk)).status_code == 403
