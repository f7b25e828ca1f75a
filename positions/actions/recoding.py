"""Recoding many positions at once, and splitting a demand or offer in two.

Each is one deed. Whoever decides has seen every row in some version; if one of them is in another by
now, or one more is among them, nothing is written.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from positions.actions import deeds, nouns, writing
from positions.actions.rewriting import Rewrite, fingerprint, rewrite
from positions.analysis.stances import OFF_SCALE, Stance
from positions.models import Negotiation, Position, Proposal, User

# What can be said of many positions at once; the rest is about one passage.
FIELDS = ("party", "proposal", "stance", "move", "attribution")
AT_ONCE = 500  # keys in one query


@dataclass(slots=True)
class Plan:
    """What recoding would write. `refused` are the rows that cannot be recoded so, each with the reason."""

    rows: Sequence[Position]
    rewrites: list[Rewrite] = field(default_factory=list)
    already: list[Position] = field(default_factory=list)
    refused: list[tuple[Position, str]] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """The fingerprint of the rows it is made from."""
        return fingerprint(self.rows)


def plan(*, rows: Sequence[Position], values: Mapping[str, Any]) -> Plan:
    """What giving all these rows these values would change. `values` holds some of `FIELDS`; writes nothing."""
    columns = {column(name).attname: getattr(value, "pk", value) for name, value in values.items()}
    found = Plan(rows)
    for row in rows:
        one = Rewrite(row, dict(columns))
        if not one.changes_something:
            found.already.append(row)
        elif reason := refusal(row, str(one.after("stance"))):
            found.refused.append((row, reason))
        else:
            found.rewrites.append(one)
    return found


def refusal(row: Position, stance: str) -> str:
    """Why a position cannot take a stance, as its condition stands; empty where it can."""
    if stance == Stance.CONDITIONAL and not row.condition:
        return "It names no condition, so it cannot be “would accept if…”."
    if stance in OFF_SCALE and row.condition:
        return "It carries a condition, which a stance off the scale cannot."
    return ""


def recode(
    *, negotiation: Negotiation, keys: Collection[str], seen: str, values: Mapping[str, Any], user: User, reason: str
) -> int:
    """Give these positions these values; how many were changed.

    Raises `Stale` when they are not in the versions of which `seen` is the fingerprint, and
    ValidationError where one of them cannot be recoded so: then none is.
    """
    check(negotiation, values)
    with deeds.doing("recoded", negotiation=negotiation.pk, user=user) as deed:
        writing.take_turn(pk=negotiation.pk)
        found = plan(rows=standing(negotiation, keys), values=values)
        if found.seen != seen:
            raise writing.Stale(negotiation)
        if found.refused:
            row, why = found.refused[0]
            raise ValidationError(f"{len(found.refused)} of them cannot be recoded so, the first “{row}”: {why}")
        if not found.rewrites:
            raise ValidationError("Nothing would change: all of them say this already.")
        rewrite(Position, found.rewrites, user=user, reason=writing.needs_reason(reason))
        number = len(found.rewrites)
        deed.words = f"recoded {number} position{'' if number == 1 else 's'}: {in_words(values)}"
    return number


def split(
    *,
    proposal: Proposal,
    values: Mapping[str, Any],
    keys: Collection[str],
    seen: str,
    user: User,
    reason: str,
) -> Proposal:
    """A new proposal beside this one, of its kind, issue, proposer and addressee; these positions move to it."""
    if not keys:
        raise ValidationError({"position": "Choose the positions that move to the new one."})
    negotiation = proposal.negotiation
    with deeds.doing("split", negotiation=negotiation.pk, user=user) as deed:
        writing.take_turn(pk=negotiation.pk)
        present = Proposal.objects.filter(pk=proposal.pk).first()
        if present is None or present.version != proposal.version:
            raise writing.Stale(present)
        if any(row.proposal_id != proposal.pk for row in standing(negotiation, keys)):
            raise writing.Stale(present)
        like = {name: getattr(present, name) for name in ("kind", "issue", "proposer", "addressee")}
        why = writing.needs_reason(reason)
        made = nouns.make(noun=Proposal, negotiation=negotiation, values={**like, **values}, user=user, reason=why)
        recode(negotiation=negotiation, keys=keys, seen=seen, values={"proposal": made}, user=user, reason=why)
        deed.words = f"split “{made}” from “{present}”"
    return made


def standing(negotiation: Negotiation, keys: Collection[str]) -> list[Position]:
    """These positions as they stand now, in reading order; those that are gone are missing."""
    wanted = sorted(set(keys))
    found: list[Position] = []
    for start in range(0, len(wanted), AT_ONCE):
        part = Position.objects.filter(negotiation=negotiation, key__in=wanted[start : start + AT_ONCE])
        found += part.select_related("party", "proposal")
    return sorted(found, key=lambda row: (row.published_on, row.article_id, row.start, row.pk))


def check(negotiation: Negotiation, values: Mapping[str, Any]) -> None:
    if not values or not set(values) <= set(FIELDS):
        raise ValidationError("Say what shall be recoded.")
    for name, value in values.items():
        if getattr(value, "negotiation_id", negotiation.pk) != negotiation.pk:
            raise ValidationError({name: "This belongs to another negotiation."})
        choices = column(name).choices
        if choices and value not in dict(choices) and not (value == "" and name != "stance"):
            raise ValidationError({name: "Choose one of the list."})


def in_words(values: Mapping[str, Any]) -> str:
    """“party Southmark, stance rejects”, as the list of what was done shows it."""
    said = []
    for name, value in values.items():
        label = dict(column(name).choices).get(value, "none") if column(name).choices else str(value)
        said.append(f"{column(name).verbose_name} {label}")
    return ", ".join(said)


def column(name: str) -> Any:
    return Position._meta.get_field(name)
