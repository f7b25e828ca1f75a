"""Demands and offers over time, as a chart, a table and files."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from positions.analysis.timeline import earlier
from positions.drawing.timeline import draw
from positions.drawing.timeline_file import arrange
from positions.drawing.timeline_legend import legend
from positions.forms.timeline import TimelineForm
from positions.permissions import can_edit, negotiation_to_read
from positions.reports import timeline
from positions.views.files import download, links

FILTERS = ("party", "issue", "proposal", "type", "since", "until", "by", "silence")


@require_safe
def show(request: HttpRequest, slug: str, suffix: str = "") -> HttpResponseBase:
    """Who took which stance on which proposal, when, and in which words."""
    negotiation = negotiation_to_read(request.user, slug)
    form = TimelineForm(request.GET, negotiation=negotiation, offers=FILTERS)
    scope = form.scope()
    if suffix in {"csv", "json"}:
        return download(request, suffix, timeline.COLUMNS, timeline.standings(scope), name=f"{slug}-timeline")
    page = timeline.timeline(scope, by=form.grouping())
    silence = form.days_of_silence()
    chart = draw(page, silence=silence)
    context = {
        "negotiation": negotiation,
        "scope": scope,
        "page": page,
        "silence": silence,
        "chart": chart,
        "legend": legend(page, chart),
    }
    if suffix == "svg":
        site = request.build_absolute_uri("/").rstrip("/")
        response = render(
            request,
            "positions/timeline.svg",
            context | {"site": site, "file": arrange(negotiation.title, chart, context["legend"])},
            content_type="image/svg+xml",
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{slug}-timeline.svg"'
        return response
    context |= {
        "here": "timeline",
        "can_edit": can_edit(request.user, negotiation),
        "form": form,
        "zooms": zooms(request, page),
        "downloads": links(request, "timeline-file", slug, suffixes=("svg", "csv", "json")),
    }
    return render(request, "positions/timeline.html", context)


def zooms(request: HttpRequest, page: timeline.Timeline) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is the present one: the whole period, and its last year and quarter."""
    if page.last is None:
        return []
    found = []
    for label, days in (("Whole period", None), ("Last 365 days", 365), ("Last 90 days", 90)):
        query = request.GET.copy()
        given = query.pop("since", [""])[-1]
        since = earlier(page.last, days).isoformat() if days else ""
        if since:
            query["since"] = since
        found.append((label, f"{request.path}?{query.urlencode()}" if query else request.path, given == since))
    return found
