"""A package as it was read: typed values, keys for references, and the row each came from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file. `faulty` names the cells that could not be read, so that nothing more is said of them."""

    row: int
    values: dict[str, Any]
    faulty: frozenset[str] = frozenset()

    def sound(self, *names: str) -> bool:
        return not self.faulty.intersection(names)


@dataclass(frozen=True)
class Package:
    """One negotiation: what negotiation.json says, the tables by name, and the articles' texts by key."""

    negotiation: dict[str, Any]
    tables: dict[str, list[Record]]
    texts: dict[str, str]

    @cached_property
    def kinds_of_proposals(self) -> dict[str, str]:
        """Demand or offer, by the proposal's key."""
        return {
            record.values["slug"]: record.values["kind"] for record in self.tables["proposals"] if record.sound("kind")
        }

    @cached_property
    def unplaced(self) -> dict[str, tuple[str, str]]:
        """What stood before and after the words that are not in the text any more, by the position's id."""
        return {
            record.values["position"]: (record.values["prefix"], record.values["suffix"])
            for record in self.tables.get("unplaced", ())
        }

    @cached_property
    def days_of_articles(self) -> dict[str, date]:
        """The day of publication, by the article's key."""
        return {record.values["key"]: record.values["published_on"] for record in self.tables["articles"]}
