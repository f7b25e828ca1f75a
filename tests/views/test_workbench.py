"""What an article's page is told after a save: only what changed, and that so that the page is as if opened anew."""

import random
import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.actions.articles import add_article
from positions.actions.coding import code, remove, revise
from positions.actions.parties import set_aliases
from positions.models import Alias, Deed, Position
from tests.world import TODAY, say

HTMX = {"HX-Request": "true"}
TEXT = "\n".join(f"Northland spoke of number {number} in Port Haven, and of the harbour." for number in range(12))
BLOCK = re.compile(
    r'(<span class="block" id="(b-\d+)".*?</span>)(?=\s*(?:<span class="block"|</div>|<ol|<li|<nav))', re.DOTALL
)
CARD = re.compile(r'<li class="card" id="(c-[^"]+)".*?</li>', re.DOTALL)
ELSEWHERE = re.compile(r'<ol hx-swap-oob="(delete|afterend|afterbegin):#([^"]+)">(.*?)</ol>', re.DOTALL)
IN_PLACE = re.compile(r'<li class="card" id="(c-[^"]+)"[^>]*hx-swap-oob="true".*?</li>', re.DOTALL)
LINES = {
    "strip": r'<nav class="strip" id="strip".*?</nav>',
    "mentions": r'<p class="mentions-line meta" id="mentions".*?</p>',
    "title": r'<h2 id="cards-title".*?</h2>',
    "empty": r'<div id="cards-empty".*?</div>\s*(?=<ol|$)',
    "undo": r'name="deed" value="\d*"',
}


def said(response):
    return response.content.decode()


def page_of(article):
    return reverse("article", args=["harbour", article.pk])


def code_of(article):
    return reverse("position-new", args=["harbour", article.pk])


def edit_of(key):
    return reverse("position-edit", args=["harbour", key])


def removal_of(key):
    return reverse("position-remove", args=["harbour", key])


def article_with(world, text, **values):
    given = {"title": "Fog", "source": world.radio, "published_on": date(2024, 5, 1)} | values
    return add_article(negotiation=world.negotiation, text=text, user=world.people.analyst, today=TODAY, **given)


def typed(world, article, start, end, **changes):
    values = {
        "quote": article.text[start:end],
        "start": str(start),
        "end": str(end),
        "party": str(world.northland.pk),
        "proposal": str(world.demand.pk),
        "stance": "demands",
    }
    return values | changes


def same(html):
    """HTML without what differs between an answer and a page opened anew: who is lit, and white space."""
    return " ".join(re.sub(r' hx-swap-oob="true"| data-coded', "", html).split())


class Shown:
    """What a page shows of the article, as a browser keeps it and htmx changes it."""

    def __init__(self, html):
        self.blocks = {number: same(block) for block, number in BLOCK.findall(html)}
        self.cards = [(match[1], same(match[0])) for match in CARD.finditer(html)]
        self.lines = {
            name: same(found[0]) for name, line in LINES.items() if (found := re.search(line, html, re.DOTALL))
        }

    def take(self, html):
        """Apply an answer; how many blocks and cards it brought."""
        blocks = BLOCK.findall(html)
        self.blocks.update((number, same(block)) for block, number in blocks)
        found = sorted([*ELSEWHERE.finditer(html), *IN_PLACE.finditer(html)], key=lambda match: match.start())
        for match in found:
            if match.re is IN_PLACE:
                place = self.place(match[1])
                self.cards[place] = (match[1], same(match[0]))
                continue
            how, target, inside = match.groups()
            if how == "delete":
                del self.cards[self.place(target)]
                continue
            card = CARD.search(inside)
            place = 0 if how == "afterbegin" else self.place(target) + 1
            self.cards.insert(place, (card[1], same(card[0])))
        for name, line in LINES.items():
            found_line = re.search(line, html, re.DOTALL)
            assert found_line, name
            self.lines[name] = same(found_line[0])
        return len(blocks), len(CARD.findall(html))

    def place(self, card):
        return [name for name, _ in self.cards].index(card)


def assert_as_if_opened_anew(shown, client, article):
    anew = Shown(said(client.get(page_of(article))))
    assert shown.blocks == anew.blocks
    assert shown.cards == anew.cards
    assert shown.lines == anew.lines


@pytest.mark.parametrize("seed", range(3))
def test_after_any_saves_the_page_is_as_if_opened_anew(as_analyst, world, seed):
    chance = random.Random(seed)
    article = article_with(world, TEXT)
    shown = Shown(said(as_analyst.get(page_of(article))))
    assert len(shown.blocks) == 12
    for _ in range(14):
        start = chance.randrange(len(TEXT) - 100)
        place = (start, start + chance.choice([4, 30, 90]))
        changes = {
            "party": str(chance.choice([world.northland, world.southmark]).pk),
            "stance": chance.choice(["demands", "supports", "rejects", "declines"]),
        }
        positions = list(article.positions.order_by("pk"))
        deed = chance.choice(["code", "code", "edit", "remove"]) if positions else "code"
        if deed == "code":
            response = as_analyst.post(code_of(article), typed(world, article, *place, **changes), headers=HTMX)
        else:
            position = chance.choice(positions)
            version = {"version": str(position.version), "reason": "Read again."}
            address = edit_of(position.key) if deed == "edit" else removal_of(position.key)
            data = typed(world, article, *place, **changes, **version) if deed == "edit" else version
            response = as_analyst.post(address, data, headers=HTMX)
        assert response.status_code == 200
        shown.take(said(response))
        assert_as_if_opened_anew(shown, as_analyst, article)


def test_only_the_blocks_and_cards_that_changed_are_sent(as_analyst, world):
    article = article_with(world, TEXT)
    for number, party in enumerate((world.northland, world.southmark, world.league)):
        say(article, world.people.analyst, f"number {number} ", party, world.demand, "supports")
    shown = Shown(said(as_analyst.get(page_of(article))))
    start = TEXT.index("number 5")
    response = as_analyst.post(code_of(article), typed(world, article, start, start + 8), headers=HTMX)
    assert shown.take(said(response)) == (1, 2)  # the new card, and that of the same party, which it outdoes
    over_two = typed(world, article, TEXT.index("harbour.\nNorthland"), TEXT.index("spoke of number 1"))
    response = as_analyst.post(code_of(article), over_two | {"proposal": str(world.offer.pk)}, headers=HTMX)
    assert shown.take(said(response)) == (2, 1)


def test_a_block_is_sent_again_when_another_passage_takes_its_lane(as_analyst, world):
    article = article_with(world, "One two three.\nFour five six.\nSeven.")
    say(article, world.people.analyst, "three.\nFour", world.northland, world.demand, "demands")
    shown = Shown(said(as_analyst.get(page_of(article))))
    response = as_analyst.post(code_of(article), typed(world, article, 0, 10, party=str(world.league.pk)), headers=HTMX)
    assert 'data-lane="1"' in said(response)
    assert shown.take(said(response))[0] == 2
    assert_as_if_opened_anew(shown, as_analyst, article)


@pytest.mark.both
def test_saving_costs_the_same_with_three_hundred_positions_as_with_one(as_analyst, world):
    few, many = (article_with(world, "\n".join(["word " * 20] * 1000), title=title) for title in ("Few", "Many"))
    proposals = [world.demand, world.offer]
    for article, count in ((few, 1), (many, 300)):
        article_positions(world, article, count, proposals)
    costs, sizes = {}, {}
    for article in (few, many):
        start = 50_000
        with CaptureQueriesContext(connection) as captured:
            data = typed(world, article, start, start + 30, party=str(world.league.pk))
            response = as_analyst.post(code_of(article), data, headers=HTMX)
        assert response.status_code == 200
        costs[article.title] = len(captured)
        whole = said(response)
        sizes[article.title] = len(re.sub(LINES["strip"], "", whole, flags=re.DOTALL))
        assert len(BLOCK.findall(whole)) == 1
    assert costs["Many"] <= costs["Few"]
    assert sizes["Many"] < 1.1 * sizes["Few"] < 60_000


def article_positions(world, article, count, proposals):
    Position.objects.bulk_create(
        Position(
            negotiation=world.negotiation,
            key=f"many-{article.pk}-{number}",
            article=article,
            party=world.northland,
            proposal=proposals[number % 2],
            stance="open",
            quote=article.text[number * 300 : number * 300 + 40],
            start=number * 300,
            end=number * 300 + 40,
            coder="analyst",
            published_on=article.published_on,
            text_length=article.text_length,
        )
        for number in range(count)
    )


# The panel


def test_htmx_gets_the_forms_in_the_panel(as_analyst, world):
    position = world.said(1, world.southmark, world.demand)
    edit = said(as_analyst.get(edit_of(position.key), headers=HTMX))
    assert f'<section class="panel" id="panel" data-panel="edit" data-position="{position.key}"' in edit
    assert "Southmark rejected the demand</textarea>" in edit
    assert 'name="reason" value="corrected on reading again"' in edit
    assert "<html" not in edit
    removal = said(as_analyst.get(removal_of(position.key), headers=HTMX))
    assert f'data-panel="remove" data-position="{position.key}"' in removal
    assert 'name="reason" value="coded by mistake"' in removal
    assert 'data-panel="new"' in said(as_analyst.get(code_of(position.article), headers=HTMX))


def test_what_is_refused_comes_back_in_the_panel(as_analyst, world):
    article = world.articles[0]
    response = as_analyst.post(code_of(article), typed(world, article, 0, 9, stance=""), headers=HTMX)
    assert response.status_code == 422
    assert said(response).count('id="panel"') == 1
    assert "Choose a stance." in said(response)
    assert "hx-swap-oob" not in said(response)


def test_a_correction_that_came_late_gets_both_versions_in_the_panel(as_analyst, world):
    position = world.said(1, world.southmark, world.demand)
    place = {"start": position.start, "end": position.end, "quote": position.quote}
    values = {"stance": "red_line"}
    revise(position=position, **place, values=values, version=1, user=world.people.editor, reason="Firmly.")
    data = typed(
        world, position.article, position.start, position.end, stance="reserved", version="1", reason="Softly."
    )
    response = as_analyst.post(edit_of(position.key), data, headers=HTMX)
    assert response.status_code == 409
    assert said(response).count('id="panel"') == 1
    assert "rules out" in said(response)
    assert "Firmly." in said(response)


def test_whose_position_was_removed_meanwhile_is_told_and_keeps_what_they_typed(as_analyst, world):
    position = world.said(1, world.southmark, world.demand)
    data = typed(world, position.article, position.start, position.end, version="1", reason="Mine.", note="Kept <b>.")
    key = position.key
    remove(position=position, version=1, user=world.people.editor, reason="Said by nobody.")
    response = as_analyst.post(edit_of(key), data, headers=HTMX)
    assert response.status_code == 409
    page = said(response)
    assert "Somebody else removed it first." in page
    assert "Said by nobody." in page
    assert "Kept &lt;b&gt;.</textarea>" in page
    assert "<button>" not in page


def test_whose_session_is_over_keeps_the_form(client, world):
    position = world.said(1, world.southmark, world.demand)
    for address in (edit_of(position.key), removal_of(position.key), code_of(position.article)):
        response = client.post(address, {}, headers=HTMX)
        assert (response.status_code, response.content) == (401, b"")


# What the form offers


def option(page, value):
    return unescape(re.search(rf'<option value="{value}"[^>]*>', page)[0])


def test_parties_are_offered_with_all_their_names_and_proposals_with_what_they_are_found_by(as_analyst, world):
    set_aliases(party=world.northland, aliases=["the north", 'a "name"'], user=None)
    world.demand.keywords = "harbour;  port authority ;"
    world.demand.save()
    page = said(as_analyst.get(page_of(world.articles[0])))
    assert 'data-names="Northland;a "name";the north"' in option(page, world.northland.pk)
    proposal = unescape(re.search(rf'<option value="{world.demand.pk}" data-keywords[^>]*>', page)[0])
    assert 'data-keywords="harbour;port authority"' in proposal
    assert f'data-proposer="{world.northland.pk}"' in proposal
    assert 'data-kind="demand"' in proposal
    assert 'data-issue="Control of the harbour"' in proposal


def test_the_proposals_used_last_come_first_for_each_person(as_analyst, as_editor, world):
    article = article_with(world, "The harbour. The harbour.")
    for proposal in (world.offer, world.demand):
        data = typed(world, article, 0, 12, proposal=str(proposal.pk))
        assert as_editor.post(code_of(article), data).status_code == 302
    page = said(as_editor.get(page_of(article)))
    ranks = {found[0]: int(found[1]) for found in re.findall(r'<option value="(\d+)"[^>]* data-used="(\d+)"', page)}
    assert ranks == {str(world.demand.pk): 1, str(world.offer.pk): 2}


def test_the_party_as_written_is_remembered_as_its_name_when_asked_in_the_same_step(as_analyst, world):
    article = article_with(world, "The men of the fog want the harbour.")
    data = typed(world, article, 0, 14, party_as_written=" the men  of the fog", remember_name="on")
    assert as_analyst.post(code_of(article), data, headers=HTMX).status_code == 200
    alias = Alias.objects.get(alias="the men of the fog")
    assert alias.party == world.northland
    deed = Deed.objects.latest("pk")
    assert {trace.table for trace in deed.traces.all()} == {"position", "alias"}
    other = typed(world, article, 4, 14, party=str(world.league.pk))
    response = as_analyst.post(
        code_of(article), other | {"party_as_written": "the men of the fog", "remember_name": "on"}
    )
    assert response.status_code == 422
    assert "“the men of the fog” already names Northland." in unescape(said(response))
    assert article.positions.count() == 1


@pytest.mark.parametrize(
    "extra", [{}, {"remember_name": "on", "party_as_written": "northland"}, {"remember_name": "on"}]
)
def test_no_name_is_remembered_unasked_nor_one_that_is_known(as_analyst, world, extra):
    before = Alias.objects.count()
    article = article_with(world, "The harbour.")
    data = typed(world, article, 0, 12, party_as_written="the fog") | extra
    data = data if "party_as_written" in extra or not extra else data | {"party_as_written": ""}
    assert as_analyst.post(code_of(article), data).status_code == 302
    assert Alias.objects.count() == before


# Mentions and the strip


def test_the_page_counts_the_names_that_no_passage_holds(as_analyst, client, world):
    article = article_with(world, "Northland and Southmark met in Port Haven. Northlanders waited.")
    page = said(as_analyst.get(page_of(article)))
    assert "<b>3</b> of 3 mentions of parties, venues and proposals are not coded yet" in page
    mentions = re.search(r'data-mentions="([^"]*)"', page)[1].split(";")
    assert [article.text[slice(*map(int, mention.split()[:2]))] for mention in mentions] == [
        "Northland",
        "Southmark",
        "Port Haven",
    ]
    assert [mention.split()[2] for mention in mentions] == ["party", "party", "venue"]
    say(article, world.people.analyst, "Southmark met in Port", world.southmark, world.offer, "supports")
    assert "<b>1</b> of 3" in said(as_analyst.get(page_of(article)))
    assert "data-mentions" not in said(client.get(page_of(article)))


def test_the_strip_has_a_link_to_each_passage(client, world):
    page = said(client.get(page_of(world.articles[0])))
    strip = re.search(LINES["strip"], page, re.DOTALL)[0]
    keys = re.findall(r'<a href="#p-([^"]+)" data-position="\1"', strip)
    assert keys == [position.key for position in world.articles[0].positions.order_by("start")]


def test_positions_whose_words_wait_are_not_marked_in_the_text(as_analyst, world):
    article = world.articles[0]
    position = article.positions.first()
    Position.objects.filter(pk=position.pk).update(text_length=None, quote="Gone", start=0, end=4)
    page = said(as_analyst.get(page_of(article)))
    assert f'<mark class="passage" data-position="{position.key}"' not in page
    assert reverse("article-unplaced", args=["harbour", article.pk]) in page


@pytest.mark.parametrize("deed", ["code another", "give it its words", "remove it"])
def test_beside_positions_that_wait_for_their_words_the_page_is_as_if_opened_anew(as_analyst, world, deed):
    article = article_with(world, TEXT)
    waiting = code(
        article=article, start=0, end=9, quote=article.text[:9], values=reading(world), user=world.people.analyst
    )
    say(article, world.people.analyst, "number 7", world.northland, world.demand, "rejects")
    Position.objects.filter(pk=waiting.pk).update(text_length=None)
    shown = Shown(said(as_analyst.get(page_of(article))))
    values = typed(world, article, 100, 120, stance="open", version="1", reason="Found.")
    address = {
        "code another": code_of(article),
        "give it its words": edit_of(waiting.key),
        "remove it": removal_of(waiting.key),
    }[deed]
    response = as_analyst.post(address, values, headers=HTMX)
    assert response.status_code == 200
    shown.take(said(response))
    assert_as_if_opened_anew(shown, as_analyst, article)


def reading(world):
    return {"party": world.northland, "proposal": world.demand, "stance": "demands"}
