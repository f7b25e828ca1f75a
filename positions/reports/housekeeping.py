"""What a change of many rows at once would change: the rows, and the kinds of change that follow from them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from positions.analysis.changes import Kind, Statement, changes
from positions.analysis.stances import SCALE, Stance
from positions.models import Agreement, Alias, Negotiation, Participation, Position, Proposal, Talks, Venue
from positions.models.base import Recorded
from positions.reports.positions import address

Rewritten = Mapping[int, Mapping[str, Any]]  # new values of columns, by the row's id

SHOWN = 300  # lines of one group; of more the number is told

# How rows of a model are called that name something in a field: one, and several.
CALLED: Mapping[tuple[type[Recorded], str], tuple[str, str]] = {
    (Position, "party"): ("position", "positions"),
    (Position, "proposal"): ("position", "positions"),
    (Proposal, "proposer"): ("demand or offer it put on the table", "demands and offers it put on the table"),
    (Proposal, "addressee"): ("demand or offer addressed to it", "demands and offers addressed to it"),
    (Proposal, "answers"): ("offer that answers it", "offers that answer it"),
    (Proposal, "counters"): ("offer that counters it", "offers that counter it"),
    (Proposal, "venue"): ("offer that names it", "offers that name it"),
    (Talks, "parties"): ("meeting at which it sat", "meetings at which it sat"),
    (Talks, "offer"): ("meeting that came from it", "meetings that came from it"),
    (Talks, "venue"): ("meeting there", "meetings there"),
    (Agreement, "parties"): ("agreement to which it is a party", "agreements to which it is a party"),
    (Agreement, "proposals"): ("agreement that covers it", "agreements that cover it"),
    (Agreement, "venue"): ("agreement reached there", "agreements reached there"),
    (Alias, "party"): ("name articles use", "names articles use"),
    (Participation, "party"): ("role", "roles"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what to call it, where it is to be seen (empty: nowhere), and what else tells it apart."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind. `number` counts all of them, `lines` are those that are shown."""

    number: int
    title: str
    lines: Sequence[Line]

    @property
    def more(self) -> int:
        return self.number - len(self.lines)


@dataclass(frozen=True, slots=True)
class Effect:
    """How many changes of each kind the tracks that are touched show now, and how many they will show."""

    before: Mapping[Kind, int]
    after: Mapping[Kind, int]

    @property
    def totals(self) -> tuple[int, int]:
        return (sum(self.before.values()), sum(self.after.values()))

    @property
    def kinds(self) -> list[tuple[Kind, int, int]]:
        """Those of which there are or will be some, in the order in which pages explain them."""
        return [
            (kind, self.before.get(kind, 0), self.after.get(kind, 0))
            for kind in Kind
            if kind in self.before or kind in self.after
        ]

    @property
    def differs(self) -> bool:
        return self.before != self.after


def groups(negotiation: Negotiation, named: Mapping[tuple[type[Recorded], str], Sequence[Any]]) -> list[Group]:
    """The rows that name something, by what they are and in which field they do; none where there are none."""
    return [
        Group(len(rows), CALLED[key][len(rows) != 1], [line(negotiation, row) for row in rows[:SHOWN]])
        for key, rows in named.items()
        if rows
    ]


def line(negotiation: Negotiation, row: Any) -> Line:
    slug = negotiation.slug
    if isinstance(row, Position):
        return position_line(negotiation, row)
    if isinstance(row, Proposal):
        return Line(row.title, reverse(row.kind, args=[slug, row.slug]), row.get_kind_display())
    if isinstance(row, Talks):
        return Line(row.title, reverse("talks", args=[slug, row.pk]), row.get_status_display())
    if isinstance(row, Agreement):
        return Line(row.title, reverse("agreement", args=[slug, row.pk]), row.get_status_display())
    if isinstance(row, Participation):
        dates = f"{row.since} – {row.until}" if row.since or row.until else ""
        return Line(row.get_role_display(), "", dates)
    return Line(str(row), "")


def position_line(negotiation: Negotiation, row: Position) -> Line:
    words = row.quote if len(row.quote) <= 140 else f"{row.quote[:139].rstrip()}…"
    label = SCALE[Stance(row.stance)].label
    note = f"{row.published_on:%-d %b %Y} · {row.party.name} {label}: {row.proposal.title}"
    return Line(f"“{words}”", address(row, negotiation.slug), note)


def effect(positions: QuerySet[Position], rewritten: Rewritten, *, proposers: Mapping[int, int]) -> Effect:
    """What rewriting does to the changes on the tracks that it touches; `positions` holds these wholly.

    `rewritten` are the new values of columns by the position's id; `proposers` the new proposers of
    those proposals that get one.
    """
    columns = ("party_id", "proposal_id", "stance", "move")
    rows = list(
        positions.values(*columns, "pk", "condition", "article_id", "article__source_id", "published_on", "start")
    )
    after = [{**row, **rewritten.get(row["pk"], {})} for row in rows]
    both = (*rows, *after)
    touched = {track(row) for row in both if row["pk"] in rewritten or row["proposal_id"] in proposers}
    named = {row["proposal_id"] for row in both}
    present = dict(Proposal.objects.filter(pk__in=named).values_list("pk", "proposer"))
    return Effect(kinds(rows, touched, present), kinds(after, touched, {**present, **proposers}))


def track(row: Mapping[str, Any]) -> tuple[int, int]:
    return (row["party_id"], row["proposal_id"])


def kinds(
    rows: Iterable[Mapping[str, Any]], touched: Collection[tuple[int, int]], proposers: Mapping[int, int]
) -> Counter[Kind]:
    tracks: dict[tuple[int, int], list[Statement]] = {}
    for row in rows:
        if track(row) in touched:
            tracks.setdefault(track(row), []).append(statement(row))
    return Counter(
        change.kind
        for (party, proposal), statements in tracks.items()
        for change in changes(statements, is_proposer=proposers.get(proposal) == party)
    )


def statement(row: Mapping[str, Any]) -> Statement:
    return Statement(
        id=row["pk"],
        article=row["article_id"],
        published_on=row["published_on"],
        source=row["article__source_id"],
        place=row["start"],
        stance=Stance(row["stance"]),
        condition=row["condition"],
        move=row["move"],
    )


def effect_of_merging(gone: Any, kept: Any, *, positions: Rewritten, proposals: Rewritten) -> Effect | None:
    """What the page of changes will show otherwise; None where nothing is about positions.

    The new values are those of the positions and proposals that a merge rewrites.
    """
    proposers = {pk: values["proposer_id"] for pk, values in proposals.items() if "proposer_id" in values}
    if isinstance(gone, Venue) or not (positions or proposers):
        return None
    rows = Position.objects.filter(negotiation=gone.negotiation_id)
    if isinstance(gone, Proposal):
        rows = rows.filter(proposal__in=[gone.pk, kept.pk])
    else:
        rows = rows.filter(party__in=[row.party_id if isinstance(row, Alias) else row.pk for row in (gone, kept)])
    return effect(rows, positions, proposers=proposers)


def effect_of_recoding(rows: Sequence[Position], rewritten: Rewritten) -> Effect:
    """What recoding these positions does to the tracks that they leave and to those that they come to."""
    parties = {row.party_id for row in rows} | {v["party_id"] for v in rewritten.values() if "party_id" in v}
    proposals = {row.proposal_id for row in rows} | {v["proposal_id"] for v in rewritten.values() if "proposal_id" in v}
    negotiations = {row.negotiation_id for row in rows}
    whole = Position.objects.filter(negotiation__in=negotiations, party__in=parties, proposal__in=proposals)
    return effect(whole, rewritten, proposers={})


def effect_of_splitting(proposal: Proposal, moved: Iterable[int]) -> Effect:
    """What moving these of its positions to a new proposal does. That has no number yet; 0 is nobody's."""
    rewritten = {pk: {"proposal_id": 0} for pk in moved}
    return effect(Position.objects.on(proposal), rewritten, proposers={0: proposal.proposer_id})


def differences(row: Position, values: Mapping[str, Any]) -> list[tuple[str, str, Any, Any]]:
    """Field, its label, what it says and what it will say, where these differ. Stances by their code."""
    found = []
    for name, value in values.items():
        column: Any = Position._meta.get_field(name)
        shown = dict(column.choices or ()) if name != "stance" else {}
        before, after = getattr(row, name), value
        if before != after:
            label = str(column.verbose_name).capitalize()
            found.append((name, label, shown.get(before, before), shown.get(after, after)))
    return found


def in_words(model: type[Recorded], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What columns will hold, as a person reads it: label and value."""
    said = []
    for name, value in values.items():
        column = model._meta.get_field(name)
        named = column.related_model._base_manager.filter(pk=value).first() if column.remote_field else value
        said.append((str(column.verbose_name), "nothing" if named in (None, "") else str(named)))
    return said
