"""Loading a package in tests, and counting what that wrote."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from positions.actions.loading import Summary, load_package
from positions.exchange.package.problems import Broken
from positions.exchange.package.reading import read_package
from positions.models import User
from tests.packages import Cells

TODAY = date(2024, 6, 1)


def load(cells: Cells, place: Path, *, user: User | None = None, dry_run: bool = False) -> Summary:
    return load_package(package=read_package(cells.write(place), today=TODAY), user=user, dry_run=dry_run)


def refusal(cells: Cells, place: Path, user: User | None = None) -> list[str]:
    with pytest.raises(Broken) as broken:
        load(cells, place, user=user)
    return [str(problem) for problem in broken.value.problems]


def counts() -> dict[str, int]:
    """How many rows every table of the app has, its history included."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("positions_")]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
    return found
