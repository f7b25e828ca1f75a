"""The days to choose from: those with an article, as long as a person can tell them apart."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from positions.models import Negotiation

MOST = 400


@dataclass(frozen=True, slots=True)
class Days:
    """In order of time. `step`: with too many days to show each, so many days lie between one and the next."""

    days: list[date]
    step: int | None = None


def days_with_articles(negotiation: Negotiation, *, most: int = MOST) -> Days:
    """Every day on which an article was published; of very many, an even choice between the first and the last."""
    articles = negotiation.articles.order_by()
    found = list(
        articles.order_by("published_on").values_list("published_on", flat=True).distinct()[: most + 1],
    )
    if len(found) <= most:
        return Days(found)
    ends = articles.aggregate(first=Min("published_on"), last=Max("published_on"))
    step = -(-(ends["last"] - ends["first"]).days // (most - 1))
    days = [
        ends["last"] - timedelta(days=step * number)
        for number in range((ends["last"] - ends["first"]).days // step + 1)
    ]
    return Days(days[::-1], step)
