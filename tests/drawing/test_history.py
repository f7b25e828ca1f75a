"""Small timelines, and series of talks."""

from datetime import date

import pytest

from positions.drawing.history import HEIGHT, WIDTH, draw_lanes
from positions.drawing.rounds import draw_rounds
from positions.models import Agreement, Talks, Track
from positions.reports.dossiers import courses
from positions.reports.dossiers.lanes import lanes
from tests.world import World

pytestmark = pytest.mark.both


def test_a_strip_shows_every_stance_and_leads_to_the_words(world: World):
    past = lanes(Track.objects.filter(party=world.southmark, proposal=world.demand))
    (drawn,) = draw_lanes(past.lanes, past.coverage)
    assert [stance for stance, _ in drawn.strip.bands] == ["rejects", "reserved", "declines"]
    assert [mark.position.stance for mark in drawn.strip.marks] == [
        "rejects",
        "reserved",
        "declines",
        "reserved",
        "red_line",
    ]
    xs = [mark.x for mark in drawn.strip.marks]
    assert xs == sorted(xs)
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in drawn.strip.marks)
    assert drawn.strip.words == (
        "Southmark: rules out on 2 April 2024, before that reserved; latest evidence 2 April 2024"
    )


def test_accepting_lies_higher_than_refusing(world: World):
    past = lanes(Track.objects.filter(proposal=world.demand))
    marks = {
        mark.position.stance: mark.y for drawn in draw_lanes(past.lanes, past.coverage) for mark in drawn.strip.marks
    }
    assert (
        marks["demands"] < marks["supports"] < marks["open"] < marks["reserved"] < marks["rejects"] < marks["red_line"]
    )


def test_nothing_is_drawn_of_nobody():
    assert draw_lanes([], None) == []
    assert draw_rounds([]) is None


def test_a_long_history_is_looked_at_and_ends_as_it_ends(world: World, monkeypatch: pytest.MonkeyPatch):
    tracks = Track.objects.filter(negotiation=world.negotiation)
    whole = lanes(tracks)
    monkeypatch.setattr(courses, "LONG", 2)
    looked = lanes(tracks)
    assert {lane.course.is_whole for lane in looked.lanes} == {True, False}
    assert looked.statements is None
    assert looked.is_cut
    assert looked.every
    for before, after in zip(whole.lanes, looked.lanes, strict=True):
        assert after.now.after == before.now.after
        assert after.course.last.row == before.course.last.row
        # With as many looks as days nothing is missed.
        assert [turn.stance for turn in after.course.turns] == [turn.stance for turn in before.course.turns]


def test_talks_and_agreements_stand_in_order_of_time(world: World):
    series = draw_rounds(
        Talks.objects.filter(negotiation=world.negotiation), Agreement.objects.all(), here=world.held_talks
    )
    assert series is not None
    assert [(mark.kind, mark.is_here) for mark in series.marks] == [("held", True), ("agreement", False)]
    assert series.marks[0].x < series.marks[1].x
    assert series.marks[0].title.startswith(f"20 March 2024 – 21 March 2024: {world.held_talks.title}, Port Haven")
    assert world.agreement.agreed_on == date(2024, 4, 1)
