"""What an export looks like to other programs."""

import json
import zipfile
from pathlib import Path

import pytest
from frictionless import Package as FrictionlessPackage

from positions.actions.loading import load_package
from positions.exchange.package.reading import read_package
from positions.exchange.package.tables import ALL_TABLES
from positions.exchange.package.writing import NotOurs, check_place, write_folder, write_zip_file
from positions.models import Negotiation
from tests.exchange.test_round_trip import TODAY
from tests.packages import HEADERS, ferry, files_of

# The design's own words: scripts of users rely on them.
CONTRACT = (
    "id, article, party, proposal, stance, stance_value, condition, move, attribution, speaker, party_as_written, "
    "stated_on, quote, start, end, credibility, note, coder, recorded_at"
)


@pytest.fixture
def negotiation(db: None, tmp_path: Path) -> Negotiation:
    package = read_package(ferry().write(tmp_path / "given"), today=TODAY)
    return load_package(package=package, user=None).negotiation


@pytest.fixture
def folder(negotiation: Negotiation, tmp_path: Path) -> Path:
    write_folder(negotiation, tmp_path / "written")
    return tmp_path / "written"


def test_positions_have_the_columns_of_the_contract_in_its_order(folder: Path) -> None:
    header = (folder / "positions.csv").read_bytes().split(b"\r\n")[0].decode()
    assert header.split(",") == CONTRACT.split(", ")


def test_the_tables_have_the_columns_that_the_format_names() -> None:
    assert {table.name: [column.name for column in table.columns] for table in ALL_TABLES} == HEADERS


def test_frictionless_finds_the_package_valid(folder: Path) -> None:
    report = FrictionlessPackage(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])
    assert len(report.tasks) == 11


def test_frictionless_finds_a_package_with_waiting_positions_valid(negotiation: Negotiation, tmp_path: Path) -> None:
    negotiation.positions.filter(key__in=["p2", "p4"]).update(text_length=None)
    write_folder(negotiation, tmp_path / "waiting")
    report = FrictionlessPackage(str(tmp_path / "waiting" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])
    assert len(report.tasks) == 12
    lines = (tmp_path / "waiting" / "unplaced.csv").read_bytes()
    assert lines.startswith(b"position,prefix,suffix\r\np2,")


@pytest.mark.parametrize(
    ("table", "good", "bad"),
    [
        ("positions", b",demands,3,", b",insists,3,"),
        ("positions", b"zz-first,eastbank,", b"zz-first,northbank,"),
        ("aliases", b"westbank,w\r\n", b"westbank,@west\r\n"),
        ("proposals", b"hand-over,counter,pier,", b"handed-over,counter,pier,"),
        ("participations", b"2024-02,", b"soon,"),
        ("articles", b"2024-04-01", b"01.04.2024"),
    ],
)
def test_frictionless_sees_from_our_schema_what_is_wrong(folder: Path, table: str, good: bytes, bad: bytes) -> None:
    file = folder / f"{table}.csv"
    assert good in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(good, bad, 1))
    report = FrictionlessPackage(str(folder / "datapackage.json")).validate()
    assert not report.valid
    assert {task.name for task in report.tasks if not task.valid} >= {table}


def test_the_descriptor_says_what_every_column_is(folder: Path) -> None:
    descriptor = json.loads((folder / "datapackage.json").read_text())
    assert descriptor["profile"] == "tabular-data-package"
    assert (descriptor["name"], descriptor["title"]) == ("ferry", "Ferry dispute, “once” & for all <b>")
    by_name = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    assert by_name.keys() == {table.name for table in ALL_TABLES}
    assert all(field["description"] for schema in by_name.values() for field in schema["fields"])
    assert {"fields": ["answers"], "reference": {"resource": "", "fields": ["slug"]}} in by_name["proposals"][
        "foreignKeys"
    ]


def test_cells_are_bare_text_without_a_byte_order_mark_or_a_guard(folder: Path) -> None:
    parties = (folder / "parties.csv").read_bytes()
    assert parties.startswith(b"slug,")
    assert b',"=1+1\nnot a formula"\r\n' in parties


def test_texts_are_written_as_they_are_stored(folder: Path) -> None:
    assert (folder / "articles" / "zz-first.txt").read_bytes() == ferry().texts["zz-first"].encode()


def test_the_same_negotiation_gives_the_same_zip_whenever_it_is_written(
    negotiation: Negotiation, tmp_path: Path
) -> None:
    for name in ("one.zip", "two.zip"):
        write_zip_file(negotiation, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not list(tmp_path.glob(".*"))


def test_an_earlier_export_is_replaced_and_what_it_had_too_much_goes(negotiation: Negotiation, folder: Path) -> None:
    (folder / "articles" / "withdrawn.txt").write_text("no longer there")
    (folder / "README.md").write_text("a person's own")
    check_place(negotiation, folder)
    write_folder(negotiation, folder)
    assert "articles/withdrawn.txt" not in files_of(folder)
    assert (folder / "README.md").read_text() == "a person's own"


def test_a_place_that_holds_something_else_is_refused(negotiation: Negotiation, tmp_path: Path) -> None:
    foreign, other = tmp_path / "thesis", tmp_path / "other"
    foreign.mkdir()
    check_place(negotiation, foreign)
    (foreign / "chapter-1.txt").write_text("precious")
    with pytest.raises(NotOurs, match="is no export of ours"):
        check_place(negotiation, foreign)
    with pytest.raises(NotOurs, match="is no export of ours"):
        check_place(negotiation, foreign / "chapter-1.txt")
    other.mkdir()
    (other / "negotiation.json").write_text('{"slug": "river"}')
    with pytest.raises(NotOurs, match="holds another negotiation, “river”"):
        check_place(negotiation, other)
