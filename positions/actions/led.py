"""A package that still names what was merged here: its names are read as those of the successors."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from positions.exchange.package.columns import Kind, Table
from positions.exchange.package.content import Package, Record
from positions.exchange.package.tables import ALL_TABLES
from positions.models import Negotiation, Party, Proposal, Successor, Venue

Names = Mapping[str, Mapping[str, str]]  # by the package's table: old name, name of what took its place

# Which columns of a row must not name the same; the second is left empty then.
APART = {"proposals": (("slug", "counters"), ("proposer", "addressee"))}


def lead_on(package: Package, names: Names) -> tuple[Package, int]:
    """The package without the rows that were merged into others here, and how many those are.

    What names them names the successor. Rows that come to say the same of it are there once.
    """
    gone = sum(record.values["slug"] in names[name] for name in names for record in package.tables[name])
    if not gone:
        return package, 0
    tables = {table.name: led(table, package.tables[table.name], names) for table in ALL_TABLES}
    return replace(package, tables={**package.tables, **tables}), gone


def names_led_on(negotiation: Negotiation) -> Names:
    """A name that a row has taken again since, and one that leads to nothing, is read as it is."""
    found: dict[str, dict[str, str]] = {}
    for name, model in (("parties", Party), ("proposals", Proposal), ("venues", Venue)):
        slugs = dict(model.objects.filter(negotiation=negotiation).values_list("pk", "slug"))
        successors = Successor.objects.filter(negotiation=negotiation, table=model._meta.model_name or "")
        found[name] = {
            one.slug: slugs[one.successor]
            for one in successors
            if one.successor in slugs and one.slug not in slugs.values()
        }
    return found


def said_of_successor(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the package says of a row that others were merged into, by column: what came of them stays.

    So a cell that is empty says nothing of it, nor do keywords that it has all the same.
    """
    said = {name: value for name, value in values.items() if value not in ("", None)}
    if "keywords" in said and not words(said["keywords"]) - words(row.keywords):
        del said["keywords"]
    return said


def words(keywords: str) -> set[str]:
    return {word.strip().casefold() for word in keywords.split(";")}


def led(table: Table, records: list[Record], names: Names) -> list[Record]:
    here = names.get(table.name, {})
    found: dict[tuple[Any, ...], Record] = {}
    for record in records:
        if here and record.values["slug"] in here:
            continue
        values = renamed(table, record.values, names)
        identity = tuple(values[name] for name in table.identity)
        if identity not in found or values == record.values:  # of two that are one now, the successor's own counts
            found[identity] = replace(record, values=values)
    return list(found.values())


def renamed(table: Table, values: dict[str, Any], names: Names) -> dict[str, Any]:
    """The row with the successors' names, each once, and none of itself."""
    found = dict(values)
    for column in table.columns:
        given, known = values[column.name], names.get(column.refers, {})
        if column.kind is Kind.REFERENCE:
            found[column.name] = known.get(given, given)
        elif column.kind is Kind.REFERENCES:
            found[column.name] = tuple(dict.fromkeys(known.get(one, one) for one in given))
    for first, second in APART.get(table.name, ()):
        if found[first] == found[second]:
            found[second] = ""
    return found
