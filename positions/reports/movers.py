"""Who moved most: where each party stood on each proposal some days ago against where it stands now.

*Net* movement: a party that went and came back has not moved. A stance counts by the last
article that put it on the scale, so that an evasive answer is no movement; a stance taken
for the first time within the days is none either, for there is nothing to measure it by.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from positions.analysis import changes
from positions.analysis.changes import Past, Reading
from positions.analysis.stances import Stance, sign
from positions.analysis.timeline import earlier
from positions.models import Negotiation, Party, Position, Track
from positions.reports.changes import MovedPosition, statement, with_past
from positions.reports.order import LATEST_FIRST, name_order

PARTIES, TRACKS = 5, 3  # shown; the list of changes holds the rest

TrackKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mover:
    """A party with its movements, the longest first. `steps` are those on the scale, all its movements together."""

    party: Party
    steps: int
    tracks: int
    hardened: int
    softened: int
    moves: list[MovedPosition]

    @property
    def shifted(self) -> int:
        """On so many it moved without having taken a side before."""
        return self.tracks - self.hardened - self.softened

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


def movers(negotiation: Negotiation, *, until: date, days: int) -> Movers:
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
    paths = paths_of(tracks, [key for keys in shown.values() for key in keys], since=since, until=until)
    moves = moves_on({key: paths[key] for keys in shown.values() for key in keys[:TRACKS]})
    return Movers(
        since=since,
        until=until,
        parties=[
            Mover(
                party=names[pk],
                steps=sum(abs(steps[key]) for key in keys),
                tracks=len(keys),
                hardened=sum(paths[key].pole * steps[key] > 0 for key in keys),
                softened=sum(paths[key].pole * steps[key] < 0 for key in keys),
                moves=[moves[key] for key in keys[:TRACKS]],
            )
            for pk, keys in shown.items()
        ],
        others=len(ranked[PARTIES:]),
    )


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


@dataclass(frozen=True, slots=True)
class Path:
    """From one position to another; `pole` is +1 or −1, the side that is the party's own, or 0 where it has none."""

    then: int
    now: int
    pole: int
    is_proposer: bool


def paths_of(tracks: QuerySet[Track], keys: Collection[TrackKey], *, since: date, until: date) -> dict[TrackKey, Path]:
    """The rows between which these tracks moved, and what was each party's own side when it began."""
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
    stances = dict(
        Position.objects.filter(pk__in={pk for row in firsts.items() for pk in row if pk}).values_list("pk", "stance")
    )

    def pole(then: int, is_proposer: bool) -> int:
        first = stances[firsts[then] or then]
        return 1 if is_proposer else sign(Stance(first).value_on_scale or 0)

    return {key: Path(then, now, pole(then, proposes), proposes) for key, (then, now, proposes) in ends.items()}


def moves_on(paths: dict[TrackKey, Path]) -> dict[TrackKey, MovedPosition]:
    """The change from end to end, as between two articles, whatever was said in between."""
    rows = Position.objects.with_names().in_bulk([pk for path in paths.values() for pk in (path.then, path.now)])
    found = {}
    for key, path in paths.items():
        then, now = rows[path.then], rows[path.now]
        past = Past(standing=statement(then), on_scale=statement(then), first_side=path.pole or None)
        reading = Reading(statement(now), is_mixed=False, retracts=False)
        change = changes.compare(past, reading, is_proposer=path.is_proposer, consecutive=False)
        found[key] = MovedPosition(now.party, now.proposal, before=then, after=now, reference=then, change=change)
    return found
