"""Recoding many positions at once and splitting a proposal: all or nothing, and only what was seen."""

import pytest
from django.core.exceptions import ValidationError

from positions.actions import coding
from positions.actions.recoding import plan, recode, split, standing
from positions.actions.undoing import redo, undo
from positions.actions.writing import Stale
from positions.models import Deed, Position, Proposal, Track
from tests.crowds import crowd
from tests.snapshots import everything
from tests.world import World

pytestmark = pytest.mark.both


def recoded(world: World, rows, values, **more) -> int:
    """Recode as somebody does who has just seen these rows."""
    keys = [row.key for row in rows]
    given = {"seen": plan(rows=standing(world.negotiation, keys), values=values).seen, "reason": "read again"} | more
    return recode(negotiation=world.negotiation, keys=keys, values=values, user=world.people.analyst, **given)


def of_league(world: World) -> list[Position]:
    return list(Position.objects.filter(party=world.league))


def test_many_positions_get_another_party_proposal_and_stance(world: World):
    rows = of_league(world)
    values = {"party": world.southmark, "proposal": world.counter_offer, "stance": "supports", "move": "accept"}
    assert recoded(world, rows, values) == 2
    for row in Position.objects.filter(pk__in=[row.pk for row in rows]):
        said = (row.party, row.proposal, row.stance, row.move, row.attribution)
        assert said == (world.southmark, world.counter_offer, "supports", "accept", "")
    assert set(Track.objects.values_list("party", "proposal")) == set(Position.objects.values_list("party", "proposal"))


def test_each_has_its_history_with_the_reason(world: World):
    row = of_league(world)[0]
    recoded(world, [row], {"stance": "reserved"} if row.stance == "open" else {"stance": "open"})
    last = row.history.order_by("-history_id").first()
    assert (last.version, last.history_change_reason) == (2, "read again")
    assert last.history_user == world.people.analyst


def test_those_that_say_it_already_are_left_alone(world: World):
    rows = list(Position.objects.filter(party=world.northland, proposal=world.demand))
    before = {row.pk: row.version for row in rows}
    number = recoded(world, rows, {"stance": "demands"})
    assert number == sum(row.stance != "demands" for row in rows) == 1
    after = dict(Position.objects.filter(pk__in=before).values_list("pk", "version"))
    assert {pk for pk in before if after[pk] != before[pk]} == {row.pk for row in rows if row.stance != "demands"}


def test_a_recoding_is_one_step_back_and_forth(world: World):
    before = everything()
    recoded(world, of_league(world), {"party": world.southmark, "stance": "rejects"})
    after = everything()
    deed = Deed.objects.order_by("-pk").first()
    assert str(deed) == "recoded 2 positions: party Southmark, stance rejects"
    undo(negotiation=world.negotiation, user=world.people.analyst, deed=deed.pk)
    assert everything() == before
    redo(negotiation=world.negotiation, user=world.people.analyst, deed=deed.pk)
    assert everything() == after


@pytest.mark.parametrize(
    ("stance", "sentence"),
    [("conditional", "It names no condition"), ("declines", "It carries a condition, which a stance off the scale")],
)
def test_a_row_that_cannot_be_recoded_keeps_all_as_they_were(world: World, stance: str, sentence: str):
    first = of_league(world)[0]
    Position.objects.filter(pk=first.pk).update(stance="reserved", condition="the mole is mended")
    rows = list(Position.objects.filter(negotiation=world.negotiation))
    found = plan(rows=rows, values={"stance": stance})
    assert found.refused
    assert all(sentence in reason for _, reason in found.refused)
    before = everything()
    with pytest.raises(ValidationError, match=sentence):
        recoded(world, rows, {"stance": stance})
    assert everything() == before
    left = {row.pk for row, _ in found.refused}
    assert recoded(world, [row for row in rows if row.pk not in left], {"stance": stance})


def test_what_was_seen_must_still_be_there(world: World):
    rows = of_league(world)
    keys = [row.key for row in rows]
    seen = plan(rows=rows, values={}).seen
    more = {"negotiation": world.negotiation, "keys": keys, "values": {"stance": "rejects"}, "reason": "read again"}
    coding.revise(
        position=rows[0],
        start=rows[0].start,
        end=rows[0].end,
        quote=rows[0].quote,
        values={"note": "hm"},
        version=1,
        user=world.people.editor,
        reason="a note",
    )
    before = everything()
    with pytest.raises(Stale):
        recode(**more, seen=seen, user=world.people.analyst)
    assert everything() == before
    coding.remove(position=of_league(world)[1], version=1, user=world.people.editor, reason="wrong")
    with pytest.raises(Stale):
        recode(**more, seen=seen, user=world.people.analyst)


@pytest.mark.parametrize("what", ["nothing", "stranger", "nonsense", "another field"])
def test_values_that_make_no_sense_are_refused(world: World, what: str):
    values = {
        "nothing": {},
        "stranger": {"party": world.upstream},
        "nonsense": {"stance": "sideways"},
        "another field": {"quote": "no"},
    }[what]
    before = everything()
    with pytest.raises(ValidationError):
        recoded(world, of_league(world), values)
    assert everything() == before


def test_positions_of_another_negotiation_are_not_touched(world: World):
    with pytest.raises(ValidationError, match="Nothing would change"):
        recoded(world, [world.river_position], {"stance": "rejects"})
    world.river_position.refresh_from_db()
    assert world.river_position.version == 1


def test_a_reason_is_needed(world: World):
    before = everything()
    with pytest.raises(ValidationError, match="Say in a few words why"):
        recoded(world, of_league(world), {"stance": "rejects"}, reason=" ")
    assert everything() == before


def test_a_thousand_are_recoded_with_as_few_queries_as_a_hundred(world: World, django_assert_max_num_queries):
    number = crowd(world, parties=5, articles=70)
    rows = list(Position.objects.filter(key__startswith="crowd"))
    assert len(rows) == number == 1050
    with django_assert_max_num_queries(110):  # ten for a track that comes or goes
        assert recoded(world, rows, {"stance": "rejects", "party": world.league}) == number


def split_off(world: World, rows, **values) -> Proposal:
    given = {"title": "Southmark leaves the piers"} | values
    return split(
        proposal=Proposal.objects.get(pk=world.demand.pk),
        values=given,
        keys=[row.key for row in rows],
        seen=plan(rows=standing(world.negotiation, [row.key for row in rows]), values={}).seen,
        user=world.people.analyst,
        reason="two in one",
    )


def test_a_proposal_is_split_in_two_and_back(world: World):
    before = everything()
    rows = of_league(world)
    made = split_off(world, rows, keywords="pier")
    assert (made.kind, made.issue, made.proposer, made.addressee) == (
        "demand",
        world.control,
        world.northland,
        world.southmark,
    )
    assert (made.slug, made.keywords) == ("southmark-leaves-the-piers", "pier")
    assert set(Position.objects.filter(proposal=made)) == set(rows)
    assert not Track.objects.filter(party=world.league, proposal=world.demand).exists()
    deed = Deed.objects.order_by("-pk").first()
    assert str(deed) == "split “Southmark leaves the piers” from “Southmark hands over the harbour”"
    undo(negotiation=world.negotiation, user=world.people.analyst, deed=deed.pk)
    assert everything() == before


def test_a_split_without_positions_or_with_others_is_refused(world: World):
    before = everything()
    with pytest.raises(ValidationError, match="Choose the positions that move"):
        split_off(world, [])
    with pytest.raises(Stale):
        split_off(world, Position.objects.filter(proposal=world.offer))
    with pytest.raises(ValidationError):
        split_off(world, of_league(world), title="")
    assert everything() == before
