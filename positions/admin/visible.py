"""Of which negotiations the staff see anything: the same as on the pages. A superuser sees all."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from positions.models import Negotiation


def visible(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those rows that belong to a negotiation which this person may read; all, if rows belong to none."""
    if request.user.is_superuser:
        return rows
    negotiations = Negotiation.objects.visible_to(request.user)
    if rows.model is Negotiation:
        return rows.filter(pk__in=negotiations.values("pk"))
    if any(field.name == "negotiation" for field in rows.model._meta.fields):
        return rows.filter(negotiation__in=negotiations.values("pk"))
    return rows


def is_visible(request: HttpRequest, row: Model | None) -> bool:
    """Of a row that was deleted only the history is left; it is of its negotiation all the same."""
    if row is None:
        return True
    negotiation = row.pk if isinstance(row, Negotiation) else getattr(row, "negotiation_id", None)
    return negotiation is None or visible(request, Negotiation.objects.filter(pk=negotiation)).exists()
