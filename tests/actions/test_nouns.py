"""Making and editing what a negotiation consists of."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from positions.actions.nouns import edit, edit_negotiation, make, start_negotiation
from positions.actions.writing import Stale
from positions.models import (
    Agreement,
    Demand,
    Issue,
    Membership,
    Negotiation,
    Offer,
    Participation,
    Party,
    Proposal,
    Source,
    Talks,
    Venue,
)

pytestmark = pytest.mark.both
FAR = date(2999, 1, 1)


def test_whoever_starts_a_negotiation_is_its_first_analyst(world):
    stranger = world.people.stranger
    negotiation = start_negotiation(values={"title": "Grain corridor"}, user=stranger)
    assert (negotiation.slug, negotiation.public) == ("grain-corridor", False)
    membership = negotiation.memberships.get()
    assert (membership.user, membership.role) == (stranger, "analyst")
    assert negotiation.history.get().history_change_reason == "started"
    assert membership.history.get().history_user == stranger


def test_a_negotiation_that_is_refused_leaves_no_membership(world):
    before = Membership.objects.count()
    with pytest.raises(ValidationError):
        start_negotiation(values={"title": "x" * 201}, user=world.people.stranger)
    assert Membership.objects.count() == before
    assert not Negotiation.objects.filter(title="x" * 201).exists()


def test_a_negotiation_s_address_stays_when_its_title_changes(world):
    edit_negotiation(
        negotiation=world.negotiation, values={"title": "Port dispute"}, version=1, user=world.people.editor
    )
    fresh = Negotiation.objects.get(pk=world.negotiation.pk)
    assert (fresh.slug, fresh.title, fresh.version) == ("harbour", "Port dispute", 2)
    with pytest.raises(Stale):
        edit_negotiation(negotiation=fresh, values={"title": "Mine"}, version=1, user=world.people.analyst)


@pytest.mark.parametrize(
    ("noun", "values", "key"),
    [
        (Issue, {"title": "Fishing rights"}, "fishing-rights"),
        (Party, {"name": "Port workers", "short_name": "Workers", "kind": "organisation"}, "port-workers"),
        (Venue, {"name": "Lighthouse"}, "lighthouse"),
        (Source, {"name": "Gull"}, "gull"),
        (Talks, {"title": "By telephone", "format": "phone"}, "by-telephone"),
        (Agreement, {"title": "Truce", "agreed_on": date(2024, 5, 1)}, "truce"),
    ],
)
def test_every_noun_is_made_with_a_key_and_its_history(world, noun, values, key):
    row = make(noun=noun, negotiation=world.negotiation, values=values, user=world.people.editor)
    assert key == getattr(row, "slug", None) or key == row.key
    assert row.negotiation == world.negotiation
    entry = row.history.last()
    assert (entry.history_user, entry.history_change_reason) == (world.people.editor, "made")


def test_demands_and_offers_are_two_kinds_of_one_noun(world):
    shared = {"issue": world.control, "proposer": world.southmark}
    demand = make(
        noun=Demand, negotiation=world.negotiation, values={"title": "Leave", "kind": "demand", **shared}, user=None
    )
    offer = make(
        noun=Offer, negotiation=world.negotiation, values={"title": "Leave", "kind": "offer", **shared}, user=None
    )
    assert (demand.slug, offer.slug) == ("leave", "leave-2")
    assert Demand.objects.get(pk=demand.pk).kind == "demand"
    assert not Offer.objects.filter(pk=demand.pk).exists()
    assert Proposal.history.filter(id=demand.pk).count() == 1


@pytest.mark.parametrize(
    ("noun", "values", "sentence"),
    [
        (Venue, {"name": "Nowhere", "latitude": 1}, "Give both coordinates in decimal degrees"),
        (
            Talks,
            {"title": "T", "starts_on": date(2024, 5, 2), "ends_on": date(2024, 5, 1)},
            "cannot end before they start",
        ),
        (Talks, {"title": "T", "ends_on": date(2024, 5, 1)}, "Give the day on which the talks start as well."),
        (Talks, {"title": "T", "status": "held"}, "need the day on which they started"),
        (Talks, {"title": "T", "status": "held", "starts_on": FAR}, "This day is in the future"),
        (Talks, {"title": "T", "status": "collapsed", "starts_on": FAR}, "This day is in the future"),
        (Agreement, {"title": "A", "agreed_on": FAR}, "This day is in the future: nothing was agreed on it yet."),
        (Party, {"name": "P\x00", "short_name": "P"}, "NUL character"),
        (Party, {"name": "Northland", "short_name": "N", "slug": "northland"}, "already exists"),
        (Party, {"name": "New", "short_name": "N", "slug": "new"}, "not “new” alone"),
    ],
)
def test_what_breaks_a_rule_is_refused_in_words_and_not_written(world, noun, values, sentence):
    before = (noun.objects.count(), noun.history.count())
    with pytest.raises(ValidationError, match=sentence):
        make(noun=noun, negotiation=world.negotiation, values=values, user=None)
    assert (noun.objects.count(), noun.history.count()) == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"answers": "offer"}, "A proposal cannot answer itself"),
        ({"counters": "offer"}, "An offer cannot counter itself"),
        ({"answers": "river_demand"}, "The demand it answers belongs to another negotiation"),
        ({"kind": "demand"}, "Only an offer answers a demand"),
        ({"kind": "demand", "answers": None}, "Offers counter it or talks came from it, so it stays an offer."),
        (
            {"answers": "counter_offer"},
            "“Prisoners are exchanged before any talks” is an offer. Name a demand, or none.",
        ),
        ({"counters": "demand"}, "“Southmark hands over the harbour” is a demand. Name an offer, or none."),
    ],
)
def test_an_offer_is_not_edited_into_nonsense(world, changes, sentence):
    values = {
        name: getattr(world, value) if value and hasattr(world, value) and name != "kind" else value
        for name, value in changes.items()
    }
    with pytest.raises(ValidationError, match=sentence):
        edit(instance=Proposal.objects.get(pk=world.offer.pk), values=values, version=1, user=None)
    fresh = Proposal.objects.get(pk=world.offer.pk)
    assert (fresh.answers, fresh.counters, fresh.kind, fresh.version) == (world.demand, None, "offer", 1)


def test_a_demand_that_an_offer_answers_stays_one(world):
    with pytest.raises(ValidationError, match="Offers answer it, so it stays a demand"):
        edit(instance=Proposal.objects.get(pk=world.demand.pk), values={"kind": "offer"}, version=1, user=None)
    assert Proposal.objects.get(pk=world.demand.pk).kind == "demand"


def test_talks_come_from_no_demand(world):
    with pytest.raises(ValidationError) as refusal:
        edit(instance=world.held_talks, values={"offer": world.demand}, version=1, user=None)
    sentence = "“Southmark hands over the harbour” is a demand. Name an offer, or none."
    assert refusal.value.message_dict == {"offer": [sentence]}


def test_what_happened_may_have_happened_today_and_talks_may_be_planned(world):
    def day_of(noun, **values):
        return make(noun=noun, negotiation=world.negotiation, values={"title": "T"} | values, user=None).pk

    today = timezone.localdate()
    assert day_of(Agreement, agreed_on=today)
    assert day_of(Talks, status="held", starts_on=today)
    for status in ("proposed", "agreed", "cancelled"):
        assert day_of(Talks, status=status, starts_on=FAR)


def test_making_talks_with_their_parties_keeps_both_in_the_history(world):
    talks = make(
        noun=Talks,
        negotiation=world.negotiation,
        values={"title": "Third round", "parties": [world.league, world.northland]},
        user=world.people.editor,
    )
    assert set(talks.parties.all()) == {world.league, world.northland}
    latest = talks.history.first()
    assert {row.party for row in latest.parties.all()} == {world.league, world.northland}
    assert latest.history_user == world.people.editor


def test_a_party_of_another_negotiation_cannot_be_linked(world):
    before = (Talks.objects.count(), Talks.history.count())
    with pytest.raises(ValidationError) as refusal:
        make(
            noun=Talks,
            negotiation=world.negotiation,
            values={"title": "Third round", "parties": [world.upstream]},
            user=None,
        )
    assert refusal.value.message_dict == {"parties": ["Of another negotiation: Upstream."]}
    with pytest.raises(ValidationError):
        edit(instance=world.held_talks, values={"title": "X", "parties": [world.upstream]}, version=1, user=None)
    assert (Talks.objects.count(), Talks.history.count()) == before
    assert Talks.objects.get(pk=world.held_talks.pk).version == 1


def test_editing_counts_the_version_and_keeps_the_reading_before(world):
    edit(
        instance=world.prisoners,
        values={"status": "implemented"},
        version=1,
        user=world.people.editor,
        reason="all are home",
    )
    now, before = world.prisoners.history.all()
    assert (before.status, now.status, now.version) == ("agreed", "implemented", 2)
    assert (now.history_user, now.history_change_reason) == (world.people.editor, "all are home")


def test_editing_an_old_version_is_told_what_stands_now(world):
    edit(instance=world.prisoners, values={"status": "signed"}, version=1, user=None)
    with pytest.raises(Stale) as refusal:
        edit(instance=Issue.objects.get(pk=world.prisoners.pk), values={"status": "parked"}, version=1, user=None)
    assert refusal.value.current.status == "signed"


@pytest.mark.parametrize(
    ("since", "until", "allowed"),
    [
        ("2022-03", "2022", True),
        ("2022", "2022-03", True),
        ("", "2022", True),
        ("2022-03", "", True),
        ("2022-03", "2022-02", False),
    ],
)
def test_a_role_s_end_is_compared_as_far_as_it_is_known(world, since, until, allowed):
    values = {"party": world.league, "role": "guarantor", "since": since, "until": until}
    if allowed:
        assert make(noun=Participation, negotiation=world.negotiation, values=values, user=None).until == until
    else:
        with pytest.raises(ValidationError, match="The role cannot end before it starts"):
            make(noun=Participation, negotiation=world.negotiation, values=values, user=None)


@pytest.mark.parametrize("proxy", [Demand, Offer])
def test_a_proposal_edited_as_the_kind_it_is_keeps_its_history(world, proxy):
    row = proxy.objects.filter(negotiation=world.negotiation).first()
    edit(instance=row, values={"title": "Otherwise"}, version=1, user=world.people.editor, reason="clearer")
    entries = Proposal.history.filter(id=row.pk)
    assert [(entry.history_type, entry.history_change_reason) for entry in entries] == [("~", "clearer"), ("+", "made")]
