"""The marks of the timeline: one for each reading that gets one, with the words behind it.

A mark's shape tells the sign of the stance and its height the value, so that colour is never
the only sign; its number says the value where there is room for it.
"""

from dataclasses import dataclass

from positions.analysis import timeline
from positions.analysis.changes import Kind
from positions.analysis.stances import SCALE, Stance, sign
from positions.drawing.placing import printable, shortened
from positions.reports.timeline.rows import Standing

BAND_MIDDLE, STEP = 20, 2  # pixels: the height of an open stance in its band, and of a step on the scale
FULL, NARROW, SHIFT = 19, 9, 7  # two widths, and how far a mark may move to keep the first
QUIET = (Kind.NEW, Kind.REAFFIRMED)  # kinds that need no sign of their own
WORDS, CONDITION = 70, 50  # letters of the quote and of a condition in a mark's sentence; the table has them whole
SHAPES = {  # full and narrow, about 0,0: squares accept, discs are open, diamonds refuse
    1: ("M-8.5-7h17v14h-17z", "M-3.5-6h7v12h-7z"),
    0: ("M-2-7h4a7 7 0 0 1 0 14h-4a7 7 0 0 1 0-14z", "M0-4.5a4.5 4.5 0 0 1 0 9a4.5 4.5 0 0 1 0-9z"),
    -1: ("M-5.5-7h11l4 7-4 7h-11l-4-7z", "M0-7l4.5 7-4.5 7-4.5-7z"),
    None: ("M-8.5-7h17v14h-17z", "M-3.5-6h7v12h-7z"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that marks refer to by its name."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading. `shape` names one of the shapes; `kind` is empty for a quiet one."""

    key: str
    x: float
    y: int
    shape: str
    stance: str
    is_on_scale: bool
    is_full: bool
    kind: str
    title: str
    address: str


def draw_mark(row: Standing, x: float, is_full: bool) -> Mark:
    stance = Stance(row.position.stance)
    return Mark(
        key=row.position.key,
        x=x,
        y=level(stance),
        shape=shape_name(stance, is_full=is_full),
        stance=stance,
        is_on_scale=stance.is_on_scale,
        is_full=is_full,
        kind="" if row.change.kind in QUIET else row.change.kind,
        title=sentence(row),
        address=row.address,
    )


def shapes() -> list[Shape]:
    return [
        Shape(shape_name(stance, is_full=is_full), shape_of(stance, is_full=is_full))
        for stance in (Stance.SUPPORTS, Stance.OPEN, Stance.REJECTS, Stance.AMBIGUOUS)
        for is_full in (True, False)
    ]


def shape_name(stance: Stance, *, is_full: bool) -> str:
    value = stance.value_on_scale
    name = "off" if value is None else ("open", "for", "against")[sign(value)]
    return f"{name}-{'wide' if is_full else 'slim'}"


def shape_of(stance: Stance, *, is_full: bool = True) -> str:
    value = stance.value_on_scale
    return SHAPES[None if value is None else sign(value)][0 if is_full else 1]


def level(stance: Stance) -> int:
    """The middle of a band of this stance: accepting lies high, refusing low, off the scale between."""
    return BAND_MIDDLE - STEP * (stance.value_on_scale or 0)


def sentence(row: Standing) -> str:
    """“Russia insists (reaffirmed) – 2 June 2025: “…”” on one line."""
    label = SCALE[Stance(row.position.stance)].label
    if row.position.condition:
        label = f"{label.removesuffix(' if…')} if {shortened(row.position.condition, CONDITION)}"
    when = timeline.in_words((row.position.published_on, row.position.published_on))
    words = shortened(row.position.quote, WORDS)
    return printable(f"{row.party.name} {label} ({row.change.kind.label}) – {when}: “{words}”")
