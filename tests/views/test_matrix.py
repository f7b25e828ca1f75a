"""The matrix as a page and as files."""

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from positions.actions.coding import revise
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
        "stance_since": "2024-03-06",
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
        "since": "",
        "gap": "1",
        "gap_before": "1",
        "gap_90": "",
        "gap_365": "",
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
    assert 'data-age="stale"' not in client.get(PAGE).content.decode()
    page = client.get(PAGE + "?as_of=2026-06-01").content.decode()
    assert page.count('data-age="stale">') == 7 + 3  # the cells and the gaps
    assert "2 years old" in page


def test_the_days_around_keep_the_other_filters(world: World, client: Client) -> None:
    page = client.get(PAGE + "?party=northland&as_of=2024-03-06")
    assert page.context["previous"] == f"{PAGE}?party=northland&as_of=2024-02-14"
    assert page.context["next"] == f"{PAGE}?party=northland&as_of=2024-03-21"
    assert client.get(PAGE).context["next"] is None


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


def test_the_page_tells_how_the_gap_moved(world: World, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert page.count('data-course="diverging"') == 1
    assert page.count('data-course="converging"') == 1
    assert '<span class="matrix-was">from 4</span>' in page


@pytest.mark.parametrize(("sort", "first"), [("issue", "Control"), ("gap", "Southmark hands"), ("change", "Southmark")])
def test_rows_are_sorted_as_asked_and_files_alike(world: World, client: Client, sort: str, first: str) -> None:
    page = client.get(f"{PAGE}?sort={sort}")
    rows = [row.proposal.slug for group in page.context["matrix"].issues for row in group.rows]
    assert list(dict.fromkeys(row["proposal"] for row in listed(client, f"?sort={sort}"))) == rows
    body = page.content.decode().split("<tbody>")[1]
    assert body.index(first) < 300
    assert ('<tr class="matrix-issue">' in body) == (sort == "issue")
    assert 'class="notice"' in client.get(f"{PAGE}?sort=wheel").content.decode()


def test_what_was_known_on_a_day_is_for_members(world: World, client: Client, as_reader: Client) -> None:
    query = "?known_on=2024-01-01&as_of=2024-06-01"
    page = client.get(PAGE + query).content.decode()
    assert "“Known on” was ignored. Who corrected what is for members of the negotiation." in page
    assert page.count('class="matrix-cell"') == 7
    assert 'name="known_on"' not in page
    assert len(listed(client, query)) == 7
    assert 'name="known_on"' in as_reader.get(PAGE).content.decode()
    assert listed(as_reader, query) == []
    page = as_reader.get(PAGE + query).content.decode()
    assert "and was recorded by 1 January 2024" in page


def test_a_day_that_the_matrix_is_moved_to_is_said(world: World, as_reader: Client) -> None:
    recorded = datetime(2024, 3, 1, 23, 59, tzinfo=UTC)
    Position.history.update(history_date=recorded, recorded_at=recorded)
    moved = "Shown as of 5 March 2024, as nothing after it was known."
    page = as_reader.get(f"{PAGE}?known_on=2024-03-05").content.decode()
    assert 'As of <time datetime="2024-03-05">' in page
    assert moved in page
    assert "Shown as of" not in as_reader.get(f"{PAGE}?known_on=2024-03-05&as_of=2024-03-05").content.decode()
    assert "Shown as of" not in as_reader.get(PAGE).content.decode()
    assert "The first record" not in page


def test_a_day_before_the_first_record_says_when_that_was_made(world: World, as_reader: Client) -> None:
    recorded = datetime(2024, 3, 1, 23, 59, tzinfo=UTC)
    Position.history.update(history_date=recorded, recorded_at=recorded)
    query = f"{PAGE}?party=northland&as_of=2024-06-01"
    first = f'made on <a href="{query.replace("&", "&amp;")}&amp;known_on=2024-03-01">1 March 2024</a>.'
    page = as_reader.get(f"{query}&known_on=2024-02-29").content.decode()
    assert f"The first record of this negotiation was {first}" in page
    for known_on in ("2024-03-01", "2024-03-02&issue=prisoners&type=demand"):  # the last finds nothing all the same
        page = as_reader.get(f"{query}&known_on={known_on}").content.decode()
        assert ("The first record" in page, 'class="empty"' in page) == (False, "issue" in known_on)
    Position.objects.all().delete()
    assert first in as_reader.get(f"{query}&known_on=2024-02-29").content.decode()
    Position.history.all().delete()
    assert "The first record" not in as_reader.get(f"{query}&known_on=2024-02-29").content.decode()


def test_a_corrected_cell_says_so_and_leads_to_its_history(world: World, as_reader: Client) -> None:
    position = world.said(5, world.northland, world.demand)
    recorded = datetime(2024, 4, 3, 12, tzinfo=UTC)
    Position.history.update(history_date=recorded, recorded_at=recorded)
    place = {"start": position.start, "end": position.end, "quote": position.quote}
    analyst = world.people.analyst
    revise(position=position, values={"stance": "open"}, version=1, user=analyst, reason="misread", **place)
    query = "?known_on=2024-04-03"
    page = as_reader.get(PAGE + query).content.decode()
    assert "as known on" in page
    assert "1 of these stances has been corrected or removed since" in page
    assert f'href="/n/harbour/positions/{position.key}/"' in page
    (row,) = [row for row in listed(as_reader, query) if row["since"]]
    assert (row["position"], row["stance"], row["since"]) == (position.key, "supports", "corrected")
    in_json = json.loads(as_reader.get(f"/n/harbour/matrix.json{query}").getvalue())
    assert [one["since"] for one in in_json].count("corrected") == 1
    assert f'<a class="no-print" href="{PAGE}">Show what is known now</a>' in page


@pytest.mark.parametrize("day", ["0000-00-00", "9999-12-31", "0001-01-01", "2024-02-30", "%00", "99999999999999999999"])
def test_no_day_to_have_known_it_on_breaks_the_page(world: World, as_reader: Client, day: str) -> None:
    assert as_reader.get(f"{PAGE}?known_on={day}&as_of={day}").status_code == 200
    listed(as_reader, f"?known_on={day}&as_of={day}")


def test_the_slider_holds_the_days_with_articles(world: World, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert 'data-matrix-days="2024-01-10 2024-02-14 2024-03-06 2024-03-21 2024-04-02" hidden' in page
    assert 'max="4"' in page


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
    assert page.count('class="matrix-cell"') == 6 + 10 * 3  # twelve at a time
    # On paper seven stand on a sheet and the others on another, as a table wider than the sheet would be cut.
    assert page.count('class="matrix-sheet') == 1
    assert page.count('class="matrix-on-paper"') == 5 * 3
    assert "print-wide matrix-cut" in page
    assert len(listed(client)) == 7 + 40 * 3  # files hold all


def test_the_pages_of_parties_keep_the_rest_of_the_query(world: World, client: Client) -> None:
    crowd(world, parties=40, articles=2)
    page = client.get(f"{PAGE}?sort=gap&page=2").content.decode()
    assert "Parties 13–24 of 43" in page
    assert f'<a rel="prev" href="{PAGE}?sort=gap">' in page
    assert f'<a rel="next" href="{PAGE}?sort=gap&amp;page=3">' in page
    assert '<input type="hidden" name="page" value="2"' in page  # so that the slider and the order keep it
    context = client.get(f"{PAGE}?sort=gap&page=2&as_of=2024-04-11").context
    assert context["previous"] == f"{PAGE}?sort=gap&page=2&as_of=2024-04-10"
    assert client.get(f"{PAGE}?page=99").context["matrix"].shown.page == 4
    assert client.get(f"{PAGE}?page=99&as_of=2024-01-10").context["matrix"].shown.pages == 1


@pytest.mark.parametrize("number", ["0", "-1", "two", "9" * 5000, "1.5", "%00"])
def test_a_page_that_is_none_is_said_and_the_first_is_shown(world: World, client: Client, number: str) -> None:
    page = client.get(f"{PAGE}?page={number}")
    assert page.context["matrix"].shown.page == 1
    assert "is not a known page, so it was ignored" in page.content.decode()


def test_a_reaffirmed_stance_says_since_when_it_stands(world: World, client: Client) -> None:
    page = client.get(f"{PAGE}?as_of=2024-03-06").content.decode()
    (stands,) = re.findall(r'<p class="matrix-stands">.*?</p>', page, re.DOTALL)
    position = world.said(1, world.northland, world.demand)
    assert f'href="/n/harbour/articles/{position.article_id}/#p-{position.key}"' in stands
    assert '<time datetime="2024-01-10">10 Jan 2024</time>' in stands
    assert "reaffirmed" in page
