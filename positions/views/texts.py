"""Correcting the text of an article that positions cite."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    raise NotImplementedError


@require_safe
def unplaced(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    raise NotImplementedError
