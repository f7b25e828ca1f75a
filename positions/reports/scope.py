"""What is asked: the filters of a report, checked and frozen."""

from dataclasses import dataclass
from datetime import date

from positions.analysis.changes import Kind
from positions.analysis.stances import Stance
from positions.models import Article, Issue, Negotiation, Party, Proposal, Source


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters; empty ones ask for everything. Dates are the articles' and inclusive.

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
    notices: tuple[str, ...] = ()
