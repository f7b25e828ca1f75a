"""Talks and agreements: who met where and when, what came of it, and what became of that."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from positions.analysis.timeline import later
from positions.models import Agreement, Party, Proposal, Talks, Track
from positions.reports.around import Around, around
from positions.reports.changes import MovedPosition
from positions.reports.lanes import Lanes, by_stance, current, lanes
from positions.reports.order import by_issue, by_name

STILL_TO_COME = (Talks.Status.PROPOSED, Talks.Status.AGREED)
BESIDE = 8  # dated talks before and after some, in their series
AFTERWARDS = 30  # days in which what parties say is told together with the talks
FAR_OFF = date.max  # where talks that are still to come stand as long as they have no date


@dataclass(frozen=True, slots=True)
class Settled:
    """A proposal that an agreement covers, and how the parties stand on it now."""

    proposal: Proposal
    now: list[MovedPosition]


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
    reply: list[MovedPosition]

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
    proposals: list[Settled]
    past: Lanes


def talks_newest_first(rows: QuerySet[Talks]) -> list[Talks]:
    """With venue and parties. Of the undated, those still to come are the first, the others the last."""
    full = rows.select_related("venue").prefetch_related("parties")
    undated = {True: FAR_OFF, False: date.min}
    return sorted(full, key=lambda row: (row.starts_on or undated[row.status in STILL_TO_COME], row.pk), reverse=True)


def agreements_newest_first(rows: QuerySet[Agreement]) -> list[Agreement]:
    full = rows.select_related("venue").prefetch_related("parties", "proposals")
    return sorted(full, key=lambda row: (row.agreed_on, row.pk), reverse=True)


def talks_dossier(talks: Talks) -> TalksDossier:
    parties = by_name(talks.parties.all())
    offer = Track.objects.filter(proposal=talks.offer_id)
    return TalksDossier(
        talks=talks,
        parties=parties,
        agreements=agreements_newest_first(talks.agreements.all()),
        series=series(talks),
        around=moved_around(talks, parties),
        reply=by_stance(current(offer)) if talks.offer_id else [],
    )


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


def agreement_dossier(agreement: Agreement) -> AgreementDossier:
    proposals = by_issue(agreement.proposals.select_related("issue", "proposer", "addressee", "answers", "counters"))
    now: dict[int, list[MovedPosition]] = {}
    for row in current(Track.objects.filter(proposal__in=proposals)):
        now.setdefault(row.proposal.pk, []).append(row)
    parties = by_name(agreement.parties.all())
    return AgreementDossier(
        agreement=agreement,
        parties=parties,
        proposals=[Settled(proposal, by_stance(now.get(proposal.pk, ()))) for proposal in proposals],
        past=lanes(Track.objects.filter(proposal__in=proposals, party__in=parties)),
    )
