"""A report as a file: the same rows as its page, streamed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse

from positions.exchange.streams import csv_pieces, json_pieces
from positions.reports.columns import Column
from positions.reports.moment import read_at_one_moment


def download(
    request: HttpRequest, suffix: str, columns: Sequence[Column], rows: Iterable[Any], *, name: str
) -> StreamingHttpResponse:
    """The rows as CSV or JSON; `?plain=1` leaves out byte order mark and formula guard."""
    if suffix == "csv":
        pieces = csv_pieces(columns, rows, plain=request.GET.get("plain") == "1")
        content_type = "text/csv; charset=utf-8"
    elif suffix == "json":
        pieces = json_pieces(columns, rows)
        content_type = "application/json"
    else:
        raise Http404(f"This page is not to be had as {suffix}.")
    response = StreamingHttpResponse(read_at_one_moment(pieces), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def links(
    request: HttpRequest,
    name: str,
    *args: object,
    suffixes: Sequence[str] = ("csv", "json"),
    leaves_out: Sequence[str] = ("page", "before"),
) -> list[tuple[str, str]]:
    """Label and address of each file of a page, with the page's own query but for what is only of the page."""
    query = request.GET.copy()
    for presentation in leaves_out:
        query.pop(presentation, None)
    tail = f"?{query.urlencode()}" if query else ""
    return [(suffix.upper(), reverse(name, args=[*args, suffix]) + tail) for suffix in suffixes]
