"""How far an article has been read."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@require_POST
def mark(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    raise NotImplementedError
