"""Folders and zips: what may be in them, and what is refused before it is read."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from positions.exchange.package import files
from positions.exchange.package.problems import Broken
from positions.exchange.package.reading import read_package
from tests.packages import ferry

TODAY = date(2024, 6, 1)


def refusal(place: Path) -> str:
    with pytest.raises(Broken) as broken:
        read_package(place, today=TODAY)
    return str(broken.value)


def test_a_zip_of_the_folder_is_read_like_a_zip_of_its_files(tmp_path: Path) -> None:
    bare = ferry().zip(tmp_path / "bare.zip")
    inside = ferry().zip(tmp_path / "inside.zip", inside="ferry/")
    with zipfile.ZipFile(inside, "a") as archive:
        archive.writestr("__MACOSX/ferry/._parties.csv", "left by the finder")
    assert read_package(inside, today=TODAY) == read_package(bare, today=TODAY)


def test_files_of_other_names_are_left_alone(tmp_path: Path) -> None:
    cells = ferry()
    cells.files |= {
        "README.md": b"\xff",
        "notes/x.csv": b"\xff",
        "articles/x.pdf": b"\xff",
        "datapackage.json": b"\xff",
    }
    assert read_package(cells.write(tmp_path), today=TODAY)


@pytest.mark.parametrize(
    "name", ["../parties.csv", "/etc/parties.csv", "articles/../../x.txt", "C:\\x.csv", "a\\b.txt"]
)
def test_a_zip_with_names_that_lead_out_of_it_is_refused(name: str, tmp_path: Path) -> None:
    file = ferry().zip(tmp_path / "ferry.zip")
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo("placeholder")
        entry.filename = name  # as given: the constructor would tidy it up
        archive.writestr(entry, "x")
    assert "leads out of the package" in refusal(file)


def test_a_zip_with_a_link_in_it_is_refused(tmp_path: Path) -> None:
    file = ferry().zip(tmp_path / "ferry.zip")
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo("articles/link.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/hostname")
    assert "articles/link.txt: This name leads out of the package" in refusal(file)


def test_a_folder_with_a_link_out_of_it_is_refused(tmp_path: Path) -> None:
    folder = ferry().write(tmp_path / "ferry")
    (tmp_path / "secret").write_text("not yours")
    (folder / "articles" / "link.txt").symlink_to(tmp_path / "secret")
    assert refusal(folder) == "articles/link.txt: This is a link out of the folder. Put the file itself there."


def test_a_zip_that_would_swell_beyond_measure_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 5 * 1024 * 1024)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *args: pytest.fail("read"))
    cells = ferry()
    cells.files["articles/bomb.txt"] = b"0" * 6_000_000
    assert (
        refusal(cells.zip(tmp_path / "bomb.zip"))
        == "The files of this package are larger than 5 MB together. Split it."
    )
    assert "larger than 5 MB" in refusal(cells.write(tmp_path / "bomb"))


def test_a_zip_that_understates_its_size_gives_no_more_than_it_says(tmp_path: Path) -> None:
    cells = ferry()
    cells.files["articles/zz-first.txt"] = b"0" * 100_000
    file = cells.zip(tmp_path / "ferry.zip")
    size = (100_000).to_bytes(4, "little")
    file.write_bytes(file.read_bytes().replace(size, (10).to_bytes(4, "little")))
    assert "not a zip file that can be read" in refusal(file)


def test_a_file_that_stands_twice_in_a_zip_is_refused(tmp_path: Path) -> None:
    file = ferry().zip(tmp_path / "ferry.zip")
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("parties.csv", "slug")
    assert "contains this file twice" in refusal(file)


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and nothing more")
    (tmp_path / "b.zip").write_bytes(b"")
    whole = ferry().zip(tmp_path / "c.zip").read_bytes()
    (tmp_path / "c.zip").write_bytes(whole[: len(whole) // 2])
    for name in ("a.zip", "b.zip", "c.zip"):
        assert "not a zip file that can be read" in refusal(tmp_path / name)


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    file = ferry().zip(tmp_path / "ferry.zip")
    data = bytearray(file.read_bytes())
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:  # the flag that says: encrypted
        data[start + 8] |= 1
        start += 4
    file.write_bytes(data)
    assert "without a password" in refusal(file)


def test_a_place_with_nothing_there_is_named(tmp_path: Path) -> None:
    assert "There is no folder and no zip file at" in refusal(tmp_path / "nowhere")
    assert "There is no folder and no zip file at “a\\x00b”" in refusal(Path("a\x00b"))


def test_an_empty_folder_lacks_every_file(tmp_path: Path) -> None:
    assert refusal(tmp_path).count("This file is missing") == 12


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    folder = ferry().write(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", forbid)
    assert "cannot be read: [Errno 13] Permission denied" in refusal(folder)
