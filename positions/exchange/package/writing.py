"""From a negotiation to the bytes of its package: the same negotiation, the same bytes, on every database."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from positions.exchange.package.problems import shown
from positions.exchange.package.table_schema import as_json, descriptor
from positions.exchange.package.tables import (
    ALL_TABLES,
    DESCRIPTOR_FILE,
    NEGOTIATION,
    NEGOTIATION_FILE,
    TABLES,
    TEXT_FOLDER,
    UNPLACED,
    text_file,
)
from positions.exchange.streams import csv_pieces
from positions.models import Negotiation
from positions.reports import package
from positions.reports.columns import Column as ReportColumn
from positions.reports.moment import one_moment

# Zip files note when each of their files was changed; a fixed day keeps them equal.
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o100644 << 16
UNIX = 3


class NotOurs(Exception):
    """The place to write to holds something that is no earlier export of the same negotiation."""


def package_files(negotiation: Negotiation) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Every file's name and its pieces, sorted by name. The pieces of one must be used before the next is asked for."""
    tables = [*ALL_TABLES, UNPLACED] if package.has_unplaced(negotiation) else ALL_TABLES
    names = {DESCRIPTOR_FILE, NEGOTIATION_FILE, TEXT_FOLDER, *(table.file for table in tables)}
    for name in sorted(names):
        if name == TEXT_FOLDER:
            for key, text in package.texts(negotiation):
                yield text_file(key), [text.encode()]
        elif name == DESCRIPTOR_FILE:
            yield name, [descriptor(negotiation, tables)]
        elif name == NEGOTIATION_FILE:
            yield name, [as_json({field: getattr(negotiation, field) for field in NEGOTIATION})]
        else:
            yield name, table_pieces(negotiation, name.removesuffix(".csv"))


def table_pieces(negotiation: Negotiation, name: str) -> Iterator[bytes]:
    columns = [ReportColumn(column.name, column.meaning, column.value) for column in TABLES[name].columns]
    return csv_pieces(columns, package.rows(negotiation, name), plain=True)


def write_zip(negotiation: Negotiation, file: IO[bytes]) -> None:
    with one_moment(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in package_files(negotiation):
            entry = zipfile.ZipInfo(name, ZIP_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, PLAIN_FILE, UNIX
            with archive.open(entry, "w") as opened:
                for piece in pieces:
                    opened.write(piece)


def write_zip_file(negotiation: Negotiation, place: Path) -> None:
    """Write the zip beside its place first, so that an earlier one stays until the new one is whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f".{place.name}.part")
    try:
        with unfinished.open("wb") as file:
            write_zip(negotiation, file)
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


def write_folder(negotiation: Negotiation, folder: Path) -> None:
    """Write the package into a folder of its own; what an earlier export left there and that is no more goes."""
    (folder / TEXT_FOLDER).mkdir(parents=True, exist_ok=True)
    written = set()
    with one_moment():
        for name, pieces in package_files(negotiation):
            written.add(name)
            with (folder / name).open("wb") as opened:
                opened.writelines(pieces)
    for file in [*(folder / TEXT_FOLDER).glob("*.txt"), folder / UNPLACED.file]:
        if file.relative_to(folder).as_posix() not in written:
            file.unlink(missing_ok=True)


def check_place(negotiation: Negotiation, place: Path) -> None:
    """Refuse a place that holds anything else than an earlier export of this negotiation. Raises `NotOurs`."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return
    found = slug_at(place)
    if found is None:
        raise NotOurs(f"{shown(str(place))} is there already and is no export of ours. Name another place.")
    if found != negotiation.slug:
        raise NotOurs(f"{shown(str(place))} holds another negotiation, {shown(found)}. Name another place.")


def slug_at(place: Path) -> str | None:
    """The negotiation of which a folder or a zip is a package, if it is one."""
    try:
        if place.is_dir():
            data = (place / NEGOTIATION_FILE).read_bytes()
        else:
            with zipfile.ZipFile(place) as archive:
                data = archive.read(NEGOTIATION_FILE)
        slug = json.loads(data)["slug"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, zipfile.BadZipFile, RuntimeError):
        return None
    return slug if isinstance(slug, str) else None
