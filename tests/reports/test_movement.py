"""Who hardened and who softened lately."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.reports.changes import movement
from positions.reports.changes.days import all_changes
from positions.reports.scope import Scope
from tests.world import World


def counted(found: movement.Movements) -> dict[str, tuple[int, int]]:
    return {one.party.slug: (one.movement.hardened, one.movement.softened) for one in found.parties}


def listed(scope: Scope) -> dict[str, tuple[int, int]]:
    counts = Counter((row.party.slug, row.kind) for row in all_changes(scope))
    slugs = {slug for slug, kind in counts if kind in ("hardened", "softened")}
    return {slug: (counts[slug, "hardened"], counts[slug, "softened"]) for slug in slugs}


def test_the_pictures_count_what_the_list_holds(world: World) -> None:
    scope = Scope(negotiation=world.negotiation)
    found = movement.lately(scope)
    assert found is not None
    assert counted(found) == listed(scope)
    assert not found.is_cut


def test_of_a_long_history_only_the_newest_positions_are_counted_and_it_says_since_when(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(movement, "NEWEST", 6)
    found = movement.lately(Scope(negotiation=world.negotiation))
    assert found is not None
    assert found.is_cut
    assert counted(found) == listed(Scope(negotiation=world.negotiation, since=found.since))


def test_an_article_to_go_on_from_ends_the_pictures_too(world: World) -> None:
    before = world.articles[2]
    found = movement.lately(Scope(negotiation=world.negotiation), before=before)
    assert found is not None
    assert counted(found) == listed(Scope(negotiation=world.negotiation, until=before.published_on))


def test_parties_beyond_a_dozen_are_counted_but_not_drawn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movement, "MOST_PARTIES", 1)
    found = movement.lately(Scope(negotiation=world.negotiation))
    assert found is not None
    assert (len(found.parties), found.others) == (1, 1)


def test_where_nobody_moved_there_is_no_picture(world: World) -> None:
    assert movement.lately(Scope(negotiation=world.negotiation, until=world.articles[0].published_on)) is None


def test_it_takes_eight_queries_at_most(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        movement.lately(Scope(negotiation=world.negotiation))
    assert len([one for one in queries if one["sql"].startswith(("SELECT", "WITH", "DECLARE"))]) <= 8
