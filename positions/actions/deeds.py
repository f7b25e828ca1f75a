"""Keeping in mind what a person does, row by row, so that it can be undone (`positions.actions.undoing`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction

from positions.models import Deed, Trace, User
from positions.models.base import Recorded

WORDS = 300  # characters of a sentence, as the column has room for
ROWS_AT_ONCE = 500

Versions = tuple[int | None, int | None]  # before and after; None where there was no such row


@dataclass(slots=True)
class Doing:
    """A deed while it is done. `words` say what, as a list shows it: “coded Russia: insists – …”."""

    words: str
    rows: dict[tuple[str, int], Versions] = field(default_factory=dict)


current: ContextVar[Doing | None] = ContextVar("doing", default=None)


@contextmanager
def doing(words: str, *, negotiation: int, user: User | None, article: int | None = None) -> Iterator[Doing]:
    """All that is written inside is one deed of this person, or nothing is written at all.

    Inside another it is a part of that one, whose words count. What no account does, such as a load from the
    command line, is done but not kept in mind.
    """
    if current.get() is not None:
        yield Doing(words)
        return
    deed = Doing(words)
    token = current.set(deed)
    try:
        with transaction.atomic():
            yield deed
            if user is not None:
                keep(deed, negotiation=negotiation, user=user, article=article)
    finally:
        current.reset(token)


def note(row: Recorded, *, before: int | None, after: int | None) -> None:
    """Remember that a row was written. Of several writes the first `before` and the last `after` count."""
    deed = current.get()
    if deed is None:
        return
    name = (row._meta.concrete_model._meta.model_name or "", row.pk)  # a demand is a row of the proposals
    if name in deed.rows:
        before = deed.rows[name][0]
    deed.rows[name] = (before, after)


def keep(done: Doing, *, negotiation: int, user: User, article: int | None) -> None:
    """Store the deed. What was undone before it can no longer be done again."""
    written = {name: versions for name, versions in done.rows.items() if versions != (None, None)}
    if not written:
        return
    Deed.objects.of(user.pk, negotiation).filter(state=Deed.State.UNDONE).update(state=Deed.State.PASSED)
    deed = Deed.objects.create(negotiation_id=negotiation, user=user, words=shortened(done.words), article_id=article)
    traces = [
        Trace(deed=deed, table=table, row=row, before=before, after=after)
        for (table, row), (before, after) in written.items()
    ]
    Trace.objects.bulk_create(traces, batch_size=ROWS_AT_ONCE)


def shortened(words: str) -> str:
    return words if len(words) <= WORDS else words[: WORDS - 1] + "…"
