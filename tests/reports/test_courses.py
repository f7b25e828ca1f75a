"""Courses of histories that are too long, or too many, to be read."""

from datetime import date

from positions.analysis.stances import Stance
from positions.reports.dossiers.courses import LONG, Head, courses
from tests.world import World


def test_long_histories_are_looked_at_however_many_they_are(world: World) -> None:
    nowhere = [
        Head(
            track=-number,
            key=(-number, -number),
            first=date(2024, 1, 1),
            late=date(2024, 6, 1),
            last=date(2025, 1, 1),
            stance=Stance.OPEN,
            statements=LONG + 1,
            is_between_them=False,
            is_principal=False,
        )
        for number in range(1, 2_001)
    ]
    assert courses(nowhere) == {}
