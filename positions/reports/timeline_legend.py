"""What the signs of the timeline mean: the whole scale, and those changes and events that occur."""

from collections.abc import Iterable
from dataclasses import dataclass

from positions.analysis.changes import Kind
from positions.analysis.stances import SCALE, Stance
from positions.reports.timeline_events import AGREEMENT, SHAPES


@dataclass(frozen=True, slots=True)
class EventSign:
    code: str
    label: str
    shape: str


@dataclass(frozen=True, slots=True)
class Legend:
    stances: list[Stance]
    kinds: list[Kind]
    events: list[EventSign]


def legend(kinds: Iterable[str], events: Iterable[str]) -> Legend:
    """Each in the order in which the vocabulary names it. New and reaffirmed need no sign."""
    changed, happened = set(kinds) - {Kind.NEW, Kind.REAFFIRMED}, set(events)
    return Legend(
        stances=list(SCALE),
        kinds=[kind for kind in Kind if kind in changed],
        events=[
            EventSign(code, AGREEMENT if code == AGREEMENT else f"talks {code}", shape)
            for code, shape in SHAPES.items()
            if code in happened
        ],
    )
