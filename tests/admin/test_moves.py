"""A party's and a proposal's page show how positions moved."""

import re
from html import unescape

import pytest

from positions.actions.nouns import make
from positions.models import Demand, Party, Proposal
from tests.admin.pages import address, many_more


def rows_of_moves(page: str) -> list[list[str]]:
    table = page[page.index('id="moves-heading"') :].split("</table>", maxsplit=1)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


def test_a_party_s_page_shows_how_it_moved_from_what_to_what_in_which_words(world, as_staff):
    page = as_staff.get(address(Party, "change", world.southmark.pk)).content.decode()
    rows = rows_of_moves(page)
    assert rows[0] == [
        "2 Apr 2024 Prisoners come home",
        "Southmark hands over the harbour",
        "−1 reserved → to −3 rules out",
        "▲ hardened",
        "“Southmark said that the harbour is not negotiable”",
    ]
    assert [row[3].split(" ", 1)[1] for row in rows] == [
        "hardened",
        "reversed (away from the side it took first)",
        "clarified",
        "reaffirmed",
        "new",
        "blurred",
        "softened",
        "new",
        "new",
    ]
    position = world.said(5, world.southmark, world.demand)
    assert f'href="/n/harbour/articles/{position.article_id}/#p-{position.key}"' in page


@pytest.mark.parametrize("model", [Demand, Proposal])
def test_a_proposal_s_page_shows_how_all_parties_moved_on_it(world, as_staff, model):
    rows = rows_of_moves(as_staff.get(address(model, "change", world.demand.pk)).content.decode())
    assert [(row[1], row[3].split()[1]) for row in rows] == [
        ("Northland", "softened"),
        ("Southmark", "hardened"),
        ("Southmark", "clarified"),
        ("Coastal League", "shifted"),
        ("Northland", "reaffirmed"),
        ("Southmark", "blurred"),
        ("Northland", "reaffirmed"),
        ("Southmark", "softened"),
        ("Coastal League", "new"),
        ("Northland", "new"),
        ("Southmark", "new"),
    ]


def test_a_party_nobody_speaks_of_says_what_to_do_next(world, as_staff):
    party = make(noun=Party, negotiation=world.negotiation, values={"name": "Gulls", "short_name": "Gulls"}, user=None)
    page = as_staff.get(address(Party, "change", party.pk)).content.decode()
    assert "No article says anything about this yet." in page


def test_only_the_latest_fifty_changes_are_shown_and_the_page_says_so(world, as_staff):
    for _ in range(5):
        many_more(world)
    page = as_staff.get(address(Party, "change", world.southmark.pk)).content.decode()
    assert len(rows_of_moves(page)) == 50
    assert "These are the latest 50." in page
    assert 'href="/n/harbour/changes/?party=southmark"' in page
