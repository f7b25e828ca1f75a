"""The dossiers of talks and of an agreement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from positions.drawing.history import draw_lanes
from positions.drawing.rounds import draw_rounds
from positions.forms.dossiers import is_whole
from positions.permissions import can_edit, can_see_history, negotiation_to_read
from positions.reports.dossiers import rounds
from positions.reports.edits import edits


@require_safe
def talks(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who met where and when, and what came of it."""
    negotiation = negotiation_to_read(request.user, slug)
    related = negotiation.talks.select_related("venue", "offer__proposer", "article__source").defer("article__text")
    found = get_object_or_404(related, pk=pk)
    dossier = rounds.talks_dossier(found)
    context = {
        "negotiation": negotiation,
        "here": "nouns",
        "can_edit": can_edit(request.user, negotiation),
        "dossier": dossier,
        "rounds": draw_rounds(dossier.series, dossier.agreements, here=found),
        "edits": edits(found) if can_see_history(request.user, negotiation) else None,
    }
    return render(request, "positions/talks.html", context)


@require_safe
def agreement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was settled, and how the parties stand on it now."""
    negotiation = negotiation_to_read(request.user, slug)
    related = negotiation.agreements.select_related("venue", "talks", "article__source").defer("article__text")
    found = get_object_or_404(related, pk=pk)
    dossier = rounds.agreement_dossier(found, whole=is_whole(request))
    context = {
        "negotiation": negotiation,
        "here": "nouns",
        "can_edit": can_edit(request.user, negotiation),
        "dossier": dossier,
        "whole": is_whole(request),
        "drawn": draw_lanes(dossier.past.lanes, dossier.past.coverage),
        "edits": edits(found) if can_see_history(request.user, negotiation) else None,
    }
    return render(request, "positions/agreement.html", context)
