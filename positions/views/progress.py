"""How far an article has been read.

That is desk work, told among members as the history is: what a negotiation's readers get are
positions, not who of the desk sits over which text.
"""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect, reselect, reswap, retarget

from positions.actions import reading
from positions.actions.writing import Stale
from positions.forms.coding import number
from positions.permissions import can_edit, negotiation_to_edit
from positions.reports.progress import progress_of


@require_POST
def mark(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mark an article as to read, in progress or done. Then its page opens again, of which htmx takes the toolbar."""
    if not request.user.is_authenticated:
        # After signing in the article opens: this address itself only takes forms.
        sign_in = redirect_to_login(resolve_url("article", slug, pk))
        return HttpResponseClientRedirect(sign_in.url) if request.htmx else sign_in
    negotiation = negotiation_to_edit(request.user, slug)
    article = get_object_or_404(negotiation.articles.without_text(), pk=pk)
    version = number(request.POST.get("version")) or 0
    try:
        progress = reading.mark(
            article=article, state=request.POST.get("state", ""), version=version, user=request.user
        )
    except ValidationError as error:
        refusal, status = " ".join(error.messages), 422
    except Stale:
        refusal, status = (
            "Somebody else marked it first. What they said stands here now; mark it again if need be.",
            409,
        )
    else:
        if not request.htmx:
            messages.success(request, f"Marked as {progress.get_state_display()}.")
        return redirect("article", slug, pk)
    context = {
        "negotiation": negotiation,
        "here": "articles",
        "can_edit": can_edit(request.user, negotiation),
        "article": article,
        "progress": progress_of(article, is_coded=article.positions.exists()),
        "refusal": refusal,
    }
    if not request.htmx:
        return render(request, "positions/article_state.html", context, status=status)
    fragment = render(request, "positions/workbench/_article_state.html", context, status=status)
    return reswap(reselect(retarget(fragment, "#article-state"), "#article-state"), "outerHTML")
