"""Rows as CSV and JSON, against the csv and json modules that will read them."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.exchange.streams import ROWS_A_PIECE, csv_cell, csv_pieces, json_pieces
from positions.reports.columns import Column

WORDS = Column("words", "text people wrote", lambda row: row["words"], is_text=True)
NUMBER = Column("number", "a number", lambda row: row["number"])
COLUMNS = (WORDS, NUMBER)
STORABLE = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))


def read(pieces, **options) -> list[list[str]]:
    text = b"".join(pieces).decode(**options)
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-3, "-3"),
        (date(2025, 7, 20), "2025-07-20"),
        (datetime(2025, 7, 20, 12, 30, tzinfo=UTC), "2025-07-20T12:30:00Z"),
        (datetime(2025, 7, 20, 12, 30, tzinfo=timezone(timedelta(hours=2))), "2025-07-20T10:30:00Z"),
        (Decimal("41.0000"), "41"),
        (Decimal("100.0000"), "100"),
    ],
)
def test_values_are_written_in_one_way(value: object, cell: str) -> None:
    assert csv_cell(value, guard=False) == cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_takes_for_a_formula_is_guarded(start: str) -> None:
    assert csv_cell(f"{start}1", guard=True) == f"'{start}1"
    assert csv_cell(f"{start}1", guard=False) == f"{start}1"


def test_numbers_and_dates_are_never_guarded() -> None:
    rows = read(csv_pieces(COLUMNS, [{"words": "−3 is a minus sign", "number": -3}]), encoding="utf-8-sig")
    assert rows[1] == ["−3 is a minus sign", "-3"]


@given(st.lists(st.fixed_dictionaries({"words": STORABLE, "number": st.integers()}), max_size=20))
def test_plain_csv_gives_back_every_word(rows: list[dict]) -> None:
    found = read(csv_pieces(COLUMNS, rows, plain=True))
    assert found == [["words", "number"], *([row["words"], str(row["number"])] for row in rows)]


@given(st.lists(st.fixed_dictionaries({"words": STORABLE, "number": st.integers()}), max_size=20))
def test_guarded_csv_differs_by_nothing_but_the_apostrophe(rows: list[dict]) -> None:
    found = read(csv_pieces(COLUMNS, rows), encoding="utf-8-sig")
    for row, (words, _) in zip(rows, found[1:], strict=True):
        assert words in {row["words"], f"'{row['words']}"}
        assert not words.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.fixed_dictionaries({"words": STORABLE, "number": st.integers()}), max_size=20))
def test_json_gives_back_every_row(rows: list[dict]) -> None:
    assert json.loads(b"".join(json_pieces(COLUMNS, rows))) == rows


@pytest.mark.parametrize("count", [0, 1, ROWS_A_PIECE - 1, ROWS_A_PIECE, ROWS_A_PIECE + 1, 3 * ROWS_A_PIECE])
def test_no_row_is_lost_between_pieces(count: int) -> None:
    rows = [{"words": "w", "number": number} for number in range(count)]
    assert len(read(csv_pieces(COLUMNS, rows, plain=True))) == count + 1
    assert len(json.loads(b"".join(json_pieces(COLUMNS, rows)))) == count


def test_the_header_leaves_before_the_first_row_is_asked_for() -> None:
    def never() -> object:
        raise AssertionError("asked for a row")
        yield

    assert next(iter(csv_pieces(COLUMNS, never(), plain=True))) == b"words,number\r\n"
