"""How fresh and how broad the coverage is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from positions.analysis.matrix import age_in_words, is_stale
from positions.analysis.timeline import earlier
from positions.models import Article, Negotiation

RECENT = 30  # days
COUNTED = 10_000  # beyond that a number is “more than”, so that no page counts a million


@dataclass(frozen=True, slots=True)
class Count:
    """So many, or more than that."""

    number: int
    is_more: bool

    def __bool__(self) -> bool:
        return bool(self.number)

    def __str__(self) -> str:
        return f"{'more than ' if self.is_more else ''}{self.number:,}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """`latest` is the newest article, `since` the day of the first; None before the first.

    `recent` counts the articles of the last thirty days up to the newest. `waiting` positions were
    coded in words that a corrected text does not hold; they count like any other. `age` is the
    number of days from the newest article to today.
    """

    articles: Count
    positions: Count
    waiting: Count
    recent: int
    latest: Article | None
    since: date | None
    age: int | None

    @property
    def until(self) -> date | None:
        return self.latest.published_on if self.latest else None

    @property
    def is_stale(self) -> bool:
        return self.age is not None and is_stale(self.age)

    @property
    def age_in_words(self) -> str:
        """How old the newest article is: “5 days old”; “of today”."""
        if self.age is None:
            return ""
        return age_in_words(self.age) if self.age > 0 else "of today"


def coverage_of(negotiation: Negotiation, *, today: date) -> Coverage:
    latest = negotiation.articles.without_text().select_related("source").newest_first().first()
    recent = since = age = None
    if latest:
        from_day = earlier(latest.published_on, RECENT - 1)
        recent = negotiation.articles.filter(published_on__gte=from_day).count()
        since = negotiation.articles.in_reading_order().values_list("published_on", flat=True).first()
        age = (today - latest.published_on).days
    return Coverage(
        articles=bounded(negotiation.articles.all()),
        positions=bounded(negotiation.positions.all()),
        waiting=bounded(negotiation.positions.unplaced()),
        recent=recent or 0,
        latest=latest,
        since=since,
        age=age,
    )


def bounded(rows: QuerySet) -> Count:
    number = rows.order_by()[: COUNTED + 1].count()
    return Count(min(number, COUNTED), number > COUNTED)
