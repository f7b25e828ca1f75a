"""Where the address of something that was merged leads."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from positions.models import Negotiation, Proposal, Successor
from positions.models.base import Recorded


def successor(negotiation: Negotiation, rows: QuerySet, *, slug: str = "", former: int = 0) -> Recorded | None:
    """The row that took the place of the one that had this slug, or this id; None where there is none."""
    which = {"slug": slug} if slug else {"former": former}
    table = rows.model._meta.concrete_model._meta.model_name
    found = Successor.objects.filter(negotiation=negotiation, table=table, **which).first()
    return rows.filter(pk=found.successor).first() if found else None


def merged_into(negotiation: Negotiation, rows: QuerySet, former: int) -> Recorded:
    """The row that took the place of the one that had this id."""
    row = successor(negotiation, rows, former=former) if former < 2**63 else None
    if row is None:
        raise Http404("There is nothing of this number.")
    return row


def lead_on(request: HttpRequest, negotiation: Negotiation, rows: QuerySet, slug: str) -> HttpResponsePermanentRedirect:
    """To the successor of the row that had this slug, with the same query; where there is none, there is no page.

    No browser may remember it: a merge can be undone.
    """
    row = successor(negotiation, rows, slug=slug)
    if row is None:
        raise Http404("There is nothing of this name.")
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(address(negotiation, row) + (f"?{query}" if query else ""))
    add_never_cache_headers(response)
    return response


def address(negotiation: Negotiation, row: Recorded) -> str:
    """The dossier of a party, proposal or venue."""
    name = row.kind if isinstance(row, Proposal) else row._meta.model_name
    return reverse(name, args=[negotiation.slug, row.slug])
