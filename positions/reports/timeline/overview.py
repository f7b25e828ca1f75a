"""When there was coverage: how many articles each stretch of a whole period holds."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count

from positions.analysis.periods import borders
from positions.analysis.timeline import Period
from positions.models import Article, Negotiation
from positions.reports.scope import Scope

STRETCHES = 120
FEW = 300  # tracks: of more, what is said on them is in nearly every article, and takes longer to count with the years


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days, ends included, and the number of articles published on them."""

    period: Period
    articles: int


def few_of(scope: Scope, tracks: Sequence[int]) -> Sequence[int]:
    """These tracks, where the scope asks for so few that their articles are counted apart; else none."""
    return tracks if scope.is_of_some_tracks and len(tracks) <= FEW else ()


def articles_over(negotiation: Negotiation, whole: Period, tracks: Sequence[int] = ()) -> list[Stretch]:
    """From the first article to the last, and at least over the whole, in stretches of equal length.

    None without articles. With tracks, only articles that say something on them count, whatever the period that
    is seen; without, all of them do, read or not.
    """
    days = said_by_day(tracks) if tracks else by_day(negotiation)
    if not days:
        return []
    periods = borders(Period(min(whole.first, *days), max(whole.last, *days)), STRETCHES)
    firsts = [period.first for period in periods]
    counts = [0] * len(periods)
    for day, number in days.items():
        counts[bisect_right(firsts, day) - 1] += number
    return [Stretch(period, count) for period, count in zip(periods, counts, strict=True)]


def by_day(negotiation: Negotiation) -> dict[date, int]:
    """How many articles each day has that has any; reads nothing but the index of articles in reading order."""
    rows = Article.objects.filter(negotiation=negotiation).order_by().values("published_on")
    return dict(rows.annotate(number=Count("pk")).values_list("published_on", "number"))


def said_by_day(tracks: Sequence[int]) -> dict[date, int]:
    """The same, of the articles that say something on these tracks; from the index `position_track`."""
    statement = """
        SELECT CAST(p.published_on AS text), COUNT(DISTINCT p.article_id)
        FROM positions_track t CROSS JOIN positions_position p
        WHERE p.party_id = t.party_id AND p.proposal_id = t.proposal_id AND t.id IN ({keys})
        GROUP BY p.published_on
    """.format(keys=", ".join(["%s"] * len(tracks)))  # noqa: S608 – as many placeholders as tracks, no values
    with connection.cursor() as cursor:
        cursor.execute(statement, tracks)
        return {date.fromisoformat(day): number for day, number in cursor.fetchall()}
