"""What is wrong with a package: every fault at its place, all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 60  # characters of a faulty cell that a sentence repeats


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `row` is the number a spreadsheet shows, the header being row 1."""

    file: str
    message: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.message}" if place else self.message


class Broken(Exception):
    """A package that cannot be loaded, with all its problems; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def shown(text: str) -> str:
    """A piece of a cell, in quotes, as one printable line."""
    piece = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    printable = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in piece
    )
    return f"“{printable}”"
