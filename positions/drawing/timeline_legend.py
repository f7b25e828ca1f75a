"""What the signs of the timeline mean: the whole scale, and those changes and events that occur."""

from dataclasses import dataclass

from positions.analysis.changes import Kind
from positions.analysis.stances import SCALE, Stance
from positions.drawing.timeline import Chart
from positions.drawing.timeline_events import AGREEMENT, SHAPES
from positions.reports.timeline import Timeline


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


def legend(found: Timeline, chart: Chart | None) -> Legend:
    """Each in the order in which the vocabulary names it. New and reaffirmed need no sign."""
    changed = {row.change.kind for row in found.rows} - {Kind.NEW, Kind.REAFFIRMED}
    happened = {event.kind for event in chart.events} if chart else set()
    return Legend(
        stances=list(SCALE),
        kinds=[kind for kind in Kind if kind in changed],
        events=[
            EventSign(code, AGREEMENT if code == AGREEMENT else f"talks {code}", shape)
            for code, shape in SHAPES.items()
            if code in happened
        ],
    )
