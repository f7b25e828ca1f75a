"""What the signs of the timeline mean: the whole scale, and those changes and events that occur."""

from dataclasses import dataclass

from positions.analysis.changes import Kind
from positions.analysis.stances import OFF_SCALE, ON_SCALE, Stance
from positions.drawing.timeline import Chart
from positions.drawing.timeline.events import AGREEMENT, SEVERAL, SHAPES
from positions.drawing.timeline.marks import QUIET
from positions.reports.timeline import Timeline

WORDS = {AGREEMENT: "agreement", SEVERAL: "several of them"}


@dataclass(frozen=True, slots=True)
class EventSign:
    code: str
    label: str
    shape: str


@dataclass(frozen=True, slots=True)
class Legend:
    """`stances` are those of the scale, all of them, from refusing to accepting; the rest only as far as it occurs."""

    stances: list[Stance]
    off_scale: list[Stance]
    kinds: list[Kind]
    events: list[EventSign]
    has_gaps: bool
    has_offers: bool


def legend(found: Timeline, chart: Chart | None) -> Legend:
    """Each in the order in which the vocabulary names it. New and reaffirmed need no sign."""
    changed = {row.change.kind for row in found.rows} - set(QUIET)
    happened = {event.kind for event in chart.events} if chart else set()
    taken = {evidence.stance for band in found.bands for evidence in band.evidence}
    lanes = [lane for group in chart.groups for lane in group.lanes] if chart else []
    return Legend(
        stances=list(reversed(ON_SCALE)),
        off_scale=[stance for stance in OFF_SCALE if stance in taken],
        kinds=[kind for kind in Kind if kind in changed],
        events=[
            EventSign(code, WORDS.get(code, f"talks {code}"), shape)
            for code, shape in SHAPES.items()
            if code in happened
        ],
        has_gaps=any(band.gaps for lane in lanes for band in lane.bands),
        has_offers=any(lane.offer for lane in lanes),
    )
