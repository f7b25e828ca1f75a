"""The rows of the timeline: each reading with the change it brought; for the page's table and for files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Case, Q, QuerySet, Value, When

from positions.analysis.changes import Change
from positions.models import Party, Position, Proposal
from positions.reports import positions
from positions.reports.changes import MovedPosition, along_track, moved
from positions.reports.columns import Column
from positions.reports.roles import Roles
from positions.reports.scope import Scope
from positions.reports.timeline.tracks import BY_ISSUE, KnownTrack, in_lanes, known_tracks

TOGETHER, WITH_PASTS = 150, 60  # tracks that a file reads in one go: from their beginning, or each row with its past


@dataclass(frozen=True, slots=True)
class Standing:
    """What one article reports of one party on one proposal, and how long it was the latest word.

    `until` is the day of the next article on both among those asked for; None for the last.
    `before` is the standing position of the article before, which may lie outside of what is asked for.
    """

    party: Party
    proposal: Proposal
    position: Position
    before: Position | None
    change: Change
    until: date | None
    address: str

    @property
    def day(self) -> date:
        return self.position.published_on


def standing(row: MovedPosition, until: date | None, negotiation: str) -> Standing:
    assert row.after
    assert row.change
    return Standing(
        party=row.party,
        proposal=row.proposal,
        position=row.after,
        before=row.before,
        change=row.change,
        until=until,
        address=positions.address(row.after, negotiation),
    )


def standings(scope: Scope) -> Iterator[Standing]:
    """Every reading in the period, by issue, proposal and party, then in reading order; for files.

    Memory holds one track's history at a time; from a later day on, those of `WITH_PASTS` tracks since then.
    """
    _, known = known_tracks(scope)
    tracks = [track for lane in in_lanes(known, Roles(scope.negotiation), by=BY_ISSUE) for track in lane]
    count = WITH_PASTS if scope.since else TOGETHER
    for start in range(0, len(tracks), count):
        for own in histories(tracks[start : start + count], scope):
            following = [row.after.published_on for row in own[1:] if row.after]
            for row, until in zip(own, [*following, None], strict=True):
                yield standing(row, until, scope.negotiation.slug)


def histories(tracks: Sequence[KnownTrack], scope: Scope) -> Iterator[list[MovedPosition]]:
    """The changes of each track in the period, tracks in their order.

    From the beginning one pass over the rows is enough; from a later day each change looks up its own past.
    """
    rows = Position.objects.filter(of(tracks))
    if scope.until:
        rows = rows.until(scope.until)
    if scope.since:
        found: dict[tuple[int, int], list[MovedPosition]] = {}
        for row in moved(rows.filter(published_on__gte=scope.since)):
            found.setdefault((row.party.pk, row.proposal.pk), []).append(row)
        yield from (own for track in tracks if (own := found.get((track.party.pk, track.proposal.pk))))
    else:
        yield from (list(along_track(own)) for own in by_track(rows, tracks))


def of(tracks: Sequence[KnownTrack]) -> Q:
    """The positions of these tracks."""
    condition = Q(pk__in=[])
    for proposal, own in groupby(tracks, key=lambda track: track.proposal):
        condition |= Q(proposal=proposal, party__in=[track.party for track in own])
    return condition


def by_track(rows: QuerySet[Position], tracks: Sequence[KnownTrack]) -> Iterator[Iterator[Position]]:
    """The rows of one track after the other, each in reading order."""
    places = [When(party=track.party, proposal=track.proposal, then=Value(place)) for place, track in enumerate(tracks)]
    ordered = rows.with_names().order_by(Case(*places), "published_on", "article_id", "start", "pk")
    for _, own in groupby(ordered.iterator(chunk_size=500), key=lambda row: (row.party_id, row.proposal_id)):
        yield own


COLUMNS: Sequence[Column] = (
    Column("party", "slug of the party", lambda r: r.party.slug),
    Column("proposal", "slug of the demand or offer", lambda r: r.proposal.slug),
    Column("type", "demand or offer", lambda r: r.proposal.kind),
    Column("issue", "slug of the issue", lambda r: r.proposal.issue.slug),
    Column("article_id", "number of the article in addresses of this site", lambda r: r.position.article_id),
    Column("article", "key of the article", lambda r: r.position.article.key),
    Column("published_on", "date of the article", lambda r: r.position.published_on),
    Column("source", "slug of the source", lambda r: r.position.article.source.slug),
    Column("stance", "code of the stance that stands for the article", lambda r: r.position.stance),
    Column("stance_value", "−3 to +3; empty off the scale", lambda r: r.position.stance_value),
    Column("condition", "what the stance is tied to", lambda r: r.position.condition, is_text=True),
    Column("kind", "kind of change since the party's article before", lambda r: r.change.kind),
    Column("direction", "which way the stance moved", lambda r: r.change.direction),
    Column("until", "date of the next article on both, among those asked for", lambda r: r.until),
    Column("position", "id of the position", lambda r: r.position.key),
    Column("quote", "the exact words of the article", lambda r: r.position.quote, is_text=True),
    Column("url", "address of the article", lambda r: r.position.article.url),
    Column("address", "where the words stand on this site", lambda r: r.address),
)
