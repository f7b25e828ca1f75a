"""A great many new rows at once, faster than rows of objects: COPY on PostgreSQL, one prepared INSERT on SQLite.

Nothing is checked but what the database checks, no object is made and no history kept: `keep_history` does that
afterwards, within the database. Whoever calls has made every value.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import DateField, DateTimeField, Model

from positions.models.base import Recorded

CACHE = 200_000  # KiB of SQLite's own cache: indexes of a million rows are written in no order


@contextmanager
def pouring() -> Iterator[None]:
    """Inside a transaction: keys are checked as rows come in, so that nothing is remembered for its end."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
            cursor.execute(f"PRAGMA cache_size = -{CACHE}")
            try:
                yield
            finally:
                cursor.execute(f"PRAGMA cache_size = {int(usual)}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            yield
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def pour(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Store rows that hold the values of these fields; the database gives the ids, in the order of the rows."""
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", adapted(fields, rows))  # noqa: S608
            return
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def adapted(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """Days and moments as Django writes them."""
    adapt: list[tuple[int, Callable[[Any], Any]]] = [
        (
            place,
            connection.ops.adapt_datetimefield_value
            if isinstance(field, DateTimeField)
            else connection.ops.adapt_datefield_value,
        )
        for place, field in enumerate(fields)
        if isinstance(field, DateField)
    ]
    for row in rows:
        values = list(row)
        for place, write in adapt:
            values[place] = write(values[place])
        yield values


def keep_history(model: type[Recorded], *, reason: str, user: int | None, where: str, values: Sequence[Any]) -> None:
    """An entry that it was made for each row that `where` finds, as it stands now, dated as the row is."""
    add_entries(model, mark="+", reason=reason, user=user, where=where, several=[values], dated=False)


def keep_changes(
    model: type[Recorded], *, reason: str, user: int | None, where: str, several: Iterable[Sequence[Any]]
) -> None:
    """An entry of change for each: first the moment it happened, then what `where` asks for."""
    add_entries(model, mark="~", reason=reason, user=user, where=where, several=several, dated=True)


def add_entries(
    model: type[Recorded],
    *,
    mark: str,
    reason: str,
    user: int | None,
    where: str,
    several: Iterable[Sequence[Any]],
    dated: bool,
) -> None:
    quote = connection.ops.quote_name
    past: Any = model.history.model  # type: ignore[attr-defined]
    kept = [quote(field.column) for field in past.tracked_fields]
    columns = ", ".join(
        [*kept, *map(quote, ("history_date", "history_type", "history_change_reason"))]
        + [quote(past._meta.get_field(name).column) for name in ("history_user", "history_relation")]
    )
    moment = "%s" if dated else quote("recorded_at")
    statement = (
        f"INSERT INTO {quote(past._meta.db_table)} ({columns}) "  # noqa: S608 – names of columns, no values
        f"SELECT {', '.join(kept)}, {moment}, '{mark}', %s, %s, {quote('id')} "
        f"FROM {quote(model._meta.db_table)} WHERE {where} ORDER BY {quote('id')}"
    )
    with connection.cursor() as cursor:
        for values in several:
            before = [moment_value(values[0])] if dated else []
            cursor.execute(statement, [*before, reason, user, *(values[1:] if dated else values)])


def moment_value(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
