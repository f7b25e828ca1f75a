"""How everybody stood on everything, as of a day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.actions.coding import remove
from positions.analysis.matrix import Gap
from positions.models import Track
from positions.reports.matrix import Cell, Matrix, matrix, readings
from positions.reports.scope import Scope
from tests.crowds import crowd
from tests.world import TODAY, World

FIRST, SECOND, THIRD, FOURTH, FIFTH = (
    date(2024, 1, 10),
    date(2024, 2, 14),
    date(2024, 3, 6),
    date(2024, 3, 21),
    date(2024, 4, 2),
)


def asked(world: World, **filters) -> Matrix:
    return matrix(Scope(negotiation=world.negotiation, **filters), today=TODAY)


def stances(found: Matrix) -> dict[str, list[str]]:
    """Proposal → stances in the order of the columns, “” for none."""
    return {
        row.proposal.slug: [cell.position.stance if cell else "" for cell in row.cells]
        for issue in found.issues
        for row in issue.rows
    }


def gaps(found: Matrix) -> dict[str, Gap | None]:
    return {row.proposal.slug: row.gap for issue in found.issues for row in issue.rows}


def cell(found: Matrix, party: str, proposal: str) -> Cell:
    cells = [cell for issue in found.issues for row in issue.rows for cell in row.cells if cell]
    return next(cell for cell in cells if (cell.party.slug, cell.proposal.slug) == (party, proposal))


def test_each_cell_holds_the_latest_stance_of_a_party_on_a_proposal(world: World) -> None:
    found = asked(world)
    assert found.as_of == FIFTH  # the latest article
    assert [(party.slug, is_principal) for party, is_principal in found.parties] == [
        ("northland", True),
        ("southmark", True),
        ("coastal-league", False),
    ]
    assert stances(found) == {
        "harbour-handed-over": ["supports", "red_line", "reserved"],
        "talks-in-port-haven": ["conditional", "supports", ""],
        "prisoners-first": ["supports", "supports", ""],
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (FIRST, {"harbour-handed-over": ["demands", "rejects", "open"]}),
        (
            date(2024, 3, 5),
            {"harbour-handed-over": ["demands", "reserved", "open"], "talks-in-port-haven": ["", "supports", ""]},
        ),
        (
            FOURTH,
            {
                "harbour-handed-over": ["demands", "reserved", "reserved"],
                "talks-in-port-haven": ["conditional", "supports", ""],
                "prisoners-first": ["supports", "rejects", ""],
            },
        ),
        (date(2024, 1, 9), {}),
    ],
)
def test_as_of_a_day_nothing_later_is_known(world: World, day: date, expected: dict[str, list[str]]) -> None:
    assert stances(asked(world, as_of=day)) == expected


def test_parties_stand_by_role_and_then_by_how_much_they_speak_on(world: World) -> None:
    crowd(world, parties=2, articles=1)
    for day in (FIRST, TODAY):  # columns keep their places from day to day
        slugs = [party.slug for party, _ in asked(world, as_of=day).parties]
        assert slugs[:3] == ["northland", "southmark", "coastal-league"]
    # One position less: the first of the two goes behind the second.
    Track.objects.filter(party__slug="party-0").first().delete()
    assert [party.slug for party, _ in asked(world, as_of=TODAY).parties][3:] == ["party-1", "party-0"]


def test_a_cell_tells_what_its_article_changed_and_how_old_it_is(world: World) -> None:
    found = cell(asked(world, as_of=date(2024, 3, 31)), "southmark", "harbour-handed-over")
    assert (found.change.kind, found.position.published_on, found.age) == ("clarified", FOURTH, 10)
    assert (found.age_in_words, found.is_stale) == ("10 days old", False)
    assert found.address.endswith(f"/articles/{found.position.article_id}/#p-{found.position.key}")
    old = cell(asked(world, as_of=date(2025, 6, 1)), "southmark", "harbour-handed-over")
    assert (old.position.published_on, old.age_in_words, old.is_stale) == (FIFTH, "13 months old", True)


def test_the_gap_is_between_principals_on_the_scale(world: World) -> None:
    assert gaps(asked(world)) == {
        "harbour-handed-over": Gap(-3, 2),
        "talks-in-port-haven": Gap(1, 2),
        "prisoners-first": Gap(2, 2),
    }
    # On 6 March Southmark declined to answer, and the mediator does not count.
    assert gaps(asked(world, as_of=THIRD))["harbour-handed-over"] is None


def test_the_days_before_and_after_are_those_with_an_article(world: World) -> None:
    def around(day: date) -> tuple[date | None, date | None]:
        found = asked(world, as_of=day)
        return found.previous, found.next

    assert around(FIRST) == (None, SECOND)
    assert around(date(2024, 3, 1)) == (SECOND, THIRD)
    assert around(FIFTH) == (FOURTH, None)


def test_a_matrix_of_nothing_is_of_today(world: World) -> None:
    world.river_position.delete()
    world.river_article.delete()
    found = matrix(Scope(negotiation=world.river), today=TODAY)
    assert (found.as_of, found.previous, found.next, found.issues, found.parties) == (TODAY, None, None, [], [])


def test_a_track_without_positions_is_no_cell(world: World) -> None:
    for number in (1, 3):
        position = world.said(number, world.league, world.demand)
        remove(position=position, version=1, user=world.people.analyst, reason="test")
    assert [party.slug for party, _ in asked(world).parties] == ["northland", "southmark"]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 7),
        ({"proposal_kind": "demand"}, 3),
        ({"proposal_kind": "offer"}, 4),
    ],
)
def test_filters_narrow_the_matrix(world: World, filters: dict[str, str], count: int) -> None:
    scope = Scope(negotiation=world.negotiation, **filters)
    assert len(list(readings(scope, today=TODAY))) == count


def test_party_proposal_and_issue_are_filters(world: World) -> None:
    assert stances(asked(world, parties=(world.northland,), issues=(world.control,))) == {
        "harbour-handed-over": ["supports"],
        "talks-in-port-haven": ["conditional"],
    }
    assert list(stances(asked(world, proposals=(world.counter_offer,)))) == ["prisoners-first"]


@pytest.mark.both
def test_more_rows_take_no_more_queries(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            asked(world)
        return len(found)

    before = queries()
    crowd(world, parties=40, articles=5)
    found = asked(world)
    assert len(found.parties) == 43
    assert queries() == before
