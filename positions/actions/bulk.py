"""Many rows written at once, with their history: one by one, loading, merging or going back would take minutes.

Nothing is checked here; whoever calls has checked every value.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import ManyToManyField, Model
from django.utils import timezone

from positions.models import User
from positions.models.base import Recorded

ROWS_AT_ONCE = 500
LONG_ROWS_AT_ONCE = 20  # rows with a text, which may be a million characters

Links = dict[int, frozenset[int]]  # from a row's id to the ids it is linked with


def portions(values: Iterable[Any], length: int = ROWS_AT_ONCE) -> list[list[Any]]:
    """A list of ids may be longer than a query."""
    ordered = sorted(values)
    return [ordered[start : start + length] for start in range(0, len(ordered), length)]


def insert(model: type[Recorded], rows: Sequence[Recorded]) -> None:
    """Store new rows in their order, which their ids then follow."""
    model._base_manager.bulk_create(rows, batch_size=rows_at_once(model))


def update(model: type[Recorded], rows: Sequence[Recorded], fields: Collection[str]) -> None:
    if rows and fields:
        model._base_manager.bulk_update(rows, sorted(fields), batch_size=rows_at_once(model))


def rows_at_once(model: type[Model]) -> int:
    return LONG_ROWS_AT_ONCE if hasattr(model, "text_length") and hasattr(model, "text") else ROWS_AT_ONCE


def links(field: "ManyToManyField[Any, Any]", rows: Collection[Recorded]) -> Links:
    """What each of the rows is linked with."""
    found: dict[int, set[int]] = {row.pk: set() for row in rows}
    for link in links_of(field, rows):
        found[getattr(link, field.m2m_column_name())].add(getattr(link, field.m2m_reverse_name()))
    return {row: frozenset(linked) for row, linked in found.items()}


def links_of(field: "ManyToManyField[Any, Any]", rows: Collection[Recorded]) -> Iterator[Model]:
    """The rows between: asked for by negotiation, as a list of ids may be longer than a query."""
    ids = {row.pk for row in rows}
    negotiations = {row.negotiation_id for row in rows}  # type: ignore[attr-defined]
    through: Any = field.remote_field.through
    for link in through._base_manager.filter(**{f"{field.m2m_field_name()}__negotiation__in": negotiations}).order_by(
        "pk"
    ):
        if getattr(link, field.m2m_column_name()) in ids:
            yield link


def relink(field: "ManyToManyField[Any, Any]", wanted: Mapping[int, Collection[int]], present: Links) -> None:
    """Link the rows with exactly these. Rows that have just been made are not in `present`."""
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    through: Any = field.remote_field.through
    for row, linked in wanted.items():
        gone = present.get(row, frozenset()).difference(linked)
        if gone:
            through._base_manager.filter(**{source: row, f"{target}__in": gone}).delete()
    added = [
        through(**{source: row, target: one})
        for row, linked in wanted.items()
        for one in sorted(set(linked) - present.get(row, frozenset()))
    ]
    through._base_manager.bulk_create(added, batch_size=ROWS_AT_ONCE)


def keep_history(
    model: type[Recorded], rows: Sequence[Recorded], *, made: bool, user: User | None, reason: str
) -> None:
    """One entry for each row as it stands now, with what it is linked with."""
    if not rows:
        return
    entries = model.history.bulk_history_create(  # type: ignore[attr-defined]
        rows,
        update=not made,
        default_user=user,
        default_change_reason=reason,
        batch_size=rows_at_once(model),
    )
    entry_of = {row.pk: entry for row, entry in zip(rows, entries, strict=True)}
    for field in model._meta.many_to_many:
        past_link = getattr(model.history.model, field.name).model  # type: ignore[attr-defined]
        through: Any = field.remote_field.through
        names = [column.attname for column in through._meta.concrete_fields]
        past_links = [
            past_link(
                history=entry_of[getattr(link, field.m2m_column_name())],
                **{name: getattr(link, name) for name in names},
            )
            for link in links_of(field, rows)
        ]
        past_link._base_manager.bulk_create(past_links, batch_size=ROWS_AT_ONCE)


def keep_removals(model: type[Recorded], rows: Sequence[Recorded], *, user: User | None, reason: str) -> None:
    """One entry for each row that is removed: as it was, with what it is linked with in the entry before."""
    history: Any = model.history.model  # type: ignore[attr-defined]
    entries = [
        history(
            history_date=timezone.now(),
            history_user=user,
            history_change_reason=reason,
            history_type="-",
            history_relation_id=row.pk,
            **{field.attname: getattr(row, field.attname) for field in history.tracked_fields},
        )
        for row in rows
    ]
    history._base_manager.bulk_create(entries, batch_size=rows_at_once(model))
