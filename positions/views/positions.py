"""The coded statements as a table to filter and take along."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions.forms.scope import ScopeForm
from positions.permissions import can_edit, negotiation_to_read
from positions.reports import positions
from positions.views.files import download, links

FILTERS = ("party", "issue", "proposal", "type", "stance", "source", "article", "since", "until")
PAGE_LENGTH = 50


@require_safe
def index(request: HttpRequest, slug: str, suffix: str = "") -> HttpResponse:
    """Every position, newest article first; as a file, in reading order."""
    negotiation = negotiation_to_read(request.user, slug)
    form = ScopeForm(request.GET, negotiation=negotiation, offers=FILTERS, others=["page"])
    scope = form.scope()
    rows = positions.select(scope).with_names()
    if suffix:
        in_order = rows.in_reading_order().iterator(chunk_size=500)
        return download(request, suffix, positions.COLUMNS, in_order, name=f"{slug}-positions")
    context = {
        "negotiation": negotiation,
        "here": "positions",
        "can_edit": can_edit(request.user, negotiation),
        "form": form,
        "scope": scope,
        "page": Paginator(rows.newest_first(), PAGE_LENGTH).get_page(request.GET.get("page")),
        "columns": positions.COLUMNS,
        "downloads": links(request, "position-list-file", slug),
    }
    return render(request, "positions/position_list.html", context)
