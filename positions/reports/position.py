"""One position through its corrections: every reading there was, who made it, when, why, and what changed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from positions.models import Article, Negotiation, Party, Position, Proposal, User

FIELDS = (
    "party",
    "proposal",
    "stance",
    "condition",
    "quote",
    "start",
    "move",
    "attribution",
    "speaker",
    "party_as_written",
    "stated_on",
    "credibility",
    "note",
)
LABELS = {"proposal": "demand or offer", "start": "place in the text"}
WHAT_WAS_DONE = {"+": "coded", "~": "corrected", "-": "removed"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field and what stood in it before and after, as a person reads it; empty where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One state of a position. `done` is coded, corrected or removed; `changes` are against the state before."""

    done: str
    by: User | None
    at: datetime
    why: str
    changes: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class PositionHistory:
    """A position with all its readings, newest first.

    `last` is the position as it stands or, when it was removed, as it last stood; `article`,
    `party` and `proposal` are the rows it names, None where these were deleted after it.
    """

    key: str
    is_removed: bool
    last: Position
    article: Article | None
    party: Party | None
    proposal: Proposal | None
    readings: Sequence[Reading]


def position_history(negotiation: Negotiation, key: str) -> PositionHistory | None:
    """The history of a position, removed ones included; None where there never was one. Four queries."""
    records = list(
        Position.history.filter(negotiation=negotiation, key=key)
        .select_related("history_user")
        .order_by("history_date", "history_id")
    )
    if not records:
        return None
    parties = Party.objects.in_bulk({record.party_id for record in records})
    proposals = Proposal.objects.select_related("issue").in_bulk({record.proposal_id for record in records})
    names = {
        "party": {pk: row.name for pk, row in parties.items()} | called(Party, {r.party_id for r in records}, parties),
        "proposal": {pk: row.title for pk, row in proposals.items()}
        | called(Proposal, {r.proposal_id for r in records}, proposals),
    }
    last = records[-1]
    readings = [
        Reading(
            done=WHAT_WAS_DONE[record.history_type],
            by=record.history_user,
            at=record.history_date,
            why=record.history_change_reason or "",
            changes=list(changes(before, record, names)),
        )
        for before, record in zip([None, *records], records, strict=False)
    ]
    return PositionHistory(
        key=key,
        is_removed=last.history_type == "-",
        last=last.instance,
        article=Article.objects.select_related("source").without_text().filter(pk=last.article_id).first(),
        party=parties.get(last.party_id),
        proposal=proposals.get(last.proposal_id),
        readings=readings[::-1],
    )


def called(model: Any, wanted: Collection[int], present: Collection[int]) -> dict[int, str]:
    """How those were called last that are gone, or were merged into another. No query where none are."""
    gone = set(wanted) - set(present)
    last = model.history.filter(id__in=gone).order_by("history_date", "history_id") if gone else ()
    return {record.id: f"{record.instance} (no longer there)" for record in last}


def changes(before: Any, after: Any, names: dict[str, dict[int, str]]) -> Iterable[FieldChange]:
    """Field by field what differs between two records of the history; the first has nothing to differ from."""
    if before is None:
        return
    for name in FIELDS:
        old, new = shown(before, name, names), shown(after, name, names)
        if old != new:
            label = LABELS.get(name) or str(Position._meta.get_field(name).verbose_name)
            yield FieldChange(label, old, new)


def shown(record: Any, name: str, names: dict[str, dict[int, str]]) -> str:
    """A field as a person reads it."""
    if name in names:
        pk = getattr(record, f"{name}_id")
        return names[name].get(pk, f"no longer there (number {pk})")
    if name == "start":
        return f"characters {record.start}–{record.end}"
    value = getattr(record, name)
    if value in (None, ""):
        return ""
    choices = Position._meta.get_field(name).choices
    return str(dict(choices).get(value, value)) if choices else str(value)
