"""The pages on which many positions are recoded and a proposal is split: choice, preview, deed."""

import re

import pytest
from django.test import Client

from positions.actions import coding
from positions.models import Position, Proposal
from tests.crowds import crowd
from tests.snapshots import everything
from tests.views.nouns import HTML, text, words
from tests.world import World

pytestmark = pytest.mark.both

RECODE = "/n/harbour/recode/"


def keys(rows) -> list[str]:
    return [row.key for row in rows]


def of(party) -> list[Position]:
    return list(Position.objects.filter(party=party).in_reading_order())


def fields(response) -> dict[str, list[str]]:
    """What the confirming form of a preview would send: its hidden fields and its button."""
    form = re.findall(r"<form.*?</form>", text(response), re.DOTALL)[-1]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<(?:input|button)[^>]*>", form):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and value and name[1] != "csrfmiddlewaretoken":
            found.setdefault(name[1], []).append(value[1])
    return found


def asked(rows, **more) -> dict[str, object]:
    return {"which": "ticked", "position": keys(rows), "reason": "read again"} | more


def test_the_filters_choose_the_rows_and_all_are_ticked(as_analyst: Client, world: World):
    page = text(as_analyst.get(f"{RECODE}?party=coastal-league"))
    assert page.count('name="position"') == page.count('type="checkbox" name="position"') == 2
    assert len(re.findall(r'name="position"[^>]* checked', page)) == 2
    for row in of(world.league):
        assert f'value="{row.key}"' in page


def test_the_preview_shows_each_row_before_and_after_and_writes_nothing(as_analyst: Client, world: World):
    before = everything()
    response = as_analyst.post(RECODE, asked(of(world.league), stance="rejects", party=world.southmark.pk))
    assert response.status_code == 200
    page = words(response)
    assert "Recode 2 positions" in page
    assert page.count('<p class="difference">') == 4
    assert "<del>Coastal League</del>" in page
    assert "<ins>Southmark</ins>" in page
    assert response.context["effect"].differs
    assert everything() == before


def test_confirming_recodes_and_goes_back_to_the_list(as_analyst: Client, world: World):
    rows = of(world.league)
    address = f"{RECODE}?party=coastal-league"
    shown = as_analyst.post(address, asked(rows, stance="rejects", move="reject"))
    response = as_analyst.post(address, fields(shown), follow=True)
    assert response.redirect_chain == [("/n/harbour/positions/?party=coastal-league", 302)]
    assert "Recoded 2 positions." in text(response)
    assert 'href="/n/harbour/steps/"' in text(response)
    assert {(row.stance, row.move) for row in of(world.league)} == {("rejects", "reject")}


def test_all_that_match_can_be_meant_beyond_the_page(as_analyst: Client, world: World):
    number = crowd(world, parties=4, articles=10)
    assert number == 120
    address = f"{RECODE}?stance=open&since=2024-04-10"
    page = text(as_analyst.get(address))
    assert "all 120 that match, on every page" in page
    shown = as_analyst.post(address, {"which": "all", "reason": "read again", "stance": "rejects"})
    assert "Recode 120 positions" in text(shown)
    assert "position" not in fields(shown)
    assert as_analyst.post(address, fields(shown)).status_code == 302
    assert Position.objects.filter(key__startswith="crowd", stance="rejects").count() == number


def test_what_changed_since_is_shown_afresh(as_analyst: Client, world: World):
    rows = of(world.league)
    sent = fields(as_analyst.post(RECODE, asked(rows, stance="rejects")))
    coding.remove(position=rows[0], version=1, user=world.people.editor, reason="wrong")
    before = everything()
    response = as_analyst.post(RECODE, sent)
    assert response.status_code == 409
    assert "Some of these positions changed since you looked" in text(response)
    assert "Recode 1 position" in text(response)
    assert everything() == before
    assert as_analyst.post(RECODE, fields(response)).status_code == 302


def test_what_cannot_be_recoded_is_named_and_can_be_left_out(as_analyst: Client, world: World):
    rows = of(world.northland)
    response = as_analyst.post(RECODE, asked(rows, stance="declines"))
    page = words(response)
    assert "2 cannot be recoded so" in page
    assert "It carries a condition, which a stance off the scale cannot." in page
    assert "confirm" not in fields(response)
    forced = fields(response) | {"confirm": ["1"]}
    before = everything()
    assert as_analyst.post(RECODE, forced).status_code == 422
    assert everything() == before
    refused = " ".join(row.key for row, _ in response.context["plan"].refused)
    left = as_analyst.post(RECODE, asked(rows, stance="declines", without=refused))
    assert "2 are left out" in words(left)
    assert as_analyst.post(RECODE, fields(left)).status_code == 302
    assert Position.objects.filter(party=world.northland, stance="declines").count() == len(rows) - 2


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"stance": "", "reason": "x"}, "Choose at least one thing that shall be said instead."),
        ({"stance": "sideways", "reason": "x"}, "Mend what is marked below."),
        ({"stance": "rejects", "reason": ""}, "Say in a few words why."),
        ({"stance": "rejects", "reason": "x", "position": []}, "Choose the positions, one at least."),
        ({"stance": "rejects", "reason": "x", "position": ["no\x00", "né", "x" * 5000]}, "Choose the positions"),
        ({"party": "river", "reason": "x"}, "Choose a party of this negotiation."),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_ticked_is_kept(
    as_analyst: Client, world: World, sent: dict, sentence: str
):
    if sent.get("party") == "river":
        sent["party"] = world.upstream.pk
    before = everything()
    row = of(world.league)[0]
    response = as_analyst.post(RECODE, asked([row]) | sent)
    assert response.status_code == 422
    assert sentence in text(response)
    if "position" not in sent:
        assert len(re.findall(r'name="position"[^>]* checked', text(response))) == 1
    assert everything() == before


def test_forged_ids_of_another_negotiation_are_not_chosen(as_analyst: Client, world: World):
    response = as_analyst.post(RECODE, asked([world.river_position], stance="rejects"))
    assert response.status_code == 422
    both = as_analyst.post(RECODE, asked([world.river_position, *of(world.league)], stance="rejects"))
    assert "Recode 2 positions" in text(both)


def test_readers_may_not(as_reader: Client, world: World):
    before = everything()
    assert as_reader.post(RECODE, asked(of(world.league), stance="rejects", confirm="1")).status_code == 403
    assert everything() == before


def test_an_empty_choice_says_what_to_do(as_analyst: Client, world: World):
    assert "Show all positions" in text(as_analyst.get(f"{RECODE}?since=2050-01-01"))


def split_page(world: World) -> str:
    return f"/n/harbour/proposals/{world.demand.pk}/split/"


def test_a_proposal_is_split_after_a_look(as_analyst: Client, world: World):
    rows = of(world.league)
    page = text(as_analyst.get(split_page(world)))
    assert page.count('type="checkbox" name="position"') == Position.objects.filter(proposal=world.demand).count()
    assert not re.findall(r'name="position"[^>]* checked', page)
    before = everything()
    shown = as_analyst.post(split_page(world), asked(rows, title="Southmark leaves the piers"))
    assert "2 positions move to the new demand; 9 stay with" in words(shown)
    assert everything() == before
    response = as_analyst.post(split_page(world), fields(shown))
    assert response["Location"] == "/n/harbour/demands/southmark-leaves-the-piers/"
    made = Proposal.objects.get(slug="southmark-leaves-the-piers")
    assert set(Position.objects.filter(proposal=made)) == set(rows)


def test_a_split_of_what_changed_since_is_shown_afresh(as_analyst: Client, world: World):
    rows = of(world.league)
    sent = fields(as_analyst.post(split_page(world), asked(rows, title="Piers")))
    coding.remove(position=rows[0], version=1, user=world.people.editor, reason="wrong")
    response = as_analyst.post(split_page(world), sent)
    assert response.status_code == 409
    assert not Proposal.objects.filter(title="Piers").exists()
    assert as_analyst.post(split_page(world), fields(response)).status_code == 302


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"title": ""}, "Mend what is marked below."),
        ({"title": "Piers", "position": []}, "Choose the positions, one at least."),
        ({"title": "a\x00b"}, "Mend what is marked below."),
        ({"title": "x" * 300}, "Mend what is marked below."),
    ],
)
def test_a_split_without_title_or_positions_is_refused(as_analyst: Client, world: World, more: dict, sentence: str):
    before = everything()
    response = as_analyst.post(split_page(world), asked(of(world.league)) | more)
    assert response.status_code == 422
    assert sentence in text(response)
    assert everything() == before


def test_positions_on_other_proposals_cannot_be_split_off(as_analyst: Client, world: World):
    other = list(Position.objects.filter(proposal=world.offer))
    assert as_analyst.post(split_page(world), asked(other, title="Piers")).status_code == 422


def test_titles_are_written_out(as_analyst: Client, world: World):
    response = as_analyst.post(split_page(world), asked(of(world.league), title=HTML, description=HTML))
    assert response.status_code == 200
    assert HTML not in text(response)


def test_there_is_nothing_to_split_in_another_negotiation(as_analyst: Client, world: World):
    assert as_analyst.get(f"/n/harbour/proposals/{world.river_demand.pk}/split/").status_code == 404
    assert as_analyst.get(f"/n/harbour/proposals/{2**64}/split/").status_code == 404
