"""What is written about words that a person saw, when the text or the article is another by their turn."""

import pytest
from django.core.exceptions import ValidationError

from positions.actions import articles, coding, texts
from positions.actions.writing import Stale
from positions.models import Article, Position
from tests.undoing import undo_last
from tests.world import TODAY, World, say

pytestmark = pytest.mark.both

CORRECTED_SINCE = {"quote": ["The text has been corrected since; these words no longer stand there."]}
TWICE = {"quote": ["This party is recorded with this very stance at these words already."]}
GONE = "Southmark rejected the demand. "


def corrected(world: World, text: str) -> Article:
    article = Article.objects.get(pk=world.articles[0].pk)
    user = world.people.editor
    return texts.correct_text(article=article, text=text, version=article.version, user=user, reason="misread").article


def added(world: World, text: str) -> Article:
    return articles.add_article(
        negotiation=world.negotiation,
        source=world.ledger,
        title="Another",
        published_on=TODAY,
        text=text,
        user=world.people.analyst,
        today=TODAY,
    )


def reading(world: World, stance: str = "open") -> dict[str, object]:
    return {"party": world.league, "proposal": world.offer, "stance": stance}


def revised(world: World, position: Position, **values: object) -> Position:
    place = {"start": position.start, "end": position.end, "quote": position.quote}
    more = {"version": position.version, "user": world.people.editor, "reason": "read again"}
    return coding.revise(position=Position.objects.get(pk=position.pk), values=values, **place, **more)


def test_words_are_not_coded_where_others_stand_by_now(world):
    article = Article.objects.get(pk=world.articles[0].pk)
    quote = article.text[5:20]
    corrected(world, f"Update. {article.text}")
    with pytest.raises(ValidationError) as refusal:
        coding.code(article=article, start=5, end=20, quote=quote, values=reading(world), user=world.people.analyst)
    assert refusal.value.message_dict == CORRECTED_SINCE


def test_a_position_is_not_revised_to_words_that_moved_on(world):
    position = world.said(1, world.northland, world.demand)
    text = world.articles[0].text
    end = position.end + 12
    corrected(world, f"{text[: position.end]} – so they say –{text[position.end :]}")
    with pytest.raises(ValidationError) as refusal:
        coding.revise(
            position=position,
            start=position.start,
            end=end,
            quote=text[position.start : end],
            values={},
            version=position.version,
            user=world.people.editor,
            reason="longer",
        )
    assert refusal.value.message_dict == CORRECTED_SINCE


def test_a_waiting_position_is_not_placed_at_words_that_moved_on(world):
    text = world.articles[0].text.replace(GONE, "They would not have it at all. ")
    corrected(world, text)
    position = world.said(1, world.southmark, world.demand)
    assert position.is_unplaced
    start = text.index("They would")
    corrected(world, f"Update. {text}")
    place = {"start": start, "end": start + 13, "quote": text[start : start + 13]}
    with pytest.raises(ValidationError) as refusal:
        texts.place_by_hand(position=position, **place, version=position.version, user=world.people.editor)
    assert refusal.value.message_dict == CORRECTED_SINCE
    place |= {"start": start + 8, "end": start + 21}
    placed = texts.place_by_hand(position=position, **place, version=position.version, user=world.people.editor)
    assert placed.quote == "They would no"


def test_line_ends_are_not_compared(world):
    article = added(world, "One.\nTwo.")
    made = coding.code(
        article=article, start=0, end=9, quote="One.\r\nTwo.", values=reading(world), user=world.people.analyst
    )
    assert made.quote == "One.\nTwo."


def test_a_quote_that_is_a_document_is_refused(world):
    article = added(world, "word " * 2001)
    with pytest.raises(ValidationError) as refusal:
        coding.code(
            article=article,
            start=0,
            end=10_001,
            quote=article.text[:10_001],
            values=reading(world),
            user=world.people.analyst,
        )
    assert refusal.value.message_dict == {"quote": ["Quote at most 10000 characters; these are 10001."]}


def test_a_waiting_position_is_not_placed_where_it_is_said_already(world):
    text = world.articles[0].text.replace(GONE, "They would not have it. ")
    article = corrected(world, text)
    waiting = world.said(1, world.southmark, world.demand)
    there = say(article, world.people.analyst, "They would not have it", world.southmark, world.demand, "rejects")
    place = {"start": there.start, "end": there.end, "quote": there.quote}
    with pytest.raises(ValidationError) as refusal:
        texts.place_by_hand(position=waiting, **place, version=waiting.version, user=world.people.editor)
    assert refusal.value.message_dict == TWICE
    assert Position.objects.get(pk=waiting.pk).is_unplaced


def test_a_revision_does_not_make_a_double_and_leaves_one_that_a_merge_made_to_be_corrected(world):
    article = world.articles[0]
    first = say(article, world.people.analyst, "said on Tuesday", world.league, world.offer, "open")
    second = say(article, world.people.analyst, "said on Tuesday", world.league, world.offer, "reserved")
    with pytest.raises(ValidationError) as refusal:
        revised(world, second, stance="open")
    assert refusal.value.message_dict == TWICE
    assert Position.objects.get(pk=second.pk).stance == "reserved"
    Position.objects.filter(pk=second.pk).update(stance="open")  # as a merge leaves them
    assert revised(world, second, note="The same as before.").note == "The same as before."
    second.refresh_from_db()
    assert revised(world, second, stance="rejects").stance == "rejects"
    first.refresh_from_db()


@pytest.mark.parametrize("what", ["code", "edit", "correct"])
def test_who_writes_about_an_article_that_is_gone_by_their_turn_is_told(world, what):
    article = added(world, "Nothing new here.")
    read = Article.objects.get(pk=article.pk)
    undo_last(world, world.people.analyst)
    editor = world.people.editor
    write = {
        "code": lambda: coding.code(article=read, start=0, end=7, quote="Nothing", values=reading(world), user=editor),
        "edit": lambda: articles.edit_article(
            article=read, values={"title": "New"}, version=1, user=editor, reason="x", today=TODAY
        ),
        "correct": lambda: texts.correct_text(article=read, text="Old.", version=1, user=editor, reason="x", seen="x"),
    }
    with pytest.raises(Stale) as stale:
        write[what]()
    assert stale.value.current is None
    assert str(stale.value).startswith("Somebody else removed this")
