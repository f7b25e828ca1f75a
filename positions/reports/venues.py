"""A place: the talks proposed and held there, the agreements reached, the offers that name it."""

from dataclasses import dataclass

from positions.models import Agreement, Proposal, Talks, Venue
from positions.reports import rounds
from positions.reports.proposals import oldest_first


@dataclass(frozen=True, slots=True)
class VenueDossier:
    venue: Venue
    talks: list[Talks]
    agreements: list[Agreement]
    offers: list[Proposal]


def dossier(venue: Venue) -> VenueDossier:
    return VenueDossier(
        venue=venue,
        talks=rounds.talks_newest_first(venue.talks.all()),
        agreements=rounds.agreements_newest_first(venue.agreements.all()),
        offers=oldest_first(venue.offers.select_related("proposer")),
    )
