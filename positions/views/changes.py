"""Who moved: what one article changed, and every change of a negotiation."""

from dataclasses import replace

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from positions.drawing import sparkline
from positions.forms.scope import ScopeForm
from positions.models import Article
from positions.permissions import can_edit, negotiation_to_read
from positions.reports.changes import days, movement, pairs
from positions.reports.changes.article_choice import coded
from positions.views.files import download, links

TRACK_FILTERS = ("party", "issue", "proposal", "type", "kind")
FILTERS = (*TRACK_FILTERS, "source", "since", "until")


@require_safe
def of_article(request: HttpRequest, slug: str, pk: int, suffix: str = "") -> HttpResponse:
    """What an article changed since those before it."""
    negotiation = negotiation_to_read(request.user, slug)
    articles = negotiation.articles.select_related("source").without_text()
    article = get_object_or_404(articles, pk=pk)
    form = ScopeForm(request.GET, negotiation=negotiation, offers=TRACK_FILTERS)
    scope = form.scope()
    if suffix:
        rows = pairs.rows_of(article, scope)
        return download(request, suffix, pairs.COLUMNS, rows, name=f"{slug}-{article.key}-changes")
    pair = pairs.of_article(article, scope)
    context = {
        "negotiation": negotiation,
        "here": "articles",
        "can_edit": can_edit(request.user, negotiation),
        "article": article,
        "pair": pair,
        "is_read": bool(pair.rows) or pairs.is_read(article),
        "form": form,
        "scope": scope,
        "next": coded(negotiation).after(article).in_reading_order().first(),
        "downloads": links(request, "article-changes-file", slug, pk),
    }
    return render(request, "positions/article_changes.html", context)


@require_safe
def index(request: HttpRequest, slug: str, suffix: str = "") -> HttpResponse:
    """Every change, newest article first; as a file, in reading order."""
    negotiation = negotiation_to_read(request.user, slug)
    form = ScopeForm(request.GET, negotiation=negotiation, offers=FILTERS, others=["before"])
    scope = form.scope()
    if suffix:
        rows = days.all_changes(scope)
        return download(request, suffix, pairs.COLUMNS, rows, name=f"{slug}-changes")
    before, notices = go_on_from(request, negotiation.articles.without_text())
    movements = movement.lately(scope, before=before)
    context = {
        "negotiation": negotiation,
        "here": "changes",
        "can_edit": can_edit(request.user, negotiation),
        "form": form,
        "scope": replace(scope, notices=(*scope.notices, *notices)),
        "page": days.latest(scope, before=before),
        "movements": movements,
        "sparklines": [(one, sparkline.draw(one.movement, highest=movements.highest)) for one in movements.parties]
        if movements
        else [],
        "begins_before": before,
        "downloads": links(request, "change-list-file", slug),
    }
    return render(request, "positions/change_list.html", context)


def go_on_from(request: HttpRequest, articles: QuerySet[Article]) -> tuple[Article | None, list[str]]:
    """The article before which the page begins, if one is named; nonsense is said and starts at the newest."""
    given = request.GET.get("before", "")
    if not given:
        return None, []
    known = given.isascii() and given.isdigit() and len(given) < 19
    article = articles.filter(pk=int(given)).first() if known else None
    return article, [] if article else [f"There is no article “{given}” here to go on from, so it was ignored."]
