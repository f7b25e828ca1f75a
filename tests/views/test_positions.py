"""The table of positions and its files."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from positions.models import Position
from tests.views.test_changes import rows_of
from tests.world import World

CONTRACT = (
    "id,article,party,proposal,stance,stance_value,condition,move,attribution,speaker,party_as_written,stated_on,"
    "quote,start,end,credibility,note,coder,recorded_at"
)


def listed(client: Client, query: str = "") -> list[dict[str, str]]:
    return rows_of(client.get(reverse("position-list-file", args=["harbour", "csv"]) + query))


def test_every_position_is_listed_with_its_words_and_a_link_to_them(world: World, client: Client) -> None:
    page = client.get(reverse("position-list", args=["harbour"])).content.decode()
    assert "19 positions." in page
    for position in world.negotiation.positions.all():
        assert f"{reverse('article', args=['harbour', position.article_id])}#p-{position.key}" in page


def test_the_file_begins_with_the_columns_of_the_exchange_format(world: World, client: Client) -> None:
    response = client.get(reverse("position-list-file", args=["harbour", "csv"]))
    header = response.getvalue().decode().split("\r\n")[0]
    assert header.startswith(f"\ufeff{CONTRACT},article_title,")


def test_a_row_of_the_file_tells_the_whole_position(world: World, client: Client) -> None:
    position = world.said(1, world.northland, world.demand)
    row = listed(client)[0]
    assert row | {"recorded_at": ""} == {
        "id": position.key,
        "article": "2024-01-10-northland-demands-the-harbour",
        "party": "northland",
        "proposal": "harbour-handed-over",
        "stance": "demands",
        "stance_value": "3",
        "condition": "",
        "move": "demand",
        "attribution": "direct_quote",
        "speaker": "Northland’s foreign minister",
        "party_as_written": "Northland",
        "stated_on": "2024-01-09",
        "quote": "The harbour must be handed over",
        "start": "1",
        "end": "32",
        "credibility": "1",
        "note": "",
        "coder": "analyst",
        "recorded_at": "",
        "article_title": "Northland demands the harbour",
        "published_on": "2024-01-10",
        "source": "daily-ledger",
        "reliability": "B",
        "party_name": "Northland",
        "issue": "control",
        "type": "demand",
        "proposal_title": "Southmark hands over the harbour",
        "url": "",
        "stance_percent": "100.0",
        "agreement": "true",
        "cameo": "100",
        "plover": "DEMAND",
    }
    assert row["recorded_at"].endswith("Z")


def test_stances_and_speech_acts_leave_as_the_numbers_and_codes_of_other_tools(world: World, client: Client) -> None:
    told = {
        (row["stance"], row["stance_percent"][:4], row["agreement"], row["move"], row["cameo"], row["plover"])
        for row in listed(client)
    }
    assert {row[:3] for row in told} >= {
        ("red_line", "0.0", "false"),
        ("open", "50.0", ""),
        ("conditional", "66.6", "true"),
        ("declines", "", ""),
    }
    assert {row[3:] for row in told} >= {("offer", "030", "AGREE"), ("", "", "")}
    rows = json.loads(client.get(reverse("position-list-file", args=["harbour", "json"])).getvalue())
    assert {row["agreement"] for row in rows} == {True, False, None}
    assert {row["cameo"] for row in rows} <= {"010", "030", "080", "100", "120", "130", ""}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?party=southmark", 9),
        ("?party=southmark&party=coastal-league", 11),
        ("?stance=declines", 1),
        ("?type=offer", 8),
        ("?issue=prisoners", 4),
        ("?source=daily-ledger&since=2024-02-01", 9),
        ("?since=2024-02-14&until=2024-02-14", 3),
        ("?colour=red", 19),
    ],
)
def test_page_and_file_answer_the_same_filters_alike(world: World, client: Client, query: str, count: int) -> None:
    page = client.get(reverse("position-list", args=["harbour"]) + query)
    on_page = [position.key for position in page.context["page"]]
    in_file = [row["id"] for row in listed(client, query)]
    in_json = [
        row["id"]
        for row in json.loads(client.get(reverse("position-list-file", args=["harbour", "json"]) + query).getvalue())
    ]
    assert len(on_page) == count
    assert sorted(on_page) == sorted(in_file)
    assert in_file == in_json


def test_the_article_of_a_link_is_a_filter(world: World, client: Client) -> None:
    assert len(listed(client, f"?article={world.articles[0].pk}")) == 3


def test_words_that_look_like_formulas_are_guarded_and_numbers_are_not(world: World, client: Client) -> None:
    Position.objects.filter(pk=world.said(1, world.southmark, world.demand).pk).update(
        note="=1+1", speaker="@home", condition="-", coder="+x"
    )
    row = next(row for row in listed(client) if row["note"])
    assert (row["note"], row["speaker"], row["condition"], row["coder"]) == ("'=1+1", "'@home", "'-", "'+x")
    assert row["stance_value"] == "-2"
    plain = next(row for row in listed(client, "?plain=1") if row["note"])
    assert (plain["note"], plain["speaker"]) == ("=1+1", "@home")


def test_the_plain_file_has_no_byte_order_mark(world: World, client: Client) -> None:
    response = client.get(reverse("position-list-file", args=["harbour", "csv"]) + "?plain=1")
    assert response.getvalue().startswith(b"id,article")


def test_a_format_that_the_page_has_not_is_not_found(world: World, client: Client) -> None:
    assert client.get(reverse("position-list-file", args=["harbour", "svg"])).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "abc", "999999999999999999999"])
def test_a_page_number_out_of_range_shows_a_page(world: World, client: Client, number: str) -> None:
    assert client.get(reverse("position-list", args=["harbour"]), {"page": number}).status_code == 200


def test_markup_in_a_quote_is_shown_as_text(world: World, client: Client) -> None:
    Position.objects.filter(pk=world.said(1, world.southmark, world.demand).pk).update(
        speaker="<script>alert(1)</script>"
    )
    page = client.get(reverse("position-list", args=["harbour"])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_negotiation_without_positions_says_what_to_do(world: World, client: Client) -> None:
    world.negotiation.positions.all().delete()
    page = client.get(reverse("position-list", args=["harbour"])).content.decode()
    assert "Nothing has been coded yet" in page
    assert listed(client) == []
