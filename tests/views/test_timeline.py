"""The timeline as a page, a picture and files."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from xml.dom.minidom import Document, parseString

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from positions.actions.nouns import edit
from positions.models import Position
from positions.reports.timeline import MOST_MARKS, THINNED
from positions.reports.timeline.rows import COLUMNS
from positions.reports.timeline.tracks import OF_A_LANE
from positions.templatetags.marks import PAINTS
from tests.crowds import crowd
from tests.world import World

PAGE = "/n/harbour/timeline/"


def listed(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/n/harbour/timeline.csv{query}")
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def picture(client: Client, query: str = "", negotiation: str = "harbour") -> Document:
    response = client.get(f"/n/{negotiation}/timeline.svg{query}")
    assert response.headers["Content-Type"] == "image/svg+xml"
    return parseString(response.content)


def marks(drawing: Document) -> list[str]:
    """The address of each mark, without the site."""
    links = [a for a in drawing.getElementsByTagName("a") if a.getAttribute("class") == "timeline-mark"]
    return [link.getAttribute("href").removeprefix("http://testserver") for link in links]


def test_the_addresses_are_those_of_the_contract() -> None:
    assert reverse("timeline", args=["harbour"]) == PAGE
    assert reverse("timeline-file", args=["harbour", "svg"]) == "/n/harbour/timeline.svg"


def test_the_page_draws_each_reading_and_lists_it(world: World, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert page.count('class="timeline-mark"') == 19
    position = world.said(5, world.southmark, world.demand)
    address = f"/n/harbour/articles/{position.article_id}/#p-{position.key}"
    # once in the chart, once in the table
    assert page.count(f'href="{address}"') == 2
    assert "Southmark rules out (hardened) – 2 April 2024: “" in page
    assert "Southmark said that the harbour is not negotiable</a>" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 19),
        ("?party=northland", 8),
        ("?party=northland&party=coastal-league", 10),
        ("?issue=prisoners", 4),
        ("?proposal=harbour-handed-over", 11),
        ("?type=demand", 11),
        ("?type=offer", 8),
        ("?since=2024-03-06", 13),
        ("?until=2024-02-14", 6),
        ("?since=2024-02-14&until=2024-03-06&type=demand", 5),
        ("?by=party&silence=20", 19),
        ("?party=nobody&colour=red&since=0000-00-00", 19),
        ("?since=2024-04-02&until=2024-01-01", 0),
    ],
)
def test_page_picture_csv_and_json_answer_the_same_filters_alike(
    world: World, client: Client, query: str, count: int
) -> None:
    page = client.get(PAGE + query)
    on_page = [
        row.position.key
        for group in page.context["page"].groups
        for lane in group.lanes
        for band in lane.bands
        for row in band.rows
    ]
    in_csv = listed(client, query)
    in_json = json.loads(client.get(f"/n/harbour/timeline.json{query}").getvalue())
    assert len(in_csv) == count
    assert sorted(on_page) == sorted(row["position"] for row in in_csv)
    assert [{name: str("" if value is None else value) for name, value in row.items()} for row in in_json] == in_csv
    assert sorted(marks(picture(client, query))) == sorted(row["address"] for row in in_csv)
    assert page.content.decode().count('class="timeline-mark"') == count


def test_a_row_of_the_csv_tells_the_whole_reading(world: World, client: Client) -> None:
    (row,) = [row for row in listed(client) if row["kind"] == "condition_changed"]
    position = world.said(4, world.northland, world.offer)
    assert list(row) == [column.name for column in COLUMNS]
    assert row == {
        "party": "northland",
        "proposal": "talks-in-port-haven",
        "type": "offer",
        "issue": "control",
        "article_id": str(world.articles[3].pk),
        "article": world.articles[3].key,
        "published_on": "2024-03-21",
        "source": "harbour-radio",
        "stance": "conditional",
        "stance_value": "1",
        "condition": "the prisoners are home by then",
        "kind": "condition_changed",
        "direction": "",
        "until": "",
        "position": position.key,
        "quote": "Northland will come again if the prisoners are home by then",
        "url": "",
        "address": f"/n/harbour/articles/{position.article_id}/#p-{position.key}",
    }


def test_what_cannot_be_understood_is_said_and_ignored(world: World, client: Client) -> None:
    page = client.get(PAGE + "?silence=soon&by=colour&since=0000-00-00&party=nobody&wheel=1").content.decode()
    assert page.count('class="notice"') == 5
    for given in ("soon", "colour", "0000-00-00", "nobody", "wheel"):
        assert f"“{given}”" in page


@pytest.mark.parametrize("silence", ["0", "-1", "99999999999999999999", "1.5"])
def test_a_silence_that_is_no_number_of_days_is_a_year(world: World, client: Client, silence: str) -> None:
    page = client.get(PAGE, {"silence": silence})
    assert page.context["silence"] == 365
    assert page.content.decode().count('class="notice"') == 1


def test_the_picture_is_whole_on_its_own(world: World, client: Client) -> None:
    drawing = picture(client)
    root = drawing.documentElement
    assert root.getAttribute("xmlns") == "http://www.w3.org/2000/svg"
    texts = [
        "".join(node.data for node in text.childNodes if node.nodeType == node.TEXT_NODE)
        for text in drawing.getElementsByTagName("text")
    ]
    for expected in ("Harbour dispute", "Control of the harbour", "Northland", "Port Haven", "insists", "Jan 2024"):
        assert expected in texts
    everything = root.getElementsByTagName("*")
    assert not [node.tagName for node in everything if node.hasAttribute("style")]
    assert all(
        node.getAttribute("href").startswith("http://testserver/n/harbour/")
        for node in everything
        if node.tagName == "a"
    )
    # Without a style sheet every shape has its own paint.
    shapes = [node for node in everything if node.tagName == "use"]
    assert len(shapes) == 19
    for shape in shapes:
        assert re.fullmatch(r"#[0-9a-f]{6}", shape.getAttribute("fill"))
    # What a mark refers to is in the file.
    names = {node.getAttribute("id") for node in everything}
    assert {shape.getAttribute("href").removeprefix("#") for shape in shapes} <= names


def foot(drawing: Document) -> str:
    """The last lines of the picture, as one."""
    group = drawing.documentElement.getElementsByTagName("g")[-1]
    return " ".join(text.firstChild.data for text in group.getElementsByTagName("text"))


def test_the_picture_says_at_its_foot_what_it_shows_when_it_was_made_and_where_its_words_are(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2024, 5, 1))
    query = "?party=northland&party=southmark&issue=control&type=demand&since=2024-02-14&until=2024-03-06"
    drawing = picture(client, query)
    assert foot(drawing) == (
        "Parties: Northland, Southmark · Issue: Control of the harbour · Only demands · Grouped by issue · "
        "14 February 2024 to 6 March 2024 · Made on 1 May 2024 "
        f"The words behind every mark: http://testserver{PAGE}{query}"
    )
    height = int(drawing.documentElement.getAttribute("height"))
    group = drawing.documentElement.getElementsByTagName("g")[-1]
    top = int(group.getAttribute("transform").split()[1].rstrip(")"))
    assert all(top + int(text.getAttribute("y")) < height - 10 for text in group.getElementsByTagName("text"))
    assert "its link" not in drawing.toxml()
    assert "no period · Made on 1 May 2024" in foot(picture(client, "?since=2030-01-01"))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "harbour-timeline"),
        ("?since=2024-02-14", "harbour-timeline-from-2024-02-14"),
        ("?until=2024-03-06", "harbour-timeline-to-2024-03-06"),
        ("?since=2024-02-14&until=2024-03-06", "harbour-timeline-from-2024-02-14-to-2024-03-06"),
        ("?since=0000-00-00", "harbour-timeline"),
    ],
)
@pytest.mark.parametrize("suffix", ["svg", "csv"])
def test_a_file_of_a_period_is_named_after_it(world: World, client: Client, query: str, name: str, suffix: str) -> None:
    response = client.get(f"/n/harbour/timeline.{suffix}{query}")
    assert f'filename="{name}.{suffix}"' in response.headers["Content-Disposition"]


def test_the_picture_is_safe_and_its_words_stay_words_in_any_editor(world: World, client: Client) -> None:
    drawing = picture(client)
    root = drawing.documentElement
    everything = [root, *root.getElementsByTagName("*")]
    allowed = {"svg", "title", "defs", "g", "path", "rect", "circle", "use", "a", "text", "tspan"}
    assert {node.tagName for node in everything} <= allowed
    assert root.getAttribute("viewBox") == f"0 0 {root.getAttribute('width')} {root.getAttribute('height')}"
    for node in everything:
        names = dict(node.attributes.items())
        assert not [name for name in names if name.startswith("on")]
        # Nothing is fetched: only links lead out, and what is used is in the file.
        assert node.tagName == "a" or names.get("href", "#").startswith("#")
        assert "url(" not in " ".join(names.values())
        assert all(font.endswith("serif") for name, font in names.items() if name == "font-family")
        if node.tagName not in {"text", "tspan", "title"}:
            assert not "".join(child.data for child in node.childNodes if child.nodeType == child.TEXT_NODE).strip()
    assert root.getAttribute("font-family").count(",") >= 2


def test_the_picture_s_own_colours_are_those_of_the_light_style_sheet() -> None:
    sheet = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
    tokens = dict(reversed(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", sheet)))  # the first is the light one
    for stance, (fill, ink) in PAINTS.items():
        value = stance.value_on_scale
        assert fill == tokens[f"stance-{value}".replace("--", "-minus-")]
        assert ink in {tokens["on-strong"], tokens["on-soft"]}


def test_marks_keep_apart_by_shape_what_colour_keeps_apart(world: World, client: Client) -> None:
    shapes = {
        mark.stance: mark.shape
        for group in client.get(PAGE).context["chart"].groups
        for lane in group.lanes
        for band in lane.bands
        for mark in band.marks
        if mark.is_full
    }
    assert len({shapes["demands"], shapes["open"], shapes["rejects"]}) == 3
    assert shapes["rejects"] == shapes["reserved"]


@pytest.mark.both
def test_markup_and_control_characters_stay_text(world: World, client: Client) -> None:
    nasty = "<script>alert('1')</script> & \x0b\x1f \ufffe “”"
    edit(instance=world.demand, values={"title": nasty}, version=world.demand.version, user=world.people.analyst)
    Position.objects.filter(pk=world.said(3, world.northland, world.offer).pk).update(condition=nasty)
    assert len(marks(picture(client))) == 19
    assert "<script>alert" not in client.get(PAGE).content.decode()


def test_a_negotiation_without_positions_says_what_to_do(world: World, client: Client) -> None:
    world.negotiation.positions.all().delete()
    page = client.get(PAGE).content.decode()
    assert "Nothing has been coded yet" in page
    assert "<svg" not in page
    assert listed(client) == []
    assert marks(picture(client)) == []


def test_filters_that_match_nothing_offer_the_whole(world: World, client: Client) -> None:
    page = client.get(PAGE + "?since=2030-01-01").content.decode()
    assert f'<a href="{PAGE}">Show the whole timeline</a>' in page


def test_one_position_makes_a_page(world: World, as_reader: Client) -> None:
    assert as_reader.get("/n/river/timeline/").content.decode().count('class="timeline-mark"') == 1
    assert len(marks(picture(as_reader, negotiation="river"))) == 1


def test_strangers_see_only_what_is_public(world: World, client: Client) -> None:
    assert client.get("/n/river/timeline/").status_code == 404
    assert client.get("/n/river/timeline.svg").status_code == 404


@pytest.mark.parametrize("address", [PAGE, "/n/harbour/timeline.svg", "/n/harbour/timeline.csv"])
def test_a_timeline_is_only_read(world: World, client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_a_crowded_lane_shows_principals_first_and_leads_to_the_lane_alone(world: World, client: Client) -> None:
    crowd(world, parties=50, articles=1)
    page = client.get(PAGE)
    lanes = page.context["page"].lanes
    assert [len(lane.bands) for lane in lanes] == [OF_A_LANE] * 3
    assert [band.party.slug for band in lanes[0].bands[:3]] == ["northland", "southmark", "coastal-league"]
    assert lanes[0].more == 53 - OF_A_LANE
    link = f'<a class="timeline-more" href="{PAGE}?proposal=harbour-handed-over">and 45 more parties</a>'
    assert link in page.content.decode()
    alone = client.get(f"{PAGE}?proposal=harbour-handed-over")
    assert alone.content.decode().count('class="timeline-mark"') == 11 + 50


def test_more_readings_than_can_be_seen_are_thinned_and_it_is_said(world: World, client: Client) -> None:
    more = crowd(world, parties=30, articles=12)
    page = client.get(PAGE)
    drawn = page.content.decode().count('class="timeline-mark"')
    assert drawn == THINNED
    assert 19 + more > MOST_MARKS
    said = f"{drawn} of {19 + more:,} readings are marked, changes first; the lines show all of them."
    assert said in page.content.decode()
    # The table has what the chart marks, the file has everything.
    assert page.content.decode().count('<tr id="reading-') == drawn
    assert len(listed(client)) == 19 + more
    assert len(marks(picture(client))) == drawn


def test_grouped_by_party_a_lane_names_its_issue_unless_one_alone_is_asked_for(world: World, client: Client) -> None:
    def labels(query: str) -> set[str]:
        groups = client.get(PAGE + query).context["chart"].groups
        return {band.label for group in groups for lane in group.lanes for band in lane.bands}

    assert labels("?by=party") == {"Control of the harb…", "Prisoners"}
    assert labels("?by=party&issue=control&issue=prisoners") == {"Control of the harb…", "Prisoners"}
    assert labels("?by=party&issue=control") == {""}
    assert 'class="timeline-parties"' not in client.get(f"{PAGE}?by=party&issue=control").content.decode()
    assert {"Northland", "Southmark"} <= labels("?issue=control")
