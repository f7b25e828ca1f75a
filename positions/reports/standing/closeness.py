"""What is closest to agreement between the principals, and what is furthest from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from positions.analysis import closeness as analysis
from positions.analysis.closeness import Distance
from positions.analysis.matrix import age_in_words, is_stale
from positions.analysis.timeline import days_of
from positions.models import Agreement, Negotiation, Proposal, Track
from positions.reports.dossiers.stands import ProposalStands, Stand
from positions.reports.gaps import values_on

SHOWN = 4  # of the closest, and of the furthest
NO_LONGER_HOLDS = (Agreement.Status.BREACHED, Agreement.Status.SUSPENDED, Agreement.Status.COLLAPSED)


@dataclass(frozen=True, slots=True)
class Apart:
    """One proposal with the principals that are on the scale, from insisting to ruling out.

    `age` is that of the oldest evidence among them in days, on the day of the report.
    """

    proposal: Proposal
    now: list[Stand]
    distance: Distance
    age: int

    @property
    def is_stale(self) -> bool:
        return is_stale(self.age)

    @property
    def age_in_words(self) -> str:
        return age_in_words(self.age)


@dataclass(frozen=True, slots=True)
class Closeness:
    """`refused`, `settled` and `over` count the proposals left out for being so.

    `closest_more` and `furthest_more` count those as far apart as the last shown, for which there was no room.
    """

    since: date
    closest: list[Apart]
    closest_more: int
    furthest: list[Apart]
    furthest_more: int
    refused: int
    settled: int
    over: int

    def __bool__(self) -> bool:
        return bool(self.closest or self.furthest or self.left_out)

    @property
    def left_out(self) -> str:
        """“5 that an agreement covers, 2 offers for a day that has passed”."""
        reasons = (
            (self.settled, "that an agreement covers"),
            (self.over, f"offer{'s' * (self.over != 1)} for a day that has passed"),
            (self.refused, "that every principal refuses"),
        )
        return ", ".join(f"{number} {words}" for number, words in reasons if number)


def closeness_of(
    negotiation: Negotiation, lines: Sequence[ProposalStands], principals: set[int], *, since: date, until: date
) -> Closeness:
    """Among the proposals on which at least two principals are on the scale: by gap, then the freshest words.

    `lines` hold the principals as they stand on the day `until`; `since` is the day to compare with.
    """
    settled = settled_proposals(negotiation)
    tracks = Track.objects.filter(negotiation=negotiation, party__in=principals)
    (then,) = values_on(tracks, [since])
    found = []
    for line in lines:
        pairs = [(then.get((row.party.pk, line.proposal.pk)), row.after.stance_value) for row in line.now]
        distance = analysis.distance(pairs)
        if distance:
            on_scale = [row for row in line.now if row.after.stance_value is not None]
            oldest = min(row.after.published_on for row in on_scale)
            found.append(Apart(line.proposal, on_scale, distance, (until - oldest).days))
    unsettled = [row for row in found if row.proposal.pk not in settled]
    open_still = [row for row in unsettled if not is_over(row.proposal, until)]
    wanted = [row for row in open_still if not row.distance.is_refused]
    closest = sorted(
        (row for row in wanted if row.distance.now.steps <= analysis.CLOSE),
        key=lambda row: (row.distance.now.steps, row.age, -row.distance.now.low),
    )
    furthest = sorted(
        (row for row in wanted if row.distance.now.steps > analysis.CLOSE),
        key=lambda row: (-row.distance.now.steps, row.age, row.distance.now.low),
    )
    return Closeness(
        since=since,
        closest=closest[:SHOWN],
        closest_more=as_far_as_the_last(closest),
        furthest=furthest[:SHOWN],
        furthest_more=as_far_as_the_last(furthest),
        refused=len(open_still) - len(wanted),
        settled=len(found) - len(unsettled),
        over=len(unsettled) - len(open_still),
    )


def as_far_as_the_last(rows: Sequence[Apart]) -> int:
    """How many of those not shown have the gap of the last that is."""
    return sum(row.distance.now.steps == rows[SHOWN - 1].distance.now.steps for row in rows[SHOWN:])


def is_over(proposal: Proposal, day: date) -> bool:
    """An offer for a day before this one."""
    days = days_of(proposal.offered_for)
    return days is not None and days[1] < day


def settled_proposals(negotiation: Negotiation) -> set[int]:
    """Those that an agreement covers which was neither breached nor given up."""
    holding = Agreement.objects.filter(negotiation=negotiation).exclude(status__in=NO_LONGER_HOLDS)
    return set(holding.filter(proposals__isnull=False).values_list("proposals", flat=True))
