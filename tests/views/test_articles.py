"""The list of articles, and the forms to add and correct one."""

from datetime import date

import pytest
from django.urls import reverse

from positions.actions.articles import add_article
from positions.models import Article, Source
from positions.models.sources import TEXT_LIMIT
from tests.world import TODAY

LIST = reverse("article-list", args=["harbour"])
NEW = reverse("article-new", args=["harbour"])


def said(response):
    return response.content.decode()


def posted(world, **changes):
    values = {
        "title": "Fog over the harbour",
        "published_on": "2024-05-01",
        "source": str(world.radio.pk),
        "new_source": "",
        "url": "",
        "language": "en",
        "text": "Nothing could be seen.",
        "provenance": "",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def refused(client, address, data, sentence, *, status=422):
    """The form comes back with the sentence, and nothing is written."""
    before = list(Article.objects.order_by("pk").values()), Source.objects.count()
    response = client.post(address, data)
    assert response.status_code == status
    assert sentence in said(response)
    assert (list(Article.objects.order_by("pk").values()), Source.objects.count()) == before
    return response


# The list


def test_articles_are_listed_newest_first_with_their_number_of_positions_and_what_they_changed(client, world):
    response = client.get(LIST)
    rows = [(row.article.title, row.article.position_count, dict(row.changes)) for row in response.context["rows"]]
    assert rows == [
        ("Prisoners come home", 4, {"reaffirmed": 1, "hardened": 1, "softened": 1, "reversed": 1}),
        ("Two days of talks in Port Haven", 4, {"new": 1, "reaffirmed": 1, "clarified": 1, "condition_changed": 1}),
        ("Northland names its price", 5, {"new": 2, "reaffirmed": 1, "shifted": 1, "blurred": 1}),
        ("Southmark offers talks", 3, {"new": 1, "reaffirmed": 1, "softened": 1}),
        ("Northland demands the harbour", 3, {"new": 3}),
    ]
    assert "Daily Ledger" in said(response)
    assert "Reliability B: usually reliable" in said(response)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("source=harbour-radio", ["Two days of talks in Port Haven", "Southmark offers talks"]),
        ("since=2024-03-21", ["Prisoners come home", "Two days of talks in Port Haven"]),
        ("until=2024-02-14", ["Southmark offers talks", "Northland demands the harbour"]),
        ("source=harbour-radio&until=2024-02-14", ["Southmark offers talks"]),
    ],
)
def test_the_list_is_filtered(client, world, query, titles):
    response = client.get(f"{LIST}?{query}")
    assert [row.article.title for row in response.context["rows"]] == titles


@pytest.mark.parametrize("query", ["since=0000-00-00", "source=no-such", "nonsense=1", "source=%00", "until=tomorrow"])
def test_a_filter_that_cannot_be_understood_is_shown_and_ignored(client, world, query):
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert "so it was ignored." in said(response)
    assert len(response.context["rows"]) == 5


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", ""])
def test_a_page_that_is_not_there_shows_one_that_is(client, world, page):
    assert len(client.get(f"{LIST}?page={page}").context["rows"]) == 5


def test_a_long_list_has_pages(client, world):
    for number in range(51):
        add_article(
            negotiation=world.negotiation,
            source=world.radio,
            title=f"Weather {number}",
            published_on=date(2024, 5, 1),
            text="Fog.",
            user=None,
            today=TODAY,
        )
    first, second = client.get(LIST), client.get(f"{LIST}?page=2&source=harbour-radio")
    assert len(first.context["rows"]) == 50
    assert "Page 1 of 2" in said(first)
    assert [row.article.title for row in second.context["rows"]][-1] == "Southmark offers talks"
    assert "source=harbour-radio" in said(second)


def test_an_empty_list_says_what_to_do(as_analyst, client, world):
    from positions.actions.nouns import start_negotiation

    start_negotiation(values={"slug": "canal", "title": "Canal", "public": True}, user=world.people.analyst)
    address = reverse("article-list", args=["canal"])
    assert "Add the first one" in said(as_analyst.get(address))
    assert "Sign in to code articles and edit." in said(client.get(address))


def test_only_analysts_are_offered_to_add_an_article(as_analyst, as_reader, client, world):
    assert NEW in said(as_analyst.get(LIST))
    assert NEW not in said(as_reader.get(LIST))
    assert NEW not in said(client.get(LIST))


def test_the_list_takes_as_many_queries_for_five_articles_as_for_one(client, world, django_assert_num_queries):
    with django_assert_num_queries(6):
        client.get(LIST)
    with django_assert_num_queries(6):
        client.get(f"{LIST}?since=2024-02-14&until=2024-02-14")


# Adding


def test_a_pasted_article_is_added_and_opens_to_be_coded(as_analyst, world):
    response = as_analyst.post(NEW, posted(world, url="https://radio.example.org/fog", provenance="A report."))
    article = Article.objects.get(title="Fog over the harbour")
    assert response.url == reverse("article", args=["harbour", article.pk])
    assert (article.source, article.published_on, article.language) == (world.radio, date(2024, 5, 1), "en")
    assert (article.url, article.provenance) == ("https://radio.example.org/fog", "A report.")
    assert article.added_by == world.people.analyst
    assert "Added. Now mark who said what." in said(as_analyst.get(response.url))


def test_a_new_source_is_named_in_the_same_form(as_analyst, world):
    as_analyst.post(NEW, posted(world, source="", new_source="Port Gazette"))
    assert Article.objects.get(title="Fog over the harbour").source.name == "Port Gazette"


def test_a_source_named_anew_that_is_already_there_is_the_same(as_analyst, world):
    as_analyst.post(NEW, posted(world, source="", new_source="daily  LEDGER"))
    assert Article.objects.get(title="Fog over the harbour").source == world.ledger


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Give the article’s headline."),
        ({"published_on": ""}, "Give the day it was published"),
        ({"published_on": "2024-02-30"}, "There is no such day. Give it as 2025-07-20."),
        ({"published_on": "0000-00-00"}, "There is no such day."),
        ({"published_on": "03/04/2024"}, "There is no such day."),
        ({"published_on": "9999-12-31"}, "This day is in the future: nothing was published on it yet."),
        ({"source": ""}, "Choose the source, or name a new one."),
        ({"source": "999999999999999999999999"}, "Choose a source of this negotiation"),
        ({"source": "\x00"}, "Choose a source of this negotiation"),
        ({"new_source": "Port Gazette"}, "Choose a source or name a new one, not both."),
        ({"text": ""}, "Paste the text of the article."),
        ({"text": "\r\n \r\n"}, "Paste the text of the article."),
        ({"text": "A\x00B"}, "Null characters are not allowed."),
        ({"title": "A\x00B"}, "Null characters are not allowed."),
        ({"language": "english, mostly"}, "Give a language tag, such as en, uk or pt-BR."),
        ({"url": "not an address"}, "This is not a web address."),
        ({"url": "javascript:alert(1)"}, "This is not a web address."),
        ({"title": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_cannot_be_an_article_is_refused_with_a_sentence(as_analyst, world, changes, sentence):
    response = refused(as_analyst, NEW, posted(world, **changes), sentence)
    assert "what you typed is kept" in said(response)


def test_a_source_of_another_negotiation_is_refused(as_analyst, world):
    stranger = str(world.river_article.source_id)
    refused(as_analyst, NEW, posted(world, source=stranger), "Choose a source of this negotiation")


def test_what_was_typed_is_kept_when_it_is_refused(as_analyst, world):
    text = "\nA text <b>that</b> starts with a newline."
    response = refused(
        as_analyst, NEW, posted(world, title="", text=text, provenance="Mine & yours"), "Give the article’s headline."
    )
    # One newline more than the text has: the first in a textarea is dropped by the browser.
    assert ">\n\nA text &lt;b&gt;that&lt;/b&gt; starts with a newline.</textarea>" in said(response)
    assert "Mine &amp; yours</textarea>" in said(response)


def test_a_text_of_five_megabytes_is_refused_in_words_and_kept(as_analyst, world):
    text = "war " * 1_310_720
    response = refused(as_analyst, NEW, posted(world, text=text), f"at most {TEXT_LIMIT:,} can be stored")
    assert text in said(response)


def test_a_new_source_is_not_made_for_an_article_that_is_refused(as_analyst, world):
    refused(
        as_analyst, NEW, posted(world, source="", new_source="Port Gazette", published_on="9999-01-01"), "in the future"
    )


def test_line_ends_are_stored_as_the_page_shows_them(as_analyst, world):
    as_analyst.post(NEW, posted(world, text="\r\nOne.\r\nTwo.\rThree."))
    assert Article.objects.get(title="Fog over the harbour").text == "\nOne.\nTwo.\nThree."


def test_html_in_every_field_is_shown_as_text(as_analyst, world):
    html = "<script>alert(1)</script>"
    response = as_analyst.post(
        NEW, posted(world, title=html, text=html, provenance=html, source="", new_source=html), follow=True
    )
    assert response.status_code == 200
    for address in (response.redirect_chain[-1][0], LIST):
        page = said(as_analyst.get(address))
        assert html not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("same", ["text", "url"])
def test_an_article_that_is_already_there_is_pointed_out_first(as_analyst, world, same):
    as_analyst.post(NEW, posted(world, url="https://radio.example.org/fog"))
    twin = Article.objects.get(title="Fog over the harbour")
    again = {"text": {"url": ""}, "url": {"text": "Other words.", "url": "https://radio.example.org/fog"}}[same]
    response = refused(as_analyst, NEW, posted(world, **again), "is already here")
    assert reverse("article", args=["harbour", twin.pk]) in said(response)
    as_analyst.post(NEW, posted(world, again="on", **again))
    keys = Article.objects.filter(title="Fog over the harbour").order_by("pk").values_list("key", flat=True)
    assert list(keys) == ["2024-05-01-fog-over-the-harbour", "2024-05-01-fog-over-the-harbour-2"]


def test_the_same_text_in_another_negotiation_is_another_article(as_analyst, world):
    response = as_analyst.post(NEW, posted(world, text=world.river_article.text))
    assert response.status_code == 302


@pytest.mark.parametrize("name", ["as_reader", "as_stranger"])
def test_who_may_only_read_adds_no_article(request, world, name):
    person = request.getfixturevalue(name)
    assert person.get(NEW).status_code == 403
    assert person.post(NEW, posted(world)).status_code == 403
    assert Article.objects.filter(negotiation=world.negotiation).count() == 5


def test_somebody_who_is_not_signed_in_is_asked_to(client, world):
    assert client.get(NEW).url == f"{reverse('login')}?next={NEW}"


# Correcting


@pytest.fixture
def fog(world):
    return add_article(
        negotiation=world.negotiation,
        source=world.radio,
        title="Fog",
        published_on=date(2024, 5, 1),
        text="\nFog.",
        user=world.people.analyst,
        today=TODAY,
    )


def edit_of(article):
    return reverse("article-edit", args=["harbour", article.pk])


def correction(world, article, **changes):
    given = {
        "title": article.title,
        "published_on": str(article.published_on),
        "source": str(article.source_id),
        "text": article.text,
        "version": str(article.version),
        "reason": "It was wrong.",
    }
    return posted(world, **(given | changes))


def test_an_article_is_corrected_with_a_reason_that_stays(as_analyst, world, fog):
    response = as_analyst.post(edit_of(fog), correction(world, fog, title="Thick fog", text="\r\nThick fog."))
    assert response.url == reverse("article", args=["harbour", fog.pk])
    fog.refresh_from_db()
    assert (fog.title, fog.text, fog.version) == ("Thick fog", "\nThick fog.", 2)
    latest = fog.history.first()
    assert (latest.history_user, latest.history_change_reason) == (world.people.analyst, "It was wrong.")
    assert "It was wrong." in said(as_analyst.get(edit_of(fog)))


def test_a_correction_needs_a_reason(as_analyst, world, fog):
    refused(as_analyst, edit_of(fog), correction(world, fog, title="Thick fog", reason=" "), "Say in a few words why.")


def test_a_cited_text_cannot_change_but_its_title_can(as_analyst, world):
    article = world.articles[0]
    assert "readonly" in said(as_analyst.get(edit_of(article)))
    sentence = "Positions cite this text, so it can no longer change."
    refused(as_analyst, edit_of(article), correction(world, article, text="Other words."), sentence)
    sent_by_a_browser = article.text.replace("\n", "\r\n")
    as_analyst.post(edit_of(article), correction(world, article, title="A demand", text=sent_by_a_browser))
    article.refresh_from_db()
    assert (article.title, article.version) == ("A demand", 2)


def test_a_corrected_date_moves_the_positions_along(as_analyst, world):
    article = world.articles[0]
    as_analyst.post(edit_of(article), correction(world, article, published_on="2024-01-11"))
    assert set(article.positions.values_list("published_on", flat=True)) == {date(2024, 1, 11)}


def test_an_article_does_not_move_to_before_what_it_reports_was_said(as_analyst, world):
    article = world.articles[0]
    changes = correction(world, article, published_on="2024-01-08")
    refused(as_analyst, edit_of(article), changes, "A position in it says that it was stated 2024-01-09.")
    article.refresh_from_db()
    assert (article.version, article.published_on.isoformat()) == (1, "2024-01-10")
    assert as_analyst.post(edit_of(article), changes | {"published_on": "2024-01-09"}).status_code == 302


def test_of_two_corrections_at_once_the_second_is_shown_both(as_analyst, as_editor, world, fog):
    as_editor.post(edit_of(fog), correction(world, fog, title="Mist", provenance="By ear."))
    response = refused(
        as_analyst, edit_of(fog), correction(world, fog, title="Thick fog"), "Somebody else saved first", status=409
    )
    found = {(row.label, row.theirs, row.mine) for row in response.context["conflict"].choices}
    assert found == {("Title", "Mist", "Thick fog"), ("Provenance", "By ear.", "")}
    assert 'value="Thick fog"' in said(response)
    assert 'name="version" value="2"' in said(response)
    as_analyst.post(edit_of(fog), correction(world, fog, title="Thick fog", version="2"))
    fog.refresh_from_db()
    assert (fog.title, fog.version) == ("Thick fog", 3)


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "-1"])
def test_a_version_that_nobody_read_is_stale(as_analyst, world, fog, version):
    refused(as_analyst, edit_of(fog), correction(world, fog, version=version), "Somebody else saved first", status=409)


@pytest.mark.parametrize("name", ["as_reader", "as_stranger"])
def test_who_may_only_read_corrects_no_article(request, world, fog, name):
    assert request.getfixturevalue(name).post(edit_of(fog), correction(world, fog)).status_code == 403


def test_the_article_of_another_negotiation_is_not_here(as_analyst, world):
    assert as_analyst.get(edit_of(world.river_article)).status_code == 404
