"""datapackage.json: what every file and column is, for programs that know Frictionless data packages.

See https://specs.frictionlessdata.io/tabular-data-package/ (version 1).
"""

import json
from collections.abc import Iterable
from typing import Any

from positions.exchange.package.columns import Column, Kind, Table
from positions.exchange.package.tables import TABLES
from positions.models import Negotiation
from positions.models.base import KEY_LENGTH

TYPES = {
    Kind.DATE: "date",
    Kind.MOMENT: "datetime",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
    Kind.BOOLEAN: "boolean",
}
KEY_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*"
PARTIAL_DATE_PATTERN = "[0-9]{4}(-[0-9]{2}){0,2}"


def descriptor(negotiation: Negotiation, tables: Iterable[Table]) -> bytes:
    """The file's bytes; they depend on nothing but the negotiation's own words, and on which tables there are."""
    content = {
        "profile": "tabular-data-package",
        "name": negotiation.slug,
        "title": negotiation.title,
        "description": negotiation.summary,
        "resources": [resource(table) for table in sorted(tables, key=lambda table: table.name)],
    }
    return as_json({name: value for name, value in content.items() if value})


def as_json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema(table),
    }


def schema(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "fields": [schema_of(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.identity),
    }
    references = [foreign_key(table, column) for column in table.columns if column.kind is Kind.REFERENCE]
    return found | ({"foreignKeys": references} if references else {})


def schema_of(column: Column) -> dict[str, Any]:
    found = {"name": column.name, "type": TYPES.get(column.kind, "string"), "description": column.meaning}
    limits = constraints(column)
    return found | ({"constraints": limits} if limits else {})


def constraints(column: Column) -> dict[str, Any]:
    """What a cell must keep to. A position's id, coder and time are always written, though reading can do without."""
    found: dict[str, Any] = {}
    if column.required or column.filled_in:
        found["required"] = True
    if column.choices:
        is_number = column.kind is Kind.INTEGER
        found["enum"] = [int(code) if is_number else code for code in column.choices]
    elif column.longest:
        found["maxLength"] = column.longest
    if column.kind is Kind.KEY:
        found |= {"pattern": KEY_PATTERN, "maxLength": KEY_LENGTH}
    if column.kind is Kind.PARTIAL_DATE:
        found["pattern"] = PARTIAL_DATE_PATTERN
    if column.kind is Kind.REFERENCES:
        found["pattern"] = f"{KEY_PATTERN}( {KEY_PATTERN})*"
    if column.kind is Kind.INTEGER and not column.choices:
        found["minimum"], found["maximum"] = column.range
    return found


def foreign_key(table: Table, column: Column) -> dict[str, Any]:
    """An empty `resource` is the table itself, as Table Schema has it."""
    target = TABLES[column.refers]
    return {
        "fields": [column.name],
        "reference": {"resource": "" if target is table else target.name, "fields": list(target.identity)},
    }
