"""How everybody stood on everything, as of a day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.actions.coding import remove
from positions.actions.parties import set_roles
from positions.analysis.matrix import Gap, GapMove
from positions.models import Position, Track
from positions.reports.matrix import BY_CHANGE, BY_GAP, Cell, Matrix, matrix, readings
from positions.reports.scope import Scope
from tests.crowds import crowd
from tests.world import TODAY, World, say

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


def test_principals_stand_first_and_then_those_who_speak_on_most(world: World) -> None:
    crowd(world, parties=2, articles=1)
    for day in (FIRST, TODAY):  # columns keep their places from day to day
        slugs = [party.slug for party, _ in asked(world, as_of=day).parties]
        assert slugs[:2] == ["northland", "southmark"]
        assert slugs[-1] == "coastal-league"  # speaks on one proposal, the others on three
    # One proposal less: the first of the two goes behind the second.
    Track.objects.filter(party__slug="party-0").first().delete()
    slugs = [party.slug for party, _ in asked(world, as_of=TODAY).parties]
    assert slugs[2:] == ["party-1", "party-0", "coastal-league"]


def test_a_page_shows_twelve_parties_and_the_gap_between_all_principals(world: World) -> None:
    crowd(world, parties=23, articles=1)
    scope = Scope(negotiation=world.negotiation)
    whole = asked(world)
    pages = [matrix(scope, today=TODAY, page=number) for number in (1, 2, 3)]
    assert [str(found.shown) for found in pages] == ["1–12", "13–24", "25–26"]
    assert [party for found in pages for party, _ in found.parties] == [party for party, _ in whole.parties]
    cells_of = lambda found: [cell for group in found.issues for row in group.rows for cell in row.cells if cell]  # noqa: E731
    told = {(cell.party, cell.proposal): cell.change for found in pages for cell in cells_of(found)}
    assert told == {(cell.party, cell.proposal): cell.change for cell in cells_of(whole)}
    for found in pages:
        assert gaps(found) == gaps(whole)
        assert [row.moves for group in found.issues for row in group.rows] == [
            row.moves for group in whole.issues for row in group.rows
        ]
    assert str(matrix(scope, today=TODAY, page=99).shown) == "25–26"


def test_a_proposal_on_which_only_others_speak_has_no_row_but_is_counted(world: World) -> None:
    crowd(world, parties=10, articles=1)
    Position.objects.filter(party=world.northland).exclude(proposal=world.demand).delete()
    Position.objects.filter(party__slug__startswith="party", proposal=world.counter_offer).delete()
    last = matrix(Scope(negotiation=world.negotiation), today=TODAY, page=2)
    assert [party.slug for party, _ in last.parties] == ["coastal-league"]
    assert (list(stances(last)), last.silent) == (["harbour-handed-over"], 2)


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


def moves(found: Matrix, proposal: str) -> dict[str, GapMove]:
    return next(dict(row.moves) for issue in found.issues for row in issue.rows if row.proposal.slug == proposal)


def test_a_gap_is_compared_with_what_it_was_before_the_latest_article_of_a_principal(world: World) -> None:
    # Of 21 March: Southmark reserved again, which it had declined to say on 6 March; Northland insists since January.
    found = moves(asked(world, as_of=FOURTH), "harbour-handed-over")["last article"]
    assert (found.before, found.now, found.course) == (None, Gap(-1, 3), None)
    # Of 2 April: Southmark rules out, Northland accepts.
    found = moves(asked(world), "harbour-handed-over")["last article"]
    assert (found.before, found.now, found.steps, found.course) == (Gap(-1, 3), Gap(-3, 2), 1, "diverging")
    found = moves(asked(world), "prisoners-first")["last article"]
    assert (found.before, found.now, found.course) == (Gap(-2, 2), Gap(2, 2), "converging")
    # The article that reports nobody's turn leaves the gap as it was.
    found = moves(asked(world, as_of=SECOND), "harbour-handed-over")["last article"]
    assert (found.before, found.now, found.course) == (Gap(-2, 3), Gap(-1, 3), "converging")


def test_a_gap_is_compared_with_what_it_was_90_and_365_days_before(world: World) -> None:
    ninety_later = date(2024, 4, 10)  # 90 days after the first article, at which the principals were five apart
    assert moves(asked(world, as_of=ninety_later), "harbour-handed-over")["90 days"].before == Gap(-2, 3)
    assert moves(asked(world, as_of=ninety_later), "harbour-handed-over")["365 days"].before is None
    a_day_sooner = date(2024, 4, 8)
    assert moves(asked(world, as_of=a_day_sooner), "harbour-handed-over")["90 days"].before is None
    a_year_later = date(2025, 3, 7)  # 365 days after 7 March, when Southmark had declined to say
    assert moves(asked(world, as_of=a_year_later), "harbour-handed-over")["365 days"].before is None
    found = moves(asked(world, as_of=date(2025, 3, 22)), "harbour-handed-over")["365 days"]
    assert (found.before, found.now, found.course) == (Gap(-1, 3), Gap(-3, 2), "diverging")


def test_a_principal_who_speaks_for_the_first_time_neither_widens_nor_narrows_the_gap(world: World) -> None:
    """Northland and Southmark stand one step apart on the talks since 6 March; then a third principal rejects them."""
    set_roles(party=world.league, roles=["principal"], user=world.people.analyst)
    last = world.articles[4]
    say(last, world.people.analyst, last.text[:9], world.league, world.counter_offer, "rejects")
    proposal = world.counter_offer.slug
    for day in (FIFTH, date(2024, 6, 10)):  # 90 days before which the two others had spoken
        found = moves(asked(world, as_of=day), proposal)
        assert {move.course for move in found.values()} == {None}
    found = moves(asked(world, as_of=date(2024, 7, 1)), proposal)["90 days"]  # after it had spoken
    assert (found.now, found.course) == (found.before, "unchanged")


def test_a_gap_that_rests_on_old_evidence_says_so(world: World) -> None:
    def stale(day: date) -> dict[str, bool]:
        found = asked(world, as_of=day)
        return {row.proposal.slug: row.gap_is_stale for issue in found.issues for row in issue.rows}

    assert not any(stale(date(2025, 3, 6)).values())
    assert stale(date(2025, 3, 22)) == {
        "harbour-handed-over": False,  # both of 2 April 2024
        "talks-in-port-haven": True,
        "prisoners-first": False,
    }


def order(world: World, by: str) -> list[str]:
    found = matrix(Scope(negotiation=world.negotiation), today=TODAY, by=by)
    assert [group.issue for group in found.issues] == [None]
    return [row.proposal.slug for row in found.issues[0].rows]


def test_rows_are_sorted_by_gap_widest_first(world: World) -> None:
    assert order(world, BY_GAP) == ["harbour-handed-over", "talks-in-port-haven", "prisoners-first"]


def test_rows_are_sorted_by_latest_change_and_repeating_is_none(world: World) -> None:
    # 2 April, 2 April; of the talks the last change is Northland's condition of 21 March.
    assert order(world, BY_CHANGE) == ["harbour-handed-over", "prisoners-first", "talks-in-port-haven"]
    found = matrix(Scope(negotiation=world.negotiation, as_of=SECOND), today=TODAY, by=BY_CHANGE)
    assert [row.changed_on for row in found.issues[0].rows] == [SECOND, None]  # softened; only new


def test_repeating_a_change_does_not_make_it_older_or_newer(world: World) -> None:
    """As of 6 March Northland insists for the third time; Southmark's offer stands since February."""
    northland = cell(asked(world, as_of=THIRD), "northland", "harbour-handed-over")
    assert (northland.change.kind, northland.stance_since, northland.changed_on) == ("reaffirmed", FIRST, None)
    assert northland.stands
    assert (northland.stands.change.kind, northland.stands.origin) == ("new", None)
    assert northland.stands.address.endswith(f"#p-{world.said(1, world.northland, world.demand).key}")
    last = world.articles[4]
    say(last, world.people.analyst, last.text[:9], world.league, world.demand, "reserved")
    league = cell(asked(world), "coastal-league", "harbour-handed-over")
    assert (league.change.kind, league.stance_since, league.changed_on) == ("reaffirmed", THIRD, THIRD)
    assert league.stands
    assert league.stands.origin
    assert (league.stands.change.kind, league.stands.origin.stance) == ("shifted", "open")
    # A condition leaves the stance as it was, and is a change of its own.
    offer = cell(asked(world, as_of=FOURTH), "northland", "talks-in-port-haven")
    assert (offer.change.kind, offer.stance_since, offer.changed_on) == ("condition_changed", THIRD, FOURTH)
    assert offer.stands is None


def test_a_gap_that_did_not_move_says_for_how_long(world: World) -> None:
    def still(day: date, proposal: str) -> tuple[str, int]:
        found = asked(world, as_of=day)
        (row,) = [row for group in found.issues for row in group.rows if row.proposal.slug == proposal]
        return row.still, len(row.told)

    assert still(FIFTH, "harbour-handed-over") == ("", 1)
    assert still(date(2025, 4, 2), "harbour-handed-over") == ("", 1)  # the last article still moved it
    assert still(date(2024, 6, 10), "talks-in-port-haven") == ("unchanged in 90 days", 0)
    assert still(date(2025, 4, 2), "talks-in-port-haven") == ("unchanged in a year", 0)


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
            asked(world, as_of=date(2025, 6, 1))
        return len(found)

    before = queries()
    crowd(world, parties=40, articles=5)
    assert len(asked(world).parties) == 43
    assert queries() == before
