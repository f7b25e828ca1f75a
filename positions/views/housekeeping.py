"""Changing many things at once: merging, recoding, splitting."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, slug: str, noun: str, pk: int) -> HttpResponse:
    raise NotImplementedError


@require_http_methods(["GET", "HEAD", "POST"])
def merge_alias(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    raise NotImplementedError


@require_http_methods(["GET", "HEAD", "POST"])
def recode(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    raise NotImplementedError
