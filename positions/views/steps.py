"""What a person did here, step by step, and taking it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from positions.actions import undoing
from positions.models import Article, Deed, Negotiation
from positions.permissions import can_edit, negotiation_to_edit
from positions.reports.workbench.steps import deeds_of, next_steps, steps
from positions.views.article import workbench
from positions.views.workbench import sign_in_first

PAGE_LENGTH = 50


@require_safe
@login_required
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps of whoever asks, newest first."""
    return listed(request, negotiation_to_edit(request.user, slug))


@require_POST
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back the last step, or with `first` everything back to that step."""
    first = number(request.POST.get("first"))
    if first is not None:
        return move(request, slug, "Undone", lambda **which: undoing.undo_back_to(**which, first=first))
    return move(request, slug, "Undone", lambda **which: [undoing.undo(**which)])


@require_POST
def redo(request: HttpRequest, slug: str) -> HttpResponse:
    """Do again what was taken back last."""
    return move(request, slug, "Redone", lambda **which: [undoing.redo(**which)])


@require_POST
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave the last step, which cannot be undone, as it is."""
    leave = request.POST.get("leave", "")
    return move(request, slug, "Left as it is", lambda **which: [undoing.keep(**which, leave=leave)])


def move(request: HttpRequest, slug: str, done: str, act: Callable[..., list[Deed]]) -> HttpResponse:
    """Go the step, and back to the page it was asked from; refused, that page says why."""
    back_to = page_asked_from(request, slug)
    if not request.user.is_authenticated:
        return sign_in_first(request, back_to)
    negotiation = negotiation_to_edit(request.user, slug)
    deed = number(request.POST.get("deed")) or 0
    try:
        deeds = act(negotiation=negotiation, user=request.user, deed=deed)
    except ValidationError as refusal:
        messages.error(request, f"Not {done.lower()}. {' '.join(refusal.messages)}")
        article = article_at(negotiation, back_to)
        leave = refusal.leave if isinstance(refusal, undoing.Blocked) else ""
        if article:
            answer = workbench(request, negotiation, article, leave=leave)
        else:
            answer = listed(request, negotiation, leave=leave)
        answer.status_code = 409
        return answer
    negotiation.refresh_from_db()  # its own title and address may be what changed
    messages.success(request, account(negotiation, deeds, done, back_to))
    return onward(request, negotiation, back_to)


def onward(request: HttpRequest, negotiation: Negotiation, back_to: str) -> HttpResponse:
    """To the page it was asked from. That may be gone by now: an article that was added, or an address as it was."""
    match = resolve(back_to)
    article = article_at(negotiation, back_to)
    if match.kwargs.get("slug") != negotiation.slug:
        back_to = resolve_url("deed-list", negotiation.slug)
    elif match.url_name == "article" and article is None:
        back_to = resolve_url("article-list", negotiation.slug)
    elif article and request.htmx:
        return workbench(request, negotiation, article)
    return HttpResponseClientRedirect(back_to) if request.htmx else redirect(back_to)


def account(negotiation: Negotiation, deeds: list[Deed], done: str, back_to: str) -> str:
    """What was done; with a link to the article it was done on, where that is another than the one being read."""
    if len(deeds) > 1:
        return f"{done}: {len(deeds)} steps, back to “{deeds[-1]}”"
    article = Article.objects.without_text().filter(pk=deeds[0].article_id).first()
    here = resolve(back_to)
    if article is None or (here.url_name == "article" and here.kwargs["pk"] == article.pk):
        return f"{done}: {deeds[0]}"
    address = resolve_url("article", negotiation.slug, article.pk)
    return format_html("{}: {}, in <a href='{}'>{}</a>", done, str(deeds[0]), address, article.title)


def page_asked_from(request: HttpRequest, slug: str) -> str:
    """The address in `next` if it is one of this negotiation's pages; else the list of steps."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        try:
            if resolve(address).kwargs.get("slug") == slug:
                return address
        except (Resolver404, ValueError):
            pass
    return resolve_url("deed-list", slug)


def article_at(negotiation: Negotiation, address: str) -> Article | None:
    match = resolve(address)
    if match.url_name != "article":
        return None
    return negotiation.articles.select_related("source").filter(pk=match.kwargs["pk"]).first()


def listed(request: HttpRequest, negotiation: Negotiation, *, leave: str = "") -> HttpResponse:
    """The list; with `leave`, the last step has just been refused and can be left as it is by this word."""
    page = Paginator(deeds_of(request.user, negotiation), PAGE_LENGTH).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "negotiation": negotiation,
        "here": "steps",
        "can_edit": can_edit(request.user, negotiation),
        "next": next_steps(request.user, negotiation),
        "leave": leave,
        "page": page,
        "steps": steps(page.object_list),
    }
    return render(request, "positions/steps.html", context)


def number(text: str | None) -> int | None:
    """The id of a step from a hidden field; None for whatever else was sent."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
