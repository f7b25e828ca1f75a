"""Talks and agreements: who met where and when, what came of it, and what became of that."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from positions.models import Agreement, Party, Proposal, Talks, Track
from positions.reports.changes import MovedPosition
from positions.reports.lanes import by_stance, current
from positions.reports.order import by_issue, by_name

STILL_TO_COME = (Talks.Status.PROPOSED, Talks.Status.AGREED)
FAR_OFF = date.max  # where talks that are still to come stand as long as they have no date


@dataclass(frozen=True, slots=True)
class Settled:
    """A proposal that an agreement covers, and how the parties stand on it now."""

    proposal: Proposal
    now: list[MovedPosition]


@dataclass(frozen=True, slots=True)
class TalksDossier:
    """`earlier` and `later` are the dated talks around these."""

    talks: Talks
    parties: list[Party]
    agreements: list[Agreement]
    earlier: Talks | None
    later: Talks | None


@dataclass(frozen=True, slots=True)
class AgreementDossier:
    agreement: Agreement
    parties: list[Party]
    proposals: list[Settled]


def talks_newest_first(rows: QuerySet[Talks]) -> list[Talks]:
    """With venue and parties. Of the undated, those still to come are the first, the others the last."""
    full = rows.select_related("venue").prefetch_related("parties")
    undated = {True: FAR_OFF, False: date.min}
    return sorted(full, key=lambda row: (row.starts_on or undated[row.status in STILL_TO_COME], row.pk), reverse=True)


def agreements_newest_first(rows: QuerySet[Agreement]) -> list[Agreement]:
    full = rows.select_related("venue").prefetch_related("parties", "proposals")
    return sorted(full, key=lambda row: (row.agreed_on, row.pk), reverse=True)


def talks_dossier(talks: Talks) -> TalksDossier:
    earlier, later = neighbours(talks)
    return TalksDossier(
        talks=talks,
        parties=by_name(talks.parties.all()),
        agreements=agreements_newest_first(talks.agreements.all()),
        earlier=earlier,
        later=later,
    )


def neighbours(talks: Talks) -> tuple[Talks | None, Talks | None]:
    """The dated talks before and after these; of talks on one day those entered first come first."""
    day = talks.starts_on
    if day is None:
        return None, None
    dated = Talks.objects.filter(negotiation=talks.negotiation_id, starts_on__isnull=False)
    before = Q(starts_on__lt=day) | Q(starts_on=day, pk__lt=talks.pk)
    after = Q(starts_on__gt=day) | Q(starts_on=day, pk__gt=talks.pk)
    return (
        dated.filter(before).order_by("-starts_on", "-pk").first(),
        dated.filter(after).order_by("starts_on", "pk").first(),
    )


def agreement_dossier(agreement: Agreement) -> AgreementDossier:
    proposals = by_issue(agreement.proposals.select_related("issue", "proposer", "addressee", "answers", "counters"))
    now = current(Track.objects.filter(proposal__in=proposals))
    return AgreementDossier(
        agreement=agreement,
        parties=by_name(agreement.parties.all()),
        proposals=[
            Settled(proposal, by_stance(row for row in now if row.proposal == proposal)) for proposal in proposals
        ],
    )
