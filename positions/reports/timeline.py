"""Demands and offers over time: who took which stance, in which article, until when.

The rows of the chart, of the table below it and of its files are the same `Standing` rows;
the chart itself is drawn in `positions.drawing.timeline`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from positions.analysis.changes import Change
from positions.models import Agreement, Party, Position, Proposal, Talks
from positions.reports import positions
from positions.reports.changes import MovedPosition, moved, walk
from positions.reports.columns import Column
from positions.reports.order import issue_order
from positions.reports.roles import Roles
from positions.reports.scope import Scope

BY_ISSUE, BY_PARTY = "issue", "party"


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


@dataclass(frozen=True, slots=True)
class Band:
    """One party on one proposal, in reading order."""

    party: Party
    rows: list[Standing]


@dataclass(frozen=True, slots=True)
class Lane:
    """One proposal, with a band for each party that took a position on it."""

    proposal: Proposal
    address: str
    bands: list[Band]


@dataclass(frozen=True, slots=True)
class Group:
    """The lanes of one issue, or of one party."""

    title: str
    address: str
    lanes: list[Lane]


@dataclass(frozen=True, slots=True)
class Events:
    """What happened meanwhile: talks that have a date, and agreements."""

    talks: list[Talks]
    agreements: list[Agreement]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows as swimlanes, grouped `by` issue or party, and what happened meanwhile."""

    scope: Scope
    by: str
    groups: list[Group]
    events: Events

    @property
    def bands(self) -> list[Band]:
        return [band for group in self.groups for lane in group.lanes for band in lane.bands]

    @property
    def rows(self) -> list[Standing]:
        return [row for band in self.bands for row in band.rows]

    @property
    def articles(self) -> int:
        return len({row.position.article_id for row in self.rows})

    @property
    def last(self) -> date | None:
        """The day of the latest reading."""
        return max((band.rows[-1].position.published_on for band in self.bands), default=None)


def timeline(scope: Scope, *, by: str) -> Timeline:
    return Timeline(scope=scope, by=by, groups=grouped(standings(scope), scope, by=by), events=events(scope))


def standings(scope: Scope) -> list[Standing]:
    """By issue, proposal and party, then in reading order.

    From the beginning one pass over the positions is enough; from a later day each change
    looks up its own past.
    """
    asked = positions.select(scope)
    found: Iterable[MovedPosition] = moved(asked) if scope.since else walk(asked)
    roles = Roles(scope.negotiation)

    def track(row: Standing) -> tuple[Any, ...]:
        return (*issue_order(row.proposal.issue), row.proposal.slug, roles.order(row.party))

    def reading(row: Standing) -> tuple[Any, ...]:
        return (track(row), row.position.published_on, row.position.article_id)

    told = [
        Standing(
            party=row.party,
            proposal=row.proposal,
            position=row.after,
            before=row.before,
            change=row.change,
            until=None,
            address=positions.address(row.after, scope.negotiation.slug),
        )
        for row in found
        if row.after and row.change
    ]
    result: list[Standing] = []
    for _, group in groupby(sorted(told, key=reading), key=track):
        own = list(group)
        result.extend(replace(row, until=then.position.published_on) for row, then in pairwise(own))
        result.append(own[-1])
    return result


def events(scope: Scope) -> Events:
    """Talks with a date and agreements, of the parties asked for, oldest first."""
    talks: QuerySet[Talks] = Talks.objects.filter(negotiation=scope.negotiation, starts_on__isnull=False)
    agreements: QuerySet[Agreement] = Agreement.objects.filter(negotiation=scope.negotiation)
    if scope.parties:
        talks = talks.filter(parties__in=scope.parties).distinct()
        agreements = agreements.filter(parties__in=scope.parties).distinct()
    return Events(
        talks=list(talks.select_related("venue").order_by("starts_on", "pk")),
        agreements=list(agreements.select_related("venue").order_by("agreed_on", "pk")),
    )


def grouped(rows: Sequence[Standing], scope: Scope, *, by: str) -> list[Group]:
    """The rows as swimlanes: proposals by issue or, with `by` party, by the party that speaks."""
    slug = scope.negotiation.slug
    if by == BY_PARTY:
        roles = Roles(scope.negotiation)
        by_party = sorted(rows, key=lambda row: roles.order(row.party))
        return [
            Group(party.name, reverse("party", args=[slug, party.slug]), lanes(own, slug))
            for party, own in groupby(by_party, key=lambda row: row.party)
        ]
    return [
        Group(issue.title, reverse("issue", args=[slug, issue.slug]), lanes(own, slug))
        for issue, own in groupby(rows, key=lambda row: row.proposal.issue)
    ]


def lanes(rows: Iterable[Standing], slug: str) -> list[Lane]:
    return [
        Lane(
            proposal=proposal,
            address=reverse(proposal.kind, args=[slug, proposal.slug]),
            bands=[Band(party, list(own)) for party, own in groupby(lane, key=lambda row: row.party)],
        )
        for proposal, lane in groupby(rows, key=lambda row: row.proposal)
    ]


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
