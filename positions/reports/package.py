"""A whole negotiation, table by table, in the order in which files list it.

Everything is sorted the same on every database: by keys in Python, since databases sort
hyphens each in their own way, and by dates and ids where only those decide.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from positions.models import Negotiation
from positions.reports.order import issue_order

ROWS_AT_ONCE = 1000
TEXTS_AT_ONCE = 20


def rows(negotiation: Negotiation, table: str) -> Iterable[Any]:
    """The rows of one table of the exchange format; what they refer to comes along."""
    return QUERIES[table](negotiation)


def texts(negotiation: Negotiation) -> Iterator[tuple[str, str]]:
    """The articles' keys and texts, sorted by key."""
    keys = sorted(negotiation.articles.values_list("key", flat=True))
    for start in range(0, len(keys), TEXTS_AT_ONCE):
        some = keys[start : start + TEXTS_AT_ONCE]
        found = dict(negotiation.articles.filter(key__in=some).values_list("key", "text"))
        yield from ((key, found[key]) for key in some if key in found)


def parties(negotiation: Negotiation) -> Iterable[Any]:
    return sorted(negotiation.parties.all(), key=lambda party: party.slug)


def aliases(negotiation: Negotiation) -> Iterable[Any]:
    found = negotiation.aliases.select_related("party")
    return sorted(found, key=lambda alias: (alias.party.slug, alias.alias))


def participations(negotiation: Negotiation) -> Iterable[Any]:
    found = negotiation.participations.select_related("party")
    return sorted(found, key=lambda participation: (participation.party.slug, participation.role, participation.since))


def issues(negotiation: Negotiation) -> Iterable[Any]:
    return sorted(negotiation.issues.all(), key=issue_order)


def venues(negotiation: Negotiation) -> Iterable[Any]:
    return sorted(negotiation.venues.all(), key=lambda venue: venue.slug)


def proposals(negotiation: Negotiation) -> Iterable[Any]:
    found = negotiation.proposals.select_related("issue", "proposer", "addressee", "answers", "counters", "venue")
    return sorted(found, key=lambda proposal: proposal.slug)


def sources(negotiation: Negotiation) -> Iterable[Any]:
    return sorted(negotiation.sources.all(), key=lambda source: source.slug)


def articles(negotiation: Negotiation) -> Iterable[Any]:
    return negotiation.articles.select_related("source").without_text().in_reading_order().iterator(ROWS_AT_ONCE)


def talks(negotiation: Negotiation) -> Iterable[Any]:
    found = negotiation.talks.select_related("venue", "offer", "article").defer("article__text")
    return sorted(found.prefetch_related("parties"), key=lambda talks: (str(talks.starts_on or ""), talks.key))


def agreements(negotiation: Negotiation) -> Iterable[Any]:
    found = negotiation.agreements.select_related("venue", "talks", "article").defer("article__text")
    found = found.prefetch_related("parties", "proposals")
    return sorted(found, key=lambda agreement: (agreement.agreed_on, agreement.key))


def positions(negotiation: Negotiation) -> Iterable[Any]:
    found = negotiation.positions.select_related("article", "party", "proposal").defer("article__text")
    return found.in_reading_order().iterator(ROWS_AT_ONCE)


def unplaced(negotiation: Negotiation) -> Iterable[Any]:
    return negotiation.positions.unplaced().only("key", "prefix", "suffix").in_reading_order().iterator(ROWS_AT_ONCE)


def has_unplaced(negotiation: Negotiation) -> bool:
    return negotiation.positions.unplaced().exists()


QUERIES: dict[str, Callable[[Negotiation], Iterable[Any]]] = {
    "parties": parties,
    "aliases": aliases,
    "participations": participations,
    "issues": issues,
    "venues": venues,
    "proposals": proposals,
    "sources": sources,
    "articles": articles,
    "talks": talks,
    "agreements": agreements,
    "positions": positions,
    "unplaced": unplaced,
}
