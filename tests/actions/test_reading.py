"""Saying how far an article has been read."""

import pytest
from django.core.exceptions import ValidationError

from positions.actions.reading import mark
from positions.actions.undoing import undo
from positions.actions.writing import Stale
from positions.models import Deed, Progress


def test_a_mark_says_who_when_and_keeps_its_history(world, analyst, editor):
    article = world.articles[0]
    mark(article=article, state="in_progress", version=0, user=analyst)
    mark(article=article, state="done", version=1, user=editor)
    progress = Progress.objects.get(article=article)
    assert (progress.state, progress.by, progress.version) == ("done", editor, 2)
    assert [entry.state for entry in progress.history.order_by("history_id")] == ["in_progress", "done"]


def test_one_mark_is_one_deed_that_can_be_undone(world, analyst):
    article = world.articles[0]
    before = Deed.objects.count()
    mark(article=article, state="done", version=0, user=analyst)
    deed = Deed.objects.latest("pk")
    assert Deed.objects.count() == before + 1
    assert deed.words == "marked “Northland demands the harbour” as done"
    undo(negotiation=world.negotiation, user=analyst, deed=deed.pk)
    assert not Progress.objects.exists()


def test_the_same_mark_again_writes_nothing(world, analyst, editor):
    first = mark(article=world.articles[0], state="done", version=0, user=analyst)
    deeds = Deed.objects.count()
    mark(article=world.articles[0], state="done", version=1, user=editor)
    again = Progress.objects.get()
    assert (again.version, again.by, again.at) == (1, analyst, first.at)
    assert Deed.objects.count() == deeds


@pytest.mark.parametrize(("made", "seen"), [(True, 0), (True, 7), (False, 1)])
def test_a_mark_that_was_not_seen_is_not_written_over(world, analyst, editor, made, seen):
    if made:
        mark(article=world.articles[0], state="done", version=0, user=editor)
    with pytest.raises(Stale):
        mark(article=world.articles[0], state="to_read", version=seen, user=analyst)
    assert [progress.state for progress in Progress.objects.all()] == ["done"] * made


@pytest.mark.parametrize("state", ["", "DONE", "read\x00"])
def test_no_other_state_can_be_given(world, analyst, state):
    with pytest.raises(ValidationError, match="Choose one of the states shown"):
        mark(article=world.articles[0], state=state, version=0, user=analyst)
    assert not Progress.objects.exists()
