"""What the desk knew on a day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.actions import merging
from positions.actions.articles import edit_article
from positions.actions.coding import remove, revise
from positions.actions.merge_plans import plan
from positions.actions.undoing import undo
from positions.models import Article, Deed, Party, Position, Proposal
from positions.reports.matrix import Cell, matrix
from positions.reports.matrix.known_nouns import end_of
from positions.reports.scope import Scope
from tests.world import TODAY, World, say

CODED = date(2024, 4, 10)
CORRECTED = date(2024, 5, 1)


def happened(model: Any, row: Any, on: date, *, hour: int = 12) -> None:
    """Let the latest entry of a row's history be of this day."""
    entry = model.history.filter(id=getattr(row, "pk", row)).order_by("history_id").last()
    model.history.filter(history_id=entry.history_id).update(
        history_date=datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    )


@pytest.fixture
def coded(world: World) -> World:
    """The Harbour dispute, all of it recorded on 10 April 2024 at noon."""
    noon = datetime(2024, 4, 10, 12, tzinfo=UTC)
    for model in (Position, Article, Party, Proposal):
        model.history.update(history_date=noon)
    Position.objects.update(recorded_at=noon)
    Position.history.update(recorded_at=noon)
    return world


def cells(world: World, on: date, **filters: Any) -> dict[tuple[str, str], Cell]:
    found = matrix(Scope(negotiation=world.negotiation, known_on=on, **filters), today=TODAY)
    listed = [cell for group in found.issues for row in group.rows for cell in row.cells if cell]
    return {(cell.party.slug, cell.proposal.slug): cell for cell in listed}


def facts(found: dict[tuple[str, str], Cell]) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {
        pair: (cell.position.pk, cell.position.stance, cell.change.kind, cell.change.direction, cell.age)
        for pair, cell in found.items()
    }


def corrected(world: World, position: Position, on: date, **values: Any) -> None:
    place = {"start": position.start, "end": position.end, "quote": position.quote}
    revise(
        position=position,
        values=values,
        version=position.version,
        user=world.people.analyst,
        reason="read again",
        **place,
    )
    happened(Position, position, on)


def now(world: World, **filters: Any) -> dict[tuple[str, str], tuple[Any, ...]]:
    found = matrix(Scope(negotiation=world.negotiation, **filters), today=TODAY)
    listed = [cell for group in found.issues for row in group.rows for cell in row.cells if cell]
    return facts({(cell.party.slug, cell.proposal.slug): cell for cell in listed})


@pytest.mark.both
def test_where_nothing_was_changed_the_desk_knew_what_it_knows(coded: World) -> None:
    for day in (date(2024, 4, 10), date(2024, 5, 1), date.max):
        for as_of in (date(2024, 1, 10), date(2024, 3, 6), date(2024, 4, 2), date(2025, 6, 1)):
            assert facts(cells(coded, day, as_of=as_of)) == now(coded, as_of=as_of)
            assert {cell.since for cell in cells(coded, day, as_of=as_of).values()} <= {""}


def test_before_it_was_recorded_nothing_was_known(coded: World) -> None:
    assert cells(coded, date(2024, 4, 9), as_of=TODAY) == {}
    assert cells(coded, date.min, as_of=TODAY) == {}


def test_a_day_ends_at_midnight_utc() -> None:
    assert end_of(date(2024, 2, 29)) == datetime(2024, 3, 1, tzinfo=UTC)
    assert end_of(date.max).year == 9999


def test_a_position_counts_from_the_day_it_was_recorded_though_its_history_begins_later(coded: World) -> None:
    """So it is with what was loaded from a package: it was coded elsewhere, before."""
    position = coded.said(5, coded.southmark, coded.demand)
    Position.history.filter(id=position.pk).update(recorded_at=datetime(2024, 4, 3, 8, tzinfo=UTC))
    assert set(cells(coded, date(2024, 4, 3), as_of=TODAY)) == {("southmark", "harbour-handed-over")}
    assert cells(coded, date(2024, 4, 2), as_of=TODAY) == {}


def test_a_correction_was_not_known_before(coded: World) -> None:
    position = coded.said(5, coded.southmark, coded.demand)
    corrected(coded, position, CORRECTED, stance="supports")
    pair = ("southmark", "harbour-handed-over")
    then = cells(coded, CORRECTED - timedelta(days=1))[pair]
    assert (then.position.stance, then.change.kind, then.since) == ("red_line", "hardened", "corrected")
    assert then.address == f"/n/harbour/positions/{position.key}/"
    since = cells(coded, CORRECTED)[pair]
    assert (since.position.stance, since.change.kind, since.since) == ("supports", "reversed", "")
    assert since.address.endswith(f"#p-{position.key}")


def test_a_correction_of_an_earlier_article_changes_what_a_later_one_changed(coded: World) -> None:
    corrected(coded, coded.said(4, coded.southmark, coded.demand), CORRECTED, stance="red_line")
    pair = ("southmark", "harbour-handed-over")
    assert cells(coded, CODED)[pair].change.kind == "hardened"
    assert cells(coded, CORRECTED)[pair].change.kind == "reaffirmed"


def test_what_was_removed_later_was_known(coded: World) -> None:
    position = coded.said(5, coded.northland, coded.demand)
    pk = position.pk
    remove(position=position, version=1, user=coded.people.analyst, reason="misread")
    happened(Position, pk, CORRECTED)
    pair = ("northland", "harbour-handed-over")
    then = cells(coded, CODED)[pair]
    assert (then.position.pk, then.position.stance, then.since) == (pk, "supports", "removed")
    assert cells(coded, CORRECTED)[pair].position.stance == "demands"


def test_the_last_of_a_track_to_be_removed_was_known_though_there_is_no_track_now(coded: World) -> None:
    for number in (1, 3):
        position = coded.said(number, coded.league, coded.demand)
        pk = position.pk
        remove(position=position, version=1, user=coded.people.analyst, reason="misread")
        happened(Position, pk, CORRECTED)
    pair = ("coastal-league", "harbour-handed-over")
    assert cells(coded, CODED)[pair].change.kind == "shifted"
    assert pair not in cells(coded, CORRECTED)


def test_what_was_removed_and_came_back_was_not_known_between(coded: World) -> None:
    position = coded.said(5, coded.northland, coded.demand)
    pk = position.pk
    remove(position=position, version=1, user=coded.people.analyst, reason="misread")
    happened(Position, pk, CORRECTED)
    last = Deed.objects.latest("pk")
    undo(negotiation=coded.negotiation, user=coded.people.analyst, deed=last.pk)
    happened(Position, pk, date(2024, 5, 20))
    pair = ("northland", "harbour-handed-over")
    stances = [cells(coded, day)[pair].position.stance for day in (CODED, CORRECTED, date(2024, 5, 20))]
    assert stances == ["supports", "demands", "supports"]


def test_what_was_coded_later_was_not_known(coded: World) -> None:
    words = coded.articles[4].text[:9]
    position = say(coded.articles[4], coded.people.analyst, words, coded.league, coded.demand, "supports")
    when = datetime(2024, 5, 1, 9, tzinfo=UTC)
    Position.history.filter(id=position.pk).update(history_date=when, recorded_at=when)
    pair = ("coastal-league", "harbour-handed-over")
    assert cells(coded, CODED)[pair].position.stance == "reserved"
    assert cells(coded, CORRECTED)[pair].position.stance == "supports"


def test_parties_that_were_merged_later_stood_side_by_side(coded: World) -> None:
    gone, kept = coded.league, coded.northland
    seen = plan(gone=gone, kept=kept).seen
    merging.merge(gone=gone, kept=kept, seen=seen, user=coded.people.analyst, reason="the same")
    for model in (Party, Position):
        later = model.history.filter(history_date__gt=datetime(2024, 4, 11, tzinfo=UTC))
        later.update(history_date=datetime(2024, 5, 1, tzinfo=UTC))
    then = matrix(Scope(negotiation=coded.negotiation, known_on=CODED), today=TODAY)
    assert [(party.slug, principal) for party, principal in then.parties][:3] == [
        ("northland", True),
        ("southmark", True),
        ("coastal-league", False),
    ]
    found = cells(coded, CODED)
    assert found["coastal-league", "harbour-handed-over"].position.stance == "reserved"
    assert found["coastal-league", "harbour-handed-over"].since == "corrected"
    assert ("coastal-league", "harbour-handed-over") not in cells(coded, CORRECTED)
    # Who asks for the one that is left asks for both: its name stands for both now.
    asked = cells(coded, CODED, parties=(kept,))
    assert {party for party, _ in asked} == {"northland", "coastal-league"}


def test_a_corrected_date_of_an_article_was_not_known_before(coded: World) -> None:
    """It moves positions along without an entry in their own history."""
    article = Article.objects.get(pk=coded.articles[4].pk)
    edit_article(
        article=article,
        values={"published_on": date(2024, 3, 1)},
        version=article.version,
        user=coded.people.analyst,
        reason="misread",
        today=TODAY,
    )
    happened(Article, article, CORRECTED)
    pair = ("southmark", "harbour-handed-over")
    then, since = cells(coded, CODED)[pair], cells(coded, CORRECTED)[pair]
    assert (then.position.stance, then.position.published_on, then.since) == (
        "red_line",
        date(2024, 4, 2),
        "corrected",
    )
    assert then.position.article.published_on == date(2024, 4, 2)
    assert (since.position.stance, since.position.published_on) == ("reserved", date(2024, 3, 21))
    assert facts(cells(coded, CORRECTED, as_of=TODAY)) == now(coded, as_of=TODAY)


def test_as_of_no_day_it_is_the_day_on_which_it_was_known_and_never_later_than_today(coded: World) -> None:
    def day(on: date) -> date:
        return matrix(Scope(negotiation=coded.negotiation, known_on=on), today=TODAY).as_of

    assert (day(CODED), day(date.max)) == (CODED, TODAY)


def test_as_of_and_known_on_are_asked_together(coded: World) -> None:
    corrected(coded, coded.said(1, coded.southmark, coded.demand), CORRECTED, stance="red_line")
    pair = ("southmark", "harbour-handed-over")
    first = date(2024, 1, 10)
    assert cells(coded, CODED, as_of=first)[pair].position.stance == "rejects"
    assert cells(coded, CORRECTED, as_of=first)[pair].position.stance == "red_line"
    assert cells(coded, CODED, as_of=first - timedelta(days=1)) == {}


def test_gaps_are_those_that_were_known(coded: World) -> None:
    corrected(coded, coded.said(1, coded.southmark, coded.demand), CORRECTED, stance="red_line")
    day = date(2024, 4, 10)

    def ninety(on: date) -> int:
        found = matrix(Scope(negotiation=coded.negotiation, known_on=on, as_of=day), today=TODAY)
        (row,) = [row for group in found.issues for row in group.rows if row.proposal.slug == "harbour-handed-over"]
        return dict(row.moves)["90 days"].before.steps

    assert (ninety(CODED), ninety(CORRECTED)) == (5, 6)


@pytest.mark.both
def test_more_history_takes_no_more_queries(coded: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            cells(coded, CORRECTED, as_of=date(2024, 4, 30))
        return len(found)

    before = None
    for proposal in (coded.demand, coded.offer, coded.counter_offer):
        for number in range(1, 6):
            words = coded.articles[number - 1].text[:12]
            position = say(coded.articles[number - 1], coded.people.analyst, words, coded.league, proposal, "open")
            when = datetime(2024, 4, 20, tzinfo=UTC)
            Position.history.filter(id=position.pk).update(history_date=when, recorded_at=when)
        before = before or queries()
    assert len(cells(coded, CORRECTED, as_of=date(2024, 4, 30))) == 9
    assert queries() == before
