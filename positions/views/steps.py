"""What a person did here, step by step, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError


@require_POST
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError


@require_POST
def redo(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError
