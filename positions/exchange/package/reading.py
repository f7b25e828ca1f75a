"""From a folder or a zip to checked tables, or to the list of everything that is wrong with it."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField

from positions.exchange.package import cells, rules
from positions.exchange.package.columns import Kind, Table
from positions.exchange.package.content import Package, Record
from positions.exchange.package.files import printable, read_files
from positions.exchange.package.problems import Broken, Problem, shown
from positions.exchange.package.tables import ALL_TABLES, NEGOTIATION, NEGOTIATION_FILE, TEXT_FOLDER, UNPLACED
from positions.models.constraints import storable
from positions.models.sources import TEXT_LIMIT

BYTE_ORDER_MARK = "\ufeff"
# A quote may be as long as its article; what is longer cannot be right in any column.
CELL_LIMIT = TEXT_LIMIT + 1


def read_package(path: Path, *, today: date) -> Package:
    """The package at `path`. Raises `Broken` with every problem that can be seen without the database.

    `today` bounds the articles' dates: nothing can have been published later.
    """
    files = read_files(path)
    reader = Reader(files)
    package = Package(
        negotiation=reader.negotiation(),
        tables={table.name: reader.table(table) for table in ALL_TABLES}
        | ({UNPLACED.name: reader.table(UNPLACED)} if UNPLACED.file in files else {}),
        texts=reader.texts(),
    )
    problems = reader.problems + rules.check(package, readable=reader.readable, today=today)
    if problems:
        raise Broken(in_order(problems))
    return package


def in_order(problems: list[Problem]) -> list[Problem]:
    """File by file in the order of loading, from the first row to the last."""
    files = [NEGOTIATION_FILE, *(table.file for table in (*ALL_TABLES, UNPLACED))]
    return sorted(
        problems,
        key=lambda problem: (
            files.index(problem.file) if problem.file in files else len(files),
            problem.file,
            problem.row or 0,
        ),
    )


@dataclass
class Reader:
    """Reads one file after the other and remembers what is wrong.

    `readable` names the tables whose rows are all there, so that a reference to a table that could
    not be read is not called unknown as well.
    """

    files: Mapping[str, bytes]
    problems: list[Problem] = field(default_factory=list)
    readable: set[str] = field(default_factory=set)

    def report(self, file: str, message: str, row: int | None = None, column: str = "") -> None:
        self.problems.append(Problem(file=file, message=message, row=row, column=column))

    def negotiation(self) -> dict[str, Any]:
        """What negotiation.json says; what it leaves out is empty, but the slug and the title must be there."""
        data = self.decoded(NEGOTIATION_FILE)
        if data is None:
            return {}
        try:
            found = json.loads(data.removeprefix(BYTE_ORDER_MARK))
        except (ValueError, RecursionError) as error:
            self.report(NEGOTIATION_FILE, f"This is not JSON: {error}.")
            return {}
        if not isinstance(found, dict):
            self.report(NEGOTIATION_FILE, "This must be one object: { … }.")
            return {}
        for name in found.keys() - NEGOTIATION.keys():
            allowed = ", ".join(NEGOTIATION)
            self.report(NEGOTIATION_FILE, f"{shown(name)} is not known here. Allowed: {allowed}.", column=shown(name))
        values: dict[str, Any] = {"summary": "", "about_data": "", "public": False}
        for name in NEGOTIATION:
            if name in found:
                values[name] = self.fact(name, found[name])
            elif name not in values:
                self.report(NEGOTIATION_FILE, "This is missing. Add it.", column=name)
        return values

    def fact(self, name: str, value: Any) -> Any:
        message = fault_of_fact(NEGOTIATION[name], value)
        if message:
            self.report(NEGOTIATION_FILE, message, column=name)
        return value

    def table(self, table: Table) -> list[Record]:
        data = self.decoded(table.file)
        if data is None:
            return []
        before = len(self.problems)
        rows = self.rows(table.file, data.removeprefix(BYTE_ORDER_MARK))
        complete = len(self.problems) == before
        if not rows and not complete:
            return []
        if not rows:
            self.report(table.file, "This file is empty. Its first row must name the columns.", row=1)
            return []
        header = rows[0][1]
        if not self.check_header(table, header):
            return []
        if complete:
            self.readable.add(table.name)
        return [self.record(table, header, number, row) for number, row in rows[1:] if row]

    def rows(self, file: str, data: str) -> list[tuple[int, list[str]]]:
        """The rows with their numbers, as far as the file can be read."""
        csv.field_size_limit(CELL_LIMIT)  # of the whole process; Python's own limit is 131,072
        found: list[tuple[int, list[str]]] = []
        reader = csv.reader(io.StringIO(data, newline=""), strict=True)
        try:
            for row in reader:
                found.append((len(found) + 1, row))
        except csv.Error as error:
            number = len(found) + 1
            if "end of data" in str(error):
                column = unfinished_column(data, found[0][1] if found else [])
                self.report(file, "A quotation mark is opened here and never closed. Close it.", number, column)
            elif "field larger" in str(error):
                self.report(file, f"A cell of this row has more than {TEXT_LIMIT:,} characters. Shorten it.", number)
            else:
                message = "Quotation marks are out of place. Put the whole cell in quotes, and double those inside it."
                self.report(file, message, number)
        return found

    def check_header(self, table: Table, header: list[str]) -> bool:
        """Whether the rows can be read at all; columns may stand in any order."""
        before = len(self.problems)
        if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
            self.report(table.file, "The columns are not separated by commas. Save the file with commas.", row=1)
            return False
        for name in sorted({name for name in header if header.count(name) > 1}):
            self.report(table.file, f"The column {shown(name)} stands here twice. Remove one.", row=1, column=name)
        for name in dict.fromkeys(header):
            if name not in table.column:
                allowed = ", ".join(table.column)
                message = f"The column {shown(name)} is not known. Remove it, or rename it to one of: {allowed}."
                self.report(table.file, message, row=1, column=shown(name))
        for name in table.column:
            if name not in header:
                self.report(table.file, f"The column {name} is missing. Add it, empty if need be.", row=1, column=name)
        return len(self.problems) == before

    def record(self, table: Table, header: list[str], number: int, row: list[str]) -> Record:
        if len(row) != len(header):
            message = f"This row has {len(row)} cells, the first row {len(header)}. A text with a comma needs quotes."
            self.report(table.file, message, row=number)
        values, faulty = {}, set()
        for name, cell in zip(header, row, strict=False):
            try:
                values[name] = cells.read(table.column[name], cell)
            except ValueError as error:
                self.report(table.file, str(error), row=number, column=name)
                values[name] = cells.EMPTY.get(table.column[name].kind)
                faulty.add(name)
                if table.column[name].kind is Kind.KEY:
                    values[name] = cell
        for name in header[len(row) :]:
            values[name] = cells.EMPTY.get(table.column[name].kind)
            faulty.add(name)
        return Record(row=number, values=values, faulty=frozenset(faulty))

    def texts(self) -> dict[str, str]:
        """The articles' texts by key, line ends as they are."""
        found = {}
        for name in self.files:
            if name.startswith(TEXT_FOLDER):
                text = self.decoded(name)
                if text is not None:
                    self.check_text(printable(name), text)
                found[name.removeprefix(TEXT_FOLDER).removesuffix(".txt")] = text or ""
        return found

    def check_text(self, name: str, text: str) -> None:
        if "\x00" in text:
            self.report(name, "This contains a NUL character, which cannot be stored. Remove it.")
        if not text.strip():
            self.report(name, "This text is empty. Put the article's words into it.")
        if len(text) > TEXT_LIMIT:
            self.report(name, f"This text has {len(text):,} characters; at most {TEXT_LIMIT:,} can be stored.")

    def decoded(self, name: str) -> str | None:
        """The file as text, or None with a problem noted."""
        if name not in self.files:
            self.report(name, "This file is missing. Add it; a table may have no rows below the names of its columns.")
            return None
        data = self.files[name]
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:4]:
            self.report(name, "This file is UTF-16. Save it as UTF-8.")
            return None
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            sound = data[: error.start].decode("utf-8", "replace")
            row = rows_in(sound) if name.endswith(".csv") else None
            line = sound.count("\n") + 1
            self.report(name, f"This is not UTF-8 (at byte {error.start + 1:,}, line {line:,}). Save it as UTF-8.", row)
            return None


def fault_of_fact(model_field: Any, value: Any) -> str:
    """What is wrong with a value of negotiation.json, if anything."""
    if isinstance(model_field, BooleanField):
        return "" if isinstance(value, bool) else "Write true or false, without quotation marks."
    if not isinstance(value, str):
        return "Write a text in quotation marks."
    if not model_field.blank and not value.strip():
        return "This must not be empty."
    if model_field.max_length and len(value) > model_field.max_length:
        return f"This has {len(value):,} characters; at most {model_field.max_length:,} can be stored. Shorten it."
    try:
        storable(value)
        model_field.run_validators(value)
    except ValidationError as error:
        return error.messages[-1]
    return ""


def rows_in(data: str) -> int | None:
    """How many rows have begun in this head of a file."""
    try:
        return max(1, sum(1 for _ in csv.reader(io.StringIO(data + ".", newline=""))))
    except csv.Error:
        return None


def unfinished_column(data: str, header: list[str]) -> str:
    """The column in which the file breaks off."""
    last: list[str] = []
    try:
        for row in csv.reader(io.StringIO(data, newline="")):
            last = row
    except csv.Error:
        return ""
    return header[len(last) - 1] if 0 < len(last) <= len(header) else ""
