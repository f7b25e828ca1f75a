"""Moving the borders of a passage."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@require_POST
def move(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    raise NotImplementedError
