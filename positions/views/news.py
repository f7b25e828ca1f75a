"""What others changed on an article since it was opened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from positions.models import Article
from positions.permissions import can_see_history, negotiation_to_read
from positions.reports.workbench.news import mark, news, read_mark


@require_safe
@never_cache
def since(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A sentence about what others did since the mark, or nothing (204) where they did nothing.

    The page that asks learns from a header who asks, so that it can tell when its person is signed out.
    """
    negotiation = negotiation_to_read(request.user, slug)
    article = get_object_or_404(Article.objects.filter(negotiation=negotiation).only("pk"), pk=pk)
    user = request.user if request.user.is_authenticated else None
    begin = read_mark(request.GET.get("since", ""))
    found = news(article.pk, begin, user=user) if begin else None
    if begin and not found:
        response = HttpResponse(status=204)
    else:
        context = {
            "negotiation": negotiation,
            "article": article,
            "news": found,
            "mark": found.mark if found else mark(article.pk),
            "can_see_history": can_see_history(request.user, negotiation),
        }
        response = render(request, "positions/workbench/_news.html", context)
    response["Signed-In"] = "yes" if user else "no"
    return response
