"""What a person did in a negotiation, step by step, and which step they can take back or do again."""

from dataclasses import dataclass

from django.db.models import Q

from positions.models import Deed, Negotiation, User


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The deed that “Undo” takes back and the one that “Redo” does again; None where there is none."""

    undo: Deed | None
    redo: Deed | None


def next_steps(user: User, negotiation: Negotiation) -> NextSteps:
    """Both in one query."""
    own = Deed.objects.of(user.pk, negotiation.pk)
    ends = Q(pk__in=own.to_undo().values("pk")[:1]) | Q(pk__in=own.to_redo().values("pk")[:1])
    found = {deed.state: deed for deed in Deed.objects.filter(ends)}
    return NextSteps(undo=found.get(Deed.State.DONE), redo=found.get(Deed.State.UNDONE))
