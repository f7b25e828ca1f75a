"""Forms that edit what a negotiation consists of: lost updates, reasons, and what is kept."""

import pytest
from django.test import Client

from positions.actions.merge_plans import plan
from positions.actions.merging import merge
from positions.actions.nouns import make
from positions.models import Agreement, Alias, Participation, Source, Talks, Venue
from positions.views.nouns import NOUNS
from tests.views.nouns import as_saved, make_another, text, typed
from tests.world import World

pytestmark = pytest.mark.both


@pytest.mark.parametrize("noun", NOUNS)
def test_saving_a_form_unchanged_changes_nothing_but_the_version(as_analyst: Client, world: World, noun):
    row = NOUNS[noun].rows(world.negotiation).order_by("pk").first()
    address = f"/n/harbour/{noun}/{row.pk}/edit/"
    fields = [field.attname for field in row._meta.concrete_fields if field.name != "version"]
    many = [field.name for field in row._meta.many_to_many]

    def facts(row) -> dict[str, object]:
        return {name: getattr(row, name) for name in fields} | {
            name: set(getattr(row, name).values_list("pk", flat=True)) for name in many
        }

    before = facts(row)
    response = as_analyst.post(address, as_saved(as_analyst, address))
    assert response.status_code == 302, response.context["form"].errors
    fresh = NOUNS[noun].rows(world.negotiation).get(pk=row.pk)
    assert facts(fresh) == before
    assert fresh.version == row.version + 1


def test_who_changed_what_when_and_why_is_shown(as_analyst: Client, as_editor: Client, world: World):
    address = f"/n/harbour/demands/{world.demand.pk}/edit/"
    values = as_saved(as_editor, address)
    as_editor.post(address, values | {"title": "Southmark gives the harbour up", "reason": "as the text has it"})
    page = as_analyst.get("/n/harbour/demands/harbour-handed-over/")
    edit = page.context["edits"][0]
    assert (edit.who, edit.what, edit.why, edit.fields) == ("editor", "changed", "as the text has it", ["title"])
    assert "“as the text has it”" in text(page)


def test_an_edit_of_a_party_keeps_dated_roles_and_swaps_the_rest(as_analyst: Client, world: World):
    values = {"party": world.league, "role": "guarantor", "since": "2024-02"}
    make(noun=Participation, negotiation=world.negotiation, values=values, user=world.people.analyst)
    address = f"/n/harbour/parties/{world.league.pk}/edit/"
    values = as_saved(as_analyst, address)
    assert values["roles"] == ["mediator"]
    as_analyst.post(address, values | {"roles": ["host", "observer"], "aliases": "the League"})
    roles = {(role.role, role.since) for role in world.league.participations.all()}
    assert roles == {("host", ""), ("observer", ""), ("guarantor", "2024-02")}
    assert [alias.alias for alias in Alias.objects.filter(party=world.league)] == ["the League"]
    removed = Participation.history.get(role="mediator", history_type="-")
    assert removed.history_user == world.people.analyst


def test_a_role_that_ended_is_told_at_its_field(as_analyst: Client, world: World):
    values = {"party": world.league, "role": "host", "until": "2020"}
    make(noun=Participation, negotiation=world.negotiation, values=values, user=world.people.analyst)
    address = f"/n/harbour/parties/{world.league.pk}/edit/"
    response = as_analyst.post(address, as_saved(as_analyst, address) | {"roles": ["mediator", "host"]})
    assert response.status_code == 422
    assert "recorded as host until 2020" in response.context["form"].errors["roles"][0]


def test_two_people_at_once_one_is_told_and_loses_nothing(as_analyst: Client, as_editor: Client, world: World):
    address = f"/n/harbour/talks/{world.held_talks.pk}/edit/"
    mine, theirs = as_saved(as_analyst, address), as_saved(as_editor, address)
    theirs |= {"title": "Round one", "parties": [world.northland.pk, world.southmark.pk]}
    assert as_editor.post(address, theirs).status_code == 302
    response = as_analyst.post(address, mine | {"title": "First round", "outcome": "Nothing.", "reason": "minutes"})
    assert response.status_code == 409
    differences = {row.label: (row.theirs, row.mine) for row in response.context["conflict"].choices}
    assert differences == {
        "Title": ("Round one", "First round"),
        "Outcome": ("No result on the harbour; prisoners to be discussed further.", "Nothing."),
        "Parties": ("Northland, Southmark", "Coastal League, Northland, Southmark"),
    }
    assert 'value="First round"' in text(response)
    assert 'value="minutes"' in text(response)
    assert Talks.objects.get(pk=world.held_talks.pk).title == "Round one"
    again = {name: response.context["form"].data.getlist(name) for name in response.context["form"].data}
    assert as_analyst.post(address, again).status_code == 302
    fresh = Talks.objects.get(pk=world.held_talks.pk)
    assert (fresh.title, fresh.version, fresh.parties.count()) == ("First round", 3, 3)


def test_an_invalid_edit_keeps_what_was_typed_and_the_title_of_the_page(as_analyst: Client, world: World):
    address = f"/n/harbour/venues/{world.port_haven.pk}/edit/"
    values = as_saved(as_analyst, address) | {"name": "Port Heaven", "latitude": "100"}
    response = as_analyst.post(address, values)
    assert response.status_code == 422
    assert "Edit “Port Haven”" in text(response)
    assert 'value="Port Heaven"' in text(response)
    assert Venue.objects.get(pk=world.port_haven.pk).name == "Port Haven"


def test_an_offer_cannot_counter_itself(as_analyst: Client, world: World):
    address = f"/n/harbour/offers/{world.offer.pk}/edit/"
    response = as_analyst.post(address, as_saved(as_analyst, address) | {"counters": world.offer.pk})
    assert response.status_code == 422
    assert "counters" in response.context["form"].errors


def test_a_demand_is_not_edited_as_an_offer(as_analyst: Client, world: World):
    assert as_analyst.get(f"/n/harbour/offers/{world.demand.pk}/edit/").status_code == 404
    assert as_analyst.get(f"/n/harbour/demands/{world.offer.pk}/edit/").status_code == 404


def test_a_row_removed_in_the_meantime_is_not_found(as_analyst: Client, world: World):
    source = make(noun=Source, negotiation=world.negotiation, values={"name": "Gone"}, user=world.people.analyst)
    address = f"/n/harbour/sources/{source.pk}/edit/"
    values = as_saved(as_analyst, address)
    source.delete()
    assert as_analyst.post(address, values).status_code == 404


def test_what_was_typed_of_a_row_that_was_merged_meanwhile_is_not_lost(as_analyst: Client, world: World):
    """It stands beside what the successor says, and is sent to that: nothing of it is overwritten unseen."""
    address, kept = f"/n/harbour/parties/{world.league.pk}/edit/", world.southmark
    sent = as_saved(as_analyst, address) | {"description": "Ports of the coast."}
    merge(gone=world.league, kept=kept, seen=plan(gone=world.league, kept=kept).seen, user=world.people.editor)
    response = as_analyst.post(address, sent)
    assert response.status_code == 409
    page, to = response.content.decode(), f"/n/harbour/parties/{kept.pk}/edit/"
    assert "This was merged into “Southmark”." in page
    assert f'<form class="form" method="post" action="{to}"' in page
    form, choices = response.context["form"], response.context["conflict"].choices
    assert form["description"].value() == "Ports of the coast."
    assert ("name", "Southmark", "Coastal League", "") in [
        (one.name, one.theirs, one.mine, one.kept) for one in choices
    ]
    again = {name: form.data.getlist(name) for name in form.data} | {"differs": [one.name for one in choices]}
    for one in choices:
        again |= {f"mark-{one.name}": one.mark, f"keep-{one.name}": "mine" if one.name == "description" else "theirs"}
    assert as_analyst.post(to, again).status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.description) == ("Southmark", "Ports of the coast.")


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("address", ["new/", "{pk}/edit/"])
def test_only_analysts_add_and_edit(
    client: Client, as_reader: Client, as_stranger: Client, world: World, noun, address
):
    row = NOUNS[noun].rows(world.negotiation).order_by("pk").first()
    address = f"/n/harbour/{noun}/{address.format(pk=row.pk)}"
    version = row.version
    for visitor in (as_reader, as_stranger):
        assert visitor.post(address, typed(noun, world) | {"version": 1}).status_code == 403
    assert client.post(address, typed(noun, world))["Location"] == f"/accounts/login/?next={address}"
    row.refresh_from_db()
    assert row.version == version


def test_the_queries_of_a_form_do_not_grow(as_analyst: Client, world: World, django_assert_num_queries):
    address = f"/n/harbour/agreements/{world.agreement.pk}/edit/"
    with django_assert_num_queries(16) as seen:
        as_analyst.get(address)
    for number in range(6):
        for noun in ("parties", "offers", "venues", "talks"):
            make_another(noun, number, world)
    with django_assert_num_queries(len(seen)):
        as_analyst.get(address)


def test_an_agreement_covers_what_was_ticked(as_analyst: Client, world: World):
    address = f"/n/harbour/agreements/{world.agreement.pk}/edit/"
    values = as_saved(as_analyst, address) | {"proposals": [world.offer.pk, world.demand.pk], "parties": []}
    as_analyst.post(address, values)
    fresh = Agreement.objects.get(pk=world.agreement.pk)
    assert set(fresh.proposals.all()) == {world.offer, world.demand}
    assert not fresh.parties.exists()


def test_saving_a_row_and_its_links_is_one_edit(as_analyst: Client, world: World):
    address = f"/n/harbour/talks/{world.held_talks.pk}/"
    assert [edit.what for edit in as_analyst.get(address).context["edits"]] == ["made"]
    values = as_saved(as_analyst, f"{address}edit/") | {"outcome": "Nothing.", "parties": [world.northland.pk]}
    as_analyst.post(f"{address}edit/", values | {"reason": "minutes"})
    newest, oldest = as_analyst.get(address).context["edits"]
    assert (newest.what, newest.why, newest.fields) == ("changed", "minutes", ["outcome", "what it is linked to"])
    assert oldest.what == "made"
