"""Merging parties, proposals, venues and aliases: what named the one names the other, and can be taken back."""

import pytest
from django.core.exceptions import ValidationError

from positions.actions import coding
from positions.actions.merge_plans import NAMED_BY, plan
from positions.actions.merging import merge
from positions.actions.nouns import edit, make
from positions.actions.parties import set_aliases, set_roles
from positions.actions.undoing import redo, undo
from positions.actions.writing import Stale, free_key
from positions.models import (
    Agreement,
    Alias,
    Deed,
    Offer,
    Party,
    Position,
    Proposal,
    Successor,
    Talks,
    Track,
    Venue,
)
from tests.snapshots import everything
from tests.world import World, say

pytestmark = pytest.mark.both


def merged(world: World, gone, kept, **more):
    """Merge as somebody does who has just seen the plan."""
    seen = plan(gone=gone, kept=kept).seen
    return merge(gone=gone, kept=kept, seen=seen, user=world.people.analyst, **more)


def deeds(world: World):
    return Deed.objects.of(world.people.analyst.pk, world.negotiation.pk)


def undo_last(world: World) -> None:
    undo(negotiation=world.negotiation, user=world.people.analyst, deed=deeds(world).to_undo().first().pk)


def redo_last(world: World) -> None:
    redo(negotiation=world.negotiation, user=world.people.analyst, deed=deeds(world).to_redo().first().pk)


def tracks() -> set[tuple[int, int]]:
    return set(Track.objects.values_list("party", "proposal"))


def pairs() -> set[tuple[int, int]]:
    return set(Position.objects.values_list("party", "proposal"))


def test_every_place_that_names_what_can_be_merged_is_known():
    """A new foreign key to a party, proposal or venue must be thought of here, or merging would fail on it."""
    for model, known in NAMED_BY.items():
        naming = {
            (field.related_model, field.field.name)
            for field in model._meta.get_fields()
            if field.auto_created and not field.concrete and field.related_model is not Track
            if "istorical" not in field.related_model.__name__
        }
        assert naming == set(known), model


def test_a_merged_party_s_positions_become_the_other_s(world: World):
    own = Position.objects.filter(party=world.league).count()
    theirs = Position.objects.filter(party=world.southmark).count()
    merged(world, world.league, world.southmark)
    assert not Party.objects.filter(pk=world.league.pk).exists()
    assert Position.objects.filter(party=world.southmark).count() == own + theirs
    assert tracks() == pairs()


def test_each_row_that_is_written_has_its_history(world: World):
    position = Position.objects.filter(party=world.league).first()
    merged(world, world.league, world.southmark, reason="one and the same")
    position.refresh_from_db()
    last = position.history.order_by("-history_date", "-history_id").first()
    assert last.version == position.version == 2
    assert last.party_id == world.southmark.pk
    assert last.history_user == world.people.analyst
    assert last.history_change_reason == "merged “Coastal League” into “Southmark”: one and the same"
    gone = Party.history.filter(id=world.league.pk).order_by("-history_date", "-history_id").first()
    assert gone.history_type == "-"
    talks = world.held_talks.history.order_by("-history_date", "-history_id").first()
    assert {link.party_id for link in talks.parties.all()} == {world.northland.pk, world.southmark.pk}


def test_what_a_merged_party_put_on_the_table_is_the_other_s(world: World):
    merged(world, world.northland, world.league)
    for proposal in (world.demand, world.counter_offer):
        proposal.refresh_from_db()
        assert proposal.proposer == world.league
    world.offer.refresh_from_db()
    assert world.offer.addressee == world.league
    assert set(world.held_talks.parties.all()) == {world.league, world.southmark}
    assert set(world.agreement.parties.all()) == {world.league, world.southmark}


def test_nothing_is_addressed_to_its_own_proposer(world: World):
    found = plan(gone=world.northland, kept=world.southmark)
    assert set(found.unaddressed) == {world.demand, world.offer, world.counter_offer}
    merged(world, world.northland, world.southmark)
    assert set(Proposal.objects.filter(negotiation=world.negotiation).values_list("addressee", flat=True)) == {None}


def test_the_names_of_a_merged_party_become_names_of_the_other(world: World):
    edit(
        instance=world.northland,
        values={"short_name": "North"},
        version=world.northland.version,
        user=world.people.analyst,
    )
    merged(world, world.northland, world.league)
    names = {alias.alias for alias in world.league.aliases.all()}
    assert names == {"Norhaven", "the northern government", "Northland", "North"}


def test_a_name_that_is_somebody_else_s_stays_theirs(world: World):
    set_aliases(party=world.southmark, aliases=["northland"], user=world.people.analyst)
    found = plan(gone=world.northland, kept=world.league)
    assert "“Northland” is a name of Southmark, and stays that." in found.notices
    merged(world, world.northland, world.league)
    assert Alias.objects.get(alias="northland").party == world.southmark
    assert not Alias.objects.filter(alias="Northland").exists()


def test_a_role_that_both_have_is_kept_once(world: World):
    set_roles(party=world.league, roles=["mediator", "principal"], user=world.people.analyst)
    merged(world, world.league, world.southmark)
    assert sorted(row.role for row in world.southmark.participations.all()) == ["mediator", "principal"]


def test_an_empty_description_is_filled_and_another_stays(world: World):
    values = {"description": "Ports of the coast."}
    edit(instance=world.league, values=values, version=world.league.version, user=world.people.analyst)
    merged(world, world.league, world.southmark)
    world.southmark.refresh_from_db()
    assert world.southmark.description == "Ports of the coast."
    values = {"description": "A state."}
    edit(instance=world.northland, values=values, version=world.northland.version, user=world.people.analyst)
    assert (
        "Both have a description. The one that stays keeps its own."
        in plan(gone=Party.objects.get(pk=world.northland.pk), kept=world.southmark).notices
    )


def another_offer(world: World, **values) -> Proposal:
    given = {"kind": "offer", "title": "Talks by the sea", "issue": world.control, "proposer": world.southmark}
    return make(noun=Offer, negotiation=world.negotiation, values=given | values, user=world.people.analyst)


def test_what_named_a_merged_offer_names_the_other(world: World):
    other = another_offer(world)
    world.agreement.proposals.add(world.offer)
    merged(world, world.offer, other)
    world.counter_offer.refresh_from_db()
    world.held_talks.refresh_from_db()
    other.refresh_from_db()
    assert world.counter_offer.counters == other
    assert world.held_talks.offer == other
    assert set(world.agreement.proposals.all()) == {world.counter_offer, other}
    assert (other.answers, other.venue, other.offered_for) == (world.demand, world.port_haven, "2024-03-20")
    assert other.addressee == world.northland
    assert tracks() == pairs()


def test_keywords_are_united(world: World):
    values = {"keywords": "Harbour; handing over", "issue": world.control, "proposer": world.league}
    other = make(
        noun=Proposal,
        negotiation=world.negotiation,
        values={"kind": "demand", "title": "Give it up", **values},
        user=world.people.analyst,
    )
    merged(world, other, world.demand)
    world.demand.refresh_from_db()
    assert world.demand.keywords == "harbour; hand over; handing over"


def test_keywords_for_which_there_is_no_room_are_named(world: World):
    values = {"kind": "demand", "title": "Give it up", "issue": world.control, "proposer": world.northland}
    other = make(
        noun=Proposal,
        negotiation=world.negotiation,
        values=values | {"keywords": "x" * 495},
        user=world.people.analyst,
    )
    assert f"There is no room for the keywords {'x' * 495}." in plan(gone=other, kept=world.demand).notices


@pytest.mark.parametrize("direction", ["the counter-offer goes", "the countered offer goes"])
def test_an_offer_never_comes_to_counter_itself(world: World, direction: str):
    both = [world.counter_offer, world.offer]
    gone, kept = both if direction == "the counter-offer goes" else both[::-1]
    merged(world, gone, kept)
    kept.refresh_from_db()
    assert kept.counters is None


def test_what_named_a_merged_venue_names_the_other(world: World):
    other = make(noun=Venue, negotiation=world.negotiation, values={"name": "The old port"}, user=world.people.analyst)
    merged(world, world.port_haven, other)
    other.refresh_from_db()
    assert (str(other.latitude), str(other.longitude), other.country) == ("54.3000", "10.1000", "Westland")
    assert {row.venue for row in (*Talks.objects.exclude(venue=None), *Agreement.objects.all())} == {other}
    assert Proposal.objects.get(pk=world.offer.pk).venue == other


def test_of_two_aliases_of_one_party_one_goes(world: World):
    gone, kept = Alias.objects.get(alias="Norhaven"), Alias.objects.get(alias="the northern government")
    merged(world, gone, kept)
    assert [row.alias for row in world.northland.aliases.all()] == ["the northern government"]


def test_what_was_written_as_another_party_s_alias_goes_to_that_party(world: World):
    written = say(
        world.articles[4],
        world.people.analyst,
        "exchanged their prisoners",
        world.northland,
        world.counter_offer,
        "supports",
        party_as_written="Norhaven",
    )
    others = set(Position.objects.filter(party=world.northland).exclude(pk=written.pk))
    merged(world, Alias.objects.get(alias="Norhaven"), Alias.objects.get(alias="Sudmark"))
    written.refresh_from_db()
    assert (written.party, written.party_as_written) == (world.southmark, "Norhaven")
    assert set(Position.objects.filter(party=world.northland)) == others
    assert tracks() == pairs()


def test_two_that_cannot_be_one_are_refused(world: World):
    for gone, kept, sentence in (
        (world.northland, world.northland, "cannot be merged into itself"),
        (world.demand, world.offer, "A demand and an offer cannot be one."),
        (world.northland, world.upstream, "Only two of the same kind, in the same negotiation"),
        (world.northland, world.port_haven, "Only two of the same kind, in the same negotiation"),
    ):
        before = everything()
        with pytest.raises(ValidationError, match=sentence):
            merged(world, gone, kept)
        assert everything() == before


def test_a_plan_that_is_another_by_now_is_not_carried_out(world: World):
    seen = plan(gone=world.league, kept=world.southmark).seen
    say(world.articles[4], world.people.editor, "Both sides exchanged", world.league, world.counter_offer, "open")
    before = everything()
    with pytest.raises(Stale):
        merge(gone=world.league, kept=world.southmark, seen=seen, user=world.people.analyst)
    assert everything() == before


def test_what_is_gone_already_is_not_merged_again(world: World):
    seen = plan(gone=world.league, kept=world.southmark).seen
    merge(gone=world.league, kept=world.southmark, seen=seen, user=world.people.analyst)
    with pytest.raises(Stale) as stale:
        merge(gone=world.league, kept=world.southmark, seen=seen, user=world.people.analyst)
    assert stale.value.current is None


def test_a_merge_that_fails_at_its_end_leaves_everything(world: World, monkeypatch: pytest.MonkeyPatch):
    before = everything()

    def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("positions.actions.merging.leave_name", fail)
    with pytest.raises(RuntimeError):
        merged(world, world.northland, world.league)
    assert everything() == before


def merges(world: World) -> dict[str, tuple]:
    aliases = {row.alias: row for row in Alias.objects.all()}
    return {
        "party": (world.northland, world.league),
        "two parties of one demand": (world.northland, world.southmark),
        "offer": (world.offer, world.counter_offer),
        "offer, the other way": (world.counter_offer, world.offer),
        "venue": (
            world.port_haven,
            make(noun=Venue, negotiation=world.negotiation, values={"name": "Quay"}, user=world.people.analyst),
        ),
        "alias": (aliases["Norhaven"], aliases["Sudmark"]),
    }


@pytest.mark.parametrize(
    "what", ["party", "two parties of one demand", "offer", "offer, the other way", "venue", "alias"]
)
def test_a_merge_can_be_undone_and_done_again(world: World, what: str):
    say(
        world.articles[4],
        world.people.analyst,
        "exchanged their prisoners",
        world.northland,
        world.counter_offer,
        "supports",
        party_as_written="Norhaven",
    )
    gone, kept = merges(world)[what]
    before = everything()
    merged(world, gone, kept)
    after = everything()
    assert after != before
    for _ in range(2):
        undo_last(world)
        assert everything() == before
        redo_last(world)
        assert everything() == after


def test_a_merge_is_one_thing_to_undo(world: World):
    merged(world, world.northland, world.league)
    assert str(deeds(world).to_undo().first()) == "merged “Northland” into “Coastal League”"


def test_the_old_name_leads_to_the_successor_through_any_number_of_merges(world: World):
    merged(world, world.northland, world.league)
    merged(world, world.league, world.southmark)
    leads = {row.slug: row.successor for row in Successor.objects.all()}
    assert leads == {"northland": world.southmark.pk, "coastal-league": world.southmark.pk}
    undo_last(world)
    assert {row.slug: row.successor for row in Successor.objects.all()} == {"northland": world.league.pk}
    undo_last(world)
    assert not Successor.objects.exists()


def test_an_old_name_is_not_given_again(world: World):
    merged(world, world.northland, world.league)
    assert free_key("Northland", rows=Party, negotiation=world.negotiation) == "northland-2"
    assert free_key("Northland", rows=Venue, negotiation=world.negotiation) == "northland"
    assert free_key("Northland", rows=Party, negotiation=world.river) == "northland"


def test_a_name_that_was_taken_again_can_be_merged_again(world: World):
    """Somebody may give an old name by hand, or load it from an older file."""
    merged(world, world.northland, world.league)
    again = make(
        noun=Party,
        negotiation=world.negotiation,
        values={"slug": "northland", "name": "Northland again", "short_name": "N"},
        user=world.people.analyst,
    )
    merged(world, again, world.southmark)
    assert Successor.objects.get(slug="northland").successor == world.southmark.pk


def test_positions_that_come_to_say_the_same_both_stay_and_are_named(world: World):
    first = world.said(1, world.southmark, world.demand)
    values = {"party": world.league, "proposal": world.demand, "stance": "rejects"}
    second = coding.code(
        article=world.articles[0],
        start=first.start,
        end=first.end,
        quote=first.quote,
        values=values,
        user=world.people.editor,
    )
    found = plan(gone=world.league, kept=world.southmark)
    assert found.doubles == [(second, first)]
    merged(world, world.league, world.southmark)
    assert Position.objects.filter(pk__in=[first.pk, second.pk], party=world.southmark).count() == 2
