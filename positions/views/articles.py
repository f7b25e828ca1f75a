"""The list of articles, and the forms to add and correct one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from positions.actions.articles import add_article, edit_article
from positions.actions.writing import Stale
from positions.forms.articles import ArticleEditForm, ArticleForm
from positions.forms.coding import number
from positions.forms.conflicts import Merge
from positions.forms.refusals import show_refusal
from positions.forms.scope import ScopeForm
from positions.models import Article, Negotiation
from positions.permissions import can_edit, can_see_history, negotiation_to_edit, negotiation_to_read
from positions.reports import articles
from positions.reports.edits import edits

PAGE_LENGTH = 50


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles, newest first, with what each changed in numbers."""
    negotiation = negotiation_to_read(request.user, slug)
    # How far they are read is desk work: it is shown to members, as the history is.
    is_member = can_see_history(request.user, negotiation)
    offers = ("source", "since", "until", *(["state"] if is_member else []))
    form = ScopeForm(request.GET, negotiation=negotiation, offers=offers, others=["page"])
    scope = form.scope()
    page = Paginator(articles.select(scope), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = frame(request, negotiation) | {
        "form": form,
        "scope": scope,
        "page": page,
        "rows": articles.with_changes(page.object_list),
        "states": articles.states(scope) if is_member else [],
    }
    return render(request, "positions/article_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Paste a text; then its page opens, to be coded."""
    negotiation = negotiation_to_edit(request.user, slug)
    form = ArticleForm(request.POST if request.method == "POST" else None, negotiation=negotiation)
    if form.is_valid() and form.is_another():
        try:
            article = add_article(
                negotiation=negotiation, user=request.user, today=timezone.localdate(), **form.values()
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Added. Now mark who said what.")
            return redirect("article", slug, article.pk)
    context = frame(request, negotiation) | {"form": form}
    return render(request, "positions/article_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct what is said about an article, and its text while nothing cites it."""
    negotiation = negotiation_to_edit(request.user, slug)
    article = get_object_or_404(negotiation.articles.select_related("source", "negotiation"), pk=pk)
    data = request.POST if request.method == "POST" else None
    merge = Merge(data, row=article, over=over_row)
    form = ArticleEditForm(merge.data, article=article, is_cited=article.positions.exists())
    context = frame(request, negotiation) | {"form": form, "article": article, "edits": edits(article)}
    status = 422 if form.is_bound else 200
    if merge.is_undecided:
        status = 409
        form.is_valid()
        context["conflict"] = merge.conflict(form, article)
    elif form.is_valid():
        try:
            edit_article(
                article=article,
                values=form.values(),
                version=number(form.cleaned_data["version"]) or 0,
                user=request.user,
                reason=form.cleaned_data["reason"],
                today=timezone.localdate(),
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
        except Stale as stale:
            status = 409
            if stale.current is None:
                form.add_error(None, str(stale))
            else:
                context["conflict"] = merge.conflict(form, stale.current)
        else:
            messages.success(request, "Corrected. The earlier version stays in the history.")
            return redirect("article", slug, pk)
    return render(request, "positions/article_form.html", context, status=status)


def over_row(row: Article) -> ArticleEditForm:
    """The form over the article, as it is or as it was."""
    return ArticleEditForm(article=row, is_cited=False)


def frame(request: HttpRequest, negotiation: Negotiation) -> dict[str, Any]:
    """What every page of this kind shows."""
    return {"negotiation": negotiation, "here": "articles", "can_edit": can_edit(request.user, negotiation)}
