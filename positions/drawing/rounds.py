"""A series of talks and agreements on one line of time: what was held, what is to come, what came to nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from positions.analysis.timeline import Period, axis, earlier, in_words, later
from positions.drawing.placing import Scale, place_marks, printable
from positions.models import Agreement, Talks

WIDTH, INSET = 720, 12
LINE, LABEL = 22, 48  # heights of the line of time and of the words below it
FULL, SHIFT = 15, 40  # the room of a mark, and how far it may move to find it

AGREEMENT = "agreement"
SHAPES = {  # about 0,0: discs are talks, diamonds agreements, crosses what came to nothing
    Talks.Status.PROPOSED: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    Talks.Status.AGREED: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM-1.5 0a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0z",
    Talks.Status.HELD: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    Talks.Status.CANCELLED: "M-4-4l8 8m0-8l-8 8",
    Talks.Status.COLLAPSED: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM-3.5-3.5l7 7m0-7l-7 7",
    AGREEMENT: "M0-6l6 6-6 6-6-6z",
}


@dataclass(frozen=True, slots=True)
class Round:
    """One mark. `address` names the kind of page it leads to, `key` the row. `is_here`: the page is about it."""

    x: float
    shape: str
    kind: str
    word: str
    title: str
    address: str
    key: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """`kinds` are the kinds that occur, for the legend: shape, code and word of each."""

    marks: list[Round]
    ticks: list[Tick]
    contexts: list[Tick]
    kinds: list[tuple[str, str, str]]


def draw_rounds(talks: Iterable[Talks], agreements: Iterable[Agreement] = (), *, here: object = None) -> Series | None:
    """The dated ones in order of time; None where there are none."""
    dated: list[tuple[date, date, Talks | Agreement]] = [
        *((row.starts_on, row.ends_on or row.starts_on, row) for row in talks if row.starts_on),
        *((row.agreed_on, row.agreed_on, row) for row in agreements),
    ]
    if not dated:
        return None
    dated.sort(key=lambda event: (event[0], isinstance(event[2], Agreement), event[2].pk))
    first, last = dated[0][0], dated[-1][0]
    if (last - first).days < 60:
        first, last = earlier(first, 30), later(last, 30)
    scale = Scale(Period(first, last), WIDTH, INSET)
    placed = place_marks(
        [scale.x(day) for day, _, _ in dated],
        full=FULL,
        narrow=min(FULL, (WIDTH - 2 * INSET) / len(dated)),
        shift=SHIFT,
        low=INSET,
        high=WIDTH - INSET,
    )
    marks = [
        draw_round(row, (start, end), round(place.x, 1), is_here=row == here)
        for (start, end, row), place in zip(dated, placed, strict=True)
    ]
    lines = axis(scale.period, width=WIDTH - 2 * INSET, least=60)
    return Series(
        marks=marks,
        ticks=[Tick(round(scale.x(tick.day), 1), tick.label) for tick in lines.ticks],
        contexts=[Tick(round(scale.x(tick.day), 1), tick.label) for tick in lines.contexts],
        kinds=list({mark.kind: (mark.shape, mark.kind, mark.word) for mark in marks}.values()),
    )


def draw_round(row: Talks | Agreement, days: tuple[date, date], x: float, *, is_here: bool) -> Round:
    if isinstance(row, Agreement):
        kind, word, address = AGREEMENT, "agreement reached", "agreement"
    else:
        kind, word, address = row.status, f"talks {row.get_status_display()}", "talks"
    where = f", {row.venue.name}" if row.venue else ""
    when = (
        in_words((days[0], days[0]))
        if days[0] == days[1]
        else f"{in_words((days[0], days[0]))} – {in_words((days[1], days[1]))}"
    )
    return Round(
        x=x,
        shape=SHAPES[kind],
        kind=kind,
        word=word,
        title=printable(f"{when}: {row.title}{where} ({word})"),
        address=address,
        key=row.pk,
        is_here=is_here,
    )
