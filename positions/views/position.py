"""One position: its history, its correction, its removal."""

from typing import Any, NoReturn

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from positions.actions import coding
from positions.actions.writing import Stale
from positions.forms.coding import RemovalForm, RevisionForm, number
from positions.forms.conflicts import Merge
from positions.forms.refusals import replace_next_time, show_refusal
from positions.models import Negotiation, Position
from positions.permissions import can_edit, can_see_history, negotiation_to_edit, negotiation_to_read
from positions.reports.position import position_history
from positions.reports.workbench.article import article_page
from positions.views.workbench import answer_saved, panel, sign_in_first


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
def revise(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Correct a position, its passage included."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.get_full_path())
    negotiation = negotiation_to_edit(request.user, slug)
    position = standing(negotiation, key)
    if position is None:
        return removed_meanwhile(request, negotiation, key)
    merge = Merge(request.POST if request.method == "POST" else None, row=position, over=over_position)
    form = RevisionForm(merge.data, position=position, user=request.user)
    if form.is_valid() and not merge.is_undecided:
        try:
            corrected = coding.revise(
                position=standing(negotiation, key) or position,
                start=form.passage.start,
                end=form.passage.end,
                quote=form.passage.quote,
                values=form.values(),
                version=number(form.cleaned_data["version"]) or 0,
                user=request.user,
                reason=form.cleaned_data["reason"],
                remember=form.new_name(),
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
        except Stale as stale:
            if stale.current is None:
                return removed_meanwhile(request, negotiation, key)
            conflict = merge.conflict(form, stale.current)
            return editing(request, negotiation, stale.current, form, status=409, conflict=conflict)
        else:
            said = "Corrected. The earlier reading stays in the history."
            if request.htmx:
                return answer_saved(request, negotiation, position.article, before=position, after=corrected, said=said)
            messages.success(request, said)
            return redirect(f"{resolve_url('article', slug, position.article_id)}#p-{key}")
    if merge.is_undecided:
        conflict = merge.conflict(form, position)
        return editing(request, negotiation, position, form, status=409, conflict=conflict)
    return editing(request, negotiation, position, form, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take a position back, with the reason. Its history stays."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.get_full_path())
    negotiation = negotiation_to_edit(request.user, slug)
    position = standing(negotiation, key)
    if position is None:
        return gone_already(request, negotiation, key)
    form = RemovalForm(
        request.POST if request.method == "POST" else None, initial={"version": position.version}, auto_id="remove-%s"
    )
    if form.is_valid():
        try:
            coding.remove(
                position=standing(negotiation, key) or position,
                version=number(form.cleaned_data["version"]) or 0,
                user=request.user,
                reason=form.cleaned_data["reason"],
            )
        except Stale as stale:
            if stale.current is None:
                return gone_already(request, negotiation, key)
            replace_next_time(form, version=stale.current.version)
            return removing(request, negotiation, stale.current, form, status=409, stale=stale)
        else:
            said = f"Removed: {position}. Its history stays."
            if request.htmx:
                return answer_saved(request, negotiation, position.article, before=position, said=said)
            messages.success(request, said)
            return redirect("article", slug, position.article_id)
    return removing(request, negotiation, position, form, status=422 if form.is_bound else 200)


def over_position(row: Position) -> RevisionForm:
    """The form over the position, as it is or as it was."""
    return RevisionForm(position=row)


def standing(negotiation: Negotiation, key: str) -> Position | None:
    """The position as it stands now, with all that its forms show; None where it was removed or never was."""
    rows = negotiation.positions.select_related("party", "proposal__issue", "article__source", "article__negotiation")
    return rows.filter(key=key).first()


def editing(
    request: HttpRequest, negotiation: Negotiation, position: Position, form: RevisionForm, *, status: int, **more: Any
) -> HttpResponse:
    """The form to correct it: in the panel for htmx, else a page with the text beside it."""
    shown = {"article": position.article, "position": position, "form": form} | more
    if request.htmx:
        return panel(request, negotiation, "edit", status=status, **shown)
    page = article_page(position.article)
    context = frame(request, negotiation) | shown | {"panel": "edit", "page": page}
    return render(request, "positions/position_edit.html", context, status=status)


def removing(
    request: HttpRequest, negotiation: Negotiation, position: Position, form: RemovalForm, *, status: int, **more: Any
) -> HttpResponse:
    """The same to remove it."""
    shown = {"article": position.article, "position": position, "form": form} | more
    if request.htmx:
        return panel(request, negotiation, "remove", status=status, **shown)
    context = frame(request, negotiation) | shown | {"panel": "remove"}
    return render(request, "positions/position_remove.html", context, status=status)


def removed_meanwhile(request: HttpRequest, negotiation: Negotiation, key: str) -> HttpResponse:
    """Somebody removed it. Whoever had a correction ready is told, and keeps what they typed."""
    found = position_history(negotiation, key) or not_there()
    if found.article is None or (request.method != "POST" and not request.htmx):
        return leave_to(request, resolve_url("position", negotiation.slug, key))
    form = RevisionForm(request.POST or None, position=found.last, user=request.user)
    return editing(request, negotiation, found.last, form, status=409, history=found)


def gone_already(request: HttpRequest, negotiation: Negotiation, key: str) -> HttpResponse:
    """Somebody removed it first, so there is nothing left to do."""
    if position_history(negotiation, key) is None:
        not_there()
    return leave_to(request, resolve_url("position", negotiation.slug, key))


def leave_to(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def not_there() -> NoReturn:
    raise Http404("There is no such position.")


def frame(request: HttpRequest, negotiation: Negotiation) -> dict[str, Any]:
    """What every page of this kind shows."""
    return {"negotiation": negotiation, "here": "articles", "can_edit": can_edit(request.user, negotiation)}
