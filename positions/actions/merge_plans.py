"""What merging two rows would change: read beforehand, shown to whoever decides, and carried out by `merging`.

Whatever names the one that goes will name the one that is kept. What the kept row leaves empty is
filled from the other. No position is judged: two that come to say the same at the same words both
stay, as two readings of them; `doubles` names them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from positions.actions import bulk
from positions.actions.rewriting import Rewrite, fingerprint
from positions.models import (
    Agreement,
    Alias,
    Participation,
    Party,
    Position,
    Proposal,
    Successor,
    Talks,
    Venue,
)
from positions.models.base import Recorded

# Every place where a row is named that can be merged.
NAMED_BY: Mapping[type[Recorded], Sequence[tuple[type[Recorded], str]]] = {
    Party: (
        (Position, "party"),
        (Proposal, "proposer"),
        (Proposal, "addressee"),
        (Talks, "parties"),
        (Agreement, "parties"),
        (Alias, "party"),
        (Participation, "party"),
    ),
    Proposal: (
        (Position, "proposal"),
        (Proposal, "answers"),
        (Proposal, "counters"),
        (Talks, "offer"),
        (Agreement, "proposals"),
    ),
    Venue: ((Proposal, "venue"), (Talks, "venue"), (Agreement, "venue")),
    Alias: (),
}
FILLED: Mapping[type[Recorded], Sequence[str]] = {
    Party: ("description",),
    Proposal: ("description", "addressee_id", "proposed_on", "answers_id", "counters_id", "venue_id", "offered_for"),
    Venue: ("description", "country"),
    Alias: (),
}


@dataclass(slots=True)
class Plan:
    """All that a merge will write. `named` are the rows that name the one that goes, by model and field.

    `unaddressed` would be addressed to their own proposer, so they come to be addressed to nobody.
    """

    gone: Any
    kept: Any
    named: dict[tuple[type[Recorded], str], list[Any]] = field(default_factory=dict)
    rewrites: dict[type[Recorded], dict[int, Rewrite]] = field(default_factory=dict)
    dropped: list[Participation] = field(default_factory=list)
    made: list[Alias] = field(default_factory=list)
    former: list[Successor] = field(default_factory=list)
    unaddressed: list[Proposal] = field(default_factory=list)
    doubles: list[tuple[Position, Position]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def rewrite_of(self, row: Recorded) -> Rewrite:
        """What is planned for a row, to be added to."""
        return self.rewrites.setdefault(type(row), {}).setdefault(row.pk, Rewrite(row))

    @property
    def filled(self) -> dict[str, Any]:
        """What the kept row itself will hold that it does not hold now, by column."""
        own = self.rewrites.get(type(self.kept), {}).get(self.kept.pk)
        return own.values if own else {}

    @property
    def seen(self) -> str:
        """The fingerprint of all this."""
        rows = [one.row for of_model in self.rewrites.values() for one in of_model.values()]
        words = [alias.alias for alias in self.made] + self.notices
        return fingerprint([self.gone, self.kept, *rows, *self.dropped, *self.former], words)


def plan(*, gone: Recorded, kept: Recorded) -> Plan:
    """What merging them would change. Reads only."""
    refuse(gone, kept)
    found = Plan(gone, kept)
    for model, name in NAMED_BY[type(gone)]:
        rename(found, model, name)
    PLANS[type(gone)](found)
    fill(found)
    found.doubles = doubles(found)
    for model, rewrites in found.rewrites.items():
        found.rewrites[model] = {pk: one for pk, one in rewrites.items() if one.changes_something}
    if type(gone) in (Party, Proposal, Venue):
        found.former = list(Successor.objects.filter(table=table(gone), successor=gone.pk))
    return found


def refuse(gone: Recorded, kept: Recorded) -> None:
    if type(gone) is not type(kept) or gone.negotiation_id != kept.negotiation_id:
        raise ValidationError({"into": "Only two of the same kind, in the same negotiation, can be merged."})
    if gone.pk == kept.pk:
        raise ValidationError({"into": f"“{gone}” cannot be merged into itself. Choose another."})
    if isinstance(gone, Proposal) and gone.kind != kept.kind:
        raise ValidationError({"into": "A demand and an offer cannot be one. Choose one of the same kind."})


def table(row: Recorded) -> str:
    return row._meta.model_name or ""


def rename(found: Plan, model: type[Recorded], name: str) -> None:
    """All rows of a model that name the one that goes in a field shall name the other."""
    column: Any = model._meta.get_field(name)
    rows = Position.objects.with_names() if model is Position else model._base_manager.all()
    naming = list(rows.filter(**{name: found.gone.pk}).order_by("pk"))
    found.named[model, name] = naming
    links = bulk.links(column, naming) if column.many_to_many else {}
    for row in naming:
        if column.many_to_many:
            found.rewrite_of(row).links[name] = links[row.pk] - {found.gone.pk} | {found.kept.pk}
        else:
            found.rewrite_of(row).values[column.attname] = found.kept.pk


def plan_party(found: Plan) -> None:
    """Its names become names of the other; a role that the other has already is dropped."""
    gone, kept = found.gone, found.kept
    for one in found.rewrites.get(Proposal, {}).values():
        proposer = one.after("proposer_id")
        if proposer == one.after("addressee_id") and one.row.proposer_id != one.row.addressee_id:
            one.values["addressee_id"] = None
            found.unaddressed.append(one.row)
    roles = {(row.role, row.since) for row in Participation.objects.filter(party=kept)}
    for pk, one in list(found.rewrites.get(Participation, {}).items()):
        if (one.row.role, one.row.since) in roles:
            found.dropped.append(one.row)
            del found.rewrites[Participation][pk]
    owners = {
        row.alias.casefold(): row.party
        for row in Alias.objects.filter(negotiation=gone.negotiation_id).select_related("party")
    }
    known = {kept.name.casefold(), kept.short_name.casefold()}
    for name in (gone.name, gone.short_name):
        owner = owners.get(name.casefold())
        if owner is None and name.casefold() not in known:
            found.made.append(Alias(negotiation_id=kept.negotiation_id, party=kept, alias=name))
        elif owner is not None and owner not in (gone, kept):
            found.notices.append(f"“{name}” is a name of {owner}, and stays that.")
        known.add(name.casefold())
    if gone.kind != kept.kind:
        found.notices.append(f"It is recorded as {gone.get_kind_display()}, {kept} as {kept.get_kind_display()}.")


def plan_proposal(found: Plan) -> None:
    """Nothing answers or counters itself; keywords are united."""
    gone, kept = found.gone, found.kept
    for name, verb in (("answers_id", "answer"), ("counters_id", "counter")):
        if found.filled.get(name) == kept.pk:
            found.rewrite_of(kept).values[name] = None
            found.notices.append(f"“{kept}” would {verb} itself, so that link goes.")
    united, left = unite(kept.keywords, gone.keywords)
    if united != kept.keywords:
        found.rewrite_of(kept).values["keywords"] = united
    if left:
        found.notices.append(f"There is no room for the keywords {'; '.join(left)}.")
    if gone.proposer_id != kept.proposer_id:
        found.notices.append(
            f"It was put on the table by {gone.proposer}, the other by {kept.proposer}: from now on it counts as "
            f"{kept.proposer}’s, and the moves of both are judged by that."
        )
    if gone.issue_id != kept.issue_id:
        found.notices.append(f"It belongs to the issue {gone.issue}; from now on all belongs to {kept.issue}.")


def plan_venue(found: Plan) -> None:
    gone, kept = found.gone, found.kept
    if kept.latitude is None and gone.latitude is not None:
        found.rewrite_of(kept).values |= {"latitude": gone.latitude, "longitude": gone.longitude}
    if gone.neutral != kept.neutral:
        words = ("neutral ground", "not neutral") if gone.neutral else ("not neutral", "neutral ground")
        found.notices.append(f"It is recorded as {words[0]}, {kept} as {words[1]}; that stays.")


def plan_alias(found: Plan) -> None:
    """What was written as the one of another party is that party's no longer. How it was written stays."""
    gone, kept = found.gone, found.kept
    if gone.party_id == kept.party_id:
        return
    written = Position.objects.with_names().filter(party=gone.party_id, party_as_written=gone.alias).order_by("pk")
    found.named[Position, "party"] = list(written)
    for row in found.named[Position, "party"]:
        found.rewrite_of(row).values["party_id"] = kept.party_id


PLANS: Mapping[type[Recorded], Callable[[Plan], None]] = {
    Party: plan_party,
    Proposal: plan_proposal,
    Venue: plan_venue,
    Alias: plan_alias,
}


def unite(present: str, added: str) -> tuple[str, list[str]]:
    """Keywords of both, each once, and those for which there is no room."""
    room = Proposal._meta.get_field("keywords").max_length or 0
    united, known, left = present, {word.strip().casefold() for word in present.split(";")}, []
    for word in (word.strip() for word in added.split(";")):
        if not word or word.casefold() in known:
            continue
        longer = f"{united}; {word}" if united else word
        if len(longer) > room:
            left.append(word)
        else:
            united = longer
            known.add(word.casefold())
    return united, left


def fill(found: Plan) -> None:
    """What the kept row leaves empty comes from the other, except a link to itself."""
    gone, kept = found.gone, found.kept
    values = found.filled
    for name in FILLED[type(kept)]:
        offered = getattr(gone, name)
        is_own = name in ("answers_id", "counters_id") and (offered == kept.pk or name in values)
        is_proposer = name == "addressee_id" and offered == kept.proposer_id
        if not getattr(kept, name) and offered and not is_own and not is_proposer:
            found.rewrite_of(kept).values[name] = offered
    if getattr(gone, "description", "") and getattr(kept, "description", ""):
        found.notices.append("Both have a description. The one that stays keeps its own.")


def doubles(found: Plan) -> list[tuple[Position, Position]]:
    """Positions that will stand twice: the same stance of the same party on the same proposal at the same words."""
    rewrites = found.rewrites.get(Position, {})
    moving = {tuple(one.after(name) for name in Position.ONE_READING): one.row for one in rewrites.values()}
    # All of them come to one party, or to one proposal.
    ends = {name: {one.after(name) for one in rewrites.values()} for name in ("party_id", "proposal_id")}
    alike = {name: pks.pop() for name, pks in ends.items() if len(pks) == 1}
    others = Position.objects.with_names().filter(**alike)
    pairs = [
        (moving.get(tuple(getattr(row, name) for name in Position.ONE_READING)), row)
        for articles in bulk.portions({row.article_id for row in moving.values()})
        for row in others.filter(article__in=articles).order_by("pk")
        if row.pk not in rewrites
    ]
    return [(one, other) for one, other in pairs if one is not None]
