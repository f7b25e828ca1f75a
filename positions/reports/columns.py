"""A report's columns: header, documentation and export at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files, what it means, and how to get its value from a row.

    `is_text` marks words that people wrote: only those are guarded against spreadsheet formulas.
    Values are str, int, float, bool, date, datetime or None; the file formats write them alike.
    """

    name: str
    meaning: str
    value: Callable[[Any], Any]
    is_text: bool = False
