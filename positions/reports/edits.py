"""The record of edits: who changed a row, when, why, and which of its fields."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from positions.models.base import Recorded

SHOWN = 10
WORDS = {"+": "made", "~": "changed", "-": "removed"}
OF_THE_ROW = {"version", "recorded_at"}


@dataclass(frozen=True, slots=True)
class Edit:
    """`who` is empty when no account did it, as in a load from the command line."""

    when: datetime
    who: str
    what: str
    why: str
    fields: list[str]


def edits(row: Recorded) -> list[Edit]:
    """The latest edits of a row, newest first. One query.

    Saving a row and what it is linked to leaves several entries of one version: they are one edit.
    The one before the last that is shown is read as well, to compare with.
    """
    latest = row.history.filter(version__gte=row.version - SHOWN).select_related("history_user")
    entries = latest.order_by("-history_date", "-history_id")
    saves = [list(group) for _, group in groupby(entries, key=lambda entry: entry.version)]
    return [edit(save, saves[place + 1] if place + 1 < len(saves) else []) for place, save in enumerate(saves[:SHOWN])]


def edits_since(row: Recorded, version: int) -> list[Edit]:
    """What was done to a row after it had that version, as far as `edits` goes back. One query."""
    return edits(row)[: max(row.version - version, 0)]


def row_at(row: Recorded, version: int) -> Any:
    """The row as it was at a version, from its history; None where there was no such version. One query.

    Where the row and what it is linked to left several entries, the last has them all.
    """
    past = row.history.filter(version=version).order_by("-history_date", "-history_id").first()
    return past.instance if past else None


def edit(save: list[Any], before: list[Any]) -> Edit:
    """One save, its entries newest first, compared with the save before it."""
    first = save[-1]
    what = WORDS[first.history_type]
    why = first.history_change_reason or ""
    fields = changed_fields(before[0], first) if before and first.history_type == "~" else []
    if first.history_type == "~" and len(save) > 1:
        fields.append("what it is linked to")
    return Edit(
        when=first.history_date,
        who=first.history_user.get_username() if first.history_user else "",
        what=what,
        why="" if why == what else why,
        fields=fields,
    )


def changed_fields(before: Any, after: Any) -> list[str]:
    return [
        str(field.verbose_name)
        for field in after.instance_type._meta.concrete_fields
        if field.name not in OF_THE_ROW and getattr(before, field.attname) != getattr(after, field.attname)
    ]
