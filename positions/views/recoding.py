"""Recoding many positions at once, and splitting a proposal: the choice, all that would change, and then the deed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods

from positions.actions import recoding
from positions.actions.writing import Stale
from positions.forms.housekeeping import RecodeForm, SplitForm
from positions.forms.refusals import show_refusal
from positions.forms.scope import ScopeForm
from positions.models import Negotiation, Position
from positions.permissions import can_edit, negotiation_to_edit
from positions.reports import housekeeping, positions
from positions.views.housekeeping import UNDO
from positions.views.positions import FILTERS
from positions.views.successors import address

PAGE_LENGTH = 100
SHOWN = 500  # rows of a preview; of more the number is told
SPLIT_FILTERS = ("party", "stance", "source", "since", "until")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recode(request: HttpRequest, slug: str) -> HttpResponse:
    """Say something else of many positions: of those ticked, or of all that the filters find."""
    negotiation = negotiation_to_edit(request.user, slug)
    filters = ScopeForm(request.GET, negotiation=negotiation, offers=FILTERS, others=["page"])
    scope = filters.scope()
    rows = positions.select(scope).with_names()
    form = RecodeForm(request.POST if request.method == "POST" else None, negotiation=negotiation)
    context = choosing(request, negotiation, rows) | {"filters": filters, "scope": scope, "form": form}
    if not form.is_bound:
        return render(request, "positions/recode.html", context)
    chosen = chosen_rows(request, negotiation, rows)
    if not chosen:
        form.add_error(None, NONE_CHOSEN)
    if not form.is_valid():
        return render(request, "positions/recode.html", context, status=422)
    status = 200
    if "confirm" in request.POST:
        try:
            number = recoding.recode(
                negotiation=negotiation,
                keys=[row.key for row in chosen],
                seen=request.POST.get("seen", ""),
                values=form.values,
                user=request.user,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
            status = 422
        except Stale:
            status = 409
            chosen = chosen_rows(request, negotiation, rows)
        else:
            messages.success(request, f"Recoded {number} position{'' if number == 1 else 's'}.", extra_tags=UNDO)
            return redirect(f"{resolve_url('position-list', slug)}?{request.GET.urlencode()}".rstrip("?"))
    context |= preview(request, chosen, form.values) | {"stale": status == 409}
    return render(request, "positions/recode_preview.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def split(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make two of one demand or offer: a new one, and the positions that are about it."""
    negotiation = negotiation_to_edit(request.user, slug)
    proposal = get_object_or_404(negotiation.proposals.select_related("issue", "proposer", "addressee"), pk=pk)
    filters = ScopeForm(request.GET, negotiation=negotiation, offers=SPLIT_FILTERS, others=["page"])
    scope = filters.scope()
    rows = positions.select(scope).with_names().on(proposal)
    form = SplitForm(request.POST if request.method == "POST" else None, auto_id="split-%s")
    context = choosing(request, negotiation, rows) | {
        "here": "nouns",
        "filters": filters,
        "scope": scope,
        "form": form,
        "proposal": proposal,
        "back": address(negotiation, proposal),
    }
    if not form.is_bound:
        return render(request, "positions/split.html", context)
    chosen = chosen_rows(request, negotiation, rows)
    if not chosen:
        form.add_error(None, NONE_CHOSEN)
    if not form.is_valid():
        return render(request, "positions/split.html", context, status=422)
    status = 200
    if "confirm" in request.POST:
        try:
            made = recoding.split(
                proposal=proposal,
                values=form.values,
                keys=[row.key for row in chosen],
                seen=request.POST.get("seen", ""),
                user=request.user,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
            return render(request, "positions/split.html", context, status=422)
        except Stale:
            status = 409
            chosen = chosen_rows(request, negotiation, rows)
        else:
            messages.success(request, f"Split “{made}” from “{proposal}”.", extra_tags=UNDO)
            return redirect(address(negotiation, made))
    context |= {
        "stale": status == 409,
        "chosen": chosen[:SHOWN],
        "number": len(chosen),
        "stays": Position.objects.on(proposal).count() - len(chosen),
        "seen": recoding.plan(rows=chosen, values={}).seen,
        "effect": housekeeping.effect_of_splitting(proposal, [row.pk for row in chosen]),
        "which": request.POST.get("which", ""),
    }
    return render(request, "positions/split_preview.html", context, status=status)


NONE_CHOSEN = "Choose the positions, one at least."


def choosing(request: HttpRequest, negotiation: Negotiation, rows: QuerySet[Position]) -> dict[str, Any]:
    """The rows to choose from, page by page, with those that were ticked before."""
    page = Paginator(rows.newest_first(), PAGE_LENGTH).get_page(request.GET.get("page"))
    return {
        "negotiation": negotiation,
        "here": "positions",
        "can_edit": can_edit(request.user, negotiation),
        "page": page,
        "ticked": set(request.POST.getlist("position")),
        "which": request.POST.get("which", "ticked"),
    }


def chosen_rows(request: HttpRequest, negotiation: Negotiation, rows: QuerySet[Position]) -> list[Position]:
    """Those ticked, or all that the filters find, except those that were left out since."""
    if request.POST.get("which") != "all":
        keys = {key for key in request.POST.getlist("position") if key.isascii() and "\x00" not in key}
        rows = (
            Position.objects.filter(negotiation=negotiation, key__in=keys).with_names().filter(pk__in=rows.values("pk"))
        )
    without = set(request.POST.get("without", "").split())
    return [row for row in rows.in_reading_order() if row.key not in without]


def preview(request: HttpRequest, chosen: Sequence[Position], values: Mapping[str, Any]) -> dict[str, Any]:
    """Each row with what will be another, those that cannot be recoded so, and what follows for the changes."""
    found = recoding.plan(rows=chosen, values=values)
    rewritten = {one.row.pk: one.values for one in found.rewrites}
    left_out = request.POST.get("without", "").split()
    return {
        "plan": found,
        "number": len(found.rewrites),
        "changed": [(one.row, housekeeping.differences(one.row, values)) for one in found.rewrites[:SHOWN]],
        "without": " ".join(left_out),
        "without_refused": " ".join([*left_out, *(row.key for row, _ in found.refused)]),
        "left_out": len(left_out),
        "effect": housekeeping.effect_of_recoding([one.row for one in found.rewrites], rewritten),
    }
