"""What an analyst worked with last, so that it is offered first."""

from django.db.models import OuterRef, Subquery

from positions.models import Deed, Negotiation, Position, Trace, User

LOOKED_AT = 100  # of the last things they did


def recent_proposals(user: User, negotiation: Negotiation | int) -> list[int]:
    """The proposals that this person coded positions on, the last used first.

    One query, by their last steps on articles: what one of them wrote beside a new position does not matter,
    nor does a change of many positions at once, however many there were.
    """
    pk = negotiation if isinstance(negotiation, int) else negotiation.pk
    steps = Deed.objects.of(user.pk, pk).to_undo().filter(article__isnull=False)
    made = Trace.objects.filter(deed=OuterRef(OuterRef("pk")), table="position", before=None).values("row")[:1]
    proposal = Position.objects.filter(pk=Subquery(made)).values("proposal")
    used = steps.values_list(Subquery(proposal), flat=True)[:LOOKED_AT]
    return [found for found in dict.fromkeys(used) if found is not None]
