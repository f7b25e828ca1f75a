"""Moving the borders of a passage, and taking that back."""

import pytest
from django.core.exceptions import ValidationError

from positions.actions import coding, texts, undoing
from positions.actions.writing import Stale
from positions.models import Deed, Position
from tests.world import say

pytestmark = pytest.mark.both

CORRECTED_SINCE = "The text has been corrected since; these words no longer stand there."


@pytest.fixture
def position(world):
    return world.said(1, world.southmark, world.demand)  # “Southmark rejected the demand”


def moved(world, position, start, end, version=1, quote=None):
    quote = world.articles[0].text[start:end] if quote is None else quote
    user = world.people.editor
    return coding.move_borders(position=position, start=start, end=end, quote=quote, version=version, user=user)


def test_moved_borders_are_one_deed_that_can_be_taken_back(world, position):
    moved(world, position, position.start + 10, position.end)
    assert Position.objects.get(pk=position.pk).quote == "rejected the demand"
    deed = Deed.objects.of(world.people.editor.pk, world.negotiation.pk).get()
    assert deed.article_id == position.article_id
    undoing.undo(negotiation=world.negotiation, user=world.people.editor, deed=deed.pk)
    assert Position.objects.get(pk=position.pk).quote == "Southmark rejected the demand"


def test_at_its_own_place_nothing_is_written_even_by_whoever_comes_late(world, position):
    assert moved(world, position, position.start, position.end, version=99).version == 1
    assert not Deed.objects.of(world.people.editor.pk, world.negotiation.pk)


def test_whoever_comes_late_is_told(world, position):
    moved(world, position, position.start + 10, position.end)
    with pytest.raises(Stale) as stale:
        moved(world, position, position.start, position.end - 4)
    assert stale.value.current.quote == "rejected the demand"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 5), (-3, 5), (0, 10_000)])
def test_a_place_that_is_none_is_refused_and_leaves_all_as_it_was(world, position, start, end):
    with pytest.raises(ValidationError) as refusal:
        moved(world, position, start, end)
    assert refusal.value.message_dict == {"quote": ["These words are not in the article. Copy them from the text."]}
    assert Position.objects.get(pk=position.pk).version == 1


def test_words_that_were_corrected_meanwhile_are_not_recorded_in_place_of_those_that_were_seen(world, position):
    """The position kept its place and its version; what stands behind it is another sentence now."""
    article = position.article
    start, end = position.start, position.end + 9
    seen = article.text[start:end]
    other = article.text[: position.end] + ", said an aide, " + article.text[position.end :]
    texts.correct_text(article=article, text=other, version=1, user=world.people.analyst, reason="misread")
    assert Position.objects.get(pk=position.pk).version == 1
    with pytest.raises(ValidationError) as refusal:
        moved(world, position, start, end, quote=seen)
    assert refusal.value.message_dict == {"quote": [CORRECTED_SINCE]}
    assert Position.objects.get(pk=position.pk).quote == "Southmark rejected the demand"


@pytest.mark.parametrize("quote", ["", "Northland"])
def test_without_the_words_that_were_seen_nothing_is_moved(world, position, quote):
    for end in (position.end, position.end - 4):
        with pytest.raises(ValidationError) as refusal:
            moved(world, position, position.start, end, quote=quote)
        assert refusal.value.message_dict == {"quote": [CORRECTED_SINCE]}


def test_borders_around_a_space_only_are_refused(world, position):
    start = position.article.text.index(" ")
    with pytest.raises(ValidationError) as refusal:
        moved(world, position, start, start + 1)
    assert refusal.value.message_dict == {"quote": ["Give the words of the article that say it."]}


def test_onto_the_same_reading_of_the_same_words_no_borders_are_moved(world, position):
    shorter = say(world.articles[0], world.people.editor, "Southmark rejected", position.party, world.demand, "rejects")
    with pytest.raises(ValidationError) as refusal:
        moved(world, shorter, position.start, position.end)
    assert refusal.value.message_dict == {
        "quote": ["This party is recorded with this very stance at these words already."]
    }
    assert Position.objects.get(pk=shorter.pk).quote == "Southmark rejected"
