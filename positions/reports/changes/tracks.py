"""What articles changed on the tracks of a table: the same as `changes.moved` tells, fetched for hundreds at once.

A table names the same few parties, proposals and sources in every cell: they are given, or fetched once, and of each
position and article only what is compared or shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from positions.models import Party, Position, Proposal, Source
from positions.reports.changes import MovedPosition, by_article_and_track, moved_track, with_past
from positions.reports.gaps import Pair

COMPARED = ("party", "proposal", "stance", "condition", "move", "start", "published_on", "article__source")
SHOWN = (*COMPARED, "key", "quote", "article__key", "article__url")

Wanted = dict[Pair, int]  # an article of each track


@dataclass(frozen=True, slots=True)
class Names:
    """What cells refer to, by id."""

    parties: Mapping[int, Party]
    proposals: Mapping[int, Proposal]
    sources: Mapping[int, Source]

    def put_into(self, rows: Iterable[Position]) -> None:
        for row in rows:
            row.party, row.proposal = self.parties[row.party_id], self.proposals[row.proposal_id]
            row.article.source = self.sources[row.article.source_id]


def changes_of(wanted: Wanted, names: Names) -> list[MovedPosition]:
    """One change for each. Three queries, whatever the histories."""
    candidates = Position.objects.filter(
        article__in=set(wanted.values()),
        party__in={party for party, _ in wanted},
        proposal__in={proposal for _, proposal in wanted},
    ).values_list("pk", "party", "proposal", "article")
    keys = [pk for pk, party, proposal, article in candidates if wanted.get((party, proposal)) == article]
    later = list(lean(with_past(Position.objects.filter(pk__in=keys).in_reading_order()), SHOWN))
    past = {key for row in later for key in (row.before_pk, row.on_scale_pk, row.first_side_pk) if key}
    earlier = {row.pk: row for row in lean(Position.objects.filter(pk__in=past), COMPARED)}
    names.put_into(later)
    names.put_into(earlier.values())
    ordered = sorted(later, key=by_article_and_track)
    return [moved_track(list(group), earlier) for _, group in groupby(ordered, key=by_article_and_track)]


def lean(rows: QuerySet[Position], columns: tuple[str, ...]) -> QuerySet[Position]:
    return rows.select_related("article").only(*columns)
