"""A text with passages marked in it, cut into pieces that a page can show one after the other.

Passages overlap and lie within each other; a page is a flat run of words. Terms:

passage
    Any marked stretch of the text: `start` and `end` in Unicode code points, end exclusive.
segment
    A stretch in which nothing begins and nothing ends, so that the same passages cover all
    of it. The segments one after the other are the text, character for character.
lane
    The line on which a passage is drawn under the words: 0 is next to them. Two passages
    that share a character never share a lane, and a passage keeps its lane to its end.

Passages come in *text order*: by start, the longer first, then as they were given. So what
encloses comes before what it encloses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar


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
    """A stretch of the text, the passages that cover it, and those of them that begin with it. Both in text order."""

    text: str
    covering: tuple[Laid[Passage], ...] = ()
    opening: tuple[Laid[Passage], ...] = ()


def in_text_order(passages: Iterable[Passage]) -> list[Passage]:
    """By start, the longer first."""
    return sorted(passages, key=lambda passage: (passage.start, -passage.end))


def lay(passages: Sequence[Passage]) -> list[Laid[Passage]]:
    """Each passage, in text order, on the lowest lane that is free where it begins."""
    laid: list[Laid[Passage]] = []
    busy_until: list[int] = []  # per lane
    for passage in in_text_order(passages):
        lane = next((number for number, end in enumerate(busy_until) if end <= passage.start), len(busy_until))
        busy_until[lane : lane + 1] = [passage.end]
        laid.append(Laid(passage, lane))
    return laid


def segments(text: str, passages: Sequence[Passage]) -> list[Segment[Passage]]:
    """The text as segments. Raises ValueError where a passage is not a place in the text."""
    for passage in passages:
        if not 0 <= passage.start < passage.end <= len(text):
            raise ValueError(f"{passage.start}–{passage.end} is not a place in a text of {len(text)} characters")
    waiting = lay(passages)[::-1]
    borders = sorted({0, len(text), *(p.start for p in passages), *(p.end for p in passages)})
    found: list[Segment[Passage]] = []
    covering: list[Laid[Passage]] = []
    for start, end in pairwise(borders):
        covering = [laid for laid in covering if laid.passage.end > start]
        opening: list[Laid[Passage]] = []
        while waiting and waiting[-1].passage.start == start:
            opening.append(waiting.pop())
        covering += opening
        found.append(Segment(text[start:end], tuple(covering), tuple(opening)))
    return found
