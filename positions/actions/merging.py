"""Merging two rows that turned out to be one: two parties, two demands or offers, two venues, two aliases.

The one goes, the other is kept; `merge_plans` says what that changes, and `merge` does nothing else, in
one transaction and one deed. A `Successor` keeps the old name, so that addresses that use it lead on.
"""

from typing import Any

from positions.actions import deeds, writing
from positions.actions.merge_plans import plan, table
from positions.actions.rewriting import Rewrite, rewrite
from positions.models import Successor, User
from positions.models.base import Recorded


def merge(*, gone: Recorded, kept: Recorded, seen: str, user: User, reason: str = "") -> Recorded:
    """Let `kept` take the place of `gone`. `seen` is the fingerprint of the plan that the person agreed to.

    Raises `Stale` when the plan would be another by now, and ValidationError where the two cannot be one.
    """
    negotiation: int = gone.negotiation_id
    words = f"merged “{gone}” into “{kept}”"
    with deeds.doing(words, negotiation=negotiation, user=user):
        writing.take_turn(pk=negotiation)
        found = plan(gone=standing(gone), kept=standing(kept))
        if found.seen != seen:
            raise writing.Stale(found.kept)
        why = f"{words}: {reason.strip()}" if reason.strip() else words
        for row in found.dropped:
            writing.delete(row, version=row.version, user=user, reason=why)
        for model, rewrites in found.rewrites.items():
            rewrite(model, list(rewrites.values()), user=user, reason=why)
        rewrite(Successor, [Rewrite(row, {"successor": kept.pk}) for row in found.former], user=user, reason=why)
        slug = getattr(found.gone, "slug", "")
        former = found.gone.pk
        writing.delete(found.gone, version=found.gone.version, user=user, reason=why)
        for alias in found.made:
            writing.insert(alias, user=user, reason=why)
        if slug:
            leave_name(found.kept, slug, former, user=user, reason=why)
    return found.kept


def standing(row: Recorded) -> Any:
    """The row as it stands now."""
    current = type(row)._base_manager.filter(pk=row.pk).first()
    if current is None:
        raise writing.Stale(None)
    return current


def leave_name(kept: Recorded, slug: str, former: int, *, user: User, reason: str) -> None:
    """Let the old name lead to the row that took its place; a name that led elsewhere leads here now."""
    successor = Successor.objects.filter(negotiation=kept.negotiation_id, table=table(kept), slug=slug).first()
    if successor is None:
        successor = Successor(negotiation_id=kept.negotiation_id, table=table(kept), slug=slug)
    successor.former, successor.successor = former, kept.pk
    if successor.pk is None:
        writing.insert(successor, user=user, reason=reason)
    else:
        writing.update(successor, version=successor.version, user=user, reason=reason)
