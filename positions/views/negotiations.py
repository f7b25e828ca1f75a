"""The list of negotiations, where one stands, and the forms to start and edit one."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from positions.actions.nouns import edit_negotiation, start_negotiation
from positions.actions.writing import Stale
from positions.forms.conflicts import Merge
from positions.forms.negotiations import NegotiationForm
from positions.forms.refusals import show_refusal
from positions.forms.standing import StandingForm
from positions.models import Negotiation
from positions.permissions import can_edit, can_start_negotiation, negotiation_to_edit, negotiation_to_read
from positions.reports import negotiations
from positions.reports.edits import edits
from positions.reports.standing import DAYS
from positions.reports.standing import standing as where_it_stands


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All that this person may read."""
    context = {"rows": negotiations.listed(request.user), "can_start": can_start_negotiation(request.user)}
    return render(request, "positions/negotiation_list.html", context)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """That this process answers; nothing is said about the database."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def standing(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed last, who moved, what is near to agreement, each issue as it stands, talks and coverage."""
    negotiation = negotiation_to_read(request.user, slug)
    form = StandingForm(request.GET, negotiation=negotiation, offers=["days"])
    scope = form.scope()
    days = form.days_back()
    context = {
        "negotiation": negotiation,
        "here": "standing",
        "can_edit": can_edit(request.user, negotiation),
        "scope": scope,
        "spans": [(span, span == days) for span in DAYS],
        "standing": where_it_stands(negotiation, today=timezone.localdate(), days=days),
    }
    return render(request, "positions/standing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Start a negotiation; whoever does is its first analyst."""
    verdict = can_start_negotiation(request.user)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    form = NegotiationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            negotiation = start_negotiation(values=form.values, user=request.user)
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Started “{negotiation}”. You are its first analyst.")
            return redirect("negotiation", negotiation.slug)
    return render(request, "positions/negotiation_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change title, summary and who may read."""
    negotiation = negotiation_to_edit(request.user, slug)
    context = {
        "negotiation": copy(negotiation),
        "here": "standing",
        "can_edit": can_edit(request.user, negotiation),
        "edits": edits(negotiation),
    }
    # The form writes into the row it is given, valid or not; the page goes on to show the row as it is.
    merge = Merge(request.POST if request.method == "POST" else None, row=negotiation, over=over_row)
    form = NegotiationForm(merge.data, instance=copy(negotiation))
    status = 422 if form.is_bound else 200
    if merge.is_undecided:
        status = 409
        form.is_valid()
        context["conflict"] = merge.conflict(form, context["negotiation"])
    elif form.is_valid():
        try:
            edit_negotiation(
                negotiation=negotiation,
                values=form.values,
                version=form.cleaned_data["version"],
                user=request.user,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
        except Stale:
            status = 409
            context["conflict"] = merge.conflict(form, negotiation_to_edit(request.user, slug))
        else:
            messages.success(request, "Saved.")
            return redirect("negotiation", slug)
    return render(request, "positions/negotiation_form.html", context | {"form": form}, status=status)


def over_row(row: Negotiation) -> NegotiationForm:
    """The form over the negotiation, as it is or as it was."""
    return NegotiationForm(instance=row)
