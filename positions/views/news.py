"""What others changed on an article since it was opened."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def since(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    raise NotImplementedError
