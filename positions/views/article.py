"""One article: its text with the coded passages, and the form to code another."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from positions.actions import coding
from positions.forms.coding import PositionForm
from positions.forms.refusals import show_refusal
from positions.models import Article, Negotiation, Position
from positions.permissions import can_edit, negotiation_to_edit, negotiation_to_read
from positions.reports.article import article_page


@require_safe
def read(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The article as a page to read and, for analysts, to code."""
    negotiation = negotiation_to_read(request.user, slug)
    return workbench(request, negotiation, article_of(negotiation, pk))


@require_POST
def code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mark one passage as a position. The answer is the article's page: anew to htmx, by redirect to others."""
    if not request.user.is_authenticated:
        # After signing in the article opens: this address itself only takes forms.
        sign_in = redirect_to_login(resolve_url("article", slug, pk))
        return HttpResponseClientRedirect(sign_in.url) if request.htmx else sign_in
    negotiation = negotiation_to_edit(request.user, slug)
    article = article_of(negotiation, pk)
    form = PositionForm(request.POST, article=article)
    if form.is_valid():
        passage = form.passage
        try:
            position = coding.code(
                article=article, start=passage.start, end=passage.end, values=form.values(), user=request.user
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            if request.htmx:
                return workbench(request, negotiation, article, coded=position)
            messages.success(request, f"Recorded: {position}")
            return redirect(f"{resolve_url('article', slug, pk)}#p-{position.key}")
    return workbench(request, negotiation, article, form=form)


@require_safe
def said(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    raise NotImplementedError


def article_of(negotiation: Negotiation, pk: int) -> Article:
    return get_object_or_404(negotiation.articles.select_related("source"), pk=pk)


def workbench(
    request: HttpRequest,
    negotiation: Negotiation,
    article: Article,
    *,
    form: PositionForm | None = None,
    coded: Position | None = None,
) -> HttpResponse:
    """The page of an article: with a `form` that was refused, after something was `coded`, or as it is."""
    page = article_page(article)
    may_edit = can_edit(request.user, negotiation)
    context: dict[str, Any] = {
        "negotiation": negotiation,
        "here": "articles",
        "can_edit": may_edit,
        "page": page,
        "article": article,
        "coded": coded,
    }
    if may_edit:
        context["form"] = form or PositionForm(article=article, initial={"party": page.last_party_of(request.user)})
    return render(request, "positions/article.html", context, status=422 if form else 200)
