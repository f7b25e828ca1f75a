"""What every request and answer goes through: the policy of the pages, and the encoding of what is sent."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class ContentSecurityPolicyMiddleware:
    """Nothing inline, nothing from elsewhere. `SECURE_CSP` is read by Django 6 itself: delete this class there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class Utf8Middleware:
    """Refuses what is sent in another encoding. Our pages send UTF-8; others can hold halves of surrogate pairs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (request.encoding or "utf-8").lower().replace("_", "-") not in {"utf-8", "utf8"}:
            raise BadRequest("Send UTF-8.")
        return self.get_response(request)
