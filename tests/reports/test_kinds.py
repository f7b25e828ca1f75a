"""The kinds of change that the database finds are those of the pure analysis, whatever the history."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.analysis import changes
from positions.analysis.changes import Kind
from positions.analysis.stances import OFF_SCALE, Stance
from positions.models import Article, Position, Track
from positions.reports.changes import kinds, statement
from positions.reports.changes.days import all_changes
from positions.reports.scope import Scope
from tests.tallies import tally
from tests.world import World

pytestmark = pytest.mark.both

FIRST_DAY = date(2023, 1, 1)
TEXT = "word " * 40
CONDITIONS = ["", "if x", " if\tx", "if\u2003\n x", "if y", "\u00a0 ", "if 'x' {} %s", "é" * 501]


def told(scope: Scope) -> dict[tuple[int, int, int], tuple[int, Kind]]:
    found = list(kinds.told(scope))
    by_reading = {(one.article, one.party, one.proposal): (one.position, one.kind) for one in found}
    assert len(by_reading) == len(found)
    return by_reading


def by_the_analysis(world: World) -> dict[tuple[int, int, int], tuple[int, Kind]]:
    tracks: dict[tuple[int, int], list[Position]] = {}
    for row in Position.objects.filter(negotiation=world.negotiation).select_related("article", "proposal"):
        tracks.setdefault((row.party_id, row.proposal_id), []).append(row)
    return {
        (change.after.article, party, proposal): (change.after.id, change.kind)
        for (party, proposal), rows in tracks.items()
        for change in changes.changes(map(statement, rows), is_proposer=rows[0].proposal.proposer_id == party)
    }


def without_repeats(found):
    return {reading: (position, kind) for reading, (position, kind) in found.items() if kind != Kind.REAFFIRMED}


def counted(found) -> Counter[Kind]:
    return Counter(kind for _, kind in found.values())


def clear() -> None:
    """Nothing is left of the throw before; quicker than row by row."""
    for model in (Position, Article):
        thrown = model.objects.filter(key__startswith="dice-").order_by()
        thrown._raw_delete(thrown.db)


said = st.tuples(
    st.one_of(st.sampled_from([*Stance]), st.sampled_from([one for one in Stance if one not in OFF_SCALE])),
    st.one_of(st.just(""), st.sampled_from(CONDITIONS[:4]), st.sampled_from(CONDITIONS)),
    st.sampled_from(["", "", "retract", "demand"]),
    st.integers(0, 3),  # places may tie
)
article = st.tuples(
    st.sampled_from([0, 0, 1, 3, 4, 30]),  # days since the one before
    st.booleans(),  # its source
    st.lists(st.lists(said, max_size=3), min_size=3, max_size=3),  # what is said on each of three tracks
)


def write(world: World, history) -> None:
    """Articles as stored go against the order of their days, but where they appear on one day."""
    tracks = [
        (world.northland, world.demand),
        (world.southmark, world.demand),
        (world.league, world.offer),
    ]
    day, days = FIRST_DAY, []
    for gap, _, _ in history:
        day += timedelta(days=gap)
        days.append(day)
    stored = Article.objects.bulk_create(
        Article(
            negotiation=world.negotiation,
            key=f"dice-{number}",
            source=world.ledger if history[number][1] else world.radio,
            title=f"Article {number}",
            published_on=days[number],
            text=TEXT,
            text_length=len(TEXT),
        )
        for number in reversed(range(len(history)))
    )
    rows = [
        Position(
            negotiation=world.negotiation,
            article=one,
            party=party,
            proposal=proposal,
            stance=stance,
            condition="" if stance in OFF_SCALE else condition or ("if z" if stance == Stance.CONDITIONAL else ""),
            move=move,
            quote="word",
            start=place * 5,
            end=place * 5 + 4,
            coder="dice",
            published_on=one.published_on,
            text_length=len(TEXT),
        )
        for one, (_, _, by_track) in zip(stored, reversed(history), strict=True)
        for (party, proposal), here in zip(tracks, by_track, strict=True)
        for stance, condition, move, place in here
    ]
    for number, row in enumerate(rows):
        row.key = f"dice-{number}"
    Position.objects.bulk_create(rows)
    for party, proposal in tracks:
        Track.objects.get_or_create(negotiation=world.negotiation, party=party, proposal=proposal)


@given(
    history=st.lists(article, min_size=1, max_size=12),
    since=st.none() | st.integers(0, 60),
    until=st.none() | st.integers(0, 90),
    by_radio=st.booleans(),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_the_history_the_database_and_the_analysis_agree(world, history, since, until, by_radio) -> None:
    """Also of some days and one source, against what lies before and what others say."""
    clear()
    write(world, history)
    found = by_the_analysis(world)
    everything = Scope(negotiation=world.negotiation)
    assert told(everything) == without_repeats(found)
    assert +tally(everything) == counted(found)
    first, last = (None if days is None else FIRST_DAY + timedelta(days=days) for days in (since, until))
    asked = replace(everything, since=first, until=last, sources=(world.radio,) if by_radio else ())
    of_articles = set(
        Article.objects.filter(
            published_on__range=(first or date.min, last or date.max),
            source__in=asked.sources or world.negotiation.articles.values("source"),
        ).values_list("pk", flat=True)
    )
    some = {reading: kind for reading, kind in found.items() if reading[0] in of_articles}
    assert told(asked) == without_repeats(some)
    assert +tally(asked) == counted(some)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kinds": (Kind.SOFTENED, Kind.NEW)},
        {"since": date(2024, 3, 6), "until": date(2024, 3, 21)},
        {"parties": ["southmark"], "since": date(2024, 4, 2)},
        {"sources": ["radio"], "until": date(2024, 2, 14)},
        {"proposal_kind": "offer"},
    ],
)
def test_what_is_asked_for_is_counted_as_the_list_of_all_changes_gives_it(world: World, asked) -> None:
    rows = {name: tuple(getattr(world, one) for one in value) for name, value in asked.items() if name in PLURALS}
    scope = Scope(negotiation=world.negotiation, **(asked | rows))
    listed = Counter(row.change.kind for row in all_changes(scope))
    assert +tally(scope) == listed
    assert Counter(one.kind for one in kinds.told(scope)) == listed - Counter(
        {Kind.REAFFIRMED: listed[Kind.REAFFIRMED]}
    )
    assert sum(listed.values()) > 0


PLURALS = {"parties", "sources"}


@pytest.mark.parametrize("asked", [{}, {"since": date(2024, 3, 6)}, {"issues": True}])
def test_the_kinds_of_everything_take_six_queries_at_most(world: World, asked) -> None:
    scope = Scope(
        negotiation=world.negotiation, **asked | ({"issues": (world.demand.issue,)} if "issues" in asked else {})
    )
    with CaptureQueriesContext(connection) as queries:
        assert list(kinds.told(scope))
    assert len([one for one in queries if one["sql"].startswith(("SELECT", "WITH", "DECLARE"))]) <= 6
