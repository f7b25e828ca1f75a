"""The dossier of a party."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions.drawing.chains import draw_chains
from positions.drawing.history import draw_lanes
from positions.drawing.rounds import draw_rounds
from positions.forms.dossiers import is_whole
from positions.permissions import can_edit, can_see_history, negotiation_to_read
from positions.reports.dossiers import parties
from positions.reports.edits import edits
from positions.views.successors import lead_on


@require_safe
def dossier(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Who it is, how it stands, how it moved."""
    negotiation = negotiation_to_read(request.user, slug)
    party = negotiation.parties.filter(slug=key).first()
    if party is None:
        return lead_on(request, negotiation, negotiation.parties.all(), key)
    found = parties.dossier(party, whole=is_whole(request))
    context = {
        "negotiation": negotiation,
        "here": "nouns",
        "can_edit": can_edit(request.user, negotiation),
        "dossier": found,
        "whole": is_whole(request),
        "drawn": draw_lanes(found.past.lanes, found.past.coverage),
        "chains": draw_chains(found.chains),
        "rounds": draw_rounds(found.talks.rows, found.agreements.rows),
        "edits": edits(party) if can_see_history(request.user, negotiation) else None,
    }
    return render(request, "positions/party.html", context)
