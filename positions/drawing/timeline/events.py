"""What happened meanwhile, as marks above the axis of the timeline: talks and agreements.

An event has its venue or title beside it, on the lowest tier where that finds room: agreements
choose first, then talks that were held, and among equals the newest. Those that find none go to
the tier next to the axis, and there a mark that would hide another joins it in one that tells
how many they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from positions.analysis.timeline import in_words
from positions.drawing.placing import Scale, printable, shortened, tiers
from positions.models import Agreement, Talks
from positions.reports.timeline import Events

TIER, MOST_TIERS = 16, 4
RADIUS, LETTER = 6, 5.9  # pixels; a letter's average width in labels of 11
LABEL = 24  # letters at most

AGREEMENT, SEVERAL = "agreement", "several"
NAMED = 6  # events that the sentence of a cluster names
# Discs are talks, diamonds agreements, crosses what came to nothing. All steps are relative, so that a place can go
# before them: a head that is repeated on every sheet of paper loses what is moved by a transform.
SHAPES = {
    Talks.Status.PROPOSED: "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    Talks.Status.AGREED: "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0zm3 0a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0z",
    Talks.Status.HELD: "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    Talks.Status.CANCELLED: "m-4-4l8 8m0-8l-8 8",
    Talks.Status.COLLAPSED: "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0zm1.5-3.5l7 7m0-7l-7 7",
    AGREEMENT: "m0-5.5l5.5 5.5-5.5 5.5-5.5-5.5z",
    SEVERAL: "m-3-6.5h6a6.5 6.5 0 0 1 0 13h-6a6.5 6.5 0 0 1 0-13z",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Talks or an agreement, before it has its place. `kind` is a status of talks, or “agreement”.

    `name` and `about` (talks, held, Port Haven) are for the list below the chart.
    """

    first: date
    last: date
    kind: str
    name: str
    about: str
    label: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class DrawnEvent:
    """An event, or several, with their place. The line under it starts at `y`; `label` is empty without room for it.

    Of several `count` says how many, `first` and `last` their days, and `address` is empty:
    it leads to those days alone or, where all began on one day and no zoom parts them, to the list.
    """

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
    first: date
    last: date
    count: int = 1

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last


def in_order(found: Events, slug: str) -> list[Event]:
    """By day, talks before agreements."""
    return sorted(in_time(found, slug), key=lambda event: (event.first, event.kind == AGREEMENT, event.address))


def draw_events(shown: Sequence[Event], scale: Scale) -> tuple[list[DrawnEvent], int]:
    """The events of the period with their places, and the number of tiers that their labels need."""
    chosen = sorted(shown, key=precedence)
    room = tiers([labelled(event, scale) for event in chosen], count=MOST_TIERS)
    tier_of = dict(zip((event.address for event in chosen), room, strict=True))
    places = [tier_of[event.address] for event in shown]
    crowded = clusters([event for event, tier in zip(shown, places, strict=True) if tier is None], scale)
    lowest = 1 if crowded else 0
    levels = max((tier for tier in places if tier is not None), default=-1) + 1 + lowest
    bottom = levels * TIER - TIER // 2
    drawn = [
        draw_event(event, scale, bottom - (tier + lowest) * TIER)
        for event, tier in zip(shown, places, strict=True)
        if tier is not None
    ]
    drawn += [draw_several(some, scale, bottom) for some in crowded]
    return sorted(drawn, key=lambda event: (event.first, event.y)), levels


def precedence(event: Event) -> tuple[int, int]:
    """Who chooses first where names crowd."""
    rank = {AGREEMENT: 0, Talks.Status.HELD: 1}.get(event.kind, 2)
    return rank, -event.first.toordinal()


def draw_event(event: Event, scale: Scale, y: int) -> DrawnEvent:
    x = scale.x(event.first)
    is_right = labelled(event, scale)[1] > x + RADIUS
    return DrawnEvent(
        x=round(x, 1),
        y=y,
        width=round(scale.x(min(event.last, scale.period.last)) - x, 1),
        shape=SHAPES[event.kind],
        kind=event.kind,
        label=event.label,
        label_x=round(x + (RADIUS + 2 if is_right else -RADIUS - 2), 1),
        anchor="start" if is_right else "end",
        title=event.title,
        address=event.address,
        first=event.first,
        last=event.last,
    )


def clusters(events: Sequence[Event], scale: Scale) -> list[list[Event]]:
    """Events whose marks would hide each other, together; in order of time."""
    found: list[list[Event]] = []
    for event in events:
        if found and scale.x(event.first) - scale.x(found[-1][0].first) < 3 * RADIUS:
            found[-1].append(event)
        else:
            found.append([event])
    return found


def draw_several(events: Sequence[Event], scale: Scale, y: int) -> DrawnEvent:
    """One mark for all of them; one event alone keeps its own, without its label."""
    if len(events) == 1:
        return replace(draw_event(events[0], scale, y), label="")
    first, last = events[0].first, max(event.first for event in events)
    more = f"; and {len(events) - NAMED} more" if len(events) > NAMED else ""
    named = "; ".join(event.title for event in events[:NAMED])
    return DrawnEvent(
        x=round((scale.x(first) + scale.x(last)) / 2, 1),
        y=y,
        width=0,
        shape=SHAPES[SEVERAL],
        kind=SEVERAL,
        label="",
        label_x=0,
        anchor="",
        title=f"{len(events)} events, {stretch(first, last)}: {named}{more}",
        address="",
        first=first,
        last=last,
        count=len(events),
    )


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
            name=printable(talks.title),
            about=printable(f"talks, {status}{at(talks)}"),
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
            name=printable(agreement.title),
            about=printable(f"agreement, {status}{at(agreement)}"),
            label=printable(shortened(agreement.title, LABEL)),
            title=printable(f"Agreement, {status}: {agreement.title}{at(agreement)} – {in_words((day, day))}"),
            address=reverse("agreement", args=[slug, agreement.pk]),
        )


def at(event: Talks | Agreement) -> str:
    return f", {event.venue.name}" if event.venue else ""


def stretch(first: date, last: date) -> str:
    """One day, or from one to another."""
    return in_words((first, first)) if first == last else f"{in_words((first, first))} to {in_words((last, last))}"
