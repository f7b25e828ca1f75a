"""Any two articles side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions.forms.compare import OTHERS, PairForm
from positions.forms.scope import ScopeForm
from positions.permissions import can_edit, negotiation_to_read
from positions.reports.changes import article_choice, pairs
from positions.views.files import download, links

FILTERS = ("party", "issue", "proposal", "type", "kind")


@require_safe
def show(request: HttpRequest, slug: str, suffix: str = "") -> HttpResponse:
    """What changed from one article to another; without a choice, between the latest two that were coded."""
    negotiation = negotiation_to_read(request.user, slug)
    choice = PairForm(request.GET, negotiation=negotiation)
    form = ScopeForm(request.GET, negotiation=negotiation, offers=FILTERS, others=OTHERS)
    scope = form.scope()
    earlier, later = choice.earlier, choice.later
    if suffix:
        rows = pairs.rows_of(later, scope, since=earlier) if earlier and later else ()
        return download(request, suffix, pairs.COLUMNS, rows, name=f"{slug}-compare")
    pair = pairs.between(earlier, later, scope) if earlier and later else None
    context = {
        "negotiation": negotiation,
        "here": "changes",
        "can_edit": can_edit(request.user, negotiation),
        "form": form,
        "choice": choice,
        "scope": scope,
        "pair": pair,
        "is_read": pair and (bool(pair.rows) or pairs.is_read(pair.later)),
        "sides": article_choice.sides(pair.earlier, pair.later, negotiation) if pair else None,
        "offer": article_choice.found(negotiation, choice.search) if choice.choosing else None,
        "filters": [(name, value) for name, values in request.GET.lists() if name in FILTERS for value in values],
        "downloads": links(request, "compare-file", slug, leaves_out=("choose", "find")),
    }
    return render(request, "positions/compare.html", context)
