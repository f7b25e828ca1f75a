"""Demands and offers over time: who took which stance, in which article, until when.

A page shows some lanes (`positions.reports.timeline.tracks`), each band of them with all its
readings (`positions.reports.timeline.readings`), and of those it reads in full only as many as
get a mark. The marks of the chart and the rows of the table below it are the same `Standing`
rows. Files hold every reading of every lane. The chart is drawn in `positions.drawing.timeline`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, Self

from django.urls import reverse

from positions.analysis.thinning import changing, thinned
from positions.analysis.timeline import Evidence, Period, days_of, narrowed, period_of
from positions.models import Agreement, Party, Position, Proposal, Talks
from positions.reports.changes import moved
from positions.reports.roles import Roles
from positions.reports.scope import Scope
from positions.reports.timeline.readings import Around, Lean, around, readings_of, restated
from positions.reports.timeline.rows import Standing, standing
from positions.reports.timeline.tracks import BY_PARTY, KnownTrack, Page, TrackLane, known_tracks, page_of

MOST_MARKS = 300  # of a page; where there are more readings,
THINNED = 128  # so many are marked
APART = 90  # of a thinned band: marks lie at least this part of the period from each other


@dataclass(frozen=True, slots=True)
class Band:
    """One party on one proposal: all `evidence` in reading order, and `rows` for the readings to mark.

    The evidence includes what stood before the period, and the first of after it.
    """

    party: Party
    evidence: Sequence[Evidence | Lean]
    rows: list[Standing]


@dataclass(frozen=True, slots=True)
class Lane:
    """One proposal, with a band for each party that took a position on it; `more` bands are left out."""

    proposal: Proposal
    address: str
    bands: list[Band]
    more: int = 0

    @property
    def rows(self) -> list[Standing]:
        return [row for band in self.bands for row in band.rows]


@dataclass(frozen=True, slots=True)
class Group:
    """The lanes of one issue, or of one party."""

    title: str
    address: str
    lanes: list[Lane]


@dataclass(frozen=True, slots=True)
class Events:
    """What happened meanwhile: talks that have a date, and agreements."""

    talks: list[Talks]
    agreements: list[Agreement]

    def within(self, period: Period | None) -> Self:
        """Those that began in a period."""
        return type(self)(
            [talks for talks in self.talks if period and talks.starts_on and period.holds(talks.starts_on)],
            [agreement for agreement in self.agreements if period and period.holds(agreement.agreed_on)],
        )


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of swimlanes, grouped `by` issue or party, and what happened meanwhile.

    `whole` is the period that could be shown, `period` the one that is; `tracks` are the keys of all
    that could be, on whatever page. `readings` and `articles` count what the bands of this page rest on, marked or not.
    """

    scope: Scope
    by: str
    page: Page
    groups: list[Group]
    events: Events
    tracks: list[int]
    whole: Period | None
    period: Period | None
    readings: int
    articles: int

    @property
    def bands(self) -> list[Band]:
        return [band for lane in self.lanes for band in lane.bands]

    @property
    def rows(self) -> list[Standing]:
        return [row for band in self.bands for row in band.rows]

    @property
    def lanes(self) -> list[Lane]:
        return [lane for group in self.groups for lane in group.lanes]

    @property
    def more(self) -> int:
        """Bands that their lanes leave out."""
        return sum(lane.more for lane in self.lanes)

    @property
    def is_thinned(self) -> bool:
        return len(self.rows) < self.readings


def timeline(scope: Scope, *, by: str, page: int = 1) -> Timeline:
    every, known = known_tracks(scope)
    roles = Roles(scope.negotiation)
    shown = page_of(known, scope, roles, by=by, number=page)
    happened = events(scope) if known else Events([], [])
    whole = whole_period(every, happened) if known else None
    period = narrowed(whole, since=scope.since, until=scope.until) if whole else None
    keys = [track.pk for lane in shown.lanes for track in lane.tracks]
    told = readings_of(keys, scope)
    edges = around(keys, scope)
    rows = in_full(told, to_mark(told, scope, period), scope.negotiation.slug)

    def band(track: KnownTrack) -> Band:
        own, edge = told.get(track.pk, []), edges.get(track.pk, Around())
        before, after = ([evidence] if evidence else [] for evidence in (edge.before, edge.after))
        return Band(track.party, [*before, *own, *after], rows.get(track.pk, []))

    return Timeline(
        scope=scope,
        by=by,
        page=shown,
        groups=grouped(shown.lanes, band, scope.negotiation.slug, by=by),
        events=happened.within(period),
        tracks=[track.pk for track in every],
        whole=whole,
        period=period,
        readings=sum(len(own) for own in told.values()),
        articles=len({reading.article for own in told.values() for reading in own}),
    )


def to_mark(told: dict[int, list[Lean]], scope: Scope, period: Period | None) -> dict[int, list[int]]:
    """The places of the readings that get a mark, by track.

    Where too few change their stance to fill a band's share, `told` learns which are restated.
    """
    share = THINNED // max(len(told), 1) + 1
    quiet = [track for track, own in told.items() if len(list(islice(changing(own), share))) < share]
    keys = restated(quiet, scope)
    for track in quiet:
        told[track] = [own._replace(is_restated=not keys.isdisjoint(own.keys)) for own in told[track]]
    days = period.days if period else 0
    found = thinned(told.values(), most=MOST_MARKS, else_most=THINNED, days_apart=days / APART)
    return dict(zip(told, found, strict=True))


def in_full(told: dict[int, list[Lean]], marked: dict[int, list[int]], negotiation: str) -> dict[int, list[Standing]]:
    """The readings to mark with all there is to say of each, by track."""
    keys = [key for track, places in marked.items() for place in places for key in told[track][place].keys]
    by_key = {row.after.pk: row for row in moved(Position.objects.filter(pk__in=keys)) if row.after}
    found = {}
    for track, places in marked.items():
        own = told[track]
        found[track] = [
            standing(row, own[place + 1].day if place + 1 < len(own) else None, negotiation)
            for place in places
            for key in own[place].keys
            if (row := by_key.get(key))
        ]
    return found


def whole_period(tracks: Sequence[KnownTrack], happened: Events) -> Period | None:
    """From the first evidence on these tracks to the last, with the events near it."""
    offers = {track.proposal.pk: days_of(track.proposal.offered_for) for track in tracks}
    return period_of(
        [day for track in tracks for day in (track.first, track.last)],
        [
            *(talks.starts_on for talks in happened.talks if talks.starts_on),
            *(agreement.agreed_on for agreement in happened.agreements),
            *(days[1] for days in offers.values() if days),
        ],
    )


def events(scope: Scope) -> Events:
    """Talks that have a date and agreements, of the parties asked for, oldest first."""
    talks = Talks.objects.filter(negotiation=scope.negotiation, starts_on__isnull=False)
    agreements = Agreement.objects.filter(negotiation=scope.negotiation)
    if scope.parties:
        talks = talks.filter(parties__in=scope.parties).distinct()
        agreements = agreements.filter(parties__in=scope.parties).distinct()
    return Events(
        list(talks.select_related("venue").order_by("starts_on", "pk")),
        list(agreements.select_related("venue").order_by("agreed_on", "pk")),
    )


def grouped(lanes: Iterable[TrackLane], band: Callable[[KnownTrack], Band], slug: str, *, by: str) -> list[Group]:
    """The lanes under their issue or, with `by` party, under whoever speaks. `band` makes the band of a track."""

    def head(lane: TrackLane) -> Any:
        return lane.tracks[0].party if by == BY_PARTY else lane.proposal.issue

    return [
        Group(
            title=owner.name if by == BY_PARTY else owner.title,
            address=reverse("party" if by == BY_PARTY else "issue", args=[slug, owner.slug]),
            lanes=[
                Lane(
                    proposal=lane.proposal,
                    address=reverse(lane.proposal.kind, args=[slug, lane.proposal.slug]),
                    bands=[band(track) for track in lane.tracks],
                    more=lane.more,
                )
                for lane in own
            ],
        )
        for owner, own in groupby(lanes, key=head)
    ]
