"""Saving in the admin: checked, versioned and kept as on the pages."""

import pytest

from positions.actions.nouns import edit
from positions.models import Alias, Article, Demand, Offer, Party, Proposal, Talks
from tests.admin.pages import address, opened, saved


def test_what_is_saved_in_the_admin_has_its_version_and_its_history(world, as_staff, staff):
    data = opened(as_staff, world.league) | {"name": "League of the Coast", "reason": "renamed itself"}
    saved(as_staff, world.league, data)
    world.league.refresh_from_db()
    entry = world.league.history.first()
    assert (world.league.name, world.league.version) == ("League of the Coast", 2)
    assert (entry.history_user, entry.history_change_reason) == (staff, "renamed itself")
    assert world.league.history.count() == 2


def test_saving_without_a_change_writes_nothing(world, as_staff):
    for row in (world.league, world.held_talks, world.articles[0], world.negotiation):
        data = opened(as_staff, row) | ({"reason": "none"} if isinstance(row, Article) else {})
        assert "was changed successfully" in saved(as_staff, row, data)
        versions = type(row).history.filter(id=row.pk).count()
        assert type(row).objects.get(pk=row.pk).version == 1
        assert versions == row.history.count() <= 2


@pytest.mark.both
@pytest.mark.parametrize("name", ["league", "negotiation", "held_talks", "offer", "ledger", "port_haven"])
def test_of_two_people_who_open_the_same_row_the_second_loses_nothing_of_the_first_s(world, as_staff, editor, name):
    row = getattr(world, name)
    model = Offer if isinstance(row, Proposal) else type(row)
    data = opened(as_staff, row, model)
    title = "title" if hasattr(row, "title") else "name"
    if name == "negotiation":
        row.summary = "First."
        from positions.actions.nouns import edit_negotiation

        edit_negotiation(negotiation=row, values={title: "First"}, version=1, user=editor)
    else:
        edit(instance=row, values={title: "First"}, version=1, user=editor)
    page = saved(as_staff, row, data | {title: "Second"}, model)
    assert "Somebody else changed this after you opened it, and nothing of yours was saved." in page
    assert 'value="Second"' in page  # what was typed is still there
    fresh = type(row).objects.get(pk=row.pk)
    assert (getattr(fresh, title), fresh.version) == ("First", 2)
    assert "after you opened it" in saved(as_staff, row, data | {title: "Second"}, model)  # and again


def test_a_form_without_its_version_is_refused(world, as_staff):
    data = opened(as_staff, world.league) | {"name": "X"}
    del data["read_version"]
    assert "after you opened it" in saved(as_staff, world.league, data)
    assert Party.objects.get(pk=world.league.pk).name == "Coastal League"


def test_what_breaks_a_rule_is_refused_in_the_form(world, as_staff):
    offer = opened(as_staff, world.offer, Offer)
    for field, value, sentence in [
        ("answers", world.river_demand.pk, "The demand it answers belongs to another negotiation."),
        ("counters", world.offer.pk, "An offer cannot counter itself."),
        ("counters", world.demand.pk, "“Southmark hands over the harbour” is a demand. Name an offer, or none."),
        ("answers", world.counter_offer.pk, "“Prisoners are exchanged before any talks” is an offer. Name a demand,"),
        ("slug", "new", "not “new” alone"),
        ("proposed_on", "2024-13", "There is no such date as 2024-13."),
        ("title", "a\x00b", "ull characters are not allowed"),
        ("slug", world.demand.slug, "already exists"),
    ]:
        assert sentence in saved(as_staff, world.offer, offer | {field: value}, Offer)
    talks = opened(as_staff, world.held_talks)
    assert "Of another negotiation: Upstream." in saved(
        as_staff, world.held_talks, talks | {"parties": [world.upstream.pk]}
    )
    for values, sentence in [
        ({"ends_on": "2024-03-01"}, "cannot end before they start"),
        ({"starts_on": "2999-01-01", "ends_on": ""}, "This day is in the future"),
        ({"starts_on": "03/04/2024", "ends_on": ""}, "Enter a valid date."),
        ({"offer": world.demand.pk}, "is a demand. Name an offer, or none."),
    ]:
        assert sentence in saved(as_staff, world.held_talks, talks | values)
    agreement = opened(as_staff, world.agreement) | {"agreed_on": "2999-01-01"}
    assert "This day is in the future: nothing was agreed on it yet." in saved(as_staff, world.agreement, agreement)
    assert Proposal.objects.get(pk=world.offer.pk).version == Talks.objects.get(pk=world.held_talks.pk).version == 1


def test_a_noun_is_added_with_a_key_of_its_own_and_its_history(world, as_staff, staff):
    data = {"negotiation": world.negotiation.pk, "name": "Lighthouse keepers", "short_name": "Keepers", "kind": "other"}
    assert as_staff.post(address(Party, "add"), data).status_code == 302
    party = Party.objects.get(slug="lighthouse-keepers")
    assert party.history.get().history_user == staff


@pytest.mark.parametrize(("model", "kind"), [(Demand, "demand"), (Offer, "offer")])
def test_a_demand_and_an_offer_are_added_as_what_they_are(world, as_staff, model, kind):
    values = {"title": "Open the harbour", "issue": world.control.pk, "proposer": world.southmark.pk}
    response = as_staff.post(address(model, "add"), values | {"negotiation": world.negotiation.pk})
    assert response.status_code == 302
    proposal = Proposal.objects.get(slug="open-the-harbour")
    assert proposal.kind == kind
    assert proposal.history.count() == 1


def test_an_offer_is_not_added_as_the_answer_to_an_offer(world, as_staff):
    values = {"title": "Open the harbour", "issue": world.control.pk, "proposer": world.southmark.pk}
    values |= {"negotiation": world.negotiation.pk, "answers": world.counter_offer.pk}
    response = as_staff.post(address(Offer, "add"), values)
    assert "is an offer. Name a demand, or none." in response.content.decode()
    assert not Proposal.objects.filter(slug="open-the-harbour").exists()


def test_parties_of_talks_are_kept_with_their_history(world, as_staff, staff):
    data = opened(as_staff, world.held_talks) | {"parties": [world.northland.pk]}
    saved(as_staff, world.held_talks, data)
    assert list(world.held_talks.parties.all()) == [world.northland]
    latest = world.held_talks.history.first()
    assert [row.party for row in latest.parties.all()] == [world.northland]
    assert latest.history_user == staff


def test_aliases_are_added_changed_and_removed_with_their_history(world, as_staff, staff):
    data = opened(as_staff, world.northland)
    aliases = {data[f"aliases-{place}-alias"]: f"aliases-{place}" for place in range(2)}
    data[f"{aliases['Norhaven']}-alias"] = "Nordhaven"
    data[f"{aliases['the northern government']}-DELETE"] = "on"
    data |= {"aliases-TOTAL_FORMS": "3", "aliases-2-alias": "The North", "aliases-2-party": str(world.northland.pk)}
    data |= {"aliases-2-id": "", "aliases-2-read_version": "1"}
    saved(as_staff, world.northland, data)
    assert {alias.alias for alias in world.northland.aliases.all()} == {"Nordhaven", "The North"}
    assert Party.objects.get(pk=world.northland.pk).version == 1
    kept = world.northland.aliases.get(alias="Nordhaven")
    assert (kept.version, kept.history.first().history_user) == (2, staff)
    gone = Alias.history.filter(alias="the northern government").first()
    assert (gone.history_type, gone.history_user) == ("-", staff)


def test_an_alias_that_somebody_else_changed_or_that_means_another_party_is_refused(world, as_staff, editor):
    data = opened(as_staff, world.southmark)
    assert "already exists" in saved(as_staff, world.southmark, data | {"aliases-0-alias": "Norhaven"})
    edit(instance=world.southmark.aliases.get(), values={"alias": "Sued"}, version=1, user=editor)
    assert "after you opened it" in saved(as_staff, world.southmark, data | {"aliases-0-alias": "Sudland"})
    assert world.southmark.aliases.get().alias == "Sued"
