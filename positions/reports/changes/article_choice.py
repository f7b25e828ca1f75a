"""Which articles there are to go to from one: those beside it, and those that a search finds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q

from positions.models import Article, Negotiation, Position, Source
from positions.models.sources import ArticleQuerySet

OFFERED = 12  # articles to choose from at a time


@dataclass(frozen=True, slots=True)
class Search:
    """Words of which each stands in the title or in the name of the source, and days between which it appeared."""

    words: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The newest articles that a search finds; `has_more` says that there are others."""

    articles: Sequence[Article]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """The coded articles before and after one, in reading order."""

    before: Article | None
    after: Article | None


def coded(negotiation: Negotiation) -> ArticleQuerySet:
    """The articles that hold a position, without their texts."""
    rows = Article.objects.filter(negotiation=negotiation).without_text().select_related("source")
    return rows.filter(Exists(Position.objects.filter(article=OuterRef("pk"))))


def beside(article: Article, negotiation: Negotiation) -> Beside:
    rows = coded(negotiation)
    return Beside(rows.before(article).newest_first().first(), rows.after(article).in_reading_order().first())


def sides(earlier: Article, later: Article, negotiation: Negotiation) -> tuple[Beside, Beside]:
    """What either side of a pair can be moved to without passing the other."""
    of_earlier, of_later = beside(earlier, negotiation), beside(later, negotiation)
    return (
        replace(of_earlier, after=None) if of_earlier.after == later else of_earlier,
        replace(of_later, before=None) if of_later.before == earlier else of_later,
    )


def found(negotiation: Negotiation, search: Search) -> Found:
    rows = coded(negotiation)
    for word in search.words:
        # Sources are few: found first, so that no article has to look its own up.
        sources = Source.objects.filter(negotiation=negotiation, name__icontains=word)
        rows = rows.filter(Q(title__icontains=word) | Q(source__in=sources.values("pk")))
    if search.since:
        rows = rows.filter(published_on__gte=search.since)
    if search.until:
        rows = rows.filter(published_on__lte=search.until)
    newest = list(rows.newest_first()[: OFFERED + 1])
    return Found(newest[:OFFERED], len(newest) > OFFERED)
