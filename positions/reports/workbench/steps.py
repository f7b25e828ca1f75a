"""What a person did in a negotiation, step by step, and which step they can take back or do again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from positions.models import (
    Agreement,
    Article,
    Deed,
    Issue,
    Negotiation,
    Party,
    Position,
    Proposal,
    Source,
    Talks,
    Trace,
    User,
    Venue,
)

# The tables whose rows have a page of their own: the address, and the column that stands in it.
PAGES: dict[type[Any], tuple[str, str]] = {
    Article: ("article", "pk"),
    Party: ("party", "slug"),
    Proposal: ("", "slug"),  # a demand or an offer
    Issue: ("issue", "slug"),
    Venue: ("venue", "slug"),
    Talks: ("talks", "pk"),
    Agreement: ("agreement", "pk"),
    Source: ("noun-list", ""),
}


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The deed that “Undo” takes back and the one that “Redo” does again; None where there is none."""

    undo: Deed | None
    redo: Deed | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step can be seen: the name of an address, what it takes beside the negotiation, and what is there."""

    address: str
    key: Any
    title: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One deed of the list. `place` is None when nothing of it has a page by now.

    `rows` is how many rows it wrote, and `positions` how many of them are positions.
    """

    deed: Deed
    place: Place | None
    rows: int
    positions: int

    @property
    def is_done(self) -> bool:
        return self.deed.state == Deed.State.DONE

    @property
    def is_kept(self) -> bool:
        return self.deed.state == Deed.State.KEPT

    @property
    def can_be_redone(self) -> bool:
        return self.deed.state == Deed.State.UNDONE


def next_steps(user: User, negotiation: Negotiation) -> NextSteps:
    """Both in one query."""
    own = Deed.objects.of(user.pk, negotiation.pk)
    ends = Q(pk__in=own.to_undo().values("pk")[:1]) | Q(pk__in=own.to_redo().values("pk")[:1])
    found = {deed.state: deed for deed in Deed.objects.filter(ends)}
    return NextSteps(undo=found.get(Deed.State.DONE), redo=found.get(Deed.State.UNDONE))


def deeds_of(user: User, negotiation: Negotiation) -> QuerySet[Deed]:
    """What this person did here, newest first."""
    own = Deed.objects.of(user.pk, negotiation.pk).select_related("article")
    return own.only(
        *(field.name for field in Deed._meta.concrete_fields), "article__title", "article__language"
    ).order_by("-pk")


def steps(deeds: Sequence[Deed]) -> list[Step]:
    """The deeds of one page of the list, with where to see them. As many queries for one as for fifty."""
    traces = Trace.objects.filter(deed__in=[deed.pk for deed in deeds]).order_by()
    counted = traces.values_list("deed").annotate(
        rows=Count("pk"), positions=Count("pk", filter=Q(table=Position._meta.model_name))
    )
    sizes = {deed: (rows, positions) for deed, rows, positions in counted}
    elsewhere = places([deed.pk for deed in deeds if deed.article is None])
    return [Step(deed, on_article(deed) or elsewhere.get(deed.pk), *sizes.get(deed.pk, (0, 0))) for deed in deeds]


def on_article(deed: Deed) -> Place | None:
    if deed.article is None:
        return None
    return Place("article", deed.article_id, deed.article.title, deed.article.language)


def places(deeds: Collection[int]) -> dict[int, Place]:
    """The first row of each deed that has a page of its own and is still there."""
    tables = {model._meta.model_name: model for model in PAGES}
    firsts = Trace.objects.filter(deed__in=deeds, table__in=tables).order_by().values("deed")
    traces = Trace.objects.filter(pk__in=firsts.annotate(first=Min("pk")).values("first")) if deeds else []
    wanted: dict[type[Any], dict[int, list[int]]] = {}
    for trace in traces:
        wanted.setdefault(tables[trace.table], {}).setdefault(trace.row, []).append(trace.deed_id)
    return {
        deed: place_of(row)
        for model, rows in wanted.items()
        for row in (model.objects.defer("text") if model is Article else model._default_manager).filter(pk__in=rows)
        for deed in rows[row.pk]
    }


def place_of(row: Any) -> Place:
    if isinstance(row, Source):
        return Place("noun-list", "sources", row.name)
    address, key = PAGES[type(row)]
    title = row.name if isinstance(row, (Party, Venue)) else row.title
    return Place(address or row.kind, getattr(row, key), title, getattr(row, "language", ""))
