"""Correcting the text of an article that positions cite, and saying where the words are that got lost."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods

from positions.actions import texts
from positions.actions.writing import Stale
from positions.forms.refusals import show_refusal
from positions.forms.texts import PlaceForm, TextForm
from positions.models import Article, Negotiation
from positions.permissions import can_edit, negotiation_to_edit
from positions.reports.texts import preview, waiting


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Type or paste another text, see what would become of each position, then apply it."""
    negotiation = negotiation_to_edit(request.user, slug)
    article = article_of(negotiation, pk)
    form = TextForm(request.POST if request.method == "POST" else None, article=article)
    context = frame(request, negotiation) | {"form": form, "article": article}
    if not form.is_valid():
        return render(request, "positions/article_text.html", context, status=422 if form.is_bound else 200)
    state = texts.state(article)
    is_late = form.version_read != article.version
    if form.asks_to_apply and not is_late and form.has_seen(state):
        try:
            corrected = texts.correct_text(
                article=article,
                text=form.cleaned_data["text"],
                version=form.version_read,
                user=request.user,
                reason=form.cleaned_data["reason"],
                seen=state,
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
            return render(request, "positions/article_text.html", context, status=422)
        except Stale as stale:
            if stale.current is None:
                form.add_error(None, str(stale))
                return render(request, "positions/article_text.html", context, status=409)
            article = article_of(negotiation, pk)
            state = texts.state(article)
        else:
            messages.success(request, "The text was corrected. The earlier one stays in the history.")
            return redirect("article-unplaced" if corrected.waiting else "article", slug, pk)
    changed = is_late or form.asks_to_apply
    form.show_next_time(state=state, version=article.version)
    context |= {"article": article, "preview": preview(article, form.cleaned_data["text"]), "changed": changed}
    return render(request, "positions/article_text.html", context, status=409 if changed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def unplaced(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The positions whose words the corrected text does not hold, and the places that come nearest."""
    negotiation = negotiation_to_edit(request.user, slug)
    article = article_of(negotiation, pk)
    context: dict[str, Any] = frame(request, negotiation) | {"article": article}
    status = 200
    if request.method == "POST":
        form = PlaceForm(request.POST)
        form.is_valid()
        rows = article.positions.select_related("party", "proposal")
        position = get_object_or_404(rows, key=form.cleaned_data.get("position", ""))
        try:
            texts.place_by_hand(
                position=position,
                start=form.number("start"),
                end=form.number("end"),
                quote=form.cleaned_data.get("quote", ""),
                version=form.number("version"),
                user=request.user,
            )
        except ValidationError as refusal:
            context["refusal"], status = " ".join(refusal.messages), 422
        except Stale:
            context["refusal"], status = f"Somebody else changed “{position}” meanwhile. Nothing was written.", 409
        else:
            messages.success(request, f"Placed: {position}")
            if article.positions.unplaced().exists():
                return redirect("article-unplaced", slug, pk)
            return redirect(f"{resolve_url('article', slug, pk)}#p-{position.key}")
    return render(request, "positions/article_unplaced.html", context | {"waiting": waiting(article)}, status=status)


def article_of(negotiation: Negotiation, pk: int) -> Article:
    return get_object_or_404(negotiation.articles.select_related("source"), pk=pk)


def frame(request: HttpRequest, negotiation: Negotiation) -> dict[str, Any]:
    """What every page of this kind shows."""
    return {"negotiation": negotiation, "here": "articles", "can_edit": can_edit(request.user, negotiation)}
