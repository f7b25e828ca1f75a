"""Parties × proposals as of a day, as a page and as files."""

from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from positions.forms.scope import ScopeForm
from positions.permissions import can_edit, negotiation_to_read
from positions.reports import matrix
from positions.views.files import download, links

FILTERS = ("party", "issue", "proposal", "type", "as_of")


@require_safe
def show(request: HttpRequest, slug: str, suffix: str = "") -> HttpResponseBase:
    """How every party stood on every proposal on one day."""
    negotiation = negotiation_to_read(request.user, slug)
    form = ScopeForm(request.GET, negotiation=negotiation, offers=FILTERS)
    scope = form.scope()
    today = timezone.localdate()
    if suffix:
        return download(request, suffix, matrix.COLUMNS, matrix.readings(scope, today=today), name=f"{slug}-matrix")
    page = matrix.matrix(scope, today=today)
    context = {
        "negotiation": negotiation,
        "here": "matrix",
        "can_edit": can_edit(request.user, negotiation),
        "form": form,
        "scope": scope,
        "matrix": page,
        "previous": as_of(request, page.previous),
        "next": as_of(request, page.next),
        "downloads": links(request, "matrix-file", slug),
    }
    return render(request, "positions/matrix.html", context)


def as_of(request: HttpRequest, day: date | None) -> str:
    """The same page on another day; empty without one."""
    if day is None:
        return ""
    query = request.GET.copy()
    query["as_of"] = day.isoformat()
    return f"{request.path}?{query.urlencode()}"
