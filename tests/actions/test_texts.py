"""Correcting the text of an article: where its positions go, what their histories say, and the way back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from positions.actions import texts, undoing
from positions.actions.coding import revise
from positions.actions.texts import correct_text
from positions.actions.writing import Stale
from positions.models import Article, Deed, Position
from positions.models.sources import TEXT_LIMIT
from tests.world import World, say

pytestmark = pytest.mark.both

FIRST = "“The harbour must be handed over,” Northland’s foreign minister said on Tuesday.\n\n"


def corrected(world: World, text: str, *, article: Article | None = None, **more: object) -> texts.Corrected:
    article = Article.objects.get(pk=(article or world.articles[0]).pk)
    given = {"version": article.version, "user": world.people.analyst, "reason": "misread"} | more
    found = correct_text(article=article, text=text, **given)
    connection.check_constraints()
    return found


def positions(world: World) -> tuple[Position, Position, Position]:
    """Northland, Southmark and the League in the first article."""
    return tuple(world.said(1, party, world.demand) for party in (world.northland, world.southmark, world.league))


def undo(world: World) -> Deed:
    deed = Deed.objects.of(world.people.analyst.pk, world.negotiation.pk).to_undo().first()
    found = undoing.undo(negotiation=world.negotiation, user=world.people.analyst, deed=deed.pk)
    connection.check_constraints()
    return found


def redo(world: World) -> Deed:
    deed = Deed.objects.of(world.people.analyst.pk, world.negotiation.pk).to_redo().first()
    found = undoing.redo(negotiation=world.negotiation, user=world.people.analyst, deed=deed.pk)
    connection.check_constraints()
    return found


def why(position: Position) -> str:
    return position.history.latest().history_change_reason


def as_stored(world: World) -> dict[str, object]:
    """Everything that a correction may touch, versions aside."""
    rows = Position.objects.filter(article=world.articles[0]).order_by("pk")
    return {
        "text": Article.objects.get(pk=world.articles[0].pk).text,
        "positions": list(rows.values("pk", "start", "end", "quote", "prefix", "suffix", "text_length", "stance")),
    }


def test_each_position_stays_moves_becomes_similar_or_waits(world):
    text = world.articles[0].text
    new = text.replace("said on Tuesday.\n\n", "said on Tuesday evening.\n\n").replace(
        "willing to discuss the harbour’s future", "willing to discuss the harbours future"
    )
    before = positions(world)
    outcome = corrected(world, new)
    northland, southmark, league = positions(world)
    assert outcome.waiting == 0
    assert outcome.article.text == new
    assert (northland.start, northland.version, northland.text_length) == (before[0].start, 1, len(new))
    assert northland.history.count() == 1
    assert southmark.start == before[1].start + len(" evening")
    assert southmark.version == 2
    assert why(southmark) == "the text was corrected: moved from 82–111 to 90–119"
    assert league.quote == "willing to discuss the harbours future" == new[league.start : league.end]
    assert why(league) == "the text was corrected: similar words, 99%: moved from 149–188 to 157–195"
    assert league.history.latest().history_user == world.people.analyst
    assert (league.prefix, league.suffix) == (new[league.start - 32 : league.start], new[league.end :])


def test_words_that_are_gone_wait_and_are_placed_again_when_they_come_back(world):
    old = world.articles[0].text
    outcome = corrected(world, old.replace("Southmark rejected the demand. ", ""))
    southmark = positions(world)[1]
    assert outcome.waiting == 1
    assert southmark.is_unplaced
    assert (southmark.start, southmark.quote) == (82, "Southmark rejected the demand")
    assert "no longer in it" in why(southmark)
    corrected(world, f"Update.\n\n{old}")
    southmark = positions(world)[1]
    assert not southmark.is_unplaced
    assert southmark.start == 82 + len("Update.\n\n")
    assert why(southmark) == "the text was corrected: it holds these words again, at 91–120"


def test_what_waits_already_is_not_written_again_by_another_correction(world):
    old = world.articles[0].text
    corrected(world, old.replace("Southmark rejected the demand. ", ""))
    corrected(world, old.replace("Southmark rejected the demand. ", "") + " More.")
    assert positions(world)[1].version == 2


def test_a_text_may_become_shorter_than_its_quotes_reach(world):
    corrected(world, world.articles[0].text.removeprefix(FIRST))
    northland, southmark, league = positions(world)
    assert northland.is_unplaced
    assert (southmark.start, league.text_length) == (0, len(world.articles[0].text) - len(FIRST))
    corrected(world, "Another text.")
    assert [position.is_unplaced for position in positions(world)] == [True, True, True]


def test_the_words_around_a_quote_that_stays_follow_the_text(world):
    new = world.articles[0].text.replace("” Northland’s", "” the")
    corrected(world, new)
    northland = positions(world)[0]
    assert northland.suffix == new[northland.end : northland.end + 32]
    assert northland.version == 1


@pytest.mark.parametrize(
    ("text", "more", "field", "sentence"),
    [
        ("", {}, "text", "Paste the text of the article."),
        (" \n", {}, "text", "Paste the text of the article."),
        ("x" * (TEXT_LIMIT + 1), {}, "text", "This text has 1,000,001 characters; at most 1,000,000 can be stored."),
        (None, {}, "text", "This is the text as it stands. Correct something in it first."),
        ("Another.", {"reason": " "}, "reason", "Say in a few words why. It stays in the history."),
        ("NUL \x00", {}, "text", "This contains a NUL character, which cannot be stored. Remove it."),
        ("\ud800", {}, "text", "This contains half of a broken character"),
    ],
    ids=["empty", "white", "too long", "unchanged", "no reason", "NUL", "surrogate"],
)
def test_what_is_refused_leaves_everything_as_it_was(world, text, more, field, sentence):
    before = as_stored(world)
    given = world.articles[0].text.replace("\n", "\r\n") if text is None else text
    with pytest.raises(ValidationError) as refusal:
        corrected(world, given, **more)
    assert sentence in " ".join(refusal.value.message_dict[field])
    assert as_stored(world) == before


def test_a_text_that_somebody_corrected_meanwhile_is_not_written_over(world):
    version = world.articles[0].version
    corrected(world, "Theirs. " + world.articles[0].text, user=world.people.editor)
    with pytest.raises(Stale) as stale:
        corrected(world, "Mine.", version=version)
    assert stale.value.current.text.startswith("Theirs.")


def test_a_correction_is_refused_when_a_position_changed_since_its_preview(world):
    article = Article.objects.get(pk=world.articles[0].pk)
    seen = texts.state(article)
    say(article, world.people.editor, "said on Tuesday", world.northland, world.offer, "open")
    with pytest.raises(Stale):
        corrected(world, "Mine. " + article.text, seen=seen)
    corrected(world, "Mine. " + article.text, seen=texts.state(article))


def test_undo_and_redo_bring_text_and_places_back(world):
    before = as_stored(world)
    corrected(world, "Update. " + world.articles[0].text.replace("Southmark rejected the demand. ", ""))
    after = as_stored(world)
    for _ in range(2):
        undo(world)
        assert as_stored(world) == before
        redo(world)
        assert as_stored(world) == after


def test_undo_works_where_the_old_text_is_shorter_and_where_it_is_longer(world):
    before = as_stored(world)
    corrected(world, world.articles[0].text.removeprefix(FIRST))
    undo(world)
    assert as_stored(world) == before
    corrected(world, "A very long beginning. " * 40 + world.articles[0].text)
    undo(world)
    assert as_stored(world) == before


def test_undo_is_refused_when_something_was_coded_on_the_new_text_since(world):
    corrected(world, world.articles[0].text + " The Coalition will speak next.")
    article = Article.objects.get(pk=world.articles[0].pk)
    say(article, world.people.editor, "will speak next", world.league, world.offer, "open")
    before = as_stored(world)
    with pytest.raises(ValidationError, match="cites words that do not stand at their place"):
        undo(world)
    assert as_stored(world) == before


def test_undo_keeps_what_was_coded_since_in_words_that_both_texts_have_there(world):
    corrected(world, world.articles[0].text + " The Coalition will speak next.")
    article = Article.objects.get(pk=world.articles[0].pk)
    position = say(article, world.people.editor, "said on Tuesday", world.northland, world.offer, "open")
    undo(world)
    position.refresh_from_db()
    assert position.text_length == len(world.articles[0].text)


def test_undo_is_refused_when_a_position_that_moved_was_corrected_since(world):
    corrected(world, "Update. " + world.articles[0].text)
    position = positions(world)[1]
    revise(
        position=position,
        start=position.start,
        end=position.end,
        quote=position.quote,
        values={"stance": "red_line"},
        version=position.version,
        user=world.people.editor,
        reason="stronger",
    )
    with pytest.raises(ValidationError, match="editor has since changed"):
        undo(world)


def test_three_hundred_positions_are_written_with_few_queries(world, django_assert_max_num_queries):
    article = world.articles[0]
    values = Position.objects.filter(article=article).order_by("pk").values().first()
    del values["id"]
    Position.objects.bulk_create(Position(**{**values, "key": f"many-{number}"}) for number in range(300))
    with django_assert_max_num_queries(45):
        corrected(world, "Update. " + article.text)
    assert not Position.objects.filter(article=article).exclude(version=2).exists()
