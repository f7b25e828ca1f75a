"""What was said between two days, against how things stood before: what moved around an event."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from positions.analysis.changes import plain_words
from positions.models import Position, Track
from positions.reports.changes import MovedPosition
from positions.reports.dossiers.lanes import of_articles
from positions.reports.order import STANDING_FIRST

MOST = 30  # changes told; the list of changes holds the rest


@dataclass(frozen=True, slots=True)
class Around:
    """`moves` are the tracks whose stance or condition at the end is another than before, by party and issue.

    `is_cut` says that only the latest of them are told.
    `spoke` counts the tracks on which anything was said, `same` those of them that stand as before.
    """

    since: date
    until: date
    moves: list[MovedPosition]
    is_cut: bool
    spoke: int
    same: int


def around(tracks: QuerySet[Track], *, since: date, until: date) -> Around:
    """A few index probes per track; only what moved is fetched."""
    rows = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
    before = rows.filter(published_on__lt=since).order_by(*STANDING_FIRST)
    after = rows.filter(published_on__gte=since).until(until).order_by(*STANDING_FIRST)
    found = tracks.annotate(
        stance_before=Subquery(before.values("stance")[:1]),
        condition_before=Subquery(before.values("condition")[:1]),
        article=Subquery(after.values("article")[:1]),
        stance=Subquery(after.values("stance")[:1]),
        condition=Subquery(after.values("condition")[:1]),
        day=Subquery(after.values("published_on")[:1]),
    ).values_list("day", "article", "party", "proposal", "stance_before", "condition_before", "stance", "condition")
    spoke = [row for row in found if row[1]]
    elsewhere = sorted((row for row in spoke if is_other(*row[4:])), reverse=True, key=lambda row: row[:4])
    told = {((party, proposal), article) for _, article, party, proposal, *_ in elsewhere[:MOST]}
    moves = of_articles(told, past=Q(published_on__lt=since))
    return Around(
        since=since,
        until=until,
        moves=sorted(moves, key=lambda row: row.order),
        is_cut=len(elsewhere) > MOST,
        spoke=len(spoke),
        same=len(spoke) - len(elsewhere),
    )


def is_other(stance_before: str | None, condition_before: str | None, stance: str, condition: str) -> bool:
    """Whether a track stands elsewhere than before, or on the same stance with another condition."""
    return stance_before != stance or plain_words(condition_before or "") != plain_words(condition)
