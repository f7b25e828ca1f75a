"""Numbers, days and lists as they stand within an English sentence."""

from collections.abc import Sequence
from datetime import date

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
LONGEST_TITLE = 72  # characters of one within a sentence
INNER_QUOTES = str.maketrans("“”", "‘’")


def serial(items: Sequence[str]) -> str:
    """One after the other: a, b and c; with a comma before the last “and” where one of them has an “and” of its own."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])}{joint_before_last(items)}{items[-1]}"


def joint_before_last(items: Sequence[str]) -> str:
    return ", and " if any(" and " in item for item in items) else " and "


def between(first: date, last: date) -> str:
    """Two different days, with what they share said once: 2 to 5 June 2025, 30 May to 2 June 2025."""
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    return f"{first.day} to {day(last)}" if first.month == last.month else f"{first.day} {first:%B} to {day(last)}"


def in_words(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def quoted(title: str) -> str:
    """A title in quotation marks, cut short between two words where it is long."""
    inner = title.translate(INNER_QUOTES)
    if len(inner) > LONGEST_TITLE:
        inner = f"{inner[:LONGEST_TITLE].rpartition(' ')[0].rstrip(' ,;:–-') or inner[:LONGEST_TITLE]}…"
    return f"“{inner}”"


def plural(noun: str, number: int) -> str:
    return noun if number == 1 else f"{noun}s"


def day(when: date) -> str:
    return f"{when.day} {when:%B} {when.year}"
