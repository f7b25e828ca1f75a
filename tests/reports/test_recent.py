"""The proposals that are offered first are those a person coded last, whatever else they did since."""

import pytest

from positions.actions import coding, merging, recoding
from positions.actions.merge_plans import plan
from positions.models import Deed, Position, Trace, User
from positions.reports.workbench.recent import LOOKED_AT, recent_proposals
from tests.undoing import undo_last
from tests.world import World, say

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def no_steps_yet(world: World) -> None:
    Deed.objects.all().delete()


def offered(world: World, user: User) -> list[int]:
    return recent_proposals(user, world.negotiation)


def code(world: World, user: User, proposal, article: int = 4) -> Position:
    return say(world.articles[article], user, "Both sides", world.league, proposal, "open")


def test_what_was_coded_last_comes_first_and_what_others_coded_does_not_count(
    world: World, analyst: User, editor: User
) -> None:
    code(world, analyst, world.offer)
    code(world, analyst, world.demand)
    code(world, editor, world.counter_offer)
    assert offered(world, analyst) == [world.demand.pk, world.offer.pk]
    assert recent_proposals(analyst, world.river) == []


def test_what_was_undone_or_removed_does_not_count(world: World, analyst: User, editor: User) -> None:
    removed = code(world, analyst, world.offer)
    code(world, analyst, world.demand)
    undo_last(world, analyst)
    assert offered(world, analyst) == [world.offer.pk]
    coding.remove(position=removed, version=removed.version, user=editor, reason="no")
    assert offered(world, analyst) == []


def test_a_change_of_many_positions_at_once_does_not_crowd_them_out(world: World, analyst: User) -> None:
    code(world, analyst, world.offer)
    merging.merge(
        gone=world.northland,
        kept=world.southmark,
        seen=plan(gone=world.northland, kept=world.southmark).seen,
        user=analyst,
    )
    keys = list(Position.objects.filter(proposal=world.demand).values_list("key", flat=True))
    seen = recoding.plan(rows=recoding.standing(world.negotiation, keys), values={}).seen
    values = {"attribution": "paraphrase"}
    recoding.recode(negotiation=world.negotiation, keys=keys, seen=seen, values=values, user=analyst, reason="so")
    many(world, analyst, article=None)
    many(world, analyst, article=world.articles[0])
    assert offered(world, analyst) == [world.offer.pk]


def many(world: World, user: User, article) -> None:
    """A deed that rewrote more positions than are looked at."""
    deed = Deed.objects.create(negotiation=world.negotiation, user=user, words="rewrote many", article=article)
    rows = [*Position.objects.filter(proposal=world.demand).values_list("pk", flat=True)]
    rows += range(10**6, 10**6 + 3 * LOOKED_AT)
    Trace.objects.bulk_create([Trace(deed=deed, table="position", row=one, before=1, after=2) for one in rows])


def test_it_is_one_query(world: World, analyst: User, django_assert_num_queries) -> None:
    code(world, analyst, world.offer)
    with django_assert_num_queries(1):
        offered(world, analyst)
