"""All rows of a deed from one state to the other: table by table, many rows at a time.

What the rows were stands in their histories. Rows go first and come back afterwards, so that a
name that goes is free for the row that had it before. Foreign keys are checked when all is in its place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db.models import SET_NULL, Max

from positions.actions import bulk, coding, obstacles, texts
from positions.analysis import quotes
from positions.models import Article, Deed, Position, Trace, User
from positions.models.base import Recorded

Pair = tuple[int, int]  # a party and a proposal


@dataclass(slots=True)
class Table:
    """The rows of one table that a deed wrote. `now` as they stand, `goal` as they are to be; by id."""

    model: type[Recorded]
    traces: list[Trace]
    now: dict[int, Any] = field(default_factory=dict)
    goal: dict[int, Any] = field(default_factory=dict)
    linked: dict[str, dict[int, set[int]]] = field(default_factory=dict)  # by many-to-many field
    renamed: dict[int, tuple[int, int]] = field(default_factory=dict)  # old and new version of the same state

    @property
    def gone(self) -> list[Any]:
        """Those that stand and are not to be."""
        return [row for pk, row in self.now.items() if pk not in self.goal]


def go(deed: Deed, *, user: User, redo: bool) -> None:
    """Bring every row to the state before the deed, or with `redo` to the one after; refused with a sentence."""
    start, goal = ("before", "after") if redo else ("after", "before")
    reason = f"{'redone' if redo else 'undone'}: {deed}"
    tables = read(deed, start=start, goal=goal, user=user)
    for table in reversed(tables):
        take_out(table, user=user, reason=reason)
    waiting = make_room(tables)
    for table in tables:
        bring_back(table, user=user, reason=reason)
    find_places(waiting, tables, user)
    for table in tables:
        obstacles.refuse_missing(table.model, table.goal.values(), table.linked, user=user)
    for party, proposal in sorted(pairs_of(tables)):
        coding.settle_track(party, proposal)
    for table in tables:
        obstacles.refuse_in_use(table.model, {row.pk: row for row in table.gone}, user=user)
        if table.model not in {Article, Position}:
            obstacles.refuse_unclean(table.goal.values())
        rename(table)


def read(deed: Deed, *, start: str, goal: str, user: User) -> list[Table]:
    """The tables, positions last: they copy what their articles say. A row that was touched since is refused."""
    traces: dict[type[Recorded], list[Trace]] = defaultdict(list)
    for trace in deed.traces.order_by("pk"):
        traces[apps.get_model("positions", trace.table)].append(trace)
    tables = [Table(model, traces[model]) for model in sorted(traces, key=lambda model: model is Position)]
    for table in tables:
        for ids in bulk.portions(trace.row for trace in table.traces):
            table.now.update(table.model._base_manager.in_bulk(ids))
        for trace in table.traces:
            row = table.now.get(trace.row)
            if (row.version if row else None) != getattr(trace, start):
                obstacles.refuse_changed(table.model, trace.row, row, user=user)
    for table in tables:
        read_goal(table, {trace.row: version for trace in table.traces if (version := getattr(trace, goal))})
    return tables


def read_goal(table: Table, versions: dict[int, int]) -> None:
    """The rows as their histories have them, each under the version that comes next."""
    history: Any = table.model.history  # type: ignore[attr-defined]
    entries: dict[int, Any] = {}
    last: dict[int, int] = {}
    for ids in bulk.portions(versions):
        wanted = history.filter(id__in=ids, version__in={versions[pk] for pk in ids}).exclude(history_type="-")
        entries |= {entry.id: entry for entry in wanted.order_by("history_id") if entry.version == versions[entry.id]}
        absent = [pk for pk in ids if pk not in table.now]
        if absent:
            numbers = history.filter(id__in=absent).order_by().values_list("id")
            last |= dict(numbers.annotate(last=Max("version")))
    for pk, version in versions.items():
        if pk not in entries:
            obstacles.refuse_forgotten(table.now.get(pk))
        row = entries[pk].instance
        row.version = (table.now[pk].version if pk in table.now else last[pk]) + 1
        row._state.adding = pk not in table.now
        table.goal[pk] = row
        table.renamed[pk] = (version, row.version)
    forget_people_who_left(table)
    for many in table.model._meta.many_to_many:
        past_link: Any = getattr(history.model, many.name).model
        entry_of = {entry.history_id: pk for pk, entry in entries.items()}
        linked: dict[int, set[int]] = {pk: set() for pk in table.goal}
        for ids in bulk.portions(entry_of):
            for link in past_link._base_manager.filter(history__in=ids):
                linked[entry_of[link.history_id]].add(getattr(link, many.m2m_reverse_name()))
        table.linked[many.name] = linked


def forget_people_who_left(table: Table) -> None:
    """An account that is deleted leaves the rows that name it without a name; so it is with rows that come back."""
    for named in table.model._meta.concrete_fields:
        if named.remote_field and named.remote_field.on_delete is SET_NULL:
            wanted = {getattr(row, named.attname) for row in table.goal.values()} - {None}
            there = set(named.related_model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
            for row in table.goal.values():
                if getattr(row, named.attname) not in there:
                    setattr(row, named.attname, None)


def take_out(table: Table, *, user: User, reason: str) -> None:
    """Remove the rows and their links. What still needs them is looked for when all else is in its place."""
    rows = table.gone
    if not rows:
        return
    for row in rows:
        row.version += 1
    bulk.keep_removals(table.model, rows, user=user, reason=reason)
    for ids in bulk.portions(row.pk for row in rows):
        for many in table.model._meta.many_to_many:
            through: Any = many.remote_field.through
            through._base_manager.filter(**{f"{many.m2m_column_name()}__in": ids}).delete()
        table.model._base_manager.filter(pk__in=ids)._raw_delete("default")  # type: ignore[attr-defined]


def bring_back(table: Table, *, user: User, reason: str) -> None:
    rows = list(table.goal.values())
    if not rows:
        return
    if table.model is Article:
        obstacles.refuse_unclean(rows)
    if table.model is Position:
        cite(rows, user)
        obstacles.refuse_twice(rows, user=user)
    obstacles.refuse_taken(table.model, rows, table.now, user=user)
    made = [row for row in rows if row.pk not in table.now]
    changed = [row for row in rows if row.pk in table.now]
    bulk.update(table.model, changed, differing(table, changed))
    bulk.insert(table.model, made)
    for many in table.model._meta.many_to_many:
        bulk.relink(many, table.linked[many.name], bulk.links(many, changed))
    bulk.keep_history(table.model, made, made=True, user=user, reason=reason)
    bulk.keep_history(table.model, changed, made=False, user=user, reason=reason)


def differing(table: Table, rows: Sequence[Any]) -> set[str]:
    """The columns in which any row differs from what stands."""
    columns = [column for column in table.model._meta.concrete_fields if not column.primary_key]
    return {
        column.name
        for column in columns
        if any(getattr(row, column.attname) != getattr(table.now[row.pk], column.attname) for row in rows)
    }


def cite(rows: Sequence[Position], user: User) -> None:
    """Copy the articles' facts as they are now, and check that the words stand in the text as it is now."""
    of_article: dict[int, list[Position]] = defaultdict(list)
    for row in rows:
        of_article[row.article_id].append(row)
    link = Position._meta.get_field("article")
    for ids in bulk.portions(of_article, bulk.LONG_ROWS_AT_ONCE):
        articles = Article.objects.in_bulk(ids)
        for row in (row for pk in ids for row in of_article[pk]):
            if row.article_id not in articles:
                obstacles.refuse_absent(Article, row.article_id, row, "article", user=user)
            row.article = articles[row.article_id]
            row.published_on = row.article.published_on
            if not row.is_unplaced:
                row.text_length = row.article.text_length
            obstacles.refuse_misplaced(row, user=user)
            if not row.is_unplaced:
                around = quotes.passage(row.article.text, row.start, row.end)
                row.prefix, row.suffix = around.prefix, around.suffix
            link.delete_cached_value(row)  # else all texts would be kept as long as the rows


def make_room(tables: Iterable[Table]) -> set[int]:
    """Take the positions of texts that are put back off their places: those may lie outside the other text.

    The ids of those that had a place.
    """
    changed = [
        pk
        for table in tables
        if table.model is Article
        for pk, row in table.goal.items()
        if pk in table.now and row.text != table.now[pk].text
    ]
    waiting: set[int] = set()
    for ids in bulk.portions(changed):
        placed = Position.objects.placed().filter(article__in=ids)
        waiting.update(placed.values_list("pk", flat=True))
        placed.update(text_length=None)
    return waiting


def find_places(waiting: Collection[int], tables: Iterable[Table], user: User) -> None:
    """Every position that had a place has one again, where its words stand; unless it is to have none."""
    unplaced = {pk for table in tables if table.model is Position for pk, row in table.goal.items() if row.is_unplaced}
    articles = {pk: row for table in tables if table.model is Article for pk, row in table.goal.items()}
    for ids in bulk.portions(set(waiting) - unplaced):
        rows = Position.objects.unplaced().filter(pk__in=ids)
        for pk, group in groupby(rows.order_by("article_id", "pk"), key=attrgetter("article_id")):
            article = articles[pk]
            standing = list(group)
            for row in standing:
                row.article = article
                row.text_length = article.text_length
                obstacles.refuse_misplaced(row, user=user)
            Position.objects.filter(pk__in=[row.pk for row in standing]).update(text_length=article.text_length)
            texts.surround(standing, article.text)


def pairs_of(tables: Iterable[Table]) -> set[Pair]:
    """The pairs that the positions were of, and those that they are of by now."""
    rows = [row for table in tables if table.model is Position for row in (*table.now.values(), *table.goal.values())]
    return {(row.party_id, row.proposal_id) for row in rows}


def rename(table: Table) -> None:
    """A state that was brought back has a new version: every trace that meant the state means that version.

    Rows mostly change their versions alike, and are renamed together.
    """
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pk, versions in table.renamed.items():
        alike[versions].append(pk)
    for (old, new), pks in alike.items():
        for ids in bulk.portions(pks):
            traces = Trace.objects.filter(table=table.traces[0].table, row__in=ids)
            traces.filter(before=old).update(before=new)
            traces.filter(after=old).update(after=new)
