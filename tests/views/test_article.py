"""The page of an article: reading it, and coding it."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from positions.actions.articles import add_article
from positions.models import Position
from tests.world import TODAY, say

HTMX = {"HX-Request": "true"}


def said(response):
    return response.content.decode()


def page_of(article):
    return reverse("article", args=["harbour", article.pk])


def code_of(article):
    return reverse("position-new", args=["harbour", article.pk])


def article_with(world, text, **values):
    given = {"title": "Fog", "source": world.radio, "published_on": date(2024, 5, 1)} | values
    return add_article(negotiation=world.negotiation, text=text, user=world.people.analyst, today=TODAY, **given)


def text_on(response):
    """The article's text as a browser reads it from the page."""
    html = re.search(r"<div class=\"article-text\"[^>]*>(.*?)</div></div>", said(response), flags=re.DOTALL)[1]
    return unescape(re.sub(r"<[^>]*>", "", html))


def reading(world, **changes):
    values = {
        "quote": "The harbour must be handed over",
        "party": str(world.northland.pk),
        "proposal": str(world.demand.pk),
        "stance": "demands",
        "condition": "",
    }
    return values | changes


# Reading


def test_the_text_stands_on_the_page_exactly_with_every_passage_marked(client, world):
    response = client.get(page_of(world.articles[0]))
    assert text_on(response) == world.articles[0].text
    for position in world.articles[0].positions.all():
        assert said(response).count(f'id="p-{position.key}"') == 1
        assert said(response).count(f'id="c-{position.key}"') == 1


def test_a_passage_is_labelled_for_those_who_do_not_see_it(client, world):
    assert 'aria-label="Northland insists: Southmark hands over the harbour"' in said(
        client.get(page_of(world.articles[0]))
    )


@pytest.mark.parametrize(
    "text",
    [
        "\n\nIt starts with newlines & ends <b>so</b>.",
        "Fog\x0b\x0c\u2028\u2029\x85 🕊️ e\u0301 \u202eשלום\u202c\u200f!",
        " \t fog \n",
    ],
)
def test_no_character_of_a_text_is_lost_on_the_page(client, world, text):
    assert text_on(client.get(page_of(article_with(world, text)))) == text


def test_a_bare_carriage_return_is_written_so_that_browsers_keep_it(client, world):
    article = article_with(world, "One.XTwo.")
    type(article).objects.filter(pk=article.pk).update(text="One.\rTwo.")
    page = said(client.get(page_of(article)))
    assert 'One.<span class="break">&#13;</span></span>' in page
    assert "\r" not in page


def test_the_cards_tell_how_each_position_moved_since_the_partys_previous_article(client, world):
    response = client.get(page_of(world.articles[1]))
    cards = {(card.position.party, card.position.proposal): card.moved for card in response.context["page"].cards}
    assert cards[world.northland, world.demand].kind == "reaffirmed"
    assert cards[world.southmark, world.demand].kind == "softened"
    assert cards[world.southmark, world.offer].kind == "new"
    earlier = world.said(1, world.northland, world.demand)
    card = said(response).split(f'id="c-{world.said(2, world.northland, world.demand).key}"')[1].split("</li>")[0]
    assert "reaffirmed" in card
    assert f'since <a href="{page_of(world.articles[0])}#p-{earlier.key}">10 January 2024</a>' in card


def test_only_the_position_that_the_article_stands_by_carries_the_change(client, world):
    article = article_with(world, "Hand it over! Hand it over now!")
    say(article, world.people.analyst, "Hand it over!", world.northland, world.demand, "supports")
    say(article, world.people.analyst, "Hand it over now!", world.northland, world.demand, "demands")
    first, last = client.get(page_of(article)).context["page"].cards
    assert (first.moved, first.stands_by) == (None, last.position)
    assert (last.moved.kind, last.stands_by) == ("hardened", None)


def test_an_article_knows_its_neighbours_and_where_to_go_on(client, world):
    response = client.get(page_of(world.articles[2]))
    assert response.context["page"].previous == world.articles[1]
    assert response.context["page"].next == world.articles[3]
    assert reverse("article-changes", args=["harbour", world.articles[2].pk]) in said(response)
    assert f"?from={world.articles[1].pk}&amp;to={world.articles[2].pk}" in said(response)


def test_an_article_without_positions_says_what_to_do(as_analyst, client, world):
    article = article_with(world, "Fog.")
    assert "Nothing is marked in this article yet." in said(as_analyst.get(page_of(article)))
    assert "Nothing has been coded in this article yet." in said(client.get(page_of(article)))


def test_only_analysts_see_the_form(as_analyst, as_reader, client, world):
    address = code_of(world.articles[0])
    assert address in said(as_analyst.get(page_of(world.articles[0])))
    assert address not in said(as_reader.get(page_of(world.articles[0])))
    assert address not in said(client.get(page_of(world.articles[0])))


@pytest.mark.parametrize("number", ["0", "99999", "9223372036854775808", "9" * 400])
def test_an_article_that_is_not_there_is_not_found(client, world, number):
    assert client.get(f"/n/harbour/articles/{number}/").status_code == 404


def test_the_article_of_another_negotiation_is_not_here(as_analyst, world):
    assert as_analyst.get(page_of(world.river_article)).status_code == 404
    assert as_analyst.post(code_of(world.river_article), reading(world)).status_code == 404


def test_the_page_takes_as_many_queries_for_twenty_positions_as_for_one(as_analyst, world, django_assert_num_queries):
    words = [f"word{number}" for number in range(10, 30)]
    article = article_with(world, " ".join(words))
    for count in (1, 20):
        for word in words[article.positions.count() : count]:
            say(article, world.people.analyst, word, world.northland, world.demand, "demands")
        with django_assert_num_queries(21):
            as_analyst.get(page_of(article))


# Coding


def test_a_pasted_quote_is_found_and_recorded(as_analyst, world):
    article = article_with(world, "At noon, the harbour\nmust be handed  over, they said.")
    response = as_analyst.post(
        code_of(article),
        reading(
            world,
            quote="the harbour must be handed over",
            stance="conditional",
            condition=" the fog lifts ",
            move="demand",
            attribution="paraphrase",
            speaker="They",
            party_as_written="the north",
            stated_on="2024-04",
            credibility="2",
            note="At last.",
        ),
    )
    position = article.positions.get()
    assert response.url == f"{page_of(article)}#p-{position.key}"
    assert position.quote == article.text[position.start : position.end] == "the harbour\nmust be handed  over"
    assert (position.party, position.proposal, position.stance) == (world.northland, world.demand, "conditional")
    assert (position.condition, position.move, position.attribution) == ("the fog lifts", "demand", "paraphrase")
    assert (position.speaker, position.party_as_written, position.stated_on) == ("They", "the north", "2024-04")
    assert (position.credibility, position.note, position.coder) == (2, "At last.", "analyst")
    assert position.history.get().history_user == world.people.analyst
    assert "Recorded: Northland: would accept if…" in said(as_analyst.get(page_of(article)))


def test_offsets_say_which_of_several_places_is_meant(as_analyst, world):
    article = article_with(world, "🕊 Fog. 🕊 Fog.")
    as_analyst.post(code_of(article), reading(world, quote="Fog", start="9", end="12"))
    assert article.positions.get().start == 9


@pytest.mark.parametrize(
    ("start", "end"), [("0", "3"), ("", ""), ("x", "3"), ("5", "2"), ("-3", "-1"), ("9" * 30, "9" * 31), ("٣", "٦")]
)
def test_offsets_are_believed_only_where_the_words_stand(as_analyst, world, start, end):
    article = article_with(world, "The fog lifts.")
    as_analyst.post(code_of(article), reading(world, quote="fog", start=start, end=end))
    assert (article.positions.get().start, article.positions.get().end) == (4, 7)


def test_a_quote_across_lines_comes_back_from_a_browser_with_other_line_ends(as_analyst, world):
    article = article_with(world, "One\n\nTwo. One\n\nTwo.")
    as_analyst.post(code_of(article), reading(world, quote="One\r\n\r\nTwo", start="10", end="18"))
    assert (article.positions.get().start, article.positions.get().quote) == (10, "One\n\nTwo")


def test_words_that_occur_twice_are_asked_back(as_analyst, world):
    article = article_with(world, "First the fog came, then <the fog> went.")
    data = reading(world, quote="the fog", note="Kept.")
    response = as_analyst.post(code_of(article), data)
    assert response.status_code == 422
    assert not article.positions.exists()
    assert "These words occur 2 times. Choose which are meant." in said(response)
    assert '<input type="radio" name="place" value="6">' in said(response)
    assert "then &lt;<b>the fog</b>&gt; went." in said(response)
    assert "Kept.</textarea>" in said(response)
    as_analyst.post(code_of(article), data | {"place": "26"})
    assert article.positions.get().start == 26


def test_words_that_occur_everywhere_are_not_all_listed(as_analyst, world):
    article = article_with(world, "fog " * 500)
    response = as_analyst.post(code_of(article), reading(world, quote="fog"))
    assert "These words occur 50 times or more." in said(response)
    assert "The first 12 are shown; quote more words." in said(response)
    assert said(response).count('name="place"') == 12
    as_analyst.post(code_of(article), reading(world, quote="fog", place="1996"))
    assert article.positions.get().start == 1996


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quote": ""}, "Give the words of the article that say it."),
        ({"quote": " \r\n "}, "These words are not in the article."),
        ({"quote": "The harbour must be sold"}, "These words are not in the article. Copy them from the text exactly."),
        ({"quote": "A\x00B"}, "Null characters are not allowed."),
        ({"quote": "x" * 10_001}, "Quote at most 10000 characters; these are 10001."),
        ({"party": ""}, "Choose who says it."),
        ({"party": "0"}, "Choose a party of this negotiation."),
        ({"party": "9" * 40}, "Choose a party of this negotiation."),
        ({"party": "\x00"}, "Choose a party of this negotiation."),
        ({"proposal": ""}, "Choose the demand or offer it is about."),
        ({"proposal": "northland"}, "Choose a demand or offer of this negotiation."),
        ({"stance": ""}, "Choose a stance."),
        ({"stance": "shrugs"}, "Choose one of the stances shown."),
        ({"stance": "conditional"}, "Say on what condition it would be accepted."),
        ({"stance": "conditional", "condition": "  "}, "Say on what condition it would be accepted."),
        ({"stance": "declines", "condition": "ever"}, "A stance off the scale cannot carry a condition."),
        ({"condition": "x" * 2001}, "at most 2000 characters"),
        ({"move": "shrug"}, "Select a valid choice."),
        ({"credibility": "7"}, "Select a valid choice."),
        ({"stated_on": "2024-02-30"}, "There is no such date as 2024-02-30."),
        ({"stated_on": "yesterday"}, "Give a date as 2022, 2022-03 or 2022-03-29."),
        ({"speaker": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_a_position_is_refused_with_a_sentence(as_analyst, world, changes, sentence):
    before = Position.objects.count()
    response = as_analyst.post(code_of(world.articles[0]), reading(world, **({"stance": "supports"} | changes)))
    assert response.status_code == 422
    assert sentence in unescape(said(response))
    assert Position.objects.count() == before


def test_a_lone_surrogate_cannot_be_smuggled_in_by_another_encoding(as_analyst, world):
    body = b'--B\r\nContent-Disposition: form-data; name="quote"\r\n\r\n+2AA-\r\n--B--\r\n'
    content_type = "multipart/form-data; boundary=B; charset=utf-7"
    assert as_analyst.generic("POST", code_of(world.articles[0]), body, content_type).status_code == 400


def test_a_party_or_proposal_of_another_negotiation_is_refused(as_analyst, world):
    for changes, sentence in (
        ({"party": str(world.upstream.pk)}, "Choose a party of this negotiation."),
        ({"proposal": str(world.river_demand.pk)}, "Choose a demand or offer of this negotiation."),
    ):
        before = Position.objects.count()
        response = as_analyst.post(code_of(world.articles[0]), reading(world, **changes))
        assert response.status_code == 422
        assert sentence in said(response)
        assert Position.objects.count() == before


def test_what_was_typed_is_kept_when_it_is_refused(as_analyst, world):
    typed = reading(world, quote="Not <b>there</b>", condition="if & when", speaker='A "B"', note="Long.")
    page = said(as_analyst.post(code_of(world.articles[0]), typed))
    assert "\nNot &lt;b&gt;there&lt;/b&gt;</textarea>" in page
    assert "\nif &amp; when</textarea>" in page
    assert 'value="A &quot;B&quot;"' in page
    assert re.search(rf'<option value="{world.northland.pk}" selected', page)
    assert re.search(r'<input type="radio" name="stance" value="demands"[^>]* checked', page)
    assert '<details class="less-used" open>' in page


def test_html_in_every_field_is_shown_as_text(as_analyst, world):
    html = "<script>alert(1)</script>"
    article = article_with(world, f"They said {html} aloud.")
    typed = reading(world, quote=html, condition=html, speaker=html, party_as_written=html, note=html)
    as_analyst.post(code_of(article), typed)
    page = said(as_analyst.get(page_of(article)))
    assert html not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 6


def test_a_form_that_is_sent_twice_is_recorded_once(as_analyst, world):
    article = article_with(world, "The harbour must be handed over.")
    as_analyst.post(code_of(article), reading(world))
    again = as_analyst.post(code_of(article), reading(world))
    assert again.status_code == 422
    assert "This party is recorded with this very stance at these words already." in said(again)
    as_analyst.post(code_of(article), reading(world, party=str(world.league.pk)))
    assert article.positions.count() == 2


def test_htmx_gets_a_fresh_panel_with_the_new_card_and_plain_browsers_are_led_to_it(as_analyst, world):
    article = article_with(world, "The harbour must be handed over. Or else.")
    response = as_analyst.post(code_of(article), reading(world), headers=HTMX)
    position = article.positions.get()
    assert response.status_code == 200
    assert f'data-panel="new" data-saved="{position.key}"' in said(response)
    assert re.search(
        rf'<ol hx-swap-oob="afterbegin:#card-list">\s*<li class="card" id="c-{position.key}"', said(response)
    )
    assert "Recorded: Northland: insists – Southmark hands over the harbour" in said(response)
    assert 'id="workbench"' not in said(response)
    plain = as_analyst.post(code_of(article), reading(world, quote="Or else"))
    assert plain.status_code == 302


def test_the_next_position_starts_with_the_party_of_the_last(as_analyst, as_editor, world):
    as_analyst.post(code_of(world.articles[0]), reading(world, party=str(world.league.pk)))
    chosen = rf'<option value="{world.league.pk}" selected'
    assert re.search(chosen, said(as_analyst.get(page_of(world.articles[0]))))
    assert not re.search(chosen, said(as_editor.get(page_of(world.articles[0]))))


def test_proposals_are_offered_under_their_issues(as_analyst, world):
    form = as_analyst.get(page_of(world.articles[0])).context["form"]
    assert [(label, [name for _, name in rows]) for label, rows in form.fields["proposal"].choices[1:]] == [
        (
            "Control of the harbour",
            ["Demand: Southmark hands over the harbour", "Offer: Southmark meets Northland in Port Haven"],
        ),
        ("Prisoners", ["Offer: Prisoners are exchanged before any talks"]),
    ]


@pytest.mark.parametrize("name", ["as_reader", "as_stranger"])
def test_who_may_only_read_codes_nothing(request, world, name):
    before = Position.objects.count()
    assert request.getfixturevalue(name).post(code_of(world.articles[0]), reading(world)).status_code == 403
    assert Position.objects.count() == before


def test_whose_session_is_over_signs_in_and_comes_back_to_the_article(client, world):
    address = f"{reverse('login')}?next={page_of(world.articles[0])}"
    assert client.post(code_of(world.articles[0]), reading(world)).url == address
    signed_out = client.post(code_of(world.articles[0]), reading(world), headers=HTMX)
    assert (signed_out.status_code, signed_out.content) == (401, b"")


def test_a_position_is_only_posted(as_analyst, world):
    assert as_analyst.get(code_of(world.articles[0])).status_code == 405
    assert as_analyst.post(page_of(world.articles[0])).status_code == 405
