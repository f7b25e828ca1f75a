"""Changes asked of the database are those of the pure analysis, whatever the history."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.analysis import changes
from positions.analysis.changes import Change, Past
from positions.analysis.stances import OFF_SCALE, Stance
from positions.models import Article, Position
from positions.reports.changes import in_order, moved, statement, up_to, walk
from tests.world import World

pytestmark = pytest.mark.both

SEEDS = range(25)
TEXT = "word " * 40


def write_history(world: World, seed: int, articles: int = 14) -> list[Article]:
    """A history by dice: two thirds on the scale, several articles a day, several statements a track and article.

    Articles are stored in an order of their own, so that ids do not follow the dates.
    """
    dice = random.Random(seed)
    days = [date(2023, 1, 1) + timedelta(days=dice.choice([0, 1, 2, 5]) * number) for number in range(articles)]
    dice.shuffle(days)
    stored = Article.objects.bulk_create(
        Article(
            negotiation=world.negotiation,
            key=f"dice-{number}",
            source=dice.choice([world.ledger, world.radio]),
            title=f"Article {number}",
            published_on=day,
            text=TEXT,
            text_length=len(TEXT),
        )
        for number, day in enumerate(days)
    )
    tracks = [
        (party, proposal)
        for party in (world.northland, world.southmark, world.league)
        for proposal in (world.demand, world.offer)
    ]
    stances = [*Stance, *(stance for stance in Stance if stance not in OFF_SCALE)]
    rows = []
    for article in stored:
        for party, proposal in dice.sample(tracks, dice.randint(0, len(tracks))):
            for _ in range(dice.choice([1, 1, 1, 2, 3])):
                stance = dice.choice(stances)
                condition = "" if stance in OFF_SCALE else dice.choice(["", "if x", "if  x", "if y"])
                start = dice.randint(0, 30) * 5
                rows.append(
                    Position(
                        negotiation=world.negotiation,
                        key=f"dice-{len(rows)}",
                        article=article,
                        party=party,
                        proposal=proposal,
                        stance=stance,
                        condition=condition or ("if z" if stance == Stance.CONDITIONAL else ""),
                        move=dice.choice(["", "", "", "retract"]),
                        quote="word",
                        start=start,
                        end=start + 4,
                        coder="dice",
                        published_on=article.published_on,
                        text_length=len(TEXT),
                    )
                )
    dice.shuffle(rows)
    Position.objects.bulk_create(rows)
    return stored


def by_track(rows) -> dict[tuple[int, int], list[Position]]:
    tracks: dict[tuple[int, int], list[Position]] = {}
    for row in rows:
        tracks.setdefault((row.party_id, row.proposal_id), []).append(row)
    return tracks


def everything(world: World):
    return Position.objects.filter(negotiation=world.negotiation)


def by_the_analysis(world: World) -> dict[tuple[int, int, int], Change]:
    """All changes of the negotiation, per article, party and proposal, from whole tracks in memory."""
    found = {}
    for (party, proposal), rows in by_track(everything(world).select_related("article", "proposal")).items():
        is_proposer = rows[0].proposal.proposer_id == party
        for change in changes.changes(map(statement, rows), is_proposer=is_proposer):
            found[change.after.article, party, proposal] = change
    return found


def by_the_report(rows) -> dict[tuple[int, int, int], Change]:
    return {(row.after.article_id, row.party.pk, row.proposal.pk): row.change for row in rows}


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_the_history_article_by_article_and_in_one_walk_give_what_the_analysis_gives(world, seed):
    stored = write_history(world, seed)
    expected = by_the_analysis(world)
    assert len({change.kind for change in expected.values()}) > 8

    one_by_one: dict = {}
    for article in (*stored, *world.articles):
        found = moved(everything(world).filter(article=article))
        assert not one_by_one.keys() & by_the_report(found).keys()
        one_by_one |= by_the_report(found)
        for row in found:
            check_rows(row)
    assert one_by_one == expected
    assert by_the_report(moved(everything(world))) == expected

    walked = list(walk(everything(world)))
    assert by_the_report(walked) == expected
    order = [(row.after.published_on, row.after.article_id) for row in walked]
    assert order == sorted(order)
    for row in walked:
        check_rows(row)


def check_rows(row) -> None:
    """The rows behind a change are the ones that the change itself names."""
    for position, one in (
        (row.before, row.change.before),
        (row.after, row.change.after),
        (row.reference, row.change.reference),
    ):
        assert (position and position.pk) == (one and one.id)


@pytest.mark.parametrize("seed", SEEDS[:8])
def test_any_two_articles_are_compared_as_the_analysis_compares_them(world, seed):
    """The later one against all up to the earlier; what lies between is known to be there, and not read."""
    stored = write_history(world, seed)
    rows = list(everything(world).select_related("article", "proposal"))
    dice = random.Random(seed)
    for _ in range(12):
        earlier, later = sorted(dice.sample(stored, 2), key=lambda one: (one.published_on, one.pk))
        expected = {}
        for (party, proposal), track in by_track(rows).items():
            readings = list(changes.readings(map(statement, track)))
            known = [one for one in readings if place(one.standing) <= (earlier.published_on, earlier.pk)]
            here = [one for one in readings if one.standing.article == later.pk]
            between = [
                one
                for one in readings
                if (earlier.published_on, earlier.pk) < place(one.standing) < (later.published_on, later.pk)
            ]
            past = Past()
            for reading in known:
                past = past.then(reading)
            for reading in here:
                expected[later.pk, party, proposal] = changes.compare(
                    past, reading, is_proposer=track[0].proposal.proposer_id == party, consecutive=not between
                )
        found = moved(everything(world).filter(article=later), past=up_to(earlier))
        assert by_the_report(found) == expected


def place(one: changes.Statement) -> tuple[date, int]:
    return (one.published_on, one.article)


def test_the_newest_article_comes_first_and_parties_by_name_within_it(world):
    found = in_order(moved(everything(world)))
    assert [row.after.article for row in found[:4]] == [world.articles[4]] * 4
    assert [(row.party.slug, row.proposal.slug) for row in found[:4]] == [
        ("northland", "harbour-handed-over"),
        ("northland", "prisoners-first"),
        ("southmark", "harbour-handed-over"),
        ("southmark", "prisoners-first"),
    ]
    days = [row.after.published_on for row in found]
    assert all(later >= earlier for later, earlier in pairwise(days))


def test_one_article_s_changes_take_the_same_queries_after_two_articles_as_after_fifty(world):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for row in moved(everything(world).filter(article=world.articles[4])):
                assert row.party.name
                assert row.proposal.issue.title
                assert row.after.article.source.name
                assert row.before.article.source.name
        return len(queries)

    few = count()
    write_history(world, seed=1, articles=50)
    assert count() == few == 2


def test_no_article_s_text_is_read_for_its_changes(world):
    (row, *_) = moved(everything(world).filter(article=world.articles[4]))
    assert "text" in row.after.article.get_deferred_fields()


def test_an_article_without_positions_changed_nothing(world):
    assert moved(everything(world).filter(article=world.river_article)) == []
    assert list(walk(Position.objects.none())) == []
