"""What happened meanwhile, as marks above the axis of the timeline: talks and agreements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from positions.analysis.timeline import in_words
from positions.drawing.placing import Scale, printable, shortened, tiers
from positions.models import Agreement, Talks
from positions.reports.timeline import Events

TIER, MOST_TIERS = 16, 7
RADIUS, LETTER = 6, 5.9  # pixels; a letter's average width in labels of 11
LABEL = 24  # letters at most

AGREEMENT = "agreement"
SHAPES = {  # discs are talks, diamonds agreements, crosses what came to nothing
    Talks.Status.PROPOSED: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    Talks.Status.AGREED: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0zM-1.5 0a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0z",
    Talks.Status.HELD: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    Talks.Status.CANCELLED: "M-4-4l8 8m0-8l-8 8",
    Talks.Status.COLLAPSED: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM-3.5-3.5l7 7m0-7l-7 7",
    AGREEMENT: "M0-5.5l5.5 5.5-5.5 5.5-5.5-5.5z",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Talks or an agreement, before it has its place. `kind` is a status of talks, or “agreement”."""

    first: date
    last: date
    kind: str
    label: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class DrawnEvent:
    """An event with its place. The line under it starts at `y`; `label` is empty where there was no room for it."""

    x: float
    y: int
    width: float
    shape: str
    kind: str
    label: str
    label_x: float
    anchor: str
    title: str
    address: str


def draw_events(found: Events, scale: Scale, slug: str) -> tuple[list[DrawnEvent], int]:
    """The events that the period shows, and the number of tiers that their labels need."""
    shown = sorted(
        (event for event in in_time(found, slug) if scale.period.holds(event.first)),
        key=lambda event: (event.first, event.kind == AGREEMENT, event.address),
    )
    room = [labelled(event, scale) for event in shown]
    # The lowest tier is for marks whose label finds no room in those above.
    above = tiers(room, count=MOST_TIERS)
    lowest = -1 if None in above else 0
    levels = max((tier for tier in above if tier is not None), default=-1) + 1 - lowest
    drawn = []
    for event, (_, end), tier in zip(shown, room, above, strict=True):
        x = scale.x(event.first)
        is_right = end > x + RADIUS
        drawn.append(
            DrawnEvent(
                x=round(x, 1),
                y=(levels - (lowest if tier is None else tier) + lowest) * TIER - TIER // 2,
                width=round(scale.x(min(event.last, scale.period.last)) - x, 1),
                shape=SHAPES[event.kind],
                kind=event.kind,
                label="" if tier is None else event.label,
                label_x=round(x + (RADIUS + 2 if is_right else -RADIUS - 2), 1),
                anchor="start" if is_right else "end",
                title=event.title,
                address=event.address,
            )
        )
    return drawn, levels


def labelled(event: Event, scale: Scale) -> tuple[float, float]:
    """The room of a mark with its label at the right or, near the right edge, at the left."""
    x = scale.x(event.first)
    length = RADIUS + 2 + len(event.label) * LETTER
    return (x - RADIUS, x + length + RADIUS) if x + length <= scale.width else (x - length, x + RADIUS)


def in_time(found: Events, slug: str) -> Iterator[Event]:
    for talks in found.talks:
        place = talks.venue.name if talks.venue else talks.title
        status = talks.get_status_display()
        first, last = talks.starts_on, talks.ends_on or talks.starts_on
        if first is None or last is None:  # only proposed, for no day yet
            continue
        yield Event(
            first=first,
            last=last,
            kind=talks.status,
            label=printable(shortened(place, LABEL)) + ("" if talks.status == Talks.Status.HELD else f", {status}"),
            title=printable(f"Talks, {status}: {talks.title}{at(talks)} – {stretch(first, last)}"),
            address=reverse("talks", args=[slug, talks.pk]),
        )
    for agreement in found.agreements:
        day = agreement.agreed_on
        status = agreement.get_status_display()
        yield Event(
            first=day,
            last=day,
            kind=AGREEMENT,
            label=printable(shortened(agreement.title, LABEL)),
            title=printable(f"Agreement, {status}: {agreement.title}{at(agreement)} – {in_words((day, day))}"),
            address=reverse("agreement", args=[slug, agreement.pk]),
        )


def at(event: Talks | Agreement) -> str:
    return f", {event.venue.name}" if event.venue else ""


def stretch(first: date, last: date) -> str:
    """One day, or from one to another."""
    return in_words((first, first)) if first == last else f"{in_words((first, first))} to {in_words((last, last))}"
