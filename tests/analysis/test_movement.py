"""Hardened against softened, by stretch of time."""

from datetime import date, timedelta

from positions.analysis.changes import Kind
from positions.analysis.movement import movement

FIRST = date(2024, 1, 1)


def test_only_hardened_and_softened_count_each_in_its_stretch():
    last = FIRST + timedelta(days=19)
    told = [
        (FIRST, Kind.HARDENED),
        (FIRST + timedelta(days=9), Kind.SOFTENED),
        (FIRST + timedelta(days=10), Kind.HARDENED),
        (last, Kind.HARDENED),
        (last, Kind.REVERSED),
        (last, Kind.REAFFIRMED),
        (last + timedelta(days=1), Kind.SOFTENED),
    ]
    found = movement(told, since=FIRST, until=last, parts=2)
    assert [(one.hardened, one.softened) for one in found.stretches] == [(1, 1), (2, 0)]
    assert (found.hardened, found.softened, found.highest) == (3, 1, 2)
