"""Adding an article and correcting it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from positions.actions.articles import add_article, edit_article
from positions.actions.writing import Stale
from positions.models import Article, Source
from positions.models.sources import TEXT_LIMIT
from tests.world import TODAY, World

pytestmark = pytest.mark.both


def add(world: World, **values: object) -> Article:
    given = {"title": "A title", "published_on": date(2024, 5, 1), "text": "A text.", "source": world.ledger} | values
    return add_article(negotiation=world.negotiation, user=world.people.analyst, today=TODAY, **given)


def edited(world: World, article: Article, *, version: int = 1, reason: str = "a slip", **values: object) -> Article:
    return edit_article(
        article=article, values=values, version=version, user=world.people.editor, reason=reason, today=TODAY
    )


def test_an_article_is_stored_with_who_added_it_and_its_history(world):
    article = add(world, url="https://ledger.example.org/a", language="uk", provenance="An agency report.")
    article.refresh_from_db()
    assert article.key == "2024-05-01-a-title"
    assert (article.added_by, article.language, article.text_length) == (world.people.analyst, "uk", 7)
    entry = article.history.get()
    assert (entry.history_user, entry.history_change_reason) == (world.people.analyst, "added")


def test_two_articles_of_one_day_and_title_have_two_addresses(world):
    assert [add(world, text=text).key for text in ("One.", "Two.")] == ["2024-05-01-a-title", "2024-05-01-a-title-2"]


def test_a_title_without_plain_letters_still_has_its_day_in_the_address(world):
    assert add(world, title="Переговоры").key == "2024-05-01"


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("\nbegins with a line", "\nbegins with a line"),
        ("  spaces stay  ", "  spaces stay  "),
        ("🕊🇺🇦 “כן” e\u0301", "🕊🇺🇦 “כן” e\u0301"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * TEXT_LIMIT, "x" * TEXT_LIMIT),
    ],
    ids=["line ends", "leading newline", "spaces", "code points", "markup", "the longest"],
)
def test_a_pasted_text_is_kept_but_for_its_line_ends(world, pasted, stored):
    article = add(world, text=pasted)
    article.refresh_from_db()
    assert article.text == stored
    assert article.text_length == len(stored)
    connection.check_constraints()


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"text": ""}, "text", "Paste the text of the article."),
        ({"text": " \r\n\t"}, "text", "Paste the text of the article."),
        (
            {"text": "x" * (TEXT_LIMIT + 1)},
            "text",
            "This text has 1,000,001 characters; at most 1,000,000 can be stored.",
        ),
        ({"text": "a\x00b"}, "text", "This contains a NUL character, which cannot be stored. Remove it."),
        (
            {"text": "a\ud800b"},
            "text",
            "This contains half of a broken character (a lone surrogate), which cannot be stored. Remove it.",
        ),
        (
            {"published_on": date(2024, 6, 2)},
            "published_on",
            "This day is in the future: nothing was published on it yet.",
        ),
        ({"title": ""}, "title", "This field cannot be blank."),
        ({"title": "x" * 301}, "title", "Ensure this value has at most 300 characters (it has 301)."),
        ({"url": "javascript:alert(1)"}, "url", "Enter a valid URL."),
    ],
)
def test_what_is_no_article_is_refused_at_its_field_and_nothing_is_written(world, values, field, sentence):
    before = (Article.objects.count(), Article.history.count())
    with pytest.raises(ValidationError) as refusal:
        add(world, **values)
    assert refusal.value.message_dict[field] == [sentence]
    assert (Article.objects.count(), Article.history.count()) == before


def test_today_is_not_in_the_future(world):
    assert add(world, published_on=TODAY).published_on == TODAY


def test_a_source_of_another_negotiation_is_refused(world):
    with pytest.raises(ValidationError, match="The source belongs to another negotiation"):
        add(world, source=world.river_article.source)


def test_a_source_named_for_the_first_time_is_made_and_found_again(world):
    one, other = (add(world, source=name, text=name) for name in ("Evening Post", "  evening   POST "))
    assert one.source == other.source == Source.objects.get(name="Evening Post")
    assert one.source.history.get().history_user == world.people.analyst


def test_a_source_is_not_made_for_an_article_that_is_refused(world):
    with pytest.raises(ValidationError):
        add(world, source="Evening Post", text="")
    assert not Source.objects.filter(name="Evening Post").exists()


def test_the_very_same_article_is_added_once_and_one_that_is_only_like_it_as_well(world):
    add(world, text="A text.\r\n", source="Evening Post")
    with pytest.raises(ValidationError) as refusal:
        add(world, text="A text.\n", source="evening post")
    assert refusal.value.message_dict == {"text": ["This very article has been added already."]}
    for other in ({"source": world.radio}, {"title": "Another"}, {"url": "https://example.org/"}, {"text": "A text."}):
        add(world, **{"text": "A text.\n", "source": "Evening Post"} | other)
    assert Article.objects.filter(published_on=date(2024, 5, 1)).count() == 5


# Correcting


def test_a_correction_is_kept_with_who_and_why(world):
    article = edited(world, world.articles[0], title="Northland asks for the harbour", reason=" kinder ")
    entry = article.history.first()
    assert (entry.history_user, entry.history_change_reason) == (world.people.editor, "kinder")
    assert entry.prev_record.title == "Northland demands the harbour"
    assert Article.objects.get(pk=article.pk).version == 2


def test_a_corrected_date_moves_the_article_s_positions_along(world):
    article = edited(world, world.articles[0], published_on=date(2024, 1, 11))
    assert {row.published_on for row in article.positions.all()} == {date(2024, 1, 11)}
    connection.check_constraints()


def test_a_cited_text_no_longer_changes(world):
    with pytest.raises(ValidationError) as refusal:
        edited(world, world.articles[0], title="Another", text=world.articles[0].text + " More.")
    assert refusal.value.message_dict == {"text": ["Positions cite this text, so it can no longer change."]}
    fresh = Article.objects.get(pk=world.articles[0].pk)
    assert (fresh.title, fresh.version) == ("Northland demands the harbour", 1)


def test_a_cited_text_may_come_back_with_a_browser_s_line_ends(world):
    text = world.articles[0].text
    assert "\n" in text
    assert edited(world, world.articles[0], text=text.replace("\n", "\r\n"), title="B").text == text


def test_a_text_nobody_cites_can_be_replaced(world):
    article = edited(world, add(world), text="Quite another text.\r\n")
    article.refresh_from_db()
    assert (article.text, article.text_length) == ("Quite another text.\n", 20)


def test_a_correction_into_the_future_is_refused(world):
    with pytest.raises(ValidationError, match="This day is in the future"):
        edited(world, world.articles[0], published_on=date(2024, 6, 2))


def test_a_correction_needs_a_reason(world):
    with pytest.raises(ValidationError, match="Say in a few words why"):
        edited(world, world.articles[0], title="Another", reason=" ")
    assert Article.objects.get(pk=world.articles[0].pk).version == 1


def test_a_correction_of_an_old_version_is_told_what_stands_now(world):
    edited(world, world.articles[0], title="First")
    with pytest.raises(Stale) as refusal:
        edited(world, world.articles[0], title="Second")
    assert refusal.value.current.title == "First"
    assert Article.objects.get(pk=world.articles[0].pk).title == "First"


def test_nothing_but_what_may_be_corrected_is(world):
    article = edited(world, world.articles[0], key="elsewhere", negotiation=world.river, added_by=None, title="B")
    article.refresh_from_db()
    assert (article.key, article.negotiation) == ("2024-01-10-northland-demands-the-harbour", world.negotiation)
    assert article.added_by == world.people.analyst
