"""Venues with what happened there in a period: talks, agreements, and the offers that name them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from positions.analysis.timeline import days_of
from positions.models import Agreement, Negotiation, Proposal, Talks, Venue
from positions.reports.dossiers import rounds
from positions.reports.dossiers.proposals import oldest_first
from positions.reports.order import by_name
from positions.reports.scope import Scope


@dataclass(frozen=True, slots=True)
class Place:
    """A venue. Talks, agreements and offers are those of the period, the newest first (offers: the oldest)."""

    venue: Venue
    talks: list[Talks]
    agreements: list[Agreement]
    offers: list[Proposal]

    @property
    def is_empty(self) -> bool:
        return not (self.talks or self.agreements or self.offers)

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees; None where they are not known."""
        longitude, latitude = self.venue.longitude, self.venue.latitude
        return None if longitude is None or latitude is None else (float(longitude), float(latitude))

    @property
    def counted(self) -> list[Talks]:
        """Those that make a place busy: all but the cancelled ones."""
        return [talks for talks in self.talks if talks.status != Talks.Status.CANCELLED]

    @property
    def in_words(self) -> str:
        """“neutral ground; talks: 3 held, 1 cancelled; 1 agreement; named in 2 offers”."""
        parts = ["neutral ground" if self.venue.neutral else "not neutral ground"]
        if self.talks:
            parts.append(f"talks: {by_status(self.talks)}")
        if self.agreements:
            parts.append(f"{len(self.agreements)} agreement{'s' * (len(self.agreements) > 1)}")
        if self.offers:
            parts.append(f"named in {len(self.offers)} offer{'s' * (len(self.offers) > 1)}")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Places:
    """`places` saw something in the period, the busiest first; `quiet` did not.

    `elsewhere` are talks of the period without a venue, such as telephone calls. `years` are those in
    which there were talks or agreements anywhere, and `whole_year` the one that the period is, if it is one.
    """

    places: list[Place]
    quiet: list[Venue]
    elsewhere: list[Talks]
    years: list[int]
    whole_year: int | None

    @property
    def on_the_map(self) -> list[Place]:
        return [place for place in self.places if place.point]

    @property
    def talks_in_words(self) -> str:
        """“3 held, 1 cancelled”, at all the places; empty where there were none."""
        return by_status([talks for place in self.places for talks in place.talks])

    @property
    def elsewhere_in_words(self) -> str:
        return by_status(self.elsewhere)

    @property
    def without_coordinates(self) -> int:
        return len(self.places) - len(self.on_the_map)


def by_status(rows: Sequence[Talks]) -> str:
    """How many were held, proposed and so on, those held first."""
    found = Counter(talks.status for talks in rows)
    order = (Talks.Status.HELD, *(status for status in Talks.Status if status != Talks.Status.HELD))
    return ", ".join(f"{found[status]} {status.label}" for status in order if found[status])


def places(scope: Scope, *, statuses: Sequence[str] = ()) -> Places:
    """Talks of these statuses, all where none is named; agreements and offers only where none is named."""
    negotiation = scope.negotiation
    every_talks = rounds.talks_newest_first(Talks.objects.filter(negotiation=negotiation))
    every_agreement = rounds.agreements_newest_first(Agreement.objects.filter(negotiation=negotiation))
    talks = [row for row in every_talks if (not statuses or row.status in statuses) and met_within(row, scope)]
    agreements = [row for row in every_agreement if not statuses and falls_within(row.agreed_on, row.agreed_on, scope)]
    offers = [row for row in offers_with_a_venue(negotiation) if not statuses and offered_within(row, scope)]
    found = [
        Place(
            venue,
            [row for row in talks if row.venue_id == venue.pk],
            [row for row in agreements if row.venue_id == venue.pk],
            [row for row in offers if row.venue_id == venue.pk],
        )
        for venue in by_name(negotiation.venues.all())
    ]
    busy = [place for place in found if not place.is_empty]
    years = {row.starts_on.year for row in every_talks if row.starts_on} | {
        row.agreed_on.year for row in every_agreement
    }
    return Places(
        places=sorted(busy, key=lambda place: (-len(place.counted), -len(place.talks), -len(place.agreements))),
        quiet=[place.venue for place in found if place.is_empty],
        elsewhere=[row for row in talks if row.venue_id is None],
        years=sorted(years),
        whole_year=whole_year(scope),
    )


def offers_with_a_venue(negotiation: Negotiation) -> list[Proposal]:
    return oldest_first(negotiation.proposals.filter(venue__isnull=False).select_related("proposer"))


def falls_within(first: date, last: date, scope: Scope) -> bool:
    return (not scope.until or first <= scope.until) and (not scope.since or last >= scope.since)


def met_within(row: Talks, scope: Scope) -> bool:
    """Talks without a date belong to no period, so they count only where none is asked for."""
    if row.starts_on is None:
        return not (scope.since or scope.until)
    return falls_within(row.starts_on, row.ends_on or row.starts_on, scope)


def offered_within(row: Proposal, scope: Scope) -> bool:
    """By the date that an offer is for or, without one, the date it was made."""
    days = days_of(row.offered_for or row.proposed_on)
    return falls_within(*days, scope) if days else not (scope.since or scope.until)


def whole_year(scope: Scope) -> int | None:
    first, last = scope.since, scope.until
    if first and last and first == date(first.year, 1, 1) and last == date(first.year, 12, 31):
        return first.year
    return None
