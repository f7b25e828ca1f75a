"""Merging two rows that are one: the choice of the other, all that would change, and then the deed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from positions.actions import merging
from positions.actions.merge_plans import Plan, plan
from positions.actions.writing import Stale
from positions.forms.housekeeping import MergeForm
from positions.forms.refusals import show_refusal
from positions.models import Alias, Negotiation, Party, Position, Proposal, Venue
from positions.permissions import can_edit, negotiation_to_edit
from positions.reports import housekeeping
from positions.reports.order import by_issue, by_name
from positions.views.successors import address, merged_into

# What can be merged: how one is called, and all of them in the order in which they are offered.
MERGEABLE = {
    "parties": ("party", lambda negotiation: negotiation.parties.all(), by_name),
    "demands": ("demand", lambda negotiation: of_kind(negotiation, Proposal.Kind.DEMAND), by_issue),
    "offers": ("offer", lambda negotiation: of_kind(negotiation, Proposal.Kind.OFFER), by_issue),
    "venues": ("venue", lambda negotiation: negotiation.venues.all(), by_name),
}
UNDO = "undo"  # a message of something that can be taken back: base.html adds where


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def merge(request: HttpRequest, slug: str, noun: str, pk: int) -> HttpResponse:
    """Merge a party, demand, offer or venue into another of the same kind."""
    negotiation = negotiation_to_edit(request.user, slug)
    if noun not in MERGEABLE:
        raise Http404("These cannot be merged.")
    called, rows_of, order = MERGEABLE[noun]
    rows = rows_of(negotiation)
    gone = rows.filter(pk=pk).first()
    if gone is None:
        return merged_meanwhile(request, negotiation, rows, pk)
    others = order(rows.exclude(pk=pk))
    context = {"called": called, "noun": noun, "back": address(negotiation, gone)}
    return merging_page(request, negotiation, gone, others, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def merge_alias(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Merge a name that articles use into another: of the same party, or of another with what was written so."""
    negotiation = negotiation_to_edit(request.user, slug)
    rows = Alias.objects.filter(negotiation=negotiation).select_related("party")
    gone = rows.filter(pk=pk).first()
    if gone is None:
        raise Http404("There is no such name.")
    others = sorted(rows.exclude(pk=pk), key=lambda row: (row.alias.casefold(), row.alias))
    context = {"called": "name", "noun": "parties", "back": address(negotiation, gone.party)}
    return merging_page(request, negotiation, gone, others, context)


def merging_page(
    request: HttpRequest, negotiation: Negotiation, gone: Any, others: list[Any], context: dict[str, Any]
) -> HttpResponse:
    """GET shows what would change, as soon as the other one is chosen; POST does it if nothing else would by now."""
    posted = request.method == "POST"
    data = request.POST if posted else request.GET if "into" in request.GET else None
    form = MergeForm(data, row=gone, others=others)
    context = frame(request, negotiation) | {"form": form, "gone": gone, "others": others} | context
    kept = form.cleaned_data["into"] if form.is_valid() else None
    status = 422 if posted else 200
    if kept and posted:
        try:
            # Of what is shown only the names: the action reads both rows again.
            merging.merge(
                gone=gone,
                kept=kept,
                seen=form.cleaned_data["seen"],
                user=request.user,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
            kept = None
        except Stale as stale:
            if stale.current is None:
                return redirect(request.path)
            status = 409
            context["stale"] = True
        else:
            messages.success(request, f"Merged “{gone}” into “{kept}”.", extra_tags=UNDO)
            return redirect(address(negotiation, kept.party if isinstance(kept, Alias) else kept))
    if kept:
        try:
            context |= preview(negotiation, plan(gone=gone, kept=kept))
        except ValidationError as refusal:
            show_refusal(form, refusal)
    return render(request, "positions/merge.html", context, status=status)


def preview(negotiation: Negotiation, found: Plan) -> dict[str, Any]:
    """All that a merge changes, as its page shows it."""
    dropped = {row.pk for row in found.dropped}
    named = {
        key: [row for row in rows if not (row.pk in dropped and type(row) is type(found.dropped[0]))]
        for key, rows in found.named.items()
    }
    filled = {name: value for name, value in found.filled.items() if name != "longitude"}
    return {
        "plan": found,
        "kept": found.kept,
        "groups": housekeeping.groups(negotiation, named),
        "unaddressed": [housekeeping.line(negotiation, row) for row in found.unaddressed],
        "dropped": [row.get_role_display() for row in found.dropped],
        "filled": housekeeping.in_words(type(found.kept), filled),
        "doubles": [
            [housekeeping.position_line(negotiation, row) for row in pair]
            for pair in found.doubles[: housekeeping.SHOWN]
        ],
        "effect": housekeeping.effect_of_merging(
            found.gone,
            found.kept,
            positions={pk: one.values for pk, one in found.rewrites.get(Position, {}).items()},
            proposals={pk: one.values for pk, one in found.rewrites.get(Proposal, {}).items()},
        ),
        "swapped": swapped(negotiation, found),
    }


def swapped(negotiation: Negotiation, found: Plan) -> str:
    """The same merge the other way round."""
    if isinstance(found.gone, Alias):
        path = reverse("alias-merge", args=[negotiation.slug, found.kept.pk])
    else:
        nouns = {Party: "parties", Venue: "venues"}
        noun = nouns.get(type(found.gone)) or f"{found.gone.kind}s"
        path = reverse("noun-merge", args=[negotiation.slug, noun, found.kept.pk])
    return f"{path}?into={found.gone.pk}"


def merged_meanwhile(request: HttpRequest, negotiation: Negotiation, rows: QuerySet, pk: int) -> HttpResponse:
    """It is merged already: on to what took its place."""
    row = merged_into(negotiation, rows, pk)
    messages.info(request, f"This was merged into “{row}”.")
    return redirect(address(negotiation, row))


def of_kind(negotiation: Negotiation, kind: str) -> QuerySet[Proposal]:
    return negotiation.proposals.filter(kind=kind).select_related("issue")


def frame(request: HttpRequest, negotiation: Negotiation) -> dict[str, Any]:
    """What every page of this kind shows."""
    return {"negotiation": negotiation, "here": "nouns", "can_edit": can_edit(request.user, negotiation)}
