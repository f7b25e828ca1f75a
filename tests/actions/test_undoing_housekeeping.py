"""What changes many rows at once, and how far an article is read: there and back again, twice."""

from collections.abc import Callable

import pytest

from positions.actions import merging, nouns, reading, recoding
from positions.actions.merge_plans import plan
from positions.models import Alias, Deed, Demand, Position, Proposal, User, Venue
from positions.models.base import Recorded
from tests.undoing import contents, redo_last, refusal, undo_last
from tests.world import World, say

pytestmark = pytest.mark.both

Act = Callable[[World, User], object]


def join(gone: Recorded, kept: Recorded, user: User) -> None:
    gone, kept = (type(row)._base_manager.get(pk=row.pk) for row in (gone, kept))
    merging.merge(gone=gone, kept=kept, seen=plan(gone=gone, kept=kept).seen, user=user)


def merge(gone: str, kept: str) -> Act:
    return lambda world, user: join(getattr(world, gone), getattr(world, kept), user)


def merge_named(model: type[Recorded], **names: tuple[str, str]) -> Act:
    ((column, (gone, kept)),) = names.items()
    found = model._base_manager
    return lambda world, user: join(found.get(**{column: gone}), found.get(**{column: kept}), user)


def another_demand(world: World, user: User) -> None:
    values = {"kind": "demand", "title": "Leave the piers", "issue": world.control, "proposer": world.league}
    demand = nouns.make(noun=Demand, negotiation=world.negotiation, values=values | {"keywords": "piers"}, user=user)
    say(world.articles[2], user, world.articles[2].text[:9], world.league, demand, "demands")


def another_venue(world: World, user: User) -> None:
    nouns.make(
        noun=Venue, negotiation=world.negotiation, values={"name": "Ferry House", "country": "League"}, user=user
    )


def written_so(world: World, user: User) -> None:
    position = say(world.articles[2], user, world.articles[2].text[:9], world.southmark, world.demand, "rejects")
    Position.objects.filter(pk=position.pk).update(party_as_written="Sudmark")
    Position.history.filter(id=position.pk).update(party_as_written="Sudmark")


def twins(world: World, user: User) -> None:
    """Two readings of the same words, by two parties that turn out to be one."""
    one = world.said(1, world.northland, world.demand)
    say(one.article, user, one.quote, world.league, world.demand, one.stance)


def recode(world: World, user: User) -> None:
    rows = list(Position.objects.filter(proposal=world.demand, party=world.northland))
    keys = [row.key for row in rows]
    values = {"stance": "open", "party": world.league}
    seen = recoding.plan(rows=recoding.standing(world.negotiation, keys), values=values).seen
    recoding.recode(negotiation=world.negotiation, keys=keys, seen=seen, values=values, user=user, reason="misread")


def split(world: World, user: User) -> None:
    keys = [row.key for row in Position.objects.filter(proposal=world.demand, party=world.northland)]
    seen = recoding.plan(rows=recoding.standing(world.negotiation, keys), values={}).seen
    demand = type(world.demand).objects.get(pk=world.demand.pk)
    values = {"title": "Leave the piers"}
    recoding.split(proposal=demand, values=values, keys=keys, seen=seen, user=user, reason="two in one")


def mark(state: str, version: int) -> Act:
    return lambda world, user: reading.mark(article=world.articles[0], state=state, version=version, user=user)


def nothing(world: World, user: User) -> None:
    """Nothing need be there before."""


KINDS: dict[str, tuple[Act, Act]] = {
    "merge parties": (nothing, merge("northland", "southmark")),
    "merge parties whose readings come to stand twice": (twins, merge("league", "northland")),
    "merge the same parties the other way round": (twins, merge("northland", "league")),
    "merge offers": (nothing, merge("offer", "counter_offer")),
    "merge demands": (
        another_demand,
        merge_named(Proposal, title=("Leave the piers", "Southmark hands over the harbour")),
    ),
    "merge venues": (another_venue, merge_named(Venue, name=("Port Haven", "Ferry House"))),
    "merge names of one party": (nothing, merge_named(Alias, alias=("Norhaven", "the northern government"))),
    "merge names of two parties": (written_so, merge_named(Alias, alias=("Sudmark", "Norhaven"))),
    "recode": (nothing, recode),
    "split": (nothing, split),
    "say that an article is being read": (nothing, mark("in_progress", 0)),
    "say that an article is done": (mark("in_progress", 0), mark("done", 1)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_there_and_back_twice(world: World, analyst: User, editor: User, kind: str) -> None:
    prepare, act = KINDS[kind]
    prepare(world, editor)
    Deed.objects.all().delete()
    start = contents()
    act(world, analyst)
    end = contents()
    assert end != start
    for _ in range(2):
        undo_last(world, analyst)
        assert contents() == start
        redo_last(world, analyst)
        assert contents() == end
    assert Deed.objects.count() == 1


def test_a_twin_that_was_coded_meanwhile_still_stands_in_the_way(world: World, analyst: User, editor: User) -> None:
    join(world.league, world.southmark, analyst)
    Deed.objects.all().delete()
    one = world.said(1, world.northland, world.demand)
    join(world.northland, world.southmark, analyst)
    undo_last(world, analyst)
    say(one.article, editor, one.quote, world.southmark, world.demand, one.stance)
    assert "stands at these very words already. editor has since saved that" in refusal(redo_last, world, analyst)
