"""What may be stored of a position."""

import pytest

from tests.world import World

pytestmark = pytest.mark.both


@pytest.mark.parametrize("known", ["2024-03-06", "2024-03", "2024", "2023-12-31", ""])
def test_what_was_said_on_the_day_of_the_article_or_may_have_been_is_stored(world: World, known: str):
    position = world.said(3, world.northland, world.offer)
    assert str(position.published_on) == "2024-03-06"
    position.stated_on = known
    position.full_clean()
    position.save()
