"""The list of articles: how much of each is coded, and what it changed in numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from positions.analysis.changes import Kind
from positions.models import Article, Position
from positions.reports.changes import moved
from positions.reports.scope import Scope


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of the list. `changes` are its kinds of change with how often each occurs, in the order of `Kind`."""

    article: Article
    changes: Sequence[tuple[Kind, int]]


def select(scope: Scope) -> QuerySet[Article]:
    """The articles asked for, newest first, each with its number of positions."""
    rows = Article.objects.filter(negotiation=scope.negotiation).without_text().select_related("source")
    if scope.sources:
        rows = rows.filter(source__in=scope.sources)
    if scope.since:
        rows = rows.filter(published_on__gte=scope.since)
    if scope.until:
        rows = rows.filter(published_on__lte=scope.until)
    own = Position.objects.filter(article=OuterRef("pk")).order_by().values("article")
    count = Subquery(own.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    return rows.annotate(position_count=Coalesce(count, 0)).newest_first()


def with_changes(articles: Sequence[Article]) -> list[ArticleRow]:
    """The same with what each changed: two queries for all that a page shows."""
    kinds: dict[int, Counter[str]] = {article.pk: Counter() for article in articles}
    for row in moved(Position.objects.filter(article__in=list(kinds))):
        kinds[row.after.article_id][row.kind] += 1
    return [
        ArticleRow(article, [(kind, kinds[article.pk][kind]) for kind in Kind if kinds[article.pk][kind]])
        for article in articles
    ]
