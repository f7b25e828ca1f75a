"""What is asked: the filters of a report, checked and frozen."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet

from positions.analysis.changes import Kind
from positions.analysis.stances import Stance
from positions.models import Article, Issue, Negotiation, Party, Proposal, Source

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters; empty ones ask for everything. Dates are the articles' and inclusive.

    `reading` is how far articles have been read. `known_on` asks for what was known by the end of that day, UTC.

    `notices` are sentences about what was asked and could not be understood; pages show them.
    """

    negotiation: Negotiation
    parties: tuple[Party, ...] = ()
    issues: tuple[Issue, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    sources: tuple[Source, ...] = ()
    article: Article | None = None
    proposal_kind: str = ""
    stances: tuple[Stance, ...] = ()
    kinds: tuple[Kind, ...] = ()
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    known_on: date | None = None
    reading: str = ""
    notices: tuple[str, ...] = ()

    @property
    def is_of_some_tracks(self) -> bool:
        """Whether it asks for some of the parties or proposals only."""
        return any((self.parties, self.issues, self.proposals, self.proposal_kind))

    @property
    def leaves_out_reversals(self) -> bool:
        """Whether it asks which way stances moved, but not for those that crossed the scale that way."""
        return bool({Kind.HARDENED, Kind.SOFTENED} & set(self.kinds)) and Kind.REVERSED not in self.kinds


def whole_tracks(rows: Rows, scope: Scope) -> Rows:
    """Those rows (positions, or tracks) that are of the parties and proposals asked for: always whole tracks."""
    rows = rows.filter(negotiation=scope.negotiation)
    if scope.parties:
        rows = rows.filter(party__in=scope.parties)
    if scope.proposals:
        rows = rows.filter(proposal__in=scope.proposals)
    if scope.issues:
        rows = rows.filter(proposal__issue__in=scope.issues)
    if scope.proposal_kind:
        rows = rows.filter(proposal__kind=scope.proposal_kind)
    return rows
