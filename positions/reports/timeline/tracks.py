"""Which tracks a picture of time shows: those of which something is known in its period.

Two or three probes of the index `position_track` per track, whatever the history; nothing is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from positions.models import Party, Position, Proposal, Track
from positions.reports.order import issue_order
from positions.reports.roles import Roles
from positions.reports.scope import Scope, whole_tracks

BY_ISSUE, BY_PARTY = "issue", "party"
TOGETHER = 150  # bands that find room on one page, none left out
MOST_BANDS = 64  # of a page, where there are several
OF_A_LANE = 8  # bands, where not all find room
ALONE = 240  # bands of a lane that has the page for itself
COUNTED = 100  # readings: who has more than so many has spoken much, however many


@dataclass(frozen=True, slots=True)
class KnownTrack:
    """A party on a proposal, with the first and last day of evidence on it, of all there is."""

    pk: int
    party: Party
    proposal: Proposal
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class TrackLane:
    """One proposal (of one party, where lanes are grouped by party): the bands to show, and how many more there are."""

    proposal: Proposal
    tracks: Sequence[KnownTrack]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The lanes to show, out of all lanes, from the `start`th; `number` and `count` are of pages."""

    lanes: Sequence[TrackLane]
    number: int
    count: int
    start: int
    all_lanes: int
    all_bands: int

    @property
    def end(self) -> int:
        return self.start + len(self.lanes) - 1

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1


def known_tracks(scope: Scope) -> tuple[list[KnownTrack], list[KnownTrack]]:
    """All tracks asked for on which anything was ever said; and those of them known in the period.

    Known in the period is a track with evidence in it, or with evidence before it and after it.
    """
    said = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
    asked = whole_tracks(Track.objects.all(), scope).annotate(
        first=day_of(said.order_by("published_on")), last=day_of(said.order_by("-published_on"))
    )
    if scope.since:
        asked = asked.annotate(next=day_of(said.filter(published_on__gte=scope.since).order_by("published_on")))
    names = ("pk", "party", "proposal", "first", "last")
    parties = Party.objects.filter(negotiation=scope.negotiation).in_bulk()
    proposals = Proposal.objects.filter(negotiation=scope.negotiation).select_related("issue").in_bulk()
    every, known = [], []
    for pk, party, proposal, first, last, *following in asked.values_list(*names, *(["next"] if scope.since else [])):
        if first is None:
            continue
        track = KnownTrack(pk, parties[party], proposals[proposal], first, last)
        every.append(track)
        after = following[0] if following else first
        begins = after and (not scope.until or after <= scope.until)
        goes_on = scope.since and scope.until and first < scope.since and last > scope.until
        if begins or goes_on:
            known.append(track)
    return every, known


def day_of(rows: QuerySet[Position]) -> Subquery:
    return Subquery(rows.values("published_on")[:1])


def page_of(known: Iterable[KnownTrack], scope: Scope, roles: Roles, *, by: str, number: int) -> Page:
    """One page of lanes. Where all bands find room on one page none is left out of its lane.

    A lane with more bands than it may show has principals first, then those who spoke most in
    the period (counted to a hundred), then those who spoke last.
    """
    lanes = in_lanes(known, roles, by=by)
    bands = sum(len(tracks) for tracks in lanes)
    most = ALONE if len(lanes) == 1 else bands if bands <= TOGETHER else OF_A_LANE
    pages = [slice(0, len(lanes))] if 0 < bands <= TOGETHER else paged([min(len(tracks), most) for tracks in lanes])
    number = min(max(number, 1), len(pages))
    shown = lanes[pages[number - 1]] if pages else []
    tracks_shown = [track.pk for tracks in shown for track in tracks]
    spoken = times_spoken(tracks_shown, scope) if tracks_shown else {}

    def importance(track: KnownTrack) -> tuple[Any, ...]:
        order = roles.order(track.party)
        if roles.is_principal(track.party):
            return (0, *order)
        return (1, -spoken[track.pk], -track.last.toordinal(), *order)

    return Page(
        lanes=[
            TrackLane(
                proposal=tracks[0].proposal,
                tracks=tracks if len(tracks) <= most else sorted(tracks, key=importance)[:most],
                more=max(len(tracks) - most, 0),
            )
            for tracks in shown
        ],
        number=number,
        count=len(pages),
        start=pages[number - 1].start + 1 if pages else 0,
        all_lanes=len(lanes),
        all_bands=bands,
    )


def in_lanes(known: Iterable[KnownTrack], roles: Roles, *, by: str) -> list[list[KnownTrack]]:
    """By issue and proposal; or by party, then issue and proposal, with one band a lane."""

    def lane(track: KnownTrack) -> tuple[Any, ...]:
        of_proposal = (*issue_order(track.proposal.issue), track.proposal.slug)
        return (*roles.order(track.party), *of_proposal) if by == BY_PARTY else of_proposal

    ordered = sorted(known, key=lambda track: (lane(track), roles.order(track.party)))
    return [list(tracks) for _, tracks in groupby(ordered, key=lane)]


def paged(heights: Sequence[int]) -> list[slice]:
    """Lanes of so many bands each as pages of at most `MOST_BANDS`; a higher lane has a page for itself."""
    pages, start, taken = [], 0, 0
    for place, height in enumerate(heights):
        if taken and taken + height > MOST_BANDS:
            pages.append(slice(start, place))
            start, taken = place, 0
        taken += height
    return [*pages, slice(start, len(heights))] if heights else []


def times_spoken(tracks: Sequence[int], scope: Scope) -> dict[int, int]:
    """How often each track was spoken of in the period, counted to `COUNTED`."""
    # A limit inside of a count cannot be said in the ORM; without it the whole history is read.
    statement = """
        SELECT t.id, (
            SELECT COUNT(*) FROM (
                SELECT 1 FROM positions_position p
                WHERE p.party_id = t.party_id AND p.proposal_id = t.proposal_id
                AND p.published_on >= %s AND p.published_on <= %s
                LIMIT %s
            ) AS counted
        )
        FROM positions_track t WHERE t.id IN ({keys})
    """.format(keys=", ".join(["%s"] * len(tracks)))  # noqa: S608 – as many placeholders as tracks, no values
    with connection.cursor() as cursor:
        cursor.execute(statement, [scope.since or date.min, scope.until or date.max, COUNTED, *tracks])
        return dict(cursor.fetchall())
