"""Who moved most: where each party stood on each proposal some days ago against where it stands now.

*Net* movement: a party that went and came back has not moved. A stance counts by the last
article that put it on the scale, so that an evasive answer is no movement; a stance taken
for the first time within the days is none either, for there is nothing to measure it by.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from positions.analysis import changes
from positions.analysis.changes import Change, Kind, Past, Reading, Statement
from positions.analysis.directions import Direction
from positions.analysis.matrix import age_in_words, is_stale
from positions.analysis.stances import Stance, sign
from positions.analysis.timeline import earlier
from positions.models import Negotiation, Party, Position, Track
from positions.reports.changes import MovedPosition, statement, with_past
from positions.reports.order import LATEST_FIRST, name_order

PARTIES, TRACKS = 5, 3  # shown; the list of changes holds the rest
STATED = ("published_on", "start", "stance", "condition", "move", "article__source")  # what a statement is made of

TrackKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Move:
    """One movement from end to end. `age` is how many days old the stance was that it is measured against."""

    row: MovedPosition
    age: int

    @property
    def is_stale(self) -> bool:
        return is_stale(self.age)

    @property
    def age_in_words(self) -> str:
        return age_in_words(self.age)


@dataclass(frozen=True, slots=True)
class Mover:
    """A party with its movements, the longest first. `steps` are those on the scale, all its movements together.

    `tally` counts them all by kind and by the words for the way they went, as each of `moves` says it of itself.
    """

    party: Party
    steps: int
    tracks: int
    tally: list[tuple[int, Kind, str]]
    moves: list[Move]

    @property
    def more(self) -> int:
        return self.tracks - len(self.moves)


@dataclass(frozen=True, slots=True)
class Movers:
    """From the day `since` to the day `until`, both as they ended. `others` moved too, but less."""

    since: date
    until: date
    parties: list[Mover]
    others: int


def movers_of(negotiation: Negotiation, *, until: date, days: int) -> Movers:
    """Six queries, whatever the history: two probes of it for each track, a few more for those shown."""
    since = earlier(until, days)
    tracks = Track.objects.filter(negotiation=negotiation)
    steps = net_steps(tracks, since=since, until=until)
    own: dict[int, list[TrackKey]] = {}
    for key in steps:
        own.setdefault(key[0], []).append(key)
    names = Party.objects.in_bulk(list(own))

    def furthest(pk: int) -> tuple[Any, ...]:
        return (-sum(abs(steps[key]) for key in own[pk]), -len(own[pk]), *name_order(names[pk]))

    ranked = sorted(own, key=furthest)
    shown = {pk: sorted(own[pk], key=lambda key: (-abs(steps[key]), key)) for pk in ranked[:PARTIES]}
    net = net_changes(tracks, [key for keys in shown.values() for key in keys], since=since, until=until)
    rows = rows_of({key: net[key] for keys in shown.values() for key in keys[:TRACKS]})
    return Movers(
        since=since,
        until=until,
        parties=[
            Mover(
                party=names[pk],
                steps=sum(abs(steps[key]) for key in keys),
                tracks=len(keys),
                tally=tally(net[key] for key in keys),
                moves=[
                    Move(row, (since - row.before.published_on).days)
                    for key in keys[:TRACKS]
                    if (row := rows[key]).before
                ],
            )
            for pk, keys in shown.items()
        ],
        others=len(ranked[PARTIES:]),
    )


def tally(moves: Iterable[Change]) -> list[tuple[int, Kind, str]]:
    """How many of each kind and, where its word does not tell, of each way that they went."""
    order = (Kind.SOFTENED, Kind.HARDENED, Kind.REVERSED, Kind.SHIFTED)
    counts = Counter((order.index(move.kind), list(Direction).index(move.direction), move.way) for move in moves)
    return [(number, order[place], way) for (place, _, way), number in sorted(counts.items())]


def on_scale_by(day: date) -> QuerySet[Position]:
    """What the outer track stood by at the end of a day: its last stance on the scale."""
    rows = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
    return rows.on_scale().until(day).order_by(*LATEST_FIRST)


def net_steps(tracks: QuerySet[Track], *, since: date, until: date) -> dict[TrackKey, int]:
    """Steps on the scale, positive is up, of every track that does not stand where it stood."""
    rows = tracks.annotate(
        then=Subquery(on_scale_by(since).values("stance")[:1]), now=Subquery(on_scale_by(until).values("stance")[:1])
    )
    found = {}
    for party, proposal, then, now in rows.values_list("party", "proposal", "then", "now"):
        if then and then != now:
            found[party, proposal] = (Stance(now).value_on_scale or 0) - (Stance(then).value_on_scale or 0)
    return found


def net_changes(
    tracks: QuerySet[Track], keys: Collection[TrackKey], *, since: date, until: date
) -> dict[TrackKey, Change]:
    """What each of these tracks changed from the one day to the other, as between two articles.

    A party's own side is the one that was its own when it began.
    """
    rows = tracks.filter(party__in={party for party, _ in keys}, proposal__in={proposal for _, proposal in keys})
    rows = rows.annotate(
        then=Subquery(on_scale_by(since).values("pk")[:1]), now=Subquery(on_scale_by(until).values("pk")[:1])
    )
    ends = {
        (party, proposal): (then, now, party == proposer)
        for party, proposal, then, now, proposer in rows.values_list(
            "party", "proposal", "then", "now", "proposal__proposer"
        )
        if (party, proposal) in keys
    }
    began = with_past(Position.objects.filter(pk__in=[then for then, _, _ in ends.values()]))
    firsts = dict(began.values_list("pk", "first_side_pk"))
    wanted = {pk for then, now, _ in ends.values() for pk in (then, now, firsts[then]) if pk}
    stated = {
        row.pk: statement(row) for row in Position.objects.select_related("article").only(*STATED).filter(pk__in=wanted)
    }
    return {
        key: net_change(stated[then], stated[now], stated[firsts[then] or then], is_proposer=is_proposer)
        for key, (then, now, is_proposer) in ends.items()
    }


def net_change(then: Statement, now: Statement, first: Statement, *, is_proposer: bool) -> Change:
    """From end to end, as between two articles, whatever was said in between; `first` is where it took a side."""
    side = sign(first.stance.value_on_scale or 0) or None
    past = Past(standing=then, on_scale=then, first_side=side)
    reading = Reading(now, is_mixed=False, retracts=False)
    return changes.compare(past, reading, is_proposer=is_proposer, consecutive=False)


def rows_of(net: dict[TrackKey, Change]) -> dict[TrackKey, MovedPosition]:
    """The same changes with the rows behind them."""
    ends = {key: (change.before.id, change.after.id) for key, change in net.items() if change.before}
    rows = Position.objects.with_names().in_bulk([pk for pair in ends.values() for pk in pair])
    return {
        key: MovedPosition(
            party=rows[now].party,
            proposal=rows[now].proposal,
            before=rows[then],
            after=rows[now],
            reference=rows[then],
            change=net[key],
        )
        for key, (then, now) in ends.items()
    }
