"""How a party or a proposal moved, for the foot of its page in the admin."""

from typing import Any

from positions.reports.changes.days import latest
from positions.reports.scope import Scope

SHOWN = 50


def with_moves(scope: Scope | None, context: dict[str, Any] | None) -> dict[str, Any]:
    """The context with the latest changes in it; reading stops as soon as there are enough."""
    if scope is None:
        return context or {}
    page = latest(scope)
    return (context or {}) | {
        "negotiation": scope.negotiation,
        "moves": page.rows[:SHOWN],
        "more_moves": len(page.rows) > SHOWN or page.continues_before is not None,
    }
