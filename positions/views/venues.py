"""The dossier of a venue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions.drawing.rounds import draw_rounds
from positions.forms.dossiers import is_whole
from positions.permissions import can_edit, can_see_history, negotiation_to_read
from positions.reports.dossiers import venues
from positions.reports.edits import edits
from positions.views.successors import lead_on


@require_safe
def dossier(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Where it is, and what was held there."""
    negotiation = negotiation_to_read(request.user, slug)
    venue = negotiation.venues.filter(slug=key).first()
    if venue is None:
        return lead_on(request, negotiation, negotiation.venues.all(), key)
    found = venues.dossier(venue, whole=is_whole(request))
    context = {
        "negotiation": negotiation,
        "here": "nouns",
        "can_edit": can_edit(request.user, negotiation),
        "dossier": found,
        "whole": is_whole(request),
        "rounds": draw_rounds(found.talks.rows, found.agreements.rows),
        "edits": edits(venue) if can_see_history(request.user, negotiation) else None,
    }
    return render(request, "positions/venue.html", context)
