"""Giving many rows other values at once, as part of one deed: what merging, recoding and splitting are made of.

Whoever rewrites has said before, in a plan, which rows get which values. The plan has a
fingerprint: who agreed to one is never given another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import connection

from positions.actions import bulk, coding, deeds
from positions.models import Position, User
from positions.models.base import Recorded


@dataclass(slots=True)
class Rewrite:
    """A row as it stands, and what shall stand in it: `values` by column, `links` by many-to-many field."""

    row: Any
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, frozenset[int]] = field(default_factory=dict)

    def after(self, column: str) -> Any:
        """What the column will hold."""
        return self.values.get(column, getattr(self.row, column))

    @property
    def changes_something(self) -> bool:
        return bool(self.links) or any(getattr(self.row, name) != value for name, value in self.values.items())


def fingerprint(rows: Iterable[Recorded], words: Iterable[str] = ()) -> str:
    """The same as long as these rows, in these versions, are what is to be changed."""
    parts = sorted(f"{row._meta.model_name}:{row.pk}:{row.version}" for row in rows)
    return sha256("\n".join([*parts, *words]).encode(errors="surrogatepass")).hexdigest()


def rewrite(model: type[Recorded], rewrites: Sequence[Rewrite], *, user: User | None, reason: str) -> None:
    """Write them, with a version and an entry of history each. The database checks its rules, nothing else does."""
    if not rewrites:
        return
    columns = {"version"}
    tracks = set()
    for one in rewrites:
        tracks |= track_of(one.row)
        for name, value in one.values.items():
            setattr(one.row, name, value)
        columns |= set(one.values)
        one.row.version += 1
        tracks |= track_of(one.row)
    rows = [one.row for one in rewrites]
    bulk.update(model, rows, columns)
    for many in model._meta.many_to_many:
        wanted = {one.row.pk: one.links[many.name] for one in rewrites if many.name in one.links}
        if wanted:
            bulk.relink(many, wanted, bulk.links(many, rows))
    bulk.keep_history(model, rows, made=False, user=user, reason=reason)
    for row in rows:
        deeds.note(row, before=row.version - 1, after=row.version)
    for party, proposal in sorted(tracks):
        coding.settle_track(party, proposal)
    connection.check_constraints()


def track_of(row: Recorded) -> set[tuple[int, int]]:
    return {(row.party_id, row.proposal_id)} if isinstance(row, Position) else set()
