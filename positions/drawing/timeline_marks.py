"""The marks of the timeline: one for each reading, with the words behind it.

A mark's shape tells the sign of the stance and its height the value, so that colour is never
the only sign; its number says the value where there is room for it.
"""

from dataclasses import dataclass

from positions.analysis import timeline
from positions.analysis.stances import SCALE, Stance, sign
from positions.drawing.placing import printable, shortened
from positions.reports.timeline import Standing

BAND_MIDDLE, STEP = 17, 2  # pixels: the height of an open stance in its band, and of a step on the scale
FULL, NARROW, SHIFT = 19, 9, 7  # two widths, and how far a mark may move to keep the first
SHAPES = {  # full and narrow, about 0,0: squares accept, discs are open, diamonds refuse
    1: ("M-8.5-7h17v14h-17z", "M-3.5-6h7v12h-7z"),
    0: ("M-2-7h4a7 7 0 0 1 0 14h-4a7 7 0 0 1 0-14z", "M0-4.5a4.5 4.5 0 0 1 0 9a4.5 4.5 0 0 1 0-9z"),
    -1: ("M-5.5-7h11l4 7-4 7h-11l-4-7z", "M0-7l4.5 7-4.5 7-4.5-7z"),
    None: ("M-8.5-7h17v14h-17z", "M-3.5-6h7v12h-7z"),
}


@dataclass(frozen=True, slots=True)
class Mark:
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
        x=x,
        y=level(stance),
        shape=shape_of(stance, is_full=is_full),
        stance=stance,
        is_on_scale=stance.is_on_scale,
        is_full=is_full,
        kind=row.change.kind,
        title=sentence(row),
        address=row.address,
    )


def shape_of(stance: Stance, *, is_full: bool = True) -> str:
    value = stance.value_on_scale
    return SHAPES[None if value is None else sign(value)][0 if is_full else 1]


def level(stance: Stance) -> int:
    """The middle of a band of this stance: accepting lies high, refusing low, off the scale between."""
    return BAND_MIDDLE - STEP * (stance.value_on_scale or 0)


def sentence(row: Standing) -> str:
    """“Russia insists (reaffirmed) – 2 June 2025, Istanbul memorandum: “…”” on one line."""
    label = SCALE[Stance(row.position.stance)].label
    if row.position.condition:
        label = f"{label.removesuffix(' if…')} if {shortened(row.position.condition, 90)}"
    when = timeline.in_words((row.position.published_on, row.position.published_on))
    words = shortened(row.position.quote, 200)
    return printable(
        f"{row.party.name} {label} ({row.change.kind.label}) – {when}, {row.position.article.title}: “{words}”"
    )
