"""The chart of demands and offers over time: every coordinate, so that templates only print.

Lengths are pixels, y grows downward. Each lane is a picture of its own, so that a sheet of
paper never cuts one in two; all have the same width and the same scale of time. The page sets
the labels as HTML beside the plots, the file sets them as text; both take the same heights
from here (and `timeline.css` repeats them).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from positions.analysis import timeline
from positions.analysis.stances import Stance
from positions.analysis.timeline import Period
from positions.drawing.placing import Scale, printable
from positions.drawing.timeline.bands import DrawnBand, draw_band
from positions.drawing.timeline.events import TIER, DrawnEvent, Event, draw_events, in_order
from positions.drawing.timeline.marks import Shape, shapes
from positions.models import Proposal
from positions.reports.timeline import Group, Lane, Timeline

LABELS, PLOT = 132, 1052  # together the full width of a page
LEFT, RIGHT = 16, 104  # inside of the plot: for half a mark, and for the last word of a band
GROUP, LANE, OFFER, BAND, AFTER_LANE = 44, 26, 16, 34, 8
AXIS = 40
TICK, CONTEXT = 6.2, 7  # the width of a letter in the two rows of the axis


@dataclass(frozen=True, slots=True)
class DrawnOffer:
    """From the day an offer was made to the day it is for; `label` goes after the end, or before the start."""

    x: float
    end: float
    y: int
    label: str
    label_x: float
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """`y` is from the top of the chart's body; the page ignores it."""

    title: str
    slug: str
    address: str
    is_offer: bool
    y: int
    height: int
    offer: DrawnOffer | None
    bands: list[DrawnBand]
    more: int


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    title: str
    address: str
    y: int
    lanes: list[DrawnLane]


@dataclass(frozen=True, slots=True)
class DrawnTick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`x0` and `x1` are where the period's first and last day lie in every plot; `body` is the height of all lanes.

    `events` are drawn, several in one where they crowd; `happened` are all of them one by one.
    """

    period: Period
    plot: int
    x0: int
    x1: int
    head: int
    body: int
    ticks: list[DrawnTick]
    contexts: list[DrawnTick]
    events: list[DrawnEvent]
    happened: list[Event]
    groups: list[DrawnGroup]
    shapes: list[Shape]

    @property
    def tallest(self) -> int:
        return max((lane.height for group in self.groups for lane in group.lanes), default=0)


def draw(found: Timeline, *, silence: int) -> Chart | None:
    """The chart of what was found; None where there is nothing to draw."""
    if found.period is None or not found.groups:
        return None
    scale = Scale(found.period, PLOT, LEFT, RIGHT)
    x0, x1 = LEFT, PLOT - RIGHT
    axis = timeline.axis(found.period, width=x1 - x0)
    happened = in_order(found.events, found.scope.negotiation.slug)
    drawn_events, levels = draw_events(happened, scale)
    is_of_one_issue = len(found.scope.issues) == 1
    drawn, body = draw_groups(found.groups, scale, silence, by=found.by, is_of_one_issue=is_of_one_issue)
    return Chart(
        period=found.period,
        plot=PLOT,
        x0=x0,
        x1=x1,
        head=levels * TIER + AXIS,
        body=body,
        ticks=ticks(axis.ticks, scale, TICK),
        contexts=ticks(axis.contexts, scale, CONTEXT),
        events=drawn_events,
        happened=happened,
        groups=drawn,
        shapes=shapes(),
    )


def ticks(days: Iterable[timeline.Tick], scale: Scale, letter: float) -> list[DrawnTick]:
    """A label that would be cut at the edge is left out; its line stays."""
    return [
        DrawnTick(round(x, 1), day.label if x + len(day.label) * letter <= scale.width else "")
        for day in days
        for x in [scale.x(day.day)]
    ]


def draw_groups(
    groups: Iterable[Group], scale: Scale, silence: int, *, by: str, is_of_one_issue: bool
) -> tuple[list[DrawnGroup], int]:
    """The swimlanes from the top down, and the height of them all."""
    y = 0
    drawn = []
    for group in groups:
        top = y
        y += GROUP
        lanes = []
        for lane in group.lanes:
            lanes.append(draw_lane(lane, y, scale, silence, by=by, is_of_one_issue=is_of_one_issue))
            y += lanes[-1].height
        drawn.append(DrawnGroup(printable(group.title), group.address, top, lanes))
    return drawn, y


def draw_lane(lane: Lane, y: int, scale: Scale, silence: int, *, by: str, is_of_one_issue: bool) -> DrawnLane:
    offer = draw_offer(lane, scale)
    top = LANE + (OFFER if offer else 0)
    return DrawnLane(
        title=printable(lane.proposal.title),
        slug=lane.proposal.slug,
        address=lane.address,
        is_offer=lane.proposal.kind == Proposal.Kind.OFFER,
        y=y,
        height=top + BAND * len(lane.bands) + AFTER_LANE,
        offer=offer,
        bands=[
            draw_band(band, lane, top + BAND * place, scale, silence, by=by, is_of_one_issue=is_of_one_issue)
            for place, band in enumerate(lane.bands)
        ],
        more=lane.more,
    )


def draw_offer(lane: Lane, scale: Scale) -> DrawnOffer | None:
    """From the day an offer was made to the day it is for, as far as the period shows it."""
    days = timeline.days_of(lane.proposal.offered_for)
    if not days:
        return None
    made = timeline.days_of(lane.proposal.proposed_on)
    told = [band.evidence[0].day for band in lane.bands if band.evidence]
    first = made[0] if made else min(told, default=days[1])
    last = max(days[1], first)
    shown = list(timeline.within([timeline.Span(first, last, Stance.OPEN)], scale.period))
    if not shown:
        return None
    x, end = round(scale.x(shown[0].first), 1), round(scale.x(shown[0].last), 1)
    label = f"for {timeline.in_words(days)}"
    is_right = end + 8 + len(label) * TICK <= scale.width
    return DrawnOffer(
        x=x,
        end=end,
        y=LANE + OFFER // 2,
        label=label,
        label_x=end + 6 if is_right else x - 6,
        anchor="start" if is_right else "end",
        title=f"An offer for {timeline.in_words(days)}" + (f", made {timeline.in_words(made)}" if made else ""),
    )
