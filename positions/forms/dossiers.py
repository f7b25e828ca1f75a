"""What a request for a dossier may say."""

from django.http import HttpRequest


def is_whole(request: HttpRequest) -> bool:
    """`?all=1`: every lane, talks and agreement, not only the first of many."""
    return request.GET.get("all") == "1"
