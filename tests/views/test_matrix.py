"""The matrix as a page and as files."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from positions.models import Position
from positions.reports.matrix import COLUMNS
from tests.crowds import crowd
from tests.world import World

PAGE = "/n/harbour/matrix/"


def listed(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/n/harbour/matrix.csv{query}")
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_the_addresses_are_those_of_the_contract() -> None:
    assert reverse("matrix", args=["harbour"]) == PAGE
    assert reverse("matrix-file", args=["harbour", "csv"]) == "/n/harbour/matrix.csv"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 7),
        ("?as_of=2024-01-10", 3),
        ("?as_of=2024-03-05", 4),
        ("?as_of=2024-03-21&party=southmark", 3),
        ("?issue=prisoners", 2),
        ("?proposal=talks-in-port-haven", 2),
        ("?type=demand", 3),
        ("?as_of=2024-01-09", 0),
        ("?as_of=0000-00-00&party=nobody&wheel=1", 7),
        ("?as_of=9999-12-31", 7),
        ("?as_of=0001-01-01", 0),
    ],
)
def test_page_csv_and_json_answer_the_same_filters_alike(world: World, client: Client, query: str, count: int) -> None:
    page = client.get(PAGE + query)
    on_page = [
        (cell.position.key, cell.change.kind, str(cell.age))
        for issue in page.context["matrix"].issues
        for row in issue.rows
        for cell in row.cells
        if cell
    ]
    in_csv = listed(client, query)
    in_json = json.loads(client.get(f"/n/harbour/matrix.json{query}").getvalue())
    assert len(in_csv) == count
    assert sorted(on_page) == sorted((row["position"], row["kind"], row["age"]) for row in in_csv)
    assert [{name: str("" if value is None else value) for name, value in row.items()} for row in in_json] == in_csv
    assert page.content.decode().count('class="matrix-cell"') == count


def test_a_row_of_the_csv_tells_the_whole_cell(world: World, client: Client) -> None:
    rows = listed(client, "?as_of=2024-03-31")
    (row,) = [row for row in rows if row["kind"] == "condition_changed"]
    position = world.said(4, world.northland, world.offer)
    assert list(row) == [column.name for column in COLUMNS]
    assert row == {
        "party": "northland",
        "proposal": "talks-in-port-haven",
        "issue": "control",
        "type": "offer",
        "stance": "conditional",
        "stance_value": "1",
        "condition": "the prisoners are home by then",
        "kind": "condition_changed",
        "direction": "",
        "article_id": str(world.articles[3].pk),
        "article": world.articles[3].key,
        "published_on": "2024-03-21",
        "source": "harbour-radio",
        "age": "10",
        "position": position.key,
        "quote": "Northland will come again if the prisoners are home by then",
        "url": "",
        "address": f"/n/harbour/articles/{position.article_id}/#p-{position.key}",
    }


def test_the_page_tells_stance_condition_change_age_and_gap(world: World, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert 'As of <time datetime="2024-04-02">2 April 2024</time>' in page
    assert '<p class="condition">the prisoners are home by then</p>' in page
    assert "12 days old" in page
    assert page.count("no position</span>") == 2  # the League on both offers
    assert "<strong>5</strong>" in page  # from rules out to accepts
    position = world.said(5, world.southmark, world.demand)
    assert f'href="/n/harbour/articles/{position.article_id}/#p-{position.key}"' in page
    assert 'title="Southmark said that the harbour is not negotiable"' in page


def test_old_evidence_is_marked(world: World, client: Client) -> None:
    assert client.get(PAGE).content.decode().count("data-stale") == 0
    page = client.get(PAGE + "?as_of=2026-06-01").content.decode()
    assert page.count("data-stale") == 7
    assert "2 years old" in page


def test_the_days_around_keep_the_other_filters(world: World, client: Client) -> None:
    page = client.get(PAGE + "?party=northland&as_of=2024-03-06")
    assert page.context["previous"] == f"{PAGE}?party=northland&as_of=2024-02-14"
    assert page.context["next"] == f"{PAGE}?party=northland&as_of=2024-03-21"
    assert client.get(PAGE).context["next"] == ""


def test_what_cannot_be_understood_is_said_and_ignored(world: World, client: Client) -> None:
    page = client.get(PAGE + "?as_of=0000-00-00&party=nobody&since=2024-01-01").content.decode()
    assert page.count('class="notice"') == 3


def test_markup_is_shown_as_text(world: World, client: Client) -> None:
    position = world.said(4, world.northland, world.offer)
    Position.objects.filter(pk=position.pk).update(condition="<script>alert(1)</script>")
    page = client.get(PAGE).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_negotiation_without_positions_says_what_to_do(world: World, client: Client) -> None:
    world.negotiation.positions.all().delete()
    page = client.get(PAGE).content.decode()
    assert "Nothing has been coded yet" in page
    assert "<table" not in page
    assert listed(client) == []


def test_a_day_before_everything_offers_the_whole(world: World, client: Client) -> None:
    page = client.get(PAGE + "?as_of=2020-01-01").content.decode()
    assert "No party had taken a position by 1 January 2020" in page
    assert f'<a href="{PAGE}">Show the whole matrix</a>' in page


def test_one_position_makes_a_matrix_without_a_gap(world: World, as_reader: Client) -> None:
    page = as_reader.get("/n/river/matrix/").content.decode()
    assert page.count('class="matrix-cell"') == 1
    assert "it takes two principals" in page


def test_strangers_see_only_what_is_public(world: World, client: Client) -> None:
    assert client.get("/n/river/matrix/").status_code == 404
    assert client.get("/n/river/matrix.csv").status_code == 404


@pytest.mark.parametrize("address", [PAGE, "/n/harbour/matrix.csv"])
def test_a_matrix_is_only_read(world: World, client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_a_format_that_the_page_has_not_is_not_found(world: World, client: Client) -> None:
    assert client.get("/n/harbour/matrix.svg").status_code == 404


def test_forty_parties_stand_side_by_side(world: World, client: Client) -> None:
    crowd(world, parties=40, articles=2)
    page = client.get(PAGE).content.decode()
    assert page.count('class="matrix-cell"') == 7 + 40 * 3
