"""A place: the talks proposed and held there, the agreements reached, the offers that name it."""

from collections import Counter
from dataclasses import dataclass

from positions.models import Agreement, Talks, Track, Venue
from positions.reports import rounds
from positions.reports.proposals import ProposalStanding, standings


@dataclass(frozen=True, slots=True)
class VenueDossier:
    venue: Venue
    talks: list[Talks]
    agreements: list[Agreement]
    offers: list[ProposalStanding]

    @property
    def tally(self) -> list[tuple[str, str, int]]:
        """How many talks there are of each status, in the order of the vocabulary: code, word, number."""
        counted = Counter(talks.status for talks in self.talks)
        return [(code, word, counted[code]) for code, word in Talks.Status.choices if counted[code]]


def dossier(venue: Venue) -> VenueDossier:
    return VenueDossier(
        venue=venue,
        talks=rounds.talks_newest_first(venue.talks.all()),
        agreements=rounds.agreements_newest_first(venue.agreements.all()),
        offers=standings(venue.offers.all(), Track.objects.filter(proposal__venue=venue)),
    )
