"""The record of edits: who changed a row, when, why, and which of its fields."""

from dataclasses import dataclass
from datetime import datetime

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
    """The latest entries of a row's history, newest first. One query."""
    entries = list(row.history.select_related("history_user").order_by("-history_date", "-history_id")[: SHOWN + 1])
    compared = [name for name in (field.attname for field in row._meta.concrete_fields) if name not in OF_THE_ROW]
    titles = {field.attname: str(field.verbose_name) for field in row._meta.concrete_fields}
    found = []
    for place, entry in enumerate(entries[:SHOWN]):
        before = entries[place + 1] if entry.history_type == "~" and place + 1 < len(entries) else None
        found.append(
            Edit(
                when=entry.history_date,
                who=entry.history_user.get_username() if entry.history_user else "",
                what=WORDS[entry.history_type],
                why=entry.history_change_reason or "",
                fields=[titles[name] for name in compared if before and getattr(before, name) != getattr(entry, name)],
            )
        )
    return found
