"""When there was coverage: how many articles each stretch of a whole period holds."""

from dataclasses import dataclass

from django.db import connection

from positions.analysis.periods import borders
from positions.analysis.timeline import Period
from positions.models import Article, Negotiation

STRETCHES = 120


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days, ends included, and the number of articles published on them."""

    period: Period
    articles: int


def articles_over(negotiation: Negotiation, whole: Period) -> list[Stretch]:
    """From the first article to the last, and at least over the whole, in stretches of equal length.

    None without articles. All of them count, read or not, whatever is filtered: it is the ground on which a
    choice of period stands.
    """
    articles = Article.objects.filter(negotiation=negotiation).values_list("published_on", flat=True)
    first = articles.order_by("published_on", "pk").first()
    last = articles.order_by("-published_on", "-pk").first()
    if first is None or last is None:
        return []
    period = Period(min(first, whole.first), max(last, whole.last))
    return counted(negotiation, borders(period, STRETCHES))


def counted(negotiation: Negotiation, periods: list[Period]) -> list[Stretch]:
    """One statement, which reads nothing but the index of articles in reading order."""
    day = connection.ops.adapt_datefield_value
    # The dates say what they are, since PostgreSQL takes a bare one in VALUES for text.
    rows = ", ".join(["(%s, CAST(%s AS {0}), CAST(%s AS {0}))"] * len(periods))
    rows = rows.format("text" if connection.vendor == "sqlite" else "date")
    table = connection.ops.quote_name(Article._meta.db_table)
    statement = (
        f"WITH stretch (place, first, last) AS (VALUES {rows}) "  # noqa: S608
        f"SELECT place, (SELECT COUNT(*) FROM {table} WHERE negotiation_id = %s "
        "AND published_on >= stretch.first AND published_on <= stretch.last) FROM stretch ORDER BY place"
    )
    given = [value for place, period in enumerate(periods) for value in (place, day(period.first), day(period.last))]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, negotiation.pk])
        counts = dict(cursor.fetchall())
    return [Stretch(period, counts[place]) for place, period in enumerate(periods)]
