"""The list of articles: how much of each is coded, and what it changed in numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from positions.analysis.changes import Kind
from positions.models import Article, Position, Progress
from positions.reports.changes import moved
from positions.reports.progress import Reading, reading, state_counts, with_state
from positions.reports.scope import Scope


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of the list. `changes` are its kinds of change with how often each occurs, in the order of `Kind`."""

    article: Article
    changes: Sequence[tuple[Kind, int]]
    reading: Reading


def select(scope: Scope) -> QuerySet[Article]:
    """The articles asked for, newest first, each with its number of positions, and of those that wait for words."""
    rows = Article.objects.filter(negotiation=scope.negotiation).without_text()
    rows = rows.select_related("source", "progress__by")
    if scope.reading:
        rows = with_state(rows).filter(reading_state=scope.reading)
    if scope.sources:
        rows = rows.filter(source__in=scope.sources)
    if scope.since:
        rows = rows.filter(published_on__gte=scope.since)
    if scope.until:
        rows = rows.filter(published_on__lte=scope.until)
    own = Position.objects.filter(article=OuterRef("pk")).order_by().values("article")
    count = Subquery(own.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    waiting = Subquery(own.unplaced().annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    return rows.annotate(position_count=Coalesce(count, 0), waiting_count=Coalesce(waiting, 0)).newest_first()


def with_changes(articles: Sequence[Article]) -> list[ArticleRow]:
    """The same with what each changed: two queries for all that a page shows."""
    kinds: dict[int, Counter[str]] = {article.pk: Counter() for article in articles}
    for row in moved(Position.objects.filter(article__in=list(kinds))):
        kinds[row.after.article_id][row.kind] += 1
    return [
        ArticleRow(
            article,
            [(kind, kinds[article.pk][kind]) for kind in Kind if kinds[article.pk][kind]],
            reading(getattr(article, "progress", None), is_coded=article.position_count > 0),
        )
        for article in articles
    ]


def states(scope: Scope) -> Sequence[tuple[Progress.State, int]]:
    """How many of the articles asked for are in each state, whichever of the states is asked for. One query."""
    return state_counts(select(replace(scope, reading="")))
