"""The dossiers of a demand, an offer and an issue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from positions.drawing.chains import draw_chains
from positions.drawing.history import draw_lanes
from positions.forms.dossiers import is_whole
from positions.permissions import can_edit, can_see_history, negotiation_to_read
from positions.reports.dossiers import proposals
from positions.reports.edits import edits
from positions.views.successors import lead_on


@require_safe
def dossier(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """Who stands where on it, who moved, what answers it. A demand asked for as an offer is sent to its right place."""
    negotiation = negotiation_to_read(request.user, slug)
    related = negotiation.proposals.select_related(
        "issue", "proposer", "addressee", "answers__proposer", "counters__proposer", "venue"
    )
    proposal = related.filter(slug=key).first()
    if proposal is None:
        return lead_on(request, negotiation, related, key)
    if proposal.kind != kind:
        return redirect(proposal.kind, slug, key)
    found = proposals.dossier(proposal, whole=is_whole(request))
    context = {
        "negotiation": negotiation,
        "here": "nouns",
        "can_edit": can_edit(request.user, negotiation),
        "dossier": found,
        "whole": is_whole(request),
        "drawn": draw_lanes(found.past.lanes, found.past.coverage),
        "chains": draw_chains(found.chains),
        "edits": edits(proposal) if can_see_history(request.user, negotiation) else None,
    }
    return render(request, "positions/proposal.html", context)


@require_safe
def issue(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Its demands and offers, and who moved on them last."""
    negotiation = negotiation_to_read(request.user, slug)
    issue = get_object_or_404(negotiation.issues, slug=key)
    found = proposals.issue_dossier(issue, whole=is_whole(request))
    context = {
        "negotiation": negotiation,
        "here": "nouns",
        "can_edit": can_edit(request.user, negotiation),
        "dossier": found,
        "whole": is_whole(request),
        "drawn": draw_lanes(found.principals.lanes, found.principals.coverage),
        "chains": draw_chains(found.chains),
        "edits": edits(issue) if can_see_history(request.user, negotiation) else None,
    }
    return render(request, "positions/issue.html", context)
