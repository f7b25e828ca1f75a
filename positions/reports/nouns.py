"""What a negotiation consists of: one list per noun, each with what tells most about its rows."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Min, Model, OuterRef, Q, Subquery

from positions.models import Agreement, Negotiation, Party, Proposal, Source, Talks, Track, Venue
from positions.reports.dossiers import rounds
from positions.reports.dossiers.stands import ProposalStands, stands
from positions.reports.order import by_name, issue_order


def parties(negotiation: Negotiation) -> list[Party]:
    """By name, with aliases, roles, and how many proposals each made and spoke about."""
    rows = negotiation.parties.annotate(
        made=counted(Proposal, "proposer"), spoken_of=counted(Track, "party")
    ).prefetch_related("aliases", "participations")
    return by_name(rows)


def demands(negotiation: Negotiation) -> list[ProposalStands]:
    return proposals(negotiation, Proposal.Kind.DEMAND)


def offers(negotiation: Negotiation) -> list[ProposalStands]:
    return proposals(negotiation, Proposal.Kind.OFFER)


def proposals(negotiation: Negotiation, kind: str) -> list[ProposalStands]:
    """By issue and title, with how every party stands now."""
    tracks = Track.objects.filter(negotiation=negotiation, proposal__kind=kind)
    return stands(negotiation.proposals.filter(kind=kind), tracks)


def issues(negotiation: Negotiation) -> list[Any]:
    """In their own order, with how many demands and offers there are on each."""
    counted = negotiation.issues.annotate(
        demands=Count("proposals", filter=Q(proposals__kind="demand")),
        offers=Count("proposals", filter=Q(proposals__kind="offer")),
    )
    return sorted(counted, key=issue_order)


def venues(negotiation: Negotiation) -> list[Venue]:
    """By name, with the talks and agreements there."""
    talks = Talks.objects.filter(venue=OuterRef("pk")).order_by().values("venue")
    rows = negotiation.venues.annotate(
        talks_count=counted(Talks, "venue"),
        agreement_count=counted(Agreement, "venue"),
        offer_count=counted(Proposal, "venue"),
        last_talks=Subquery(talks.annotate(last=Max("starts_on")).values("last")),
    )
    return by_name(rows)


def talks(negotiation: Negotiation) -> list[Talks]:
    return rounds.talks_newest_first(Talks.objects.filter(negotiation=negotiation))


def agreements(negotiation: Negotiation) -> list[Agreement]:
    return rounds.agreements_newest_first(Agreement.objects.filter(negotiation=negotiation))


def sources(negotiation: Negotiation) -> list[Source]:
    """By name, with their articles."""
    return by_name(
        negotiation.sources.annotate(
            article_count=Count("articles"), since=Min("articles__published_on"), until=Max("articles__published_on")
        )
    )


LISTS: Mapping[str, Any] = {
    "parties": parties,
    "demands": demands,
    "offers": offers,
    "issues": issues,
    "venues": venues,
    "talks": talks,
    "agreements": agreements,
    "sources": sources,
}


def counts(negotiation: Negotiation) -> dict[str, int]:
    """How many rows each list has. One query."""
    of_kind = {"demands": Proposal.Kind.DEMAND, "offers": Proposal.Kind.OFFER}
    tables: dict[str, Any] = {
        name: Subquery(number(getattr(negotiation, "proposals" if name in of_kind else name), of_kind.get(name)))
        for name in LISTS
    }
    found = Negotiation.objects.filter(pk=negotiation.pk).values(
        **{f"{name}_number": row for name, row in tables.items()}
    )
    return {name: found[0][f"{name}_number"] or 0 for name in LISTS} if found else {}


def number(related: Any, kind: str | None) -> Any:
    rows = related.filter(kind=kind) if kind else related.all()
    return rows.order_by().values("negotiation").annotate(number=Count("pk")).values("number")


def counted(model: type[Model], field: str) -> Subquery:
    """How many rows of a model name the outer row in `field`; None for none."""
    rows = model._default_manager.filter(**{field: OuterRef("pk")}).order_by().values(field)
    return Subquery(rows.annotate(number=Count("pk")).values("number"))
