"""Correcting a text in the browser's words: form, preview, refusals, and the list of words to find."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from positions.actions import texts
from positions.actions.coding import remove
from positions.models import Article, Deed, Position
from positions.models.sources import TEXT_LIMIT
from tests.world import World, say

GONE = "Southmark rejected the demand. "


def text_page(world: World) -> str:
    return reverse("article-text", args=["harbour", world.articles[0].pk])


def list_page(world: World) -> str:
    return reverse("article-unplaced", args=["harbour", world.articles[0].pk])


def said(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode().replace("</td>", " "))))


def sent(world: World, text: str, **more: str) -> dict[str, str]:
    return {"text": text, "reason": "misread", "version": str(world.articles[0].version), "seen": ""} | more


def previewed(client: Client, world: World, text: str, **more: str) -> dict[str, str]:
    """What the form holds after the preview."""
    response = client.post(text_page(world), sent(world, text, **more))
    assert response.status_code == 200
    form = response.context["form"]
    return {name: form[name].value() for name in ("text", "reason", "version", "seen")}


def southmark(world: World) -> Position:
    return world.said(1, world.southmark, world.demand)


def lose(world: World) -> Position:
    """Southmark's words are taken out of the first article."""
    text = world.articles[0].text.replace(GONE, "Southmark’s government rejects the claim. ")
    article = Article.objects.get(pk=world.articles[0].pk)
    texts.correct_text(article=article, text=text, version=1, user=world.people.analyst, reason="misread")
    return southmark(world)


def test_the_form_holds_the_text_as_it_is(as_analyst, world):
    response = as_analyst.get(text_page(world))
    assert response.context["form"]["text"].value() == world.articles[0].text
    assert "What would become" not in said(response)


def test_the_preview_says_what_becomes_of_each_position_and_writes_nothing(as_analyst, world):
    text = world.articles[0].text
    new = text.replace(GONE, "").replace("the harbour’s future", "the harbours future").replace("on Tuesday", "today")
    response = as_analyst.post(text_page(world), sent(world, new))
    page = said(response)
    for sentence in (
        "1 stays where it is",
        "0 move along",
        "1 goes to similar words",
        "1 will wait",
        "willing to discuss the harbours future",
        "99 % alike",
    ):
        assert sentence in page
    assert "<del>harbour’s</del>" in response.content.decode() or "<del>’</del>" in response.content.decode()
    assert Article.objects.get(pk=world.articles[0].pk).text == text
    assert not Deed.objects.filter(words__startswith="corrected the text").exists()


def test_moved_positions_are_listed_with_both_places(as_analyst, world):
    page = said(as_analyst.post(text_page(world), sent(world, "Update. " + world.articles[0].text)))
    assert "0 stay where they are 3 move along" in page
    assert "Southmark rejected the demand Southmark 82–111 90–119" in page


def test_what_was_seen_is_applied(as_analyst, world):
    form = previewed(as_analyst, world, "Update. " + world.articles[0].text)
    response = as_analyst.post(text_page(world), form | {"apply": "1"}, follow=True)
    assert response.redirect_chain == [(reverse("article", args=["harbour", world.articles[0].pk]), 302)]
    assert southmark(world).start == 90


def test_who_applies_a_correction_that_loses_words_is_led_to_the_list(as_analyst, world):
    form = previewed(as_analyst, world, world.articles[0].text.replace(GONE, ""))
    response = as_analyst.post(text_page(world), form | {"apply": "1"})
    assert response["Location"] == list_page(world)


@pytest.mark.parametrize("change", ["position coded", "position removed", "article corrected", "text typed on"])
def test_nothing_is_applied_that_was_not_seen(as_analyst, world, change):
    form = previewed(as_analyst, world, "Update. " + world.articles[0].text)
    article, editor = Article.objects.get(pk=world.articles[0].pk), world.people.editor
    if change == "position coded":
        say(article, editor, "said on Tuesday", world.northland, world.offer, "open")
    elif change == "position removed":
        remove(position=southmark(world), version=1, user=editor, reason="wrong")
    elif change == "article corrected":
        texts.correct_text(article=article, text=article.text + " More.", version=1, user=editor, reason="more")
    else:
        form["text"] += " More."
    before = Article.objects.get(pk=article.pk).text
    response = as_analyst.post(text_page(world), form | {"apply": "1"})
    assert response.status_code == 409
    assert "Nothing was written." in said(response)
    assert "What would become of" in said(response)
    assert Article.objects.get(pk=article.pk).text == before
    again = {name: response.context["form"][name].value() for name in ("text", "reason", "version", "seen")}
    assert as_analyst.post(text_page(world), again | {"apply": "1"}).status_code == 302
    assert Article.objects.get(pk=article.pk).text == form["text"]


def test_applying_without_a_look_shows_what_would_be_applied(as_analyst, world):
    response = as_analyst.post(text_page(world), sent(world, "Another.", apply="1"))
    assert response.status_code == 409
    assert "3 will wait" in said(response)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": ""}, "Paste the text of the article."),
        ({"text": " \r\n "}, "Paste the text of the article."),
        ({"text": "x" * (TEXT_LIMIT + 1)}, "at most 1,000,000 can be stored"),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
        ({"reason": ""}, "Say in a few words why."),
        ({"reason": "x" * 501}, "at most 500 characters"),
        ({"text": None}, "This is the text as it stands."),
    ],
    ids=["empty", "white", "too long", "NUL", "no reason", "long reason", "unchanged"],
)
def test_a_form_that_cannot_be_understood_comes_back(as_analyst, world, changes, sentence):
    data = sent(world, "Another.") | changes
    if data["text"] is None:
        data["text"] = world.articles[0].text.replace("\n", "\r\n")
    response = as_analyst.post(text_page(world), data)
    assert response.status_code == 422
    assert sentence in said(response)


@pytest.mark.both
@pytest.mark.parametrize("field", ["version", "seen", "reason", "text"])
def test_nonsense_in_any_field_is_answered(as_analyst, world, field):
    for nonsense in ("\x00", "\ud800", "9" * 400, "-1", "<script>alert(1)</script>", "é"):
        data = sent(world, "Another text.", apply="1") | {field: nonsense}
        encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}
        response = as_analyst.post(text_page(world), encoded)
        assert response.status_code in {409, 422}, nonsense
        assert b"<script>alert(1)</script>" not in response.content


def test_markup_in_a_text_is_shown_and_never_obeyed(as_analyst, world):
    new = world.articles[0].text.replace("Southmark rejected", "<i>Southmark</i> <script>rejected")
    response = as_analyst.post(text_page(world), sent(world, new))
    assert "<script>rejected" not in response.content.decode().replace('<script type="module"', "")
    assert "<i>Southmark</i>" not in response.content.decode()


def test_the_list_shows_old_words_beside_what_comes_nearest(as_analyst, world):
    position = lose(world)
    assert position.is_unplaced
    response = as_analyst.get(list_page(world))
    page = said(response)
    assert "1 position waits for its words" in page
    assert "Northland’s foreign minister said on Tuesday. Southmark rejected the demand." in page
    assert "Southmark’s government rejects the claim" in page
    assert reverse("position-edit", args=["harbour", position.key]) in response.content.decode()


def test_the_list_of_an_article_without_lost_words_says_so(as_analyst, world):
    assert "No position of this article waits" in said(as_analyst.get(list_page(world)))


def test_a_person_says_which_words_are_meant(as_analyst, world):
    position = lose(world)
    text = Article.objects.get(pk=world.articles[0].pk).text
    start = text.index("Southmark’s government rejects the claim")
    data = {"position": position.key, "start": start, "end": start + 40, "version": position.version}
    data["quote"] = text[start : start + 40]
    article = reverse("article", args=["harbour", world.articles[0].pk])
    assert as_analyst.post(list_page(world), data)["Location"] == f"{article}#p-{position.key}"
    position = southmark(world)
    assert position.quote == "Southmark’s government rejects the claim"
    assert not position.is_unplaced
    assert "placed by hand" in position.history.latest().history_change_reason


@pytest.mark.both
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"version": "1"}, 409),
        ({"version": "x"}, 409),
        ({"quote": ""}, 422),
        ({"quote": "Other"}, 422),
        ({"start": "999999"}, 422),
        ({"end": "0"}, 422),
        ({"start": "9" * 30, "end": "9" * 31}, 422),
        ({"start": "\x00"}, 422),
        ({"position": "nobody"}, 404),
        ({"position": "\x00"}, 404),
        ({"position": ""}, 404),
    ],
)
def test_a_place_that_is_none_is_refused(as_analyst, world, changes, status):
    position = lose(world)
    data = {"position": position.key, "start": "0", "end": "5", "version": str(position.version)}
    data |= {"quote": world.articles[0].text[:5]} | changes
    assert as_analyst.post(list_page(world), data).status_code == status
    assert southmark(world).is_unplaced


@pytest.mark.both
def test_both_pages_cost_the_same_whatever_they_show(as_analyst, world, django_assert_max_num_queries):
    lose(world)
    values = Position.objects.filter(pk=southmark(world).pk).values().get()
    del values["id"]
    Position.objects.bulk_create(Position(**{**values, "key": f"many-{number}"}) for number in range(60))
    with django_assert_max_num_queries(10):
        assert as_analyst.get(list_page(world)).content.count(b"As it stood") == 61
    with django_assert_max_num_queries(10):
        version = str(Article.objects.get(pk=world.articles[0].pk).version)
        response = as_analyst.post(text_page(world), sent(world, "Another.", version=version))
        assert "63 will wait" in said(response)


def test_a_position_that_waits_is_still_on_the_page_of_its_article_and_told_of_everywhere(as_analyst, client, world):
    position = lose(world)
    article = reverse("article", args=["harbour", world.articles[0].pk])
    page = as_analyst.get(article).content.decode()
    assert page.count(f'id="p-{position.key}"') == 1
    assert f'<span class="card-number card-waiting" id="p-{position.key}">' in page
    assert f'<mark class="passage" data-position="{position.key}"' not in page
    assert list_page(world) in page
    assert list_page(world) not in client.get(article).content.decode()
    articles = reverse("article-list", args=["harbour"])
    assert "1 waits for its words" in said(as_analyst.get(articles))
    assert list_page(world) in as_analyst.get(articles).content.decode()
    assert list_page(world) not in client.get(articles).content.decode()
    assert "1 of them waits for its words" in said(client.get(reverse("negotiation", args=["harbour"])))


def test_the_form_of_a_cited_article_leads_to_the_correction_of_its_text(as_analyst, world):
    form = reverse("article-edit", args=["harbour", world.articles[0].pk])
    assert text_page(world) in as_analyst.get(form).content.decode()
    Position.objects.filter(article=world.articles[0]).delete()
    assert text_page(world) not in as_analyst.get(form).content.decode()
