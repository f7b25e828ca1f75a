"""The bands of the timeline: how one party stood on one proposal all along the period.

A band is drawn from all the evidence there is, marked or not, to the tenth of a pixel. It
lies higher the more a party accepts; thin lines join its steps. Where the silence has run
out it is dotted; after the last evidence it ends, and a word says where the party stood then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from positions.analysis import timeline
from positions.analysis.stances import SCALE
from positions.analysis.timeline import Span
from positions.drawing.placing import Scale, place_marks, printable, shortened
from positions.drawing.timeline.marks import BAND_MIDDLE, FULL, NARROW, SHIFT, Mark, draw_mark, level
from positions.reports.timeline import Band, Lane
from positions.reports.timeline.tracks import BY_PARTY

THICK = 8  # pixels
LABEL = 20  # letters, where a title stands in for a name
MOST_JOINED = 40  # spans; of more, the lines between them would be a grey cloud
AFTER = 13  # pixels from the last mark to the word


@dataclass(frozen=True, slots=True)
class Stretch:
    """All spans of one stance in a band, as one path along its middle."""

    stance: str
    path: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word at a place."""

    x: float
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """`y` is from the top of the lane; paths are from the top of the band. Empty paths are not drawn."""

    name: str
    label: str
    title: str
    y: int
    stretches: list[Stretch]
    off_scale: str
    gaps: str
    joints: str
    marks: list[Mark]
    last: Word | None


def draw_band(
    band: Band, lane: Lane, y: int, scale: Scale, silence: int, *, by: str, is_of_one_issue: bool
) -> DrawnBand:
    proposal = lane.proposal
    spans = list(timeline.within(timeline.spans(band.evidence, silence=silence), scale.period))
    known = [span for span in spans if not span.is_gap]
    name, label = name_and_label(band, lane, by=by, is_of_one_issue=is_of_one_issue)
    marks = draw_marks(band, scale)
    return DrawnBand(
        name=printable(name),
        label=printable(label),
        title=printable(f"{band.party.name} on “{proposal.title}”"),
        y=y,
        stretches=[
            Stretch(stance, along((span for span in known if span.stance is stance), scale))
            for stance in dict.fromkeys(span.stance for span in known)
            if stance.is_on_scale
        ],
        off_scale="".join(
            f"M{number(scale.x(span.first))} {BAND_MIDDLE - 3}H{number(scale.x(span.last))}v6"
            f"H{number(scale.x(span.first))}z"
            for span in known
            if not span.stance.is_on_scale
        ),
        gaps="".join(
            f"M{number(scale.x(span.first))} {BAND_MIDDLE}H{number(scale.x(span.last))}"
            for span in spans
            if span.is_gap
        ),
        joints=joints(known, scale) if len(known) <= MOST_JOINED else "",
        marks=marks,
        last=last_word(band, spans, marks, scale),
    )


def name_and_label(band: Band, lane: Lane, *, by: str, is_of_one_issue: bool) -> tuple[str, str]:
    """Of the party or, where the group names that already, of the issue; none where that is the same in every lane."""
    if by != BY_PARTY:
        return band.party.name, band.party.short_name
    if is_of_one_issue:
        return "", ""
    issue = lane.proposal.issue.title
    return issue, shortened(issue, LABEL)


def draw_marks(band: Band, scale: Scale) -> list[Mark]:
    placed = place_marks(
        [scale.x(row.position.published_on) for row in band.rows],
        full=FULL,
        narrow=NARROW,
        shift=SHIFT,
        low=FULL / 2,
        high=scale.x(scale.period.last) + FULL / 2,
    )
    return [draw_mark(row, round(place.x, 1), place.is_full) for row, place in zip(band.rows, placed, strict=True)]


def along(spans: Iterable[Span], scale: Scale) -> str:
    """A path from span to span in steps relative to each other, as short as can be."""
    path, at = "", None
    for span in spans:
        start, end = round(scale.x(span.first), 1), round(scale.x(span.last), 1)
        path += (
            f"M{number(start)} {level(span.stance)}" if at is None else f"m{number(start - at)} 0"
        ) + f"h{number(max(end - start, 0.4))}"
        at = start + max(round(end - start, 1), 0.4)
    return path


def joints(known: list[Span], scale: Scale) -> str:
    """The thin lines between two steps of which the one begins where the other ends."""
    return "".join(
        f"M{number(scale.x(now.last))} {level(now.stance)}V{level(then.stance)}"
        for now, then in pairwise(known)
        if now.last == then.first and level(now.stance) != level(then.stance)
    )


def last_word(band: Band, spans: list[Span], marks: list[Mark], scale: Scale) -> Word | None:
    """What the party's stance was when last heard of in the period."""
    heard = next((evidence for evidence in reversed(band.evidence) if evidence.day <= scale.period.last), None)
    if heard is None:
        return None
    edge = scale.x(scale.period.last)
    if band.evidence[-1].day <= scale.period.last:
        x = max([scale.x(max(heard.day, scale.period.first)), *(mark.x for mark in marks)]) + AFTER
    elif spans and spans[-1].is_gap:  # long silent at the edge
        return None
    else:
        x = max([edge + 5, *(mark.x + AFTER for mark in marks)])
    return Word(round(x, 1), level(heard.stance) + 4, SCALE[heard.stance].label)


def number(value: float) -> str:
    """To a tenth, without a superfluous zero."""
    return f"{value:.1f}".removesuffix(".0")
