"""A text with passages marked in it, cut into pieces that a page can show one after the other.

Passages overlap and lie within each other; a page is a flat run of words. Terms:

passage
    Any marked stretch of the text: `start` and `end` in Unicode code points, end exclusive.
paragraph
    What stands between runs of line breaks. The breaks that end a paragraph belong to it, and
    those before the first belong to the first; white space alone between breaks belongs to them.
block
    A paragraph, or a part of a very long one. Blocks depend on the text alone, so that marking a
    passage changes only the blocks it touches. The blocks one after the other are the text.
segment
    A stretch of a block in which nothing begins and nothing ends, so that the same passages
    cover all of it. The segments one after the other are the block, character for character.
lane
    The line on which a passage is drawn under the words: 0 is next to them. Two passages
    that share a character never share a lane, and a passage keeps its lane to its end.

Passages come in *text order*: by start, the longer first, then as they were given. So what
encloses comes before what it encloses.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Generic, Protocol, TypeVar

LONGEST = 4000  # code points of a block; what a page has to draw anew when one passage changes

BREAK = r"\n\r\v\f\x85\u2028\u2029"
BREAKS = re.compile(rf"[{BREAK}]++(?:[^\S{BREAK}]++[{BREAK}]++)*+")


class Stretch(Protocol):
    """Whatever has a place in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Passage = TypeVar("Passage", bound=Stretch)


@dataclass(frozen=True, slots=True)
class Laid(Generic[Passage]):
    """A passage on its lane."""

    passage: Passage
    lane: int


@dataclass(frozen=True, slots=True)
class Segment(Generic[Passage]):
    """A stretch of the text, the passages that cover it, and those of them that begin with it. Both in text order.

    `is_break`: it is nothing but the line breaks around a paragraph.
    """

    text: str
    covering: tuple[Laid[Passage], ...] = ()
    opening: tuple[Laid[Passage], ...] = ()
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The place of a block: `first`…`last` are its words, what lies around them in it are line breaks."""

    number: int
    paragraph: int
    start: int
    first: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Block(Generic[Passage]):
    span: Span
    segments: tuple[Segment[Passage], ...]


def in_text_order(passages: Iterable[Passage]) -> list[Passage]:
    """By start, the longer first."""
    return sorted(passages, key=lambda passage: (passage.start, -passage.end))


def lay(passages: Iterable[Passage]) -> list[Laid[Passage]]:
    """Each passage, in text order, on the lowest lane that is free where it begins."""
    laid: list[Laid[Passage]] = []
    busy_until: list[int] = []  # per lane
    for passage in in_text_order(passages):
        lane = next((number for number, end in enumerate(busy_until) if end <= passage.start), len(busy_until))
        busy_until[lane : lane + 1] = [passage.end]
        laid.append(Laid(passage, lane))
    return laid


def spans(text: str) -> list[Span]:
    """The places of the blocks of a text."""
    found: list[Span] = []
    for paragraph, (start, first, last, end) in enumerate(paragraphs(text)):
        cuts = [start, *parts(text, first, last), end]
        for begin, stop in pairwise(cuts):
            found.append(Span(len(found), paragraph, begin, max(begin, first), min(stop, last), stop))
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Start, first word, end of the words, end. The first paragraph has the breaks before it as well."""
    leading = BREAKS.match(text)
    start, first = 0, leading.end() if leading else 0
    for breaks in BREAKS.finditer(text, first):
        yield start, first, breaks.start(), breaks.end()
        start = first = breaks.end()
    if start < len(text):
        yield start, first, len(text), len(text)


def parts(text: str, first: int, last: int) -> Iterator[int]:
    """Where a long paragraph is cut: after white space, or where there is none, not before a combining mark."""
    while last - first > LONGEST:
        limit = first + LONGEST
        cut = next((place for place in range(limit, first + LONGEST // 2, -1) if text[place - 1].isspace()), limit)
        while cut < last and unicodedata.combining(text[cut]):
            cut += 1
        if cut < last:
            yield cut
        first = cut


def blocks(
    text: str, laid: Sequence[Laid[Passage]], *, cut: Sequence[Span] | None = None, only: Collection[int] | None = None
) -> list[Block[Passage]]:
    """The text as blocks, or only those of these numbers. Raises ValueError where a passage is not a place in it.

    `laid` as `lay` gives them; `cut` are the text's `spans`, where they are known already.
    """
    for passage in (each.passage for each in laid):
        if not 0 <= passage.start < passage.end <= len(text):
            raise ValueError(f"{passage.start}–{passage.end} is not a place in a text of {len(text)} characters")
    waiting = list(reversed(laid))
    covering: list[Laid[Passage]] = []
    found: list[Block[Passage]] = []
    for span in spans(text) if cut is None else cut:
        covering = [each for each in covering if each.passage.end > span.start]
        while waiting and waiting[-1].passage.start < span.end:
            covering.append(waiting.pop())
        if only is None or span.number in only:
            touching = [each for each in covering if each.passage.end > span.start]
            found.append(Block(span, tuple(segments(text, span, touching))))
    return found


def segments(text: str, span: Span, laid: Sequence[Laid[Passage]]) -> Iterator[Segment[Passage]]:
    """A block as segments; `laid` are the passages that reach into it, in text order."""
    borders = {span.start, span.first, span.last, span.end}
    for each in laid:
        borders |= {max(each.passage.start, span.start), min(each.passage.end, span.end)}
    waiting = list(reversed(laid))
    covering: list[Laid[Passage]] = []
    for start, end in pairwise(sorted(borders)):
        covering = [each for each in covering if each.passage.end > start]
        while waiting and waiting[-1].passage.start <= start:
            covering.append(waiting.pop())
        opening = tuple(each for each in covering if each.passage.start == start)
        is_break = end <= span.first or start >= span.last
        yield Segment(text[start:end], tuple(covering), opening, is_break)


def by_paragraph(found: Iterable[Block[Passage]]) -> list[list[Block[Passage]]]:
    """The blocks of each paragraph: one, unless it is very long."""
    return [list(group) for _, group in groupby(found, key=lambda block: block.span.paragraph)]


def touching(cut: Iterable[Span], places: Iterable[tuple[int, int]]) -> set[int]:
    """The numbers of the blocks into which any of these places reaches."""
    wanted = list(places)
    return {span.number for span in cut if any(start < span.end and end > span.start for start, end in wanted)}
