"""One position: its history, its correction, its removal."""

from typing import Any, NoReturn

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from positions.actions import coding
from positions.actions.writing import Stale
from positions.forms.coding import RemovalForm, RevisionForm, number
from positions.forms.refusals import replace_next_time, show_conflict, show_refusal
from positions.models import Negotiation, Position
from positions.permissions import can_edit, can_see_history, negotiation_to_edit, negotiation_to_read
from positions.reports.article import article_page
from positions.reports.position import position_history


@require_safe
def history(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A position as it stands; for members every reading there was, also of one that was removed."""
    negotiation = negotiation_to_read(request.user, slug)
    found = position_history(negotiation, key) or not_there()
    verdict = can_see_history(request.user, negotiation)
    if found.is_removed and not verdict:
        not_there()
    context = frame(request, negotiation) | {"history": found, "position": found.last, "can_see_history": verdict}
    return render(request, "positions/position_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def revise(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Correct a position, its passage included."""
    negotiation = negotiation_to_edit(request.user, slug)
    position = standing(negotiation, key)
    if position is None:
        return removed_meanwhile(request, negotiation, key)
    form = RevisionForm(request.POST if request.method == "POST" else None, position=position)
    if form.is_valid():
        try:
            coding.revise(
                position=standing(negotiation, key) or position,
                start=form.passage.start,
                end=form.passage.end,
                values=form.values(),
                version=number(form.cleaned_data["version"]) or 0,
                user=request.user,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
        except Stale as stale:
            if stale.current is None:
                return removed_meanwhile(request, negotiation, key)
            saved = RevisionForm(position=stale.current)
            differences = show_conflict(form, saved, version=stale.current.version)
            return editing(request, negotiation, stale.current, form, status=409, stale=stale, differences=differences)
        else:
            messages.success(request, "Corrected. The earlier reading stays in the history.")
            return redirect(f"{resolve_url('article', slug, position.article_id)}#p-{key}")
    return editing(request, negotiation, position, form, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take a position back, with the reason. Its history stays."""
    negotiation = negotiation_to_edit(request.user, slug)
    position = standing(negotiation, key)
    if position is None:
        return redirect("position", slug, key) if position_history(negotiation, key) else not_there()
    form = RemovalForm(
        request.POST if request.method == "POST" else None, initial={"version": position.version}, auto_id="remove-%s"
    )
    context = frame(request, negotiation) | {"form": form, "position": position}
    if form.is_valid():
        try:
            coding.remove(
                position=position,
                version=number(form.cleaned_data["version"]) or 0,
                user=request.user,
                reason=form.cleaned_data["reason"],
            )
        except Stale as stale:
            if stale.current is None:
                return redirect("position", slug, key)
            context |= {"position": stale.current, "stale": stale}
            replace_next_time(form, version=stale.current.version)
            return render(request, "positions/position_remove.html", context, status=409)
        else:
            messages.success(request, f"Removed: {position}. Its history stays.")
            return redirect("article", slug, position.article_id)
    return render(request, "positions/position_remove.html", context, status=422 if form.is_bound else 200)


def standing(negotiation: Negotiation, key: str) -> Position | None:
    """The position as it stands now, with all that its forms show; None where it was removed or never was."""
    rows = negotiation.positions.select_related("party", "proposal__issue", "article__source", "article__negotiation")
    return rows.filter(key=key).first()


def editing(
    request: HttpRequest, negotiation: Negotiation, position: Position, form: RevisionForm, *, status: int, **more: Any
) -> HttpResponse:
    context = frame(request, negotiation) | {
        "form": form,
        "position": position,
        "page": article_page(position.article),
    }
    return render(request, "positions/position_edit.html", context | more, status=status)


def removed_meanwhile(request: HttpRequest, negotiation: Negotiation, key: str) -> HttpResponse:
    """Somebody removed it. Whoever had a correction ready is told, and keeps what they typed."""
    found = position_history(negotiation, key) or not_there()
    if request.method != "POST" or found.article is None:
        return redirect("position", negotiation.slug, key)
    form = RevisionForm(request.POST, position=found.last)
    return editing(request, negotiation, found.last, form, status=409, history=found)


def not_there() -> NoReturn:
    raise Http404("There is no such position.")


def frame(request: HttpRequest, negotiation: Negotiation) -> dict[str, Any]:
    """What every page of this kind shows."""
    return {"negotiation": negotiation, "here": "articles", "can_edit": can_edit(request.user, negotiation)}
