"""The timeline as a picture of its own: where title, labels, legend and footer go around the chart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from positions.analysis.stances import Stance
from positions.analysis.timeline import in_words
from positions.drawing.placing import printable
from positions.drawing.timeline import LABELS, PLOT, Chart
from positions.drawing.timeline.events import SHAPES
from positions.drawing.timeline.legend import Legend
from positions.drawing.timeline.marks import shape_of
from positions.reports.scope import Scope

MARGIN, TOP, LINE = 28, 92, 22
LETTER = 6.2  # pixels, the average width of the legend's letters
NOTE_LINE = 16


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One sign and what it means. `code` is a stance, a kind of change, or a kind of event."""

    x: float
    y: int
    code: str
    label: str
    shape: str = ""
    is_on_scale: bool = True


@dataclass(frozen=True, slots=True)
class FooterLine:
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class TimelineFile:
    """Sizes and places in pixels; the title, the period in words, and what the picture says of itself at its foot."""

    title: str
    period: str
    width: int
    height: int
    margin: int
    labels: int
    across: int
    plot_x: int
    head_y: int
    body_y: int
    legend_y: int
    stances: list[LegendItem]
    kinds: list[LegendItem]
    events: list[LegendItem]
    note_y: int
    footer: list[FooterLine]


def arrange(
    scope: Scope, chart: Chart | None, legend: Legend, *, grouping: str, made: date, address: str
) -> TimelineFile:
    """The frame around a chart, or around the sentence that there is none."""
    head, body, plot = (chart.head, chart.body, chart.plot) if chart else (0, 40, PLOT)
    signs = [*legend.stances, *legend.off_scale]
    stances, y = in_lines(((stance, stance.label) for stance in signs), LABELS + plot, first=0, gap=34)
    kinds, y = in_lines(
        ((kind, kind.label) for kind in legend.kinds),
        LABELS + plot,
        first=y + LINE if legend.kinds else y,
        gap=30,
    )
    happened, y = in_lines(
        ((event.code, event.label) for event in legend.events),
        LABELS + plot,
        first=y + LINE if legend.events else y,
        gap=36,
    )
    legend_y = TOP + head + body + 2 * LINE
    first = chart and in_words((chart.period.first, chart.period.first))
    last = chart and in_words((chart.period.last, chart.period.last))
    period = f"{first} to {last}" if chart else "no period"
    note_y = y + LINE + 4
    footer = footer_lines(
        [
            " · ".join([*asked(scope), f"Grouped by {grouping}", period, f"Made on {in_words((made, made))}"]),
            f"The words behind every mark: {address}",
        ],
        width=LABELS + plot,
        # Without a chart there is no legend; then the footer follows the sentence that says so.
        first=(note_y if chart else -LINE) + LINE,
    )
    return TimelineFile(
        title=printable(scope.negotiation.title),
        period=period,
        width=LABELS + plot + 2 * MARGIN,
        height=legend_y + footer[-1].y + LINE,
        margin=MARGIN,
        labels=LABELS,
        across=LABELS + plot,
        plot_x=MARGIN + LABELS,
        head_y=TOP,
        body_y=TOP + head,
        legend_y=legend_y,
        stances=[
            LegendItem(x + 9, y, code, label, shape_of(Stance(code)), Stance(code).is_on_scale)
            for x, y, code, label in stances
        ],
        kinds=[LegendItem(x, y + 4, code, label) for x, y, code, label in kinds],
        events=[LegendItem(x + 5, y, code, label, SHAPES[code]) for x, y, code, label in happened],
        note_y=note_y,
        footer=footer,
    )


def asked(scope: Scope) -> Iterator[str]:
    """The filters in words, as on paper."""
    if scope.parties:
        yield f"{'Party' if len(scope.parties) == 1 else 'Parties'}: {', '.join(map(str, scope.parties))}"
    if scope.issues:
        yield f"Issue{'s' * (len(scope.issues) > 1)}: {', '.join(map(str, scope.issues))}"
    if scope.proposal_kind:
        yield f"Only {scope.proposal_kind}s"
    if scope.proposals:
        yield f"On: {', '.join(f'“{proposal}”' for proposal in scope.proposals)}"


def footer_lines(texts: Iterable[str], *, width: int, first: int) -> list[FooterLine]:
    """On as many lines as they need; an address too long for one is broken anywhere."""
    lines = [line for text in texts for line in wrap(printable(text), int(width / LETTER), break_on_hyphens=False)]
    return [FooterLine(first + number * NOTE_LINE, line) for number, line in enumerate(lines)]


def in_lines(
    items: Iterator[tuple[str, str]], width: int, *, first: int, gap: int
) -> tuple[list[tuple[float, int, str, str]], int]:
    """Items one after the other, on as many lines as they need: x, y, code and label; and the y of the last line."""
    x, y = 0.0, first
    placed = []
    for code, label in items:
        length = len(label) * LETTER + gap
        if x and x + length > width:
            x, y = 0.0, y + LINE
        placed.append((round(x, 1), y, code, label))
        x += length
    return placed, y
