"""Moving the borders of a passage, and taking that back."""

import pytest
from django.core.exceptions import ValidationError

from positions.actions import coding, undoing
from positions.actions.writing import Stale
from positions.models import Deed, Position

pytestmark = pytest.mark.both


@pytest.fixture
def position(world):
    return world.said(1, world.southmark, world.demand)  # “Southmark rejected the demand”


def moved(world, position, start, end, version=1):
    return coding.move_borders(position=position, start=start, end=end, version=version, user=world.people.editor)


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
