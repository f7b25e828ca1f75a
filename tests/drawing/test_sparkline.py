"""The sparkline of a party."""

from datetime import date, timedelta

from positions.analysis.changes import Kind
from positions.analysis.movement import movement
from positions.drawing.sparkline import BAR, HALF, LOWEST, draw

FIRST = date(2024, 1, 1)


def test_hardened_stands_on_the_line_and_softened_hangs_from_it() -> None:
    told = [(FIRST, Kind.HARDENED)] * 4 + [(FIRST + timedelta(days=1), Kind.SOFTENED)] * 2
    picture = draw(movement(told, since=FIRST, until=FIRST + timedelta(days=1), parts=2), highest=4)
    up, down = picture.bars
    assert (up.kind, up.x, up.y, up.height) == ("hardened", 0, 0, HALF)
    assert (down.kind, down.y, down.height) == ("softened", HALF + 1, HALF / 2)
    assert down.x + BAR == picture.width
    assert picture.middle == HALF


def test_one_change_among_very_many_can_still_be_seen() -> None:
    picture = draw(movement([(FIRST, Kind.SOFTENED)], since=FIRST, until=FIRST, parts=2), highest=1000)
    assert [bar.height for bar in picture.bars] == [LOWEST]
