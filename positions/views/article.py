"""One article: its text with the coded passages, and the form to code another."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from positions.actions import coding
from positions.actions.writing import Stale
from positions.forms.coding import PositionForm, number
from positions.forms.refusals import show_refusal
from positions.models import Article, Negotiation
from positions.permissions import negotiation_to_edit, negotiation_to_read
from positions.reports.workbench.said import said_before
from positions.views.workbench import answer_saved, article_frame, empty_form, panel, sign_in_first


@require_safe
def read(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The article as a page to read and, for analysts, to code."""
    negotiation = negotiation_to_read(request.user, slug)
    return workbench(request, negotiation, article_of(negotiation, pk))


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mark one passage as a position. htmx gets what changed on the page, others are led back to it.

    To GET there is only an empty panel, for the page that htmx works on.
    """
    if request.method == "GET" and not request.htmx:
        return HttpResponseNotAllowed(["POST"])
    if not request.user.is_authenticated:
        # After signing in the article opens: this address itself only takes forms.
        return sign_in_first(request, resolve_url("article", slug, pk))
    negotiation = negotiation_to_edit(request.user, slug)
    article = article_of(negotiation, pk)
    if request.method == "GET":
        return panel(request, negotiation, "new", article=article, form=empty_form(request, article, party=None))
    form = PositionForm(request.POST, article=article, user=request.user)
    status = 422
    if form.is_valid():
        passage = form.passage
        try:
            position = coding.code(
                article=article,
                start=passage.start,
                end=passage.end,
                quote=passage.quote,
                values=form.values(),
                user=request.user,
                remember=form.new_name(),
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
        except Stale as stale:
            form.add_error(None, str(stale))
            status = 409
        else:
            if request.htmx:
                return answer_saved(request, negotiation, article, after=position, said=f"Recorded: {position}")
            messages.success(request, f"Recorded: {position}")
            return redirect(f"{resolve_url('article', slug, pk)}#p-{position.key}")
    if request.htmx:
        return panel(request, negotiation, "new", article=article, form=form, status=status)
    return workbench(request, negotiation, article, form=form, status=status)


@require_safe
def said(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a party last said on a proposal before this article, and in it: a fragment beside the form."""
    negotiation = negotiation_to_read(request.user, slug)
    article = get_object_or_404(negotiation.articles.without_text(), pk=pk)
    party, proposal = (number(request.GET.get(name)) for name in ("party", "proposal"))
    found = said_before(article, party, proposal) if party and proposal else None
    context = {"negotiation": negotiation, "article": article, "said": found}
    return render(request, "positions/workbench/_said.html", context)


def article_of(negotiation: Negotiation, pk: int) -> Article:
    return get_object_or_404(negotiation.articles.select_related("source"), pk=pk)


def workbench(
    request: HttpRequest,
    negotiation: Negotiation,
    article: Article,
    *,
    form: PositionForm | None = None,
    leave: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of an article: with a `form` that was refused, with a step that cannot be undone, or as it is."""
    context: dict[str, Any] = article_frame(request, negotiation, article)
    if context["can_edit"]:
        party = context["page"].last_party_of(request.user)
        context |= {"form": form or empty_form(request, article, party=party), "panel": "new", "on_workbench": True}
        context["leave"] = leave
    return render(request, "positions/article.html", context, status=status)
