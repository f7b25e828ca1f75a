"""Reading one cell: from its text to a value, or a sentence that says what to do."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError

from positions.exchange.package.columns import Column, Kind
from positions.exchange.package.problems import shown
from positions.models.base import KEY_LENGTH, valid_key, valid_partial_date

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", flags=re.ASCII)


def read(column: Column, cell: str) -> Any:
    """The value of a cell as the database holds it; references stay keys. Raises ValueError with a sentence.

    An empty cell is the empty text, or None where the field holds no text.
    """
    if "\x00" in cell:
        raise ValueError("This contains a NUL character, which cannot be stored. Remove it.")
    if column.required and not cell.strip():
        raise ValueError("This cell must not be empty.")
    if not cell:
        return EMPTY.get(column.kind)
    if column.choices and column.kind is Kind.TEXT:
        return vocabulary(column, cell)
    return READERS[column.kind](column, cell)


def text(column: Column, cell: str) -> str:
    if column.longest is not None and len(cell) > column.longest:
        raise ValueError(f"This has {len(cell):,} characters; at most {column.longest:,} can be stored. Shorten it.")
    try:
        column.model_field.run_validators(cell)
    except ValidationError as error:
        raise ValueError(f"{shown(cell)}: {' '.join(error.messages)}") from error
    return cell


def vocabulary(column: Column, cell: str) -> str:
    if cell in column.choices:
        return cell
    close = get_close_matches(cell[:100], column.choices, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise ValueError(f"{shown(cell)} is not one of the words allowed here: {', '.join(column.choices)}.{hint}")


def key(column: Column, cell: str) -> str:
    if len(cell) > KEY_LENGTH:
        raise ValueError(f"This key has {len(cell):,} characters; at most {KEY_LENGTH} are allowed. Shorten it.")
    try:
        valid_key(cell)
    except ValidationError as error:
        raise ValueError(f"{shown(cell)} is not a key. {error.messages[0]}") from error
    return cell


def reference(column: Column, cell: str) -> str:
    return cell


def references(column: Column, cell: str) -> tuple[str, ...]:
    keys = cell.split(" ")
    if "" in keys:
        raise ValueError("Put exactly one space between the keys, and none before or after them.")
    if len(set(keys)) < len(keys):
        raise ValueError("The same key stands here more than once.")
    return tuple(sorted(keys))


def day(column: Column, cell: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", cell, flags=re.ASCII):
            return date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"There is no such date as {shown(cell)}. Give a date as 2022-03-29.") from error
    raise ValueError(f"{shown(cell)} is not a date. Give a date as 2022-03-29.")


def partial_date(column: Column, cell: str) -> str:
    try:
        valid_partial_date(cell)
    except ValidationError as error:
        raise ValueError(f"{shown(cell)} is not a date. Give a date as 2022, 2022-03 or 2022-03-29.") from error
    return cell


def moment(column: Column, cell: str) -> datetime:
    try:
        if MOMENT.fullmatch(cell):
            return datetime.fromisoformat(cell).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"There is no such time as {shown(cell)}. Give it as 2022-03-29T09:00:00Z.") from error
    raise ValueError(f"{shown(cell)} is not a time. Give it as 2022-03-29T09:00:00Z.")


def integer(column: Column, cell: str) -> int:
    smallest, largest = column.range
    if not re.fullmatch(r"-?\d{1,10}", cell, flags=re.ASCII):
        raise ValueError(f"{shown(cell)} is not a whole number.")
    number = int(cell)
    if column.choices and cell not in column.choices:
        raise ValueError(f"{shown(cell)} is not one of the numbers allowed here: {', '.join(column.choices)}.")
    if not smallest <= number <= largest:
        raise ValueError(f"{shown(cell)} is out of range: give a number from {smallest} to {largest}.")
    return number


def decimal(column: Column, cell: str) -> Decimal:
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,4})?", cell, flags=re.ASCII):
        raise ValueError(f"{shown(cell)} is not a number with at most four decimals, such as 48.2082.")
    number = Decimal(cell) + 0  # no minus before a nought
    try:
        column.model_field.run_validators(number)
    except ValidationError as error:
        raise ValueError(f"{shown(cell)}: {' '.join(error.messages)}") from error
    return number


def boolean(column: Column, cell: str) -> bool:
    if cell not in {"true", "false"}:
        raise ValueError(f"{shown(cell)} is neither true nor false. Write one of the two words.")
    return cell == "true"


READERS: dict[Kind, Callable[[Column, str], Any]] = {
    Kind.TEXT: text,
    Kind.KEY: key,
    Kind.REFERENCE: reference,
    Kind.REFERENCES: references,
    Kind.DATE: day,
    Kind.PARTIAL_DATE: partial_date,
    Kind.MOMENT: moment,
    Kind.INTEGER: integer,
    Kind.DECIMAL: decimal,
    Kind.BOOLEAN: boolean,
}
EMPTY: dict[Kind, Any] = {Kind.TEXT: "", Kind.KEY: "", Kind.REFERENCE: "", Kind.REFERENCES: (), Kind.PARTIAL_DATE: ""}
