"""What a person is told whose article is gone, or whose text is another, when their form arrives."""

import pytest
from django.urls import reverse

from positions.actions import coding, texts, writing
from positions.models import Article, Position

pytestmark = pytest.mark.both

REMOVED = "Somebody else removed this after you opened it. Your version was not saved."


def gone(*args: object, **values: object) -> None:
    raise writing.Stale(None)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_who_codes_in_an_article_that_went_meanwhile_keeps_what_was_typed(as_analyst, world, monkeypatch, headers):
    monkeypatch.setattr(coding, "cite", gone)
    article = world.articles[0]
    data = {"quote": "said on Tuesday", "party": world.league.pk, "proposal": world.offer.pk, "stance": "open"}
    response = as_analyst.post(reverse("position-new", args=["harbour", article.pk]), data, headers=headers)
    assert response.status_code == 409
    assert REMOVED in response.content.decode()
    assert "said on Tuesday</textarea>" in response.content.decode()


def test_who_corrects_what_is_said_of_an_article_that_went_meanwhile_is_told(as_analyst, world, monkeypatch):
    monkeypatch.setattr("positions.views.articles.edit_article", gone)
    address = reverse("article-edit", args=["harbour", world.articles[0].pk])
    form = as_analyst.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"title": "Another title", "reason": "x"}
    response = as_analyst.post(address, data)
    assert response.status_code == 409
    assert REMOVED in response.content.decode()
    assert "Another title" in response.content.decode()


def test_who_corrects_the_text_of_an_article_that_went_meanwhile_is_told(as_analyst, world, monkeypatch):
    address = reverse("article-text", args=["harbour", world.articles[0].pk])
    data = {"text": "Quite another text.", "reason": "misread", "version": "1", "seen": ""}
    form = as_analyst.post(address, data).context["form"]
    data["seen"] = form["seen"].value()
    monkeypatch.setattr(texts, "correct_text", gone)
    response = as_analyst.post(address, data | {"apply": "1"})
    assert response.status_code == 409
    assert REMOVED in response.content.decode()
    assert "Quite another text." in response.content.decode()


def test_borders_of_words_that_were_corrected_meanwhile_are_not_moved(as_analyst, world):
    position = world.said(1, world.southmark, world.demand)
    article = Article.objects.get(pk=position.article_id)
    seen = article.text[position.start : position.end + 9]
    text = article.text[: position.end] + ", said an aide, " + article.text[position.end :]
    texts.correct_text(article=article, text=text, version=1, user=world.people.editor, reason="misread")
    address = reverse("position-place", args=["harbour", position.key])
    data = {"start": position.start, "end": position.end + 9, "version": position.version}
    for quote in ({}, {"quote": seen}):
        response = as_analyst.post(address, data | quote)
        assert response.status_code == 422
        assert "The text has been corrected since; these words no longer stand there." in response.content.decode()
        assert Position.objects.get(pk=position.pk).quote == position.quote


def test_the_list_of_words_to_find_sends_the_words_it_shows(as_analyst, world):
    article = Article.objects.get(pk=world.articles[0].pk)
    text = article.text.replace("Southmark rejected the demand. ", "Southmark’s government rejects the claim. ")
    texts.correct_text(article=article, text=text, version=1, user=world.people.editor, reason="misread")
    page = as_analyst.get(reverse("article-unplaced", args=["harbour", article.pk]))
    found = page.context["waiting"][0].candidates[0].found.passage
    assert f'<input type="hidden" name="quote" value="{found.quote}">' in page.content.decode()
