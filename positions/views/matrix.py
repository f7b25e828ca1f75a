"""Parties × proposals as of a day, and as known on a day, as a page and as files."""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from positions.forms.matrix import MatrixForm
from positions.permissions import Verdict, can_edit, can_see_history, negotiation_to_read
from positions.reports import matrix
from positions.reports.matrix.days import days_with_articles
from positions.reports.scope import Scope
from positions.views.files import download, links

FILTERS = ("as_of", "party", "issue", "proposal", "type")
ON_PAPER = 7  # parties side by side on a sheet


@require_safe
def show(request: HttpRequest, slug: str, suffix: str = "") -> HttpResponseBase:
    """How every party stood on every proposal on one day."""
    negotiation = negotiation_to_read(request.user, slug)
    verdict = can_see_history(request.user, negotiation)
    offers = (*FILTERS, *(["known_on"] if verdict else []), "sort", "page")
    form = MatrixForm(request.GET, negotiation=negotiation, offers=offers, others=["known_on"])
    scope = allowed(form.scope(), request, verdict)
    today = timezone.localdate()
    by = form.order()
    if suffix:
        lines = matrix.readings(scope, today=today, by=by)
        return download(request, suffix, matrix.COLUMNS, lines, name=f"{slug}-matrix")
    page = matrix.matrix(scope, today=today, by=by, page=form.page_of_parties())
    context = {
        "negotiation": negotiation,
        "here": "matrix",
        "can_edit": can_edit(request.user, negotiation),
        "can_see_history": verdict,
        "form": form,
        "scope": scope,
        "matrix": page,
        "second_sheet": f"{ON_PAPER}:" if len(page.parties) > ON_PAPER else "",
        "by": by,
        "days": days_with_articles(negotiation),
        "previous": page.previous and address(request, as_of=page.previous),
        "next": page.next and address(request, as_of=page.next),
        "now": address(request, known_on=None),
        "begins": page.begins and address(request, known_on=page.begins),
        "parties_before": address(request, page=page.shown.page - 1 if page.shown.page > 2 else None),
        "parties_after": address(request, page=page.shown.page + 1),
        "downloads": links(request, "matrix-file", slug),
    }
    return render(request, "positions/matrix.html", context)


def allowed(scope: Scope, request: HttpRequest, verdict: Verdict) -> Scope:
    """What was known on a day stands in the history, which is not for everybody."""
    if verdict or "known_on" not in request.GET:
        return scope
    return replace(scope, notices=(*scope.notices, f"“Known on” was ignored. {verdict.reason}"))


def address(request: HttpRequest, **changed: date | int | None) -> str:
    """The same page with another day, or another page of parties; None takes one away."""
    query = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path
