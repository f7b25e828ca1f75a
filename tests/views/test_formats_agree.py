"""What a page says, its picture and its files say the same: walked through the whole of both examples."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from django.urls import reverse

from positions.models import Negotiation
from tests.exchange.test_round_trip import EXAMPLES, load
from tests.markup import first, having, tree

pytestmark = [pytest.mark.django_db]

Facts = list[dict[str, str]]


@pytest.fixture(params=EXAMPLES, ids=lambda folder: folder.name)
def example(request: pytest.FixtureRequest) -> Negotiation:
    place: Path = request.param
    return load(place)


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return (response.getvalue() if response.streaming else response.content).decode("utf-8-sig")


def files(client: Client, address: str, query: str = "") -> Facts:
    """The rows of a report's CSV, which its JSON must repeat."""
    rows = list(csv.DictReader(io.StringIO(body(client, f"{address}.csv?plain=1&{query}"))))
    told = json.loads(body(client, f"{address}.json?{query}"))
    as_text = [{name: "" if value is None else written(value) for name, value in row.items()} for row in told]
    assert rows == as_text
    return rows


def written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def picked(rows: Facts, *names: str) -> list[tuple[str, ...]]:
    return sorted(tuple(row[name] for name in names) for row in rows)


def key_of(link: Element) -> str:
    return link.get("href", "").partition("#p-")[2]


def code(element: Element, name: str = "stance") -> str:
    """The code of a stance or a kind, from its mark."""
    mark = first(element, name)
    assert mark is not None
    return mark.get(f"data-{name}", "")


def stance_of(part: Element | None) -> tuple[str, str]:
    """Position and stance that a part of a page links to; empty where it says that there is nothing."""
    link = None if part is None else first(part, "stance-link")
    return ("", "") if link is None else (key_of(link), code(link))


def told(move: Element, side: str) -> tuple[str, str]:
    return stance_of(first(move, f"move-{side}"))


def slug_of(link: Element | None) -> str:
    assert link is not None
    return link.get("href", "").rstrip("/").rpartition("/")[2]


def moves(page: Element) -> list[tuple[str, ...]]:
    found = []
    for move in having(page, "move"):
        assert code(move, "kind") == move.get("data-kind")
        slug = slug_of(first(move, "move-proposal"))
        found.append((move.get("data-kind", ""), slug, *told(move, "from"), *told(move, "to")))
    for silent in having(page, "move-silent"):
        assert code(silent, "kind") == "silent"
        found += [
            ("silent", slug_of(first(line, "move-proposal")), *stance_of(line), "", "") for line in silent.iter("li")
        ]
    return sorted(found)


CHANGE = ("kind", "proposal", "from_position", "from_stance", "to_position", "to_stance")


def test_what_each_article_changed(example: Negotiation, client: Client) -> None:
    total = 0
    for article in example.articles.all():
        address = reverse("article-changes", args=[example.slug, article.pk])
        rows = files(client, address.rstrip("/"))
        assert moves(tree(body(client, address))) == picked(rows, *CHANGE), article
        total += len(rows)
    assert total > 150


def test_what_changed_between_two_articles(example: Negotiation, client: Client) -> None:
    coded = list(example.articles.filter(positions__isnull=False).distinct().in_reading_order())
    compared = 0
    for earlier, later in [*pairwise(coded), (coded[0], coded[-1])]:
        query = f"from={earlier.pk}&to={later.pk}"
        address = reverse("compare", args=[example.slug])
        rows = files(client, address.rstrip("/"), query)
        assert moves(tree(body(client, f"{address}?{query}"))) == picked(rows, *CHANGE), (earlier, later)
        compared += len(rows)
    assert compared > 150


def test_all_changes_page_by_page(example: Negotiation, client: Client) -> None:
    address = reverse("change-list", args=[example.slug])
    rows = files(client, address.rstrip("/"))
    found = [move for page in pages(client, address) for move in moves(page)]
    assert sorted(found) == picked(rows, *CHANGE)
    assert len(rows) > 150


def pages(client: Client, address: str) -> Iterator[Element]:
    """A page and those that its link to the next leads to."""
    query: str | None = ""
    while query is not None:
        page = tree(body(client, address + query))
        yield page
        onward = [link for link in page.iter("a") if link.get("rel") == "next" and link.get("href", "").startswith("?")]
        query = onward[0].get("href") if onward else None


def test_the_timeline(example: Negotiation, client: Client) -> None:
    """Its table, the marks of the chart on the page, and those of the picture that leaves."""
    address = reverse("timeline", args=[example.slug])
    rows = files(client, address.rstrip("/"))
    in_table, in_chart = [], []
    for page in pages(client, address):
        table = first(page, "timeline-table")
        assert table is not None
        for row in table.iter("tr"):
            if key := row.get("id", "").partition("reading-")[2]:
                cells = {cell.get("data-cell", ""): cell for cell in row}
                days = [day.get("datetime", "") for name in ("date", "until") for day in cells[name].iter("time")]
                in_table.append((key, code(row), code(row, "kind"), *[*days, ""][:2]))
        in_chart += marks(page)
    assert sorted(in_table) == picked(rows, "position", "stance", "kind", "published_on", "until")
    assert sorted(in_chart) == picked(rows, "position", "stance")
    assert len(rows) > 150


def marks(page: Element) -> list[tuple[str, str]]:
    return [(mark.get("data-position", ""), mark.get("data-stance", "")) for mark in having(page, "timeline-mark")]


def test_the_picture_of_the_timeline(example: Negotiation, client: Client) -> None:
    address = reverse("timeline", args=[example.slug])
    picture = ET.fromstring(body(client, f"{address.rstrip('/')}.svg"))
    assert sorted(marks(picture)) == picked(files(client, address.rstrip("/")), "position", "stance")
    said = "".join(picture.itertext())
    assert all(row.title in said for row in example.proposals.filter(positions__isnull=False))


def test_the_matrix_on_the_day_of_each_article(example: Negotiation, client: Client) -> None:
    address = reverse("matrix", args=[example.slug])
    days = sorted(set(example.articles.values_list("published_on", flat=True)))
    shown = 0
    for day in days:
        rows = files(client, address.rstrip("/"), f"as_of={day}")
        found = []
        number = client.get(f"{address}?as_of={day}").context["matrix"].shown.pages  # of twelve parties; files hold all
        pages = [client.get(f"{address}?as_of={day}&page={one + 1}") for one in range(number)]
        for cell in (cell for page in pages for cell in having(tree(page.content.decode()), "matrix-cell")):
            link = first(cell, "matrix-stance")
            assert link is not None
            assert cell.get("data-stance") == code(cell)
            evidence = [time.get("datetime", "") for time in cell.iter("time")]
            # A stance that was only reaffirmed says since when it stands.
            since = evidence[1] if len(evidence) > 1 else ""
            found.append((key_of(link), code(cell), code(cell, "kind"), evidence[0], since))
        for row in rows:
            row["stands"] = row["stance_since"] if row["kind"] == "reaffirmed" else ""
        assert sorted(found) == picked(rows, "position", "stance", "kind", "published_on", "stands"), day
        shown += len(rows)
    assert shown > 500
