"""What a table of the exchange format is: columns, how their cells are written, which fields hold them.

Whether a cell may be empty, its vocabulary and its length are the model's.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations

from positions.models.base import Recorded


class Kind(StrEnum):
    """How a cell is written."""

    TEXT = "text"
    KEY = "key"
    REFERENCE = "reference"  # the key of a row in another table
    REFERENCES = "references"  # several, sorted, with one space between them
    DATE = "date"  # 2022-03-29
    PARTIAL_DATE = "partial date"  # 2022, 2022-03 or 2022-03-29
    MOMENT = "moment"  # 2022-03-29T09:00:00Z
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Column:
    """One column: its name, how its cells are written, what it means, and which field holds it.

    `refers` names the table a reference points to. `filled_in` is for columns that loading can
    fill in itself. A `derived` column has no field: it is written, and compared when read.
    """

    name: str
    kind: Kind
    meaning: str
    refers: str = ""
    attribute: str = ""
    filled_in: bool = False
    derived: bool = False
    model: type[Any] = Recorded

    @cached_property
    def model_field(self) -> Any:
        return self.model._meta.get_field(self.attribute or self.name)

    @cached_property
    def required(self) -> bool:
        if self.kind is Kind.BOOLEAN:
            return True
        return not (self.derived or self.filled_in or self.model_field.blank)

    @cached_property
    def choices(self) -> tuple[str, ...]:
        if self.derived or not self.model_field.choices:
            return ()
        return tuple(str(code) for code, _ in self.model_field.choices)

    @cached_property
    def longest(self) -> int | None:
        """How long a text may be, in code points; None where it may have any length."""
        return self.model_field.max_length if self.kind is Kind.TEXT else None

    @cached_property
    def range(self) -> tuple[int, int]:
        """The smallest and the largest whole number that every database can hold here."""
        if self.derived:
            return (-3, 3)
        return BaseDatabaseOperations.integer_field_ranges[self.model_field.get_internal_type()]

    def value(self, row: Any) -> Any:
        """What stands in the cell of a row of the database."""
        found = getattr(row, self.attribute or self.name)
        if self.kind is Kind.REFERENCE:
            return None if found is None else key_of(found)
        if self.kind is Kind.REFERENCES:
            return " ".join(sorted(key_of(one) for one in found.all()))
        return found


@dataclass(frozen=True)
class Table:
    """One file: its columns in order, and those that tell a row from all others of its negotiation."""

    name: str
    model: type[Any]
    identity: tuple[str, ...]
    meaning: str
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @cached_property
    def column(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def key_of(row: Any) -> str:
    """The key that files name a row by; of a row that stands for itself it is given already."""
    if isinstance(row, str):
        return row
    return str(row.slug if hasattr(row, "slug") else row.key)


def table(model: type[Recorded], name: str, identity: str, meaning: str, *columns: Column) -> Table:
    bound = tuple(replace(column, model=model) for column in columns)
    return Table(name=name, model=model, identity=tuple(identity.split()), meaning=meaning, columns=bound)


def text(name: str, meaning: str, **more: Any) -> Column:
    return Column(name, Kind.TEXT, meaning, **more)


def key(name: str, meaning: str, **more: Any) -> Column:
    return Column(name, Kind.KEY, meaning, **more)


def to(name: str, refers: str, meaning: str, **more: Any) -> Column:
    return Column(name, Kind.REFERENCE, meaning, refers=refers, **more)


def several(name: str, refers: str, meaning: str) -> Column:
    return Column(name, Kind.REFERENCES, f"{meaning} Keys, with one space between them.", refers=refers)


def day(name: str, meaning: str) -> Column:
    return Column(name, Kind.DATE, meaning)


def partial(name: str, meaning: str) -> Column:
    return Column(name, Kind.PARTIAL_DATE, meaning)


def moment(name: str, meaning: str, **more: Any) -> Column:
    return Column(name, Kind.MOMENT, meaning, **more)


def integer(name: str, meaning: str, **more: Any) -> Column:
    return Column(name, Kind.INTEGER, meaning, **more)


def decimal(name: str, meaning: str) -> Column:
    return Column(name, Kind.DECIMAL, meaning)


def boolean(name: str, meaning: str) -> Column:
    return Column(name, Kind.BOOLEAN, meaning)
