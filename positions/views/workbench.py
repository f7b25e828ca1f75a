"""The parts of an article's page that the views of articles and positions share: its frame, its panel, its answers."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from positions.drawing.strip import draw_strip
from positions.forms.coding import PositionForm
from positions.models import Article, Negotiation, Position
from positions.permissions import can_edit, can_see_history
from positions.reports.progress import progress_of
from positions.reports.workbench import saved
from positions.reports.workbench.article import Text, article_page
from positions.reports.workbench.news import mark
from positions.reports.workbench.steps import next_steps


def article_frame(request: HttpRequest, negotiation: Negotiation, article: Article) -> dict[str, Any]:
    """What the page of an article shows, apart from its panel."""
    may_edit = can_edit(request.user, negotiation)
    latest = mark(article.pk)
    page = article_page(article, with_mentions=bool(may_edit))
    return {
        "negotiation": negotiation,
        "here": "articles",
        "can_edit": may_edit,
        "article": article,
        "page": page,
        "mark": latest,
        **around(request, negotiation, page.text, may_edit=bool(may_edit)),
    }


def around(request: HttpRequest, negotiation: Negotiation, text: Text, *, may_edit: bool) -> dict[str, Any]:
    """What stands around the text: the tools, the strip, the lines that count."""
    article, user = text.article, request.user
    is_member = may_edit or can_see_history(user, negotiation)
    return {
        "text": text,
        "strip": draw_strip(text.laid, len(article.text)),
        "progress": progress_of(article, is_coded=bool(text.laid or text.waiting)) if is_member else None,
        "steps": next_steps(user, negotiation) if user.is_authenticated else None,
    }


def empty_form(request: HttpRequest, article: Article, *, party: int | None) -> PositionForm:
    return PositionForm(article=article, user=request.user, initial={"party": party})


def panel(request: HttpRequest, negotiation: Negotiation, kind: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """The panel alone, for htmx. `kind` is new, edit or remove."""
    context = {
        "negotiation": negotiation,
        "can_edit": can_edit(request.user, negotiation),
        "panel": kind,
        "on_workbench": True,
    }
    return render(request, "positions/workbench/_panel.html", context | more, status=status)


def answer_saved(
    request: HttpRequest,
    negotiation: Negotiation,
    article: Article,
    *,
    said: str,
    before: Position | None = None,
    after: Position | None = None,
) -> HttpResponse:
    """What htmx gets after a save: a fresh panel, and of the page only what changed. `said` is announced.

    Whoever could save may edit.
    """
    found = saved(article, before=before, after=after)
    context = {
        "negotiation": negotiation,
        "article": article,
        "can_edit": True,
        "on_workbench": True,
        "panel": "new",
        "form": empty_form(request, article, party=(after or before).party_id),
        "saved": found,
        "coded": after,
        "said": said,
        **around(request, negotiation, found.text, may_edit=True),
    }
    return render(request, "positions/workbench/_saved.html", context)


def sign_in_first(request: HttpRequest, back_to: str) -> HttpResponse:
    """For whose session is over. Scripts say so beside what was typed, which stays; others sign in and come back."""
    return HttpResponse(status=401) if request.htmx else redirect_to_login(back_to)
