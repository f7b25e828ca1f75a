"""What an analyst worked with last, so that it is offered first."""

from django.db.models import OuterRef, Subquery

from positions.models import Deed, Negotiation, Position, Trace, User

LOOKED_AT = 200  # of their last steps


def recent_proposals(user: User, negotiation: Negotiation | int) -> list[int]:
    """The proposals that this person coded positions on, the last used first. One query, by their own steps."""
    pk = negotiation if isinstance(negotiation, int) else negotiation.pk
    own = Trace.objects.filter(
        deed__user=user, deed__negotiation=pk, deed__state=Deed.State.DONE, table="position", after__isnull=False
    )
    proposal = Position.objects.filter(pk=OuterRef("row")).values("proposal")[:1]
    used = own.order_by("-deed_id", "-pk").annotate(proposal=Subquery(proposal)).values_list("proposal", flat=True)
    return [found for found in dict.fromkeys(used[:LOOKED_AT]) if found is not None]
