"""A place: the talks proposed and held there, the agreements reached, the offers that name it."""

from dataclasses import dataclass

from positions.models import Agreement, Talks, Track, Venue
from positions.reports.dossiers import rounds
from positions.reports.dossiers.rounds import Newest
from positions.reports.dossiers.stands import ProposalStands, stands


@dataclass(frozen=True, slots=True)
class VenueDossier:
    venue: Venue
    talks: Newest[Talks]
    agreements: Newest[Agreement]
    offers: list[ProposalStands]


def dossier(venue: Venue, *, whole: bool = False) -> VenueDossier:
    """Of many talks and agreements the newest; all of them if `whole`."""
    return VenueDossier(
        venue=venue,
        talks=rounds.newest_talks(venue.talks.all(), whole=whole),
        agreements=rounds.newest_agreements(venue.agreements.all(), whole=whole),
        offers=stands(venue.offers.all(), Track.objects.filter(proposal__venue=venue)),
    )
