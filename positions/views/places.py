"""Where talks were held and proposed, as a map and a list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions.drawing.map import draw
from positions.forms.places import PlacesForm
from positions.permissions import can_edit, negotiation_to_read
from positions.reports import places

FILTERS = ("since", "until", "status")


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Every venue with its talks, agreements and the offers that name it, in a period."""
    negotiation = negotiation_to_read(request.user, slug)
    form = PlacesForm(request.GET, negotiation=negotiation, offers=FILTERS)
    scope = form.scope()
    found = places.places(scope, statuses=form.statuses())
    context = {
        "negotiation": negotiation,
        "here": "map",
        "can_edit": can_edit(request.user, negotiation),
        "form": form,
        "scope": scope,
        "found": found,
        "map": draw(found.on_the_map, slug=slug),
    }
    return render(request, "positions/map.html", context)
