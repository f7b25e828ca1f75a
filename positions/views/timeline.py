"""Demands and offers over time, as a chart, a table and files."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from positions.drawing.timeline import draw
from positions.drawing.timeline.file import arrange
from positions.drawing.timeline.legend import legend
from positions.forms.timeline import TimelineForm
from positions.permissions import can_edit, negotiation_to_read
from positions.reports import timeline
from positions.reports.scope import Scope
from positions.reports.timeline import rows
from positions.reports.timeline.overview import few_of
from positions.views.files import download, links
from positions.views.timeline_periods import steps_in_time

FILTERS = ("party", "issue", "proposal", "type", "since", "until", "by", "silence")


@require_safe
def show(request: HttpRequest, slug: str, suffix: str = "") -> HttpResponseBase:
    """Who took which stance on which proposal, when, and in which words."""
    negotiation = negotiation_to_read(request.user, slug)
    form = TimelineForm(request.GET, negotiation=negotiation, offers=FILTERS, others=["page"])
    scope = form.scope()
    if suffix in {"csv", "json"}:
        return download(request, suffix, rows.COLUMNS, rows.standings(scope), name=file_name(scope))
    page = timeline.timeline(scope, by=form.grouping(), page=page_number(request))
    silence = form.days_of_silence()
    chart = draw(page, silence=silence)
    context = {
        "negotiation": negotiation,
        "scope": scope,
        "page": page,
        "silence": silence,
        "readings": f"{page.readings:,}",
        "articles": f"{page.articles:,}",
        "chart": chart,
        "legend": legend(page, chart),
        "whole_query": f"?{request.GET.urlencode()}" if request.GET else "",
        "without_period": query_without(request, "since", "until"),
        "without_lane": query_without(request, "proposal", "page"),
    }
    if suffix == "svg":
        site = request.build_absolute_uri("/").rstrip("/")
        file = arrange(
            scope,
            chart,
            legend(page, chart),
            grouping=page.by,
            made=timezone.localdate(),
            address=site + reverse("timeline", args=[slug]) + str(context["whole_query"]),
        )
        response = render(
            request, "positions/timeline.svg", context | {"site": site, "file": file}, content_type="image/svg+xml"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name(scope)}.svg"'
        return response
    context |= {
        "here": "timeline",
        "can_edit": can_edit(request.user, negotiation),
        "form": form,
        "time": steps_in_time(request, negotiation, chart and chart.period, page.whole, few_of(scope, page.tracks)),
        "downloads": [picture(request, slug), *links(request, "timeline-file", slug)],
    }
    return render(request, "positions/timeline.html", context)


def file_name(scope: Scope) -> str:
    """With the period, where one is asked for."""
    since = f"-from-{scope.since}" if scope.since else ""
    until = f"-to-{scope.until}" if scope.until else ""
    return f"{scope.negotiation.slug}-timeline{since}{until}"


def picture(request: HttpRequest, slug: str) -> tuple[str, str]:
    """Label and address of the chart as it is shown, page of lanes and all."""
    query = request.GET.urlencode()
    return "SVG", reverse("timeline-file", args=[slug, "svg"]) + (f"?{query}" if query else "")


def page_number(request: HttpRequest) -> int:
    """The page of lanes asked for; the first where that is no number."""
    given = request.GET.get("page", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def query_without(request: HttpRequest, *names: str) -> str:
    """The present query without some parameters, to be followed by others."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return f"?{query.urlencode()}&" if query else "?"
