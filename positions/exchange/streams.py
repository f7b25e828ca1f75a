"""Rows as CSV and JSON, streamed in pieces.

CSV for people is UTF-8 with a byte order mark and RFC 4180; a text cell that a spreadsheet
would take for a formula gets a leading apostrophe, numbers and dates never. `plain` gives
the bare text.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from positions.reports.columns import Column

ROWS_A_PIECE = 200
BYTE_ORDER_MARK = "\ufeff"
# What spreadsheets read as the start of a formula, and the full-width forms they fold to it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def plain_value(value: Any) -> str | int | float | bool | None:
    """A value as files hold it: ISO 8601 dates, UTC times ending in Z, everything else as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def csv_cell(value: Any, *, guard: bool) -> str:
    """One cell. `guard` is for text that people wrote."""
    plain = plain_value(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    text = str(plain)
    return f"'{text}" if guard and text.startswith(FORMULA_STARTS) else text


def csv_pieces(columns: Sequence[Column], rows: Iterable[Any], *, plain: bool = False) -> Iterator[bytes]:
    """The header at once, then some rows at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if not plain:
        buffer.write(BYTE_ORDER_MARK)
    writer.writerow([column.name for column in columns])
    remaining = iter(rows)
    while True:
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
        piece = list(islice(remaining, ROWS_A_PIECE))
        if not piece:
            return
        writer.writerows(
            [csv_cell(column.value(row), guard=column.is_text and not plain) for column in columns] for row in piece
        )


def json_pieces(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """An array of objects, one a line, with the columns' names as keys."""
    yield b"["
    separator = "\n"
    remaining = iter(rows)
    while piece := list(islice(remaining, ROWS_A_PIECE)):
        lines = [
            json.dumps({column.name: plain_value(column.value(row)) for column in columns}, ensure_ascii=False)
            for row in piece
        ]
        yield (separator + ",\n".join(lines)).encode()
        separator = ",\n"
    yield b"\n]\n"
