"""The orders in which pages and files list things.

Names are sorted in Python: databases collate differently, and two databases give one answer.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Value, When

from positions.analysis.stances import OFF_SCALE
from positions.models import Issue, Proposal

Key = tuple[Any, ...]

# Statements of one track from the latest back; for rows as they are and for those of their history, where "id" is the
# position's.
LATEST_FIRST = ("-published_on", "-article_id", "-start", "-id")
# The same, but of each article the one it stands by first: its last on the scale, or its last where none is on it.
STANDING_FIRST = (
    "-published_on",
    "-article_id",
    Case(When(stance__in=OFF_SCALE, then=Value(1)), default=Value(0)),
    "-start",
    "-id",
)


def name_order(row: Any) -> Key:
    return (row.name.casefold(), row.slug)


def title_order(row: Any) -> Key:
    return (row.title.casefold(), row.slug)


def issue_order(issue: Issue) -> Key:
    """As people numbered them; those of one number by their slug."""
    return (issue.sort_order, issue.slug)


def by_name(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=name_order)


def by_title(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=title_order)


def by_issue(proposals: Iterable[Proposal]) -> list[Proposal]:
    """By issue, then by title."""
    return sorted(proposals, key=lambda row: (*issue_order(row.issue), *title_order(row)))
