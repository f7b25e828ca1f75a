"""Lanes: how a party stands on a proposal now, and the changes that led there.

Cost follows what is shown: standing now is a few index probes per track, and of a long
history only the newest articles are read.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from positions.analysis.courses import Course
from positions.analysis.stances import Stance
from positions.analysis.timeline import SILENCE
from positions.models import Article, Position, Track
from positions.reports.changes import MovedPosition, in_order, moved
from positions.reports.dossiers.courses import Head, courses, heads

LONGEST = 24  # changes told on a page; the list of changes holds the rest
MOST = 32  # lanes on a page that was not asked for all of them
A_FEW = 8  # more of them are no reason to leave any out


@dataclass(frozen=True, slots=True)
class Lane:
    """One party on one proposal: how it stands, its whole course, and of `Lanes.moves` those that are its own.

    `age` is how many days the evidence is older than the newest article of the negotiation.
    """

    now: MovedPosition
    course: Course
    moves: list[MovedPosition]
    age: int

    @property
    def party(self) -> Any:
        return self.now.party

    @property
    def proposal(self) -> Any:
        return self.now.proposal

    @property
    def is_stale(self) -> bool:
        """So old that it no longer shows how the party stands: where the timeline begins a gap."""
        return self.age > SILENCE


@dataclass(frozen=True, slots=True)
class Lanes:
    """Several tracks, by party, then issue and proposal; of very many those that matter most.

    `heads` are all of them, the most telling first; dates, tallies and `stale` are of all.
    `moves` are the newest changes of the lanes, newest first; `is_cut` says that there are older ones.
    `statements` counts the positions on record, None where there are too many to count.
    `coverage` is the day of the negotiation's newest article.
    """

    heads: list[Head]
    lanes: list[Lane]
    moves: list[MovedPosition]
    is_cut: bool
    statements: int | None
    coverage: date | None

    @property
    def more(self) -> int:
        """How many have no lane here."""
        return len(self.heads) - len(self.lanes)

    @property
    def are_many(self) -> bool:
        """Too many to show them all without being asked."""
        return len(self.heads) > MOST + A_FEW

    @property
    def first(self) -> date | None:
        """The day of the oldest evidence."""
        return min((head.first for head in self.heads), default=None)

    @property
    def last(self) -> date | None:
        """The day of the newest evidence."""
        return max((head.last for head in self.heads), default=None)

    @property
    def stale(self) -> int:
        return sum(age_of(head.last, self.coverage) > SILENCE for head in self.heads)

    @property
    def every(self) -> int | None:
        """Between how many days long histories were looked at; None where all are whole."""
        return next((lane.course.every for lane in self.lanes if lane.course.every), None)

    @property
    def tally(self) -> list[tuple[Stance, int]]:
        """How many stand where, from insisting to ruling out, then off the scale; no noughts."""
        counted = Counter(head.stance for head in self.heads)
        return [(stance, counted[stance]) for stance in Stance if counted[stance]]


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
    return sorted(of_articles(set(newest.items())), key=lambda row: row.order)


def by_stance(rows: Iterable[MovedPosition]) -> list[MovedPosition]:
    """From insisting to ruling out, then those off the scale; by name where they stand alike."""

    order = list(Stance)

    def place(row: MovedPosition) -> tuple[int, str, str]:
        stance = order.index(Stance(row.after.stance)) if row.after else len(order)
        return (stance, row.party.short_name.casefold(), row.party.slug)

    return sorted(rows, key=place)


def lanes(tracks: QuerySet[Track], *, longest: int = LONGEST, most: int | None = MOST) -> Lanes:
    """These tracks with their newest changes. However long the histories: only what is told is fetched.

    Where there are more than `most` (None: never too many), lanes are made of so many: first those of
    who made the proposal and whom it addresses, then the principals', then of those who spoke last.
    """
    every = heads(tracks)
    shown = every if most is None or len(every) <= most + A_FEW else every[:most]
    found = courses(shown)
    newest = {key: course.last.article for key, course in found.items()}
    turns = sorted(
        ((turn.day, turn.article, key) for key, course in found.items() for turn in course.newest), reverse=True
    )
    told = {(key, article) for _, article, key in turns[:longest]}
    changes = of_articles(told | set(newest.items()))
    moves = in_order(row for row in changes if (track(row), row.after.article_id) in told)
    coverage = newest_article(next(iter(changes)).after.negotiation_id) if changes else None
    by_track: dict[tuple[int, int], list[MovedPosition]] = {}
    for row in moves:
        by_track.setdefault(track(row), []).append(row)
    now = sorted((row for row in changes if newest[track(row)] == row.after.article_id), key=lambda row: row.order)
    statements = None if any(head.is_long for head in every) else sum(head.statements for head in every)
    covered = sum(
        turn.statements for key, course in found.items() for turn in course.newest if (key, turn.article) in told
    )
    return Lanes(
        heads=every,
        lanes=[
            Lane(
                now=row,
                course=found[track(row)],
                moves=by_track.get(track(row), []),
                age=age_of(row.after.published_on, coverage),
            )
            for row in now
        ],
        moves=moves,
        is_cut=len(shown) < len(every) or statements is None or statements > covered,
        statements=statements,
        coverage=coverage,
    )


def age_of(day: date, coverage: date | None) -> int:
    return (coverage - day).days if coverage else 0


def track(row: MovedPosition) -> tuple[int, int]:
    return (row.after.party_id, row.after.proposal_id)


def of_articles(wanted: Collection[tuple[tuple[int, int], int]], *, past: Q | None = None) -> list[MovedPosition]:
    """What each of these articles changed on its track; `wanted` are pairs of a track and an article.

    `past` says against what, if not the article before (see `changes.moved`).
    """
    wanted = set(wanted)
    candidates = Position.objects.filter(
        article__in={article for _, article in wanted},
        party__in={party for (party, _), _ in wanted},
        proposal__in={proposal for (_, proposal), _ in wanted},
    ).values_list("pk", "party", "proposal", "article")
    keys = [pk for pk, party, proposal, article in candidates if ((party, proposal), article) in wanted]
    return moved(Position.objects.filter(pk__in=keys), past=past)


def newest_article(negotiation: int) -> date | None:
    """The day up to which the negotiation is covered."""
    rows = Article.objects.filter(negotiation=negotiation).order_by("-published_on", "-pk")
    return rows.values_list("published_on", flat=True).first()
