"""The days to choose from: those with an article, as long as a person can tell them apart."""

from dataclasses import dataclass
from datetime import date, timedelta

from positions.models import Negotiation

MOST = 400


@dataclass(frozen=True, slots=True)
class Days:
    """In order of time. `step`: with too many days to show each, so many days lie between one and the next."""

    days: list[date]
    step: int | None = None


def days_with_articles(negotiation: Negotiation, *, most: int = MOST) -> Days:
    """Every day on which an article was published; of very many, an even choice between the first and the last."""
    days = negotiation.articles.order_by("published_on").values_list("published_on", flat=True)
    found = list(days.distinct()[: most + 1])
    last = days.last()  # asked for always: a page takes as many queries however many days there are
    if last is None or len(found) <= most:
        return Days(found)
    first = found[0]
    step = -(-(last - first).days // (most - 1))
    chosen = [last - timedelta(days=step * number) for number in range((last - first).days // step + 1)]
    return Days(chosen[::-1], step)
