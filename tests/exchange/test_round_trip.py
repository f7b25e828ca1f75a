"""What is written and loaded again is the same, to the byte."""

from datetime import date
from pathlib import Path

import pytest

from positions.actions.loading import load_package
from positions.actions.texts import correct_text, place_by_hand
from positions.exchange.package.reading import read_package
from positions.exchange.package.writing import write_folder, write_zip_file
from positions.models import Article, Negotiation
from tests.packages import ferry, files_of
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = sorted(file.parent for file in (ROOT / "seeds").glob("*/negotiation.json"))
TODAY = date(2100, 1, 1)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def load(place: Path) -> Negotiation:
    return load_package(package=read_package(place, today=TODAY), user=None).negotiation


def test_there_are_two_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_is_loaded_and_written_as_it_is(example: Path, tmp_path: Path) -> None:
    """On either database, so that what one writes the other writes as well."""
    write_folder(load(example), tmp_path / "written")
    assert files_of(tmp_path / "written") == files_of(example)


def test_a_package_with_everything_that_is_hard_to_keep_comes_back_as_it_was(tmp_path: Path) -> None:
    write_folder(load(ferry().write(tmp_path / "given")), tmp_path / "written")
    written = files_of(tmp_path / "written")
    assert written.pop("datapackage.json")
    assert written == files_of(tmp_path / "given")


def test_what_people_coded_by_hand_survives_leaving_and_coming_back(world: World, tmp_path: Path) -> None:
    write_folder(world.negotiation, tmp_path / "written")
    written = files_of(tmp_path / "written")
    assert len(written["positions.csv"].splitlines()) > 10
    world.negotiation.slug = "elsewhere"
    world.negotiation.save()
    loaded = load(tmp_path / "written")
    assert loaded.pk != world.negotiation.pk
    write_folder(loaded, tmp_path / "again")
    assert files_of(tmp_path / "again") == written


def waiting_world(world: World) -> Negotiation:
    """The Harbour dispute after a correction that lost the words of two positions, one of them at the text's end."""
    article = Article.objects.get(pk=world.articles[0].pk)
    text = article.text.replace("Southmark rejected the demand", "Nothing").partition("willing to")[0]
    correct_text(article=article, text=text, version=article.version, user=world.people.analyst, reason="misread")
    assert world.negotiation.positions.unplaced().count() == 2
    return world.negotiation


def test_positions_whose_words_wait_leave_and_come_back_as_they_are(world: World, tmp_path: Path) -> None:
    negotiation = waiting_world(world)
    write_folder(negotiation, tmp_path / "written")
    written = files_of(tmp_path / "written")
    assert written["unplaced.csv"].count(b"\r\n") == 3  # the header and two rows
    stored = places(negotiation)
    negotiation.slug = "elsewhere"
    negotiation.save()
    loaded = load(tmp_path / "written")
    assert places(loaded) == stored
    write_folder(loaded, tmp_path / "again")
    assert files_of(tmp_path / "again") == written
    tallies = load_package(package=read_package(tmp_path / "written", today=TODAY), user=None).tallies
    assert not any(tally.created or tally.changed for tally in tallies.values())


def places(negotiation: Negotiation) -> list[tuple[object, ...]]:
    columns = ("key", "start", "end", "quote", "prefix", "suffix", "text_length")
    return list(negotiation.positions.order_by("key").values_list(*columns))


def test_a_file_of_waiting_positions_goes_with_the_last_of_them(world: World, tmp_path: Path) -> None:
    write_folder(waiting_world(world), tmp_path / "written")
    world.negotiation.positions.unplaced().delete()
    write_folder(world.negotiation, tmp_path / "written")
    written = files_of(tmp_path / "written")
    assert "unplaced.csv" not in written
    assert b"unplaced" not in written["datapackage.json"]


def test_loading_what_was_exported_before_a_word_was_found_lets_it_wait_again(world: World, tmp_path: Path) -> None:
    negotiation = waiting_world(world)
    write_folder(negotiation, tmp_path / "written")
    position = negotiation.positions.unplaced().order_by("pk").first()
    place = {"start": 0, "end": 5, "quote": Article.objects.get(pk=position.article_id).text[:5]}
    place_by_hand(position=position, **place, version=position.version, user=world.people.analyst)
    load(tmp_path / "written")
    assert negotiation.positions.unplaced().count() == 2


def test_a_zip_holds_the_same_files_as_a_folder_and_loads_as_well(tmp_path: Path) -> None:
    negotiation = load(ferry().write(tmp_path / "given"))
    write_folder(negotiation, tmp_path / "folder")
    write_zip_file(negotiation, tmp_path / "ferry.zip")
    assert files_of(tmp_path / "ferry.zip") == files_of(tmp_path / "folder")
    assert read_package(tmp_path / "ferry.zip", today=TODAY) == read_package(tmp_path / "folder", today=TODAY)
