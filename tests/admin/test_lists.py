"""Every noun has its pages, for the staff only, at a cost that does not grow with its rows."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.models import Demand, Negotiation, Party, Position, Proposal
from tests.admin.pages import NAMES, NOUNS, REGISTERED, address, many_more, some_row


def test_every_noun_is_in_the_admin():
    asked_for = ["Negotiation", "Party", "Issue", "Demand", "Offer", "Venue", "Talks", "Agreement", "Source", "Article"]
    assert {model._meta.object_name for model in NOUNS} == {*asked_for, "Proposal", "Position"}
    assert {"User", "Group"} <= set(NAMES)


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_the_staff_see_list_search_add_change_and_history_of_every_noun(world, as_staff, model):
    row = some_row(model)
    for found in (as_staff.get(address(model, "changelist")), as_staff.get(address(model, "changelist"), {"q": "a"})):
        assert found.status_code == 200
    assert as_staff.get(address(model, "change", row.pk)).status_code == 200
    assert as_staff.get(address(model, "history", row.pk)).status_code == 200
    adding = as_staff.get(address(model, "add"))
    assert adding.status_code == (403 if model is Proposal else 200)


@pytest.mark.parametrize("model", NOUNS, ids=[model._meta.object_name for model in NOUNS])
def test_an_earlier_version_can_be_looked_at_but_not_saved_over_the_present_one(world, as_staff, model):
    row = some_row(model)
    past = address(model, "simple_history", row.pk, row.history.last().pk)
    assert as_staff.get(past).status_code == 200
    assert as_staff.post(past, {"_save": "1"}).status_code == 403


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_nobody_but_the_staff_sees_the_admin(world, client, as_analyst, model):
    row = some_row(model)
    pages = [address(model, "changelist"), address(model, "add"), address(model, "change", row.pk)]
    for page in [reverse("admin:index"), *pages, address(model, "history", row.pk)]:
        for stranger in (client, as_analyst):
            response = stranger.get(page)
            assert response.status_code == 302
            assert response.url.startswith("/admin/login/")


def test_the_index_has_the_nouns_by_what_they_are_about(world, as_staff):
    page = as_staff.get(reverse("admin:index"))
    groups = [
        (group["name"], [model["object_name"] for model in group["models"]]) for group in page.context["app_list"]
    ]
    assert groups == [
        ("What is negotiated", ["Negotiation", "Issue", "Demand", "Offer", "Agreement"]),
        ("Who, where and when", ["Party", "Venue", "Talks"]),
        ("What was said", ["Source", "Article", "Position"]),
        ("Accounts", ["User", "Group"]),
    ]


@pytest.mark.parametrize("pk", ["999999", "99999999999999999999999", "x", "0"])
def test_a_row_that_is_not_there_is_no_crash(world, as_staff, pk):
    for model in (Party, Demand, Position):
        response = as_staff.get(address(model, "change", pk))
        assert response.status_code == 302
        assert response.url == reverse("admin:index")


@pytest.mark.parametrize("model", NOUNS, ids=[model._meta.object_name for model in NOUNS])
def test_links_to_other_rows_are_searched_for_not_picked_from_a_list(world, as_staff, model):
    """The one list left is of choices; a search answers for every noun that others point at."""
    page = as_staff.get(address(model, "change", some_row(model).pk)).content.decode()
    for name, attributes in re.findall(r'<select name="([\w-]+)"([^>]*)>', page):
        field = name.rsplit("-", 1)[-1]
        linked = {one.name for one in model._meta.get_fields() if one.is_relation} | {"user"}
        assert ("admin-autocomplete" in attributes) == (field in linked), name


def test_suggestions_say_of_which_negotiation_they_are_and_read_no_text(world, as_staff):
    def suggested(model: str, field: str, term: str) -> list[str]:
        asked = {"app_label": "positions", "model_name": model, "field_name": field, "term": term}
        with CaptureQueriesContext(connection) as queries:
            found = as_staff.get(reverse("admin:autocomplete"), asked).json()["results"]
        assert not any('"text"' in query["sql"] and "positions_article" in query["sql"] for query in queries)
        return [one["text"] for one in found]

    assert suggested("position", "party", "North") == ["Northland · Harbour dispute"]
    assert suggested("proposal", "venue", "") == ["Port Haven · Harbour dispute", "Weir House · River accord"]
    assert suggested("talks", "article", "dam") == ["Upstream wants the dam open (2024-02-01) · River accord"]
    assert suggested("membership", "user", "edit") == ["editor"]


def queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)


LISTS = [model for model in NOUNS if model is not Negotiation]


@pytest.mark.parametrize("model", LISTS, ids=[model._meta.object_name for model in LISTS])
def test_a_list_asks_the_same_questions_whatever_its_length(world, as_staff, model):
    before = queries(as_staff, address(model, "changelist"))
    many_more(world)
    assert queries(as_staff, address(model, "changelist")) == before <= 12


@pytest.mark.parametrize("name", ["southmark", "demand"])
def test_the_page_of_a_party_or_demand_asks_the_same_questions_however_much_it_moved(world, as_staff, name):
    row = getattr(world, name)
    model = Demand if name == "demand" else Party
    before = queries(as_staff, address(model, "change", row.pk))
    many_more(world)
    assert queries(as_staff, address(model, "change", row.pk)) == before <= 24
