"""Where principals stood on earlier days: what gaps are measured against."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from positions.analysis import changes
from positions.models import Position, Track
from positions.reports.changes import statement

Pair = tuple[int, int]  # a party and a proposal
Values = dict[Pair, int | None]  # None off the scale


def values_on(tracks: QuerySet[Track], days: Sequence[date]) -> list[Values]:
    """For each day, where the party of each track stood by its latest article until then. Two queries."""
    history = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal")).newest_first()
    newest = {f"until_{number}": Subquery(history.until(day).values("article")[:1]) for number, day in enumerate(days)}
    latest = {
        (party, proposal): articles
        for party, proposal, *articles in tracks.annotate(**newest).values_list("party", "proposal", *newest)
    }
    rows: dict[tuple[Pair, int], list[Position]] = {}
    for row in (
        Position.objects.filter(
            article__in={article for articles in latest.values() for article in articles if article},
            party__in={party for party, _ in latest},
            proposal__in={proposal for _, proposal in latest},
        )
        .select_related("article")
        .only("party", "proposal", "stance", "condition", "move", "start", "published_on", "article__source")
    ):
        rows.setdefault(((row.party_id, row.proposal_id), row.article_id), []).append(row)
    return [
        {
            pair: value_of(rows[pair, articles[number]])
            for pair, articles in latest.items()
            if (pair, articles[number]) in rows
        }
        for number in range(len(days))
    ]


def value_of(rows: Iterable[Position]) -> int | None:
    """Where one article's rows on one track leave the party: None off the scale."""
    return changes.read_article(statement(row) for row in rows).value
