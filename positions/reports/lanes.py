"""Lanes: how a party stands on a proposal now, and the changes that led there.

Cost follows what is shown: standing now is a few index probes per track, and of a long
history only the newest articles are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from positions.analysis.stances import Stance
from positions.models import Position, Track
from positions.reports.changes import MovedPosition, in_order, moved

LONGEST = 50  # positions of a history on a page; the list of changes holds the rest


@dataclass(frozen=True, slots=True)
class Lane:
    """One party on one proposal. `moves` are its changes, newest first; a long history leaves out the oldest."""

    now: MovedPosition
    moves: list[MovedPosition]

    @property
    def party(self) -> Any:
        return self.now.party

    @property
    def proposal(self) -> Any:
        return self.now.proposal


@dataclass(frozen=True, slots=True)
class History:
    """Changes, newest article first. `is_cut` says that there are older ones."""

    moves: list[MovedPosition]
    is_cut: bool


def current(tracks: QuerySet[Track], *, until: date | None = None) -> list[MovedPosition]:
    """The latest change on each of the tracks, or the latest until a day: by party, then issue and proposal."""
    latest = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal")).newest_first()
    if until:
        latest = latest.until(until)
    newest = {
        (party, proposal): article
        for party, proposal, article in tracks.annotate(newest=Subquery(latest.values("article")[:1])).values_list(
            "party", "proposal", "newest"
        )
        if article
    }
    candidates = Position.objects.filter(
        article__in=set(newest.values()),
        party__in={party for party, _ in newest},
        proposal__in={proposal for _, proposal in newest},
    ).values_list("pk", "party", "proposal", "article")
    keys = [pk for pk, party, proposal, article in candidates if newest.get((party, proposal)) == article]
    return sorted(moved(Position.objects.filter(pk__in=keys)), key=lambda row: row.order)


def by_stance(rows: Iterable[MovedPosition]) -> list[MovedPosition]:
    """From insisting to ruling out, then those off the scale; by name where they stand alike."""

    order = list(Stance)

    def place(row: MovedPosition) -> tuple[int, str, str]:
        stance = order.index(Stance(row.after.stance)) if row.after else len(order)
        return (stance, row.party.short_name.casefold(), row.party.slug)

    return sorted(rows, key=place)


def history(rows: QuerySet[Position], *, longest: int = LONGEST) -> History:
    """The newest changes among `rows`, which hold whole tracks. An article is read wholly or not at all."""
    places = list(rows.newest_first().values_list("published_on", "article")[: longest + 1])
    is_cut = len(places) > longest
    if is_cut:
        day, article = places[-1]
        newer = Q(published_on__gt=day) | Q(published_on=day, article__gt=article)
        same = Q(article=article) if places[0] == places[-1] else Q()
        rows = rows.filter(newer | same)
    return History(in_order(moved(rows)), is_cut)


def lanes(tracks: QuerySet[Track], past: History) -> list[Lane]:
    """Every track with its part of a history."""
    return [
        Lane(now, [move for move in past.moves if (move.party, move.proposal) == (now.party, now.proposal)])
        for now in current(tracks)
    ]
