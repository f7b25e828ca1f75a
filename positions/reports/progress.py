"""How far articles have been read, by whom and when, and which is to be read next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, QuerySet, Value, When

from positions.models import Article, Position, Progress

LOOKED_AT = 300  # articles, of those in which the next to read is looked for


@dataclass(frozen=True, slots=True)
class Reading:
    """The state of an article. Without a mark it is told by the positions: then nobody said so, and `version` is 0.

    `next` is the article to read next, looked for when this one is done.
    """

    state: Progress.State
    by: str = ""
    at: datetime | None = None
    version: int = 0
    next: Article | None = None

    @property
    def choices(self) -> list[Progress.State]:
        """What it can be marked as; also the state told by positions, which somebody can confirm."""
        return list(Progress.State)


def progress_of(article: Article, *, is_coded: bool) -> Reading:
    """One query; two or three where the article is done."""
    mark = Progress.objects.filter(article=article).select_related("by").first()
    following = next_to_read(article) if mark and mark.state == Progress.State.DONE else None
    return reading(mark, is_coded=is_coded, following=following)


def reading(mark: Progress | None, *, is_coded: bool, following: Article | None = None) -> Reading:
    """What the mark says; without one, an article that has positions is being read."""
    if mark is None:
        return Reading(Progress.State.IN_PROGRESS if is_coded else Progress.State.TO_READ)
    who = mark.by.get_username() if mark.by else ""
    return Reading(Progress.State(mark.state), by=who, at=mark.at, version=mark.version, next=following)


def with_state(articles: QuerySet[Article]) -> QuerySet[Article]:
    """The articles with their `reading_state`, marked or told by their positions, to filter and count by."""
    coded = Exists(Position.objects.filter(article=OuterRef("pk")))
    state = Case(
        When(progress__isnull=False, then=F("progress__state")),
        When(coded, then=Value(Progress.State.IN_PROGRESS.value)),
        default=Value(Progress.State.TO_READ.value),
        output_field=CharField(),
    )
    return articles.annotate(reading_state=state)


def state_counts(articles: QuerySet[Article]) -> Sequence[tuple[Progress.State, int]]:
    """How many of the articles are in each state. One query."""
    rows = with_state(articles).order_by().values("reading_state").annotate(number=Count("pk"))
    numbers = {row["reading_state"]: row["number"] for row in rows}
    return [(state, numbers.get(state.value, 0)) for state in Progress.State]


def next_to_read(article: Article) -> Article | None:
    """The next article in reading order that is to be read; after the last, the first of all.

    Among the next `LOOKED_AT`, and then among as many from the first: in a negotiation that is read nearly
    to its end there may be one that is not found. The list of articles has it.
    """
    articles = Article.objects.filter(negotiation=article.negotiation_id).order_by("published_on", "pk")
    later = articles.filter(published_on__gte=article.published_on).exclude(
        published_on=article.published_on, pk__lte=article.pk
    )
    return first_to_read(later) or first_to_read(articles.exclude(pk=article.pk))


def first_to_read(articles: QuerySet[Article]) -> Article | None:
    near = Article.objects.filter(pk__in=articles.values("pk")[:LOOKED_AT]).without_text()
    return with_state(near).filter(reading_state=Progress.State.TO_READ).order_by("published_on", "pk").first()
