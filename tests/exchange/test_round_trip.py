"""What is written and loaded again is the same, to the byte."""

from datetime import date
from pathlib import Path

import pytest

from positions.actions.loading import load_package
from positions.exchange.package.reading import read_package
from positions.exchange.package.writing import write_folder, write_zip_file
from positions.models import Negotiation
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


def test_a_zip_holds_the_same_files_as_a_folder_and_loads_as_well(tmp_path: Path) -> None:
    negotiation = load(ferry().write(tmp_path / "given"))
    write_folder(negotiation, tmp_path / "folder")
    write_zip_file(negotiation, tmp_path / "ferry.zip")
    assert files_of(tmp_path / "ferry.zip") == files_of(tmp_path / "folder")
    assert read_package(tmp_path / "ferry.zip", today=TODAY) == read_package(tmp_path / "folder", today=TODAY)
