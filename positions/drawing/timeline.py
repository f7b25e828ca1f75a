"""The chart of demands and offers over time: every coordinate, so that templates only print.

Lengths are pixels, y grows downward. The page sets the labels as HTML beside the plot, the file
sets them as text inside it; both take the same heights from here (and `timeline.css` repeats
them). A band lies higher the more a party accepts, so that colour is never the only sign.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from positions.analysis import timeline
from positions.analysis.stances import Stance
from positions.analysis.timeline import Evidence, Period
from positions.drawing.placing import Scale, place_marks, printable, shortened
from positions.drawing.timeline_events import TIER, DrawnEvent, draw_events
from positions.drawing.timeline_marks import BAND_MIDDLE, FULL, NARROW, SHIFT, Mark, draw_mark, level
from positions.models import Proposal
from positions.reports.timeline import BY_PARTY, Band, Group, Lane, Timeline

LABELS, PLOT = 132, 1052  # together the full width of a page
LABEL = 20  # letters, where a title stands in for a name
LONGEST, PER_YEAR = 6000, 130  # beyond eight years the plot grows, and scrolls
INSET = 16
GROUP, LANE, BAND, AFTER_LANE = 38, 26, 30, 6
AXIS = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of a band, a line across a gap, or the days of an offer or of talks."""

    x: float
    end: float
    y: float
    stance: str = ""
    is_gap: bool = False
    title: str = ""
    is_on_scale: bool = True

    @property
    def width(self) -> float:
        return round(max(self.end - self.x, 0.5), 1)


@dataclass(frozen=True, slots=True)
class DrawnBand:
    name: str
    label: str
    title: str
    y: float
    stretches: list[Stretch]
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class DrawnLane:
    title: str
    address: str
    is_offer: bool
    y: float
    offer: Stretch | None
    bands: list[DrawnBand]


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    title: str
    address: str
    y: float
    lanes: list[DrawnLane]


@dataclass(frozen=True, slots=True)
class DrawnTick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    period: Period
    plot: int
    head: int
    body: int
    ticks: list[DrawnTick]
    contexts: list[DrawnTick]
    events: list[DrawnEvent]
    groups: list[DrawnGroup]


def draw(found: Timeline, *, silence: int) -> Chart | None:
    """The chart of what was found; None where there is nothing to draw."""
    lanes = [lane for group in found.groups for lane in group.lanes]
    offers = (days for lane in lanes if (days := timeline.days_of(lane.proposal.offered_for)))
    carried_in = (band.rows[0].before for band in found.bands)
    period = timeline.period_of(
        [*(row.position.published_on for row in found.rows), *(before.published_on for before in carried_in if before)],
        [
            *(talks.starts_on for talks in found.events.talks if talks.starts_on),
            *(agreement.agreed_on for agreement in found.events.agreements),
            *(last for _, last in offers),
        ],
        since=found.scope.since,
        until=found.scope.until,
    )
    if period is None:
        return None
    width = min(max(PLOT, round(period.days / timeline.DAYS_IN_A_YEAR * PER_YEAR)), LONGEST)
    scale = Scale(period, width, INSET)
    axis = timeline.axis(period, width=width - 2 * INSET)
    drawn_events, levels = draw_events(found.events, scale, found.scope.negotiation.slug)
    drawn, body = draw_groups(found.groups, scale, silence, by=found.by)
    return Chart(
        period=period,
        plot=width,
        head=levels * TIER + AXIS,
        body=body,
        ticks=[DrawnTick(round(scale.x(tick.day), 1), tick.label) for tick in axis.ticks],
        contexts=[DrawnTick(round(scale.x(tick.day), 1), tick.label) for tick in axis.contexts],
        events=drawn_events,
        groups=drawn,
    )


def draw_groups(groups: Iterable[Group], scale: Scale, silence: int, *, by: str) -> tuple[list[DrawnGroup], int]:
    """The swimlanes from the top down, and the height of them all."""
    y = 0
    drawn = []
    for group in groups:
        top = y
        y += GROUP
        lanes = []
        for lane in group.lanes:
            lanes.append(draw_lane(lane, y, scale, silence, by=by))
            y += LANE + BAND * len(lane.bands) + AFTER_LANE
        drawn.append(DrawnGroup(printable(group.title), group.address, top, lanes))
    return drawn, y


def draw_lane(lane: Lane, y: int, scale: Scale, silence: int, *, by: str) -> DrawnLane:
    return DrawnLane(
        title=printable(lane.proposal.title),
        address=lane.address,
        is_offer=lane.proposal.kind == Proposal.Kind.OFFER,
        y=y,
        offer=draw_offer(lane, scale),
        bands=[
            draw_band(band, y + LANE + BAND * place, scale, silence, by=by) for place, band in enumerate(lane.bands)
        ],
    )


def draw_offer(lane: Lane, scale: Scale) -> Stretch | None:
    """From the day an offer was made to the day it is for, as far as the period shows it."""
    days = timeline.days_of(lane.proposal.offered_for)
    if not days:
        return None
    made = timeline.days_of(lane.proposal.proposed_on)
    first = made[0] if made else min(band.rows[0].position.published_on for band in lane.bands)
    shown = list(timeline.within([timeline.Span(first, max(days[1], first), Stance.OPEN)], scale.period))
    if not shown:
        return None
    x, end = round(scale.x(shown[0].first), 1), round(scale.x(shown[0].last), 1)
    return Stretch(x, end, LANE - 4, title=f"An offer for {timeline.in_words(days)}")


def draw_band(band: Band, y: int, scale: Scale, silence: int, *, by: str) -> DrawnBand:
    rows = band.rows
    evidence = [Evidence(row.position.published_on, Stance(row.position.stance)) for row in rows]
    if rows[0].before:
        # What stood before the first article asked for.
        evidence.insert(0, Evidence(rows[0].before.published_on, Stance(rows[0].before.stance)))
    stretches = [
        Stretch(
            x=round(scale.x(span.first), 1),
            end=round(scale.x(span.last), 1),
            y=BAND_MIDDLE if span.is_gap else level(span.stance),
            stance=span.stance,
            is_gap=span.is_gap,
            is_on_scale=span.stance.is_on_scale,
        )
        for span in timeline.within(timeline.spans(evidence, silence=silence), scale.period)
    ]
    placed = place_marks(
        [scale.x(row.position.published_on) for row in rows],
        full=FULL,
        narrow=NARROW,
        shift=SHIFT,
        low=FULL / 2,
        high=scale.width - FULL / 2,
    )
    marks = [draw_mark(row, round(place.x, 1), place.is_full) for row, place in zip(rows, placed, strict=True)]
    if stretches:  # marks that made way for each other must not leave the band's end standing out
        stretches[-1] = replace(stretches[-1], end=max(stretches[-1].x, min(stretches[-1].end, marks[-1].x)))
    proposal = rows[0].proposal
    # The group already names the party: then the label tells the issue.
    name, label = (
        (proposal.issue.title, shortened(proposal.issue.title, LABEL))
        if by == BY_PARTY
        else (band.party.name, band.party.short_name)
    )
    title = f"{band.party.name} on “{proposal.title}”"
    return DrawnBand(printable(name), printable(label), printable(title), y, stretches, marks)
