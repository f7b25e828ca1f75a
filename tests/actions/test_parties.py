"""A party together with its names and roles: all of it, or nothing."""

import pytest
from django.core.exceptions import ValidationError

from positions.actions.nouns import make
from positions.actions.parties import add, add_alias, edit, set_aliases, set_roles
from positions.actions.undoing import undo
from positions.actions.writing import Stale
from positions.models import Deed, Participation, Party
from tests.world import World

pytestmark = pytest.mark.both
VALUES = {"name": "Port workers", "short_name": "Workers", "kind": "organisation"}


def test_names_and_roles_are_stored_with_who_and_why(world: World):
    values = VALUES | {"aliases": ["Dockers"], "roles": ["observer"]}
    party = add(negotiation=world.negotiation, values=values, user=world.people.analyst)
    for row in (party, party.aliases.get(), party.participations.get()):
        assert row.history.get().history_user == world.people.analyst
        assert row.history.get().history_change_reason


def test_a_taken_name_leaves_no_half_made_party(world: World):
    with pytest.raises(ValidationError, match="already names Northland"):
        add(
            negotiation=world.negotiation,
            values=VALUES | {"aliases": ["Dockers", "Norhaven"]},
            user=world.people.analyst,
        )
    assert not Party.objects.filter(name="Port workers").exists()


def test_the_same_name_may_stand_for_a_party_elsewhere(world: World):
    party = add(negotiation=world.river, values=VALUES | {"aliases": ["Norhaven"]}, user=world.people.analyst)
    assert party.aliases.get().alias == "Norhaven"


def test_a_stale_edit_leaves_names_and_roles_alone(world: World):
    with pytest.raises(Stale):
        edit(
            instance=world.northland,
            values={"name": "North", "aliases": [], "roles": []},
            version=7,
            user=world.people.analyst,
        )
    assert world.northland.aliases.count() == 2
    assert [role.role for role in world.northland.participations.all()] == ["principal"]


def test_what_is_not_among_the_values_stays(world: World):
    edit(instance=world.northland, values={"name": "North"}, version=1, user=world.people.analyst)
    assert world.northland.aliases.count() == 2
    assert world.northland.participations.count() == 1


def test_aliases_become_exactly_those_given(world: World):
    kept = world.northland.aliases.get(alias="Norhaven")
    set_aliases(
        party=world.northland, aliases=["Norhaven", "  The   North ", "", "The North"], user=world.people.editor
    )
    assert {alias.alias for alias in world.northland.aliases.all()} == {"Norhaven", "The North"}
    assert world.northland.aliases.get(alias="Norhaven").pk == kept.pk
    gone = kept.history.model.objects.filter(alias="the northern government").first()
    assert (gone.history_type, gone.history_user) == ("-", world.people.editor)


def test_a_name_that_means_another_party_is_refused_and_no_alias_changes(world: World):
    with pytest.raises(ValidationError, match="already exists"):
        set_aliases(party=world.northland, aliases=["Sudmark"], user=None)
    assert {alias.alias for alias in world.northland.aliases.all()} == {"Norhaven", "the northern government"}


def test_roles_are_given_once_and_an_unknown_one_is_refused(world: World):
    set_roles(party=world.league, roles=["mediator", "host", "host"], user=world.people.analyst)
    assert sorted(role.role for role in world.league.participations.all()) == ["host", "mediator"]
    assert Participation.history.filter(party_id=world.league.pk, role="mediator").count() == 1
    with pytest.raises(ValidationError):
        set_roles(party=world.league, roles=["king"], user=world.people.analyst)
    assert sorted(role.role for role in world.league.participations.all()) == ["host", "mediator"]


def test_a_role_that_ended_is_not_given_again_beside_itself(world: World):
    """It has no start, so nothing would tell the two apart."""
    values = {"party": world.league, "role": "host", "until": "2020"}
    make(noun=Participation, negotiation=world.negotiation, values=values, user=None)
    with pytest.raises(ValidationError) as refusal:
        edit(instance=world.league, values={"roles": ["host"]}, version=1, user=world.people.analyst)
    (sentence,) = refusal.value.message_dict["roles"]
    assert sentence.startswith("Coastal League is recorded as host until 2020, without a start.")
    assert {(role.role, role.until) for role in world.league.participations.all()} == {
        ("mediator", ""),
        ("host", "2020"),
    }
    set_roles(party=world.league, roles=["observer"], user=world.people.analyst)
    assert {(role.role, role.until) for role in world.league.participations.all()} == {
        ("observer", ""),
        ("host", "2020"),
    }


# A name in passing


def test_a_name_added_in_passing_is_one_deed(world, analyst):
    alias = add_alias(party=world.league, alias="  the   League ", user=analyst)
    assert (alias.alias, alias.party, alias.negotiation) == ("the League", world.league, world.negotiation)
    deed = Deed.objects.latest("pk")
    assert deed.words == "named Coastal League also “the League”"
    undo(negotiation=world.negotiation, user=analyst, deed=deed.pk)
    assert not world.league.aliases.exists()


def test_a_name_that_the_party_has_is_left_as_it_is(world, analyst):
    before = Deed.objects.count()
    assert add_alias(party=world.southmark, alias="Sudmark", user=analyst).version == 1
    assert (world.southmark.aliases.count(), Deed.objects.count()) == (1, before)


@pytest.mark.parametrize(
    ("alias", "sentence"),
    [
        ("Sudmark", "“Sudmark” already names Southmark."),
        (" ", "Give the name that articles use."),
        ("x" * 201, "is longer than 200 characters"),
        ("the\x00fog", "cannot"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_sentence(world, analyst, alias, sentence):
    with pytest.raises(ValidationError, match=sentence):
        add_alias(party=world.league, alias=alias, user=analyst)
    assert not world.league.aliases.exists()
