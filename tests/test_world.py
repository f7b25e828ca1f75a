"""The world is as its docstring draws it, so that every other test may rely on the drawing."""

import pytest

from positions.models import Position
from positions.reports.changes import moved
from tests.world import World

KINDS = {
    ("northland", "harbour-handed-over"): "new reaffirmed reaffirmed – softened",
    ("southmark", "harbour-handed-over"): "new softened blurred clarified hardened",
    ("coastal-league", "harbour-handed-over"): "new – shifted – –",
    ("southmark", "talks-in-port-haven"): "– new – reaffirmed –",
    ("northland", "talks-in-port-haven"): "– – new condition_changed –",
    ("northland", "prisoners-first"): "– – new – reaffirmed",
    ("southmark", "prisoners-first"): "– – – new reversed",
}


@pytest.mark.both
def test_the_articles_change_what_the_drawing_says(world: World) -> None:
    found = moved(Position.objects.filter(negotiation=world.negotiation))
    kinds = {(row.party.slug, row.proposal.slug, row.after.article): row.kind for row in found if row.after}
    drawn = {
        (party, proposal, article): kind
        for (party, proposal), line in KINDS.items()
        for article, kind in zip(world.articles, line.split(), strict=True)
        if kind != "–"
    }
    assert kinds == drawn


def test_the_two_negotiations_share_nothing(world: World) -> None:
    assert world.river.parties.get() == world.upstream
    assert world.river.positions.get() == world.river_position
    assert not world.negotiation.parties.filter(slug="upstream").exists()
