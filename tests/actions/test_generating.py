"""Generating: what is written down is what was invented, passes every rule of an import, and has its history."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection

from positions.actions.coding import code
from positions.actions.generating import TooMuch, Writing, generate
from positions.actions.loading import load_package
from positions.exchange.package.reading import read_package
from positions.exchange.package.writing import write_folder
from positions.invented.articles import invent_articles
from positions.invented.cast import Size, invent_cast
from positions.models import Article, Negotiation, Position, Track, User
from positions.permissions import can_edit
from tests.packages import files_of
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TODAY = date(2026, 6, 1)
SIZE = Size(
    positions=600, articles=50, parties=12, proposals=20, first_day=date(2022, 1, 1), last_day=date(2025, 12, 31)
)


def make(size: Size = SIZE, slug: str = "generated", seed: str = "1", user: User | None = None) -> Negotiation:
    return generate(slug=slug, size=size, seed=seed, public=True, user=user, today=TODAY)


def test_what_is_exported_is_what_was_invented_and_passes_the_rules_of_an_import(tmp_path: Path) -> None:
    """On either database the same as from the pure invention, and so the same on both."""
    write_folder(make(), tmp_path / "written")
    package = read_package(tmp_path / "written", today=TODAY)
    cast = invent_cast(SIZE, "1")
    reports = {report.key: report for report in invent_articles(cast, "1")}
    assert package.texts == {key: report.text for key, report in reports.items()}
    invented = {
        one.key: (
            report.key,
            *(cast.actors[one.party].slug, cast.motions[one.proposal].slug, one.stance, one.condition, one.move),
            *(one.attribution, one.speaker, one.party_as_written, one.stated_on, report.text[one.start : one.end]),
            *(one.start, one.end, one.credibility, one.recorded_at),
        )
        for report in reports.values()
        for one in report.statements
    }
    columns = "article party proposal stance condition move attribution speaker party_as_written stated_on quote start"
    names = [*columns.split(), "end", "credibility", "recorded_at"]
    rows = [record.values for record in package.tables["positions"]]
    assert len(rows) == SIZE.positions
    assert {row["id"]: tuple(row[name] for name in names) for row in rows} == invented


def test_it_comes_back_from_a_package_as_it_was(tmp_path: Path) -> None:
    negotiation = make()
    write_folder(negotiation, tmp_path / "written")
    tallies = load_package(package=read_package(tmp_path / "written", today=TODAY), user=None).tallies
    assert not any(tally.created or tally.changed for tally in tallies.values())


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    write_folder(make(), tmp_path / "one")
    Negotiation.objects.update(slug="before")
    write_folder(make(), tmp_path / "other")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")


def test_rows_are_as_if_people_had_made_them() -> None:
    negotiation = make()
    for article in negotiation.articles.all():
        article.full_clean()
    for position in negotiation.positions.select_related("article"):
        position.full_clean()
        assert position.text_length == len(position.article.text)
        assert position.prefix == position.article.text[max(0, position.start - 32) : position.start]
    connection.check_constraints()
    occurring = set(negotiation.positions.values_list("party", "proposal"))
    assert set(Track.objects.filter(negotiation=negotiation).values_list("party", "proposal")) == occurring


def test_every_row_has_its_history_and_what_was_misread_is_in_it() -> None:
    negotiation = make()
    articles = Article.history.filter(negotiation=negotiation)
    assert articles.count() == SIZE.articles
    made = Position.history.filter(negotiation=negotiation, history_type="+")
    changed = Position.history.filter(negotiation=negotiation, history_type="~")
    corrected = negotiation.positions.filter(version=2)
    assert made.count() == SIZE.positions
    assert changed.count() == corrected.count() > 0
    for position in corrected:
        now, before = position.history.order_by("-history_date")
        assert (now.stance, now.condition, now.version) == (position.stance, position.condition, 2)
        assert (before.stance != now.stance, before.version) == (True, 1)
        assert before.history_date == position.recorded_at < now.history_date
    plain = negotiation.positions.filter(version=1).first()
    entry = plain.history.get()
    assert all(getattr(entry, field.attname) == getattr(plain, field.attname) for field in Position._meta.fields)


def test_people_go_on_where_it_ends() -> None:
    """Ids that were given in bulk are not given again."""
    user = User.objects.create_user("analyst")
    negotiation = make(user=user)
    assert can_edit(user, negotiation)
    article = negotiation.articles.newest_first().first()
    values = {"party": negotiation.parties.first(), "proposal": negotiation.proposals.first(), "stance": "rejects"}
    position = code(article=article, start=0, end=5, quote=article.text[:5], values=values, user=user)
    assert position.pk > max(negotiation.positions.exclude(pk=position.pk).values_list("pk", flat=True))
    assert negotiation.positions.filter(coder="analyst").count() == SIZE.positions + 1


def test_what_was_there_is_left_alone(world: World) -> None:
    before = sorted(Position.objects.values_list("pk", "version", "stance"))
    negotiation = make()
    assert sorted(Position.objects.exclude(negotiation=negotiation).values_list("pk", "version", "stance")) == before


def test_it_says_that_it_is_generated() -> None:
    negotiation = make(seed="harbour")
    assert "invented" in negotiation.about_data
    assert "harbour" in negotiation.about_data
    assert all("Invented" in article.provenance for article in negotiation.articles.all())


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (replace(SIZE, parties=0), "names for 1 to"),
        (replace(SIZE, proposals=201), "names for 1 to"),
        (replace(SIZE, articles=0), "one article at least"),
        (replace(SIZE, first_day=SIZE.last_day), "Give a year at least"),
        (replace(SIZE, first_day=date(1, 1, 31)), "not so many years"),
        (replace(SIZE, last_day=date(2026, 6, 2)), "in the future"),
        (replace(SIZE, articles=2), "parties: 12, proposals: 20, articles: 2. Ask for more"),
        (replace(SIZE, positions=10**12), "are the most that can be made"),
        (replace(SIZE, articles=10**12), "are the most that can be made"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(size: Size, words: str) -> None:
    with pytest.raises(TooMuch, match=words):
        make(size)
    assert not Negotiation.objects.exists()


def test_a_negotiation_that_is_there_is_not_filled_up() -> None:
    make(replace(SIZE, positions=10, articles=1))
    with pytest.raises(TooMuch, match="There is a negotiation generated already"):
        make()


def test_one_of_everything_will_do() -> None:
    size = Size(1, 1, 1, 1, date(2025, 12, 30), date(2025, 12, 31))
    assert make(size).positions.count() == 1
    assert make(replace(size, positions=0), slug="silence").articles.get().positions.count() == 0


def test_what_fails_on_the_way_leaves_nothing() -> None:
    with patch.object(Writing, "keep_tracks", side_effect=IntegrityError), pytest.raises(IntegrityError):
        make()
    assert not Negotiation.objects.exists()
    assert not Article.objects.exists()
    assert not Position.history.exists()
