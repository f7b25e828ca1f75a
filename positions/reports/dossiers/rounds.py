"""Talks and agreements: who met where and when, what came of it, and what became of that."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Q, QuerySet

from positions.analysis.timeline import later
from positions.models import Agreement, Party, Proposal, Talks, Track
from positions.reports.dossiers.around import Around, around
from positions.reports.dossiers.lanes import MOST, Lanes, lanes
from positions.reports.dossiers.stands import ProposalStands, Stand, stands
from positions.reports.order import by_name

STILL_TO_COME = (Talks.Status.PROPOSED, Talks.Status.AGREED)
BESIDE = 8  # dated talks before and after some, in their series
AFTERWARDS = 30  # days in which what parties say is told together with the talks
FAR_OFF = date.max  # where talks that are still to come stand as long as they have no date
LISTED, DRAWN = 12, 60  # of talks or agreements on a page that was not asked for all of them

Row = TypeVar("Row", Talks, Agreement)


@dataclass(frozen=True, slots=True)
class Newest(Generic[Row]):
    """The newest of talks or agreements: `rows` for a line of time, and `listed` of them to be told one by one.

    `number` is that of all, and `statuses` how many of all have which.
    """

    rows: list[Row]
    listed: list[Row]
    number: int
    statuses: list[tuple[str, str, int]]

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.number - len(self.listed)

    @property
    def undrawn(self) -> int:
        """How many are not on the line of time."""
        return self.number - len(self.rows)


@dataclass(frozen=True, slots=True)
class TalksDossier:
    """`series` are the dated talks around these and these themselves, oldest first; `earlier` and `later` the nearest.

    `around` is what those at the table changed from before the talks until `AFTERWARDS` days after them;
    None for talks that have no date or nobody at the table.
    """

    talks: Talks
    parties: list[Party]
    agreements: list[Agreement]
    series: list[Talks]
    around: Around | None
    reply: list[Stand]

    @property
    def earlier(self) -> Talks | None:
        place = self.series.index(self.talks) if self.talks in self.series else 0
        return self.series[place - 1] if place else None

    @property
    def later(self) -> Talks | None:
        if self.talks not in self.series:
            return None
        return next(iter(self.series[self.series.index(self.talks) + 1 :]), None)


@dataclass(frozen=True, slots=True)
class AgreementDossier:
    """`past` are the lanes of its parties on what it covers."""

    agreement: Agreement
    parties: list[Party]
    proposals: list[ProposalStands]
    past: Lanes


def talks_newest_first(rows: QuerySet[Talks]) -> list[Talks]:
    """With venue and parties. Of the undated, those still to come are the first, the others the last."""
    full = rows.select_related("venue").prefetch_related("parties")
    return sorted(full, key=lambda row: talks_order(row.starts_on, row.status, row.pk), reverse=True)


def talks_order(starts_on: date | None, status: str, pk: int) -> tuple[date, int]:
    return (starts_on or (FAR_OFF if status in STILL_TO_COME else date.min), pk)


def newest_talks(rows: QuerySet[Talks], *, whole: bool = False) -> Newest[Talks]:
    """In the order of `talks_newest_first`. Of those that are not shown no more than day and status is fetched."""
    found = set(rows.order_by().values_list("starts_on", "status", "pk"))
    ordered = [pk for *_, pk in sorted(found, key=lambda row: talks_order(*row), reverse=True)]
    full = Talks.objects.select_related("venue").in_bulk(ordered if whole else ordered[:DRAWN])
    shown = [full[pk] for pk in ordered if pk in full]
    return newest(shown, [status for _, status, _ in found], Talks.Status.choices, whole=whole)


def newest_agreements(rows: QuerySet[Agreement], *, whole: bool = False) -> Newest[Agreement]:
    found = set(rows.order_by().values_list("agreed_on", "status", "pk"))
    ordered = [pk for *_, pk in sorted(found, key=lambda row: (row[0], row[2]), reverse=True)]
    full = Agreement.objects.select_related("venue").in_bulk(ordered if whole else ordered[:DRAWN])
    shown = [full[pk] for pk in ordered if pk in full]
    return newest(shown, [status for _, status, _ in found], Agreement.Status.choices, whole=whole)


def newest(
    rows: list[Row], statuses: Sequence[str], vocabulary: Sequence[tuple[str, str]], *, whole: bool
) -> Newest[Row]:
    counted = Counter(statuses)
    tally = [(code, word, counted[code]) for code, word in vocabulary if counted[code]]
    return Newest(rows, rows if whole else rows[:LISTED], len(statuses), tally)


def agreements_newest_first(rows: QuerySet[Agreement]) -> list[Agreement]:
    full = rows.select_related("venue").prefetch_related("parties", "proposals")
    return sorted(full, key=lambda row: (row.agreed_on, row.pk), reverse=True)


def talks_dossier(talks: Talks) -> TalksDossier:
    parties = by_name(talks.parties.all())
    return TalksDossier(
        talks=talks,
        parties=parties,
        agreements=agreements_newest_first(talks.agreements.all()),
        series=series(talks),
        around=moved_around(talks, parties),
        reply=replies(talks),
    )


def replies(talks: Talks) -> list[Stand]:
    """Who stands where on the offer they came from."""
    found = stands(Proposal.objects.filter(pk=talks.offer_id), Track.objects.filter(proposal=talks.offer_id))
    return found[0].now if found else []


def moved_around(talks: Talks, parties: list[Party]) -> Around | None:
    if talks.starts_on is None or not parties:
        return None
    until = later(talks.ends_on or talks.starts_on, AFTERWARDS)
    return around(Track.objects.filter(party__in=parties), since=talks.starts_on, until=until)


def series(talks: Talks) -> list[Talks]:
    """The dated talks before and after these, with these; of talks on one day those entered first come first."""
    day = talks.starts_on
    if day is None:
        return []
    dated = Talks.objects.filter(negotiation=talks.negotiation_id, starts_on__isnull=False).select_related("venue")
    before = Q(starts_on__lt=day) | Q(starts_on=day, pk__lt=talks.pk)
    after = Q(starts_on__gt=day) | Q(starts_on=day, pk__gt=talks.pk)
    return [
        *reversed(dated.filter(before).order_by("-starts_on", "-pk")[:BESIDE]),
        talks,
        *dated.filter(after).order_by("starts_on", "pk")[:BESIDE],
    ]


def agreement_dossier(agreement: Agreement, *, whole: bool = False) -> AgreementDossier:
    parties = by_name(agreement.parties.all())
    tracks = Track.objects.filter(proposal__in=agreement.proposals.values("pk"))
    return AgreementDossier(
        agreement=agreement,
        parties=parties,
        proposals=stands(agreement.proposals.all(), tracks),
        past=lanes(tracks.filter(party__in=parties), most=None if whole else MOST),
    )
