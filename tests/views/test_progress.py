"""Marking how far an article has been read, and the list of articles by it."""

from html import unescape

import pytest
from django.urls import reverse

from positions.actions.reading import mark
from positions.models import Progress

LIST = reverse("article-list", args=["harbour"])


def said(response):
    return unescape(response.content.decode())


def state_of(article):
    return reverse("article-state", args=["harbour", article.pk])


def page_of(article):
    return reverse("article", args=["harbour", article.pk])


@pytest.fixture
def article(world):
    return world.articles[0]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_mark_is_kept_and_the_article_opens_again(as_analyst, analyst, article, headers):
    response = as_analyst.post(state_of(article), {"state": "done", "version": "0"}, headers=headers)
    assert (response.status_code, response.url) == (302, page_of(article))
    assert Progress.objects.get(article=article).by == analyst


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_who_did_not_see_the_mark_of_another_is_shown_it(as_analyst, editor, article, headers):
    mark(article=article, state="done", version=0, user=editor)
    response = as_analyst.post(state_of(article), {"state": "to_read", "version": "0"}, headers=headers)
    assert response.status_code == 409
    page = said(response)
    assert "Somebody else marked it first." in page
    assert 'name="version" value="1"' in page
    assert "editor, <time" in page
    assert ("<html" in page) == (not headers)
    assert Progress.objects.get().state == "done"


@pytest.mark.parametrize("typed", [{}, {"state": "read"}, {"state": "\x00", "version": "x" * 40}])
def test_what_is_no_state_is_refused(as_analyst, article, typed):
    response = as_analyst.post(state_of(article), typed)
    assert response.status_code == 422
    assert "Choose one of the states shown." in said(response)
    assert not Progress.objects.exists()


def test_only_analysts_mark_and_only_by_post(client, as_reader, as_stranger, as_analyst, article):
    for person in (as_reader, as_stranger):
        assert person.post(state_of(article), {"state": "done", "version": "0"}).status_code == 403
    assert client.post(state_of(article), {"state": "done"}).url == f"{reverse('login')}?next={page_of(article)}"
    assert as_analyst.get(state_of(article)).status_code == 405
    elsewhere = reverse("article-state", args=["river", article.pk])
    assert as_analyst.post(elsewhere, {"state": "done", "version": "0"}).status_code == 404
    assert not Progress.objects.exists()


# In the list


def states(response):
    return [(row.article.title, row.reading.state, row.reading.by) for row in response.context["rows"]]


def test_the_list_tells_members_how_far_each_is_and_counts_them(as_reader, world, editor):
    mark(article=world.articles[4], state="done", version=0, user=editor)
    mark(article=world.articles[3], state="to_read", version=0, user=editor)
    response = as_reader.get(LIST)
    assert states(response)[:3] == [
        ("Prisoners come home", "done", "editor"),
        ("Two days of talks in Port Haven", "to_read", "editor"),
        ("Northland names its price", "in_progress", ""),
    ]
    assert dict(response.context["states"]) == {"to_read": 1, "in_progress": 3, "done": 1}
    assert "editor, <time" in said(response)


def test_the_list_is_filtered_by_state_beside_the_other_filters(as_reader, world, editor):
    for number in (1, 4):
        mark(article=world.articles[number], state="done", version=0, user=editor)
    assert len(states(as_reader.get(f"{LIST}?state=done"))) == 2
    both = as_reader.get(f"{LIST}?state=done&source=harbour-radio")
    assert states(both) == [("Southmark offers talks", "done", "editor")]
    assert dict(both.context["states"]) == {"to_read": 0, "in_progress": 1, "done": 1}
    assert 'type="hidden" name="state" value="done"' in said(both)
    assert "state=in_progress&source=harbour-radio" in said(both)
    assert "Nothing is left to read." in said(as_reader.get(f"{LIST}?state=to_read"))
    assert "No article matches these filters." in said(as_reader.get(f"{LIST}?state=to_read&source=harbour-radio"))


def test_a_state_that_is_none_is_shown_and_ignored(as_reader, world):
    response = as_reader.get(f"{LIST}?state=read")
    assert "“read” is not a known state, so it was ignored." in said(response)
    assert len(states(response)) == 5


@pytest.mark.parametrize("name", ["client", "as_stranger"])
def test_how_far_the_desk_is_stays_at_the_desk(request, world, editor, name):
    mark(article=world.articles[4], state="done", version=0, user=editor)
    response = request.getfixturevalue(name).get(f"{LIST}?state=done")
    assert len(response.context["rows"]) == 5
    assert "“state” is not a filter of this page, so it was ignored." in said(response)
    assert "reading-mark" not in said(response)
    assert "editor" not in said(response)
