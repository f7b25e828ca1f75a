"""Where quoted words stand in a text that was corrected.

After W3C Web Annotation's TextQuoteSelector: the words are found again by themselves and by the
words around them. White space is not compared where the letters alone decide. Terms:

same place
    The very words stand at their old offsets.
moved
    The very words stand elsewhere.
similar
    The words are no longer there, but others that are much like them.
agreement
    How much of the 32 characters before and of those after the old place stands around a new
    one, 0 to 1: the mean of both likenesses.
likeness
    How much of two texts is the same characters in the same order, 0 to 1: twice what they
    share, divided by the length of both (the normalised Indel similarity).
expected place
    Where the words come to stand if the correction is read paragraph by paragraph: known for
    words in paragraphs that were not touched.

The rules, first match wins:

1. Of the places of the very words, the one with the best agreement. Where others agree as well
   (less than `CLEARLY` worse) it is taken only if it agrees no less than they do and is the
   expected place or the same place; else the words wait. So words at their old offsets are not
   taken for the same words when a text inserted before them happens to repeat them.
2. Words are not moved to a place with less than `HALF` the agreement: there they likely say
   something else, or are another of their places. Words that stood once and stand once are,
   where all words are compared with all and just these were left alone. Words that have been
   waiting since an earlier correction need `HALF` the agreement at their old offsets as well.
3. The most similar words, borders at borders of words, if their likeness is at least `ALIKE`;
   agreement and then nearness to the expected place decide between several. Where the very words
   stand elsewhere, only with `HALF` the agreement and clearly more than there.
4. Otherwise they wait for a person, who is shown the `candidates`.

Offsets count Unicode code points, end exclusive.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from positions.analysis import differences, quotes
from positions.analysis.likeness import Sought, likeness
from positions.analysis.quotes import CONTEXT, Folded, Passage

ALIKE = 0.8  # the least likeness at which words are taken for the old ones
WORTH_A_LOOK = 0.5  # the least likeness at which a person is shown them
CLEARLY = 0.05  # about three of the 64 characters around
HALF = 0.5
WORD = re.compile(r"\w+")
MOST_PLACES = 500  # of the same words, the nearest to where they are expected: more are not compared


class Fate(StrEnum):
    """What became of a passage."""

    SAME_PLACE = "same place"
    MOVED = "moved"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the new text. `agreement` is that of the words around it."""

    fate: Fate
    passage: Passage
    likeness: float
    agreement: float

    def overlaps(self, other: "Found") -> bool:
        return self.passage.start < other.passage.end and other.passage.start < self.passage.end


class Correction:
    """A new text, the old one if it is known, and the way of passages from the one to the other."""

    def __init__(self, new: str, old: str | None = None) -> None:
        self.new = new
        self.old = old

    def follow(self, passage: Passage, *, waits: bool = False) -> Found | None:
        """Where the words stand now, or None where they have to wait for a person.

        Words that `waits` already stood in a text before the old one, so nothing is known but they
        themselves: only the very words, in the one place that agrees best, end their waiting.
        """
        exact = self.exact(passage)
        if taken := self.chosen(passage, exact, waits):
            return taken
        if waits:
            return None
        needed = max((found.agreement + CLEARLY for found in exact), default=0.0)
        return next((found for found in self.similar(passage, exact) if self.is_taken(found, needed)), None)

    def is_taken(self, similar: Found, needed: float) -> bool:
        """Beside places of the very words, only where its surroundings speak for it."""
        return similar.likeness >= ALIKE and (not needed or similar.agreement >= max(HALF, needed))

    def candidates(self, passage: Passage, most: int = 3) -> list[Found]:
        """The places that come nearest, the best first: what a person chooses from where `follow` did not."""
        exact = self.exact(passage)
        similar = [found for found in self.similar(passage, exact) if found.likeness >= WORTH_A_LOOK]
        apart: list[Found] = []
        for found in sorted([*exact, *similar], key=lambda one: (-one.likeness - one.agreement, one.passage.start)):
            if not any(found.overlaps(other) for other in apart):
                apart.append(found)
        return apart[:most]

    def chosen(self, passage: Passage, exact: Sequence[Found], waits: bool) -> Found | None:
        """Of the places of the very words the one that is meant, if it can be told."""
        if not exact:
            return None
        best = max(found.agreement for found in exact)
        as_well = [found for found in exact if found.agreement > best - CLEARLY]
        if len(as_well) > 1:
            equals = {found.passage.start: found for found in as_well if found.agreement == best and not waits}
            return equals.get(self.expected(passage.start)) or equals.get(passage.start)
        only = as_well[0]
        if only.agreement >= HALF:
            return only
        if waits:
            return None
        is_certain = only.fate is Fate.SAME_PLACE or (len(exact) == 1 and self.is_left_alone(passage, only))
        return only if is_certain else None

    def is_left_alone(self, passage: Passage, found: Found) -> bool:
        """Whether the comparison of both texts puts the words just there, and there are no others like them."""
        shift = found.passage.start - passage.start
        left = 0
        for place in range(max(0, bisect_right(self.unchanged, (passage.start + 1,)) - 1), len(self.unchanged)):
            start, new_start, length = self.unchanged[place]
            if start >= passage.end:
                break
            if new_start - start == shift:
                left += max(0, min(passage.end, start + length) - max(passage.start, start))
        return left >= HALF * len(passage.quote) and (self.old or "").count(passage.quote) == 1

    def exact(self, passage: Passage) -> list[Found]:
        """The places of the very words; white space aside where they do not stand there to the letter."""
        places = self.places(passage) or self.loose_places(passage)
        expected = self.expected(passage.start)
        places.sort(key=lambda place: abs(place[0] - expected))
        return [self.found(passage, start, end) for start, end in places[:MOST_PLACES]]

    def places(self, passage: Passage) -> list[tuple[int, int]]:
        """Those with all that stood around them, where there are any: no other agrees better."""
        whole = passage.prefix + passage.quote + passage.suffix
        length = len(passage.quote)
        inside = len(passage.prefix)
        if whole != passage.quote and (starts := occurrences(self.new, whole)):
            return [(start + inside, start + inside + length) for start in starts]
        return [(start, start + length) for start in occurrences(self.new, passage.quote)]

    def loose_places(self, passage: Passage) -> list[tuple[int, int]]:
        words = " ".join(passage.quote.split())
        if not words:
            return []
        unfold = self.folded.unfold
        return [(unfold(start), unfold(start + len(words) - 1) + 1) for start in occurrences(self.folded.text, words)]

    def similar(self, passage: Passage, exact: Sequence[Found] = ()) -> list[Found]:
        """The words most like them, the best first. Of likenesses nearly the same, the words around decide."""
        expected = self.expected(passage.start)
        known = {(found.passage.start, found.passage.end) for found in exact}
        places = [place for place in self.sought.near(passage.quote, expected) if place not in known]
        found = [self.found(passage, start, end) for start, end in places]
        return sorted(
            found,
            key=lambda one: (
                one.likeness >= ALIKE,
                one.likeness + one.agreement / 2,
                -abs(one.passage.start - expected),
            ),
            reverse=True,
        )

    def found(self, old: Passage, start: int, end: int) -> Found:
        new = quotes.passage(self.new, start, end)
        exact = new.quote == old.quote or new.quote.split() == old.quote.split()
        same = new.quote == old.quote and new.start == old.start
        fate = Fate.SAME_PLACE if same else Fate.MOVED if exact else Fate.SIMILAR
        alike = 1.0 if exact else likeness(old.quote, new.quote)
        return Found(fate, new, alike, agreement(old, new))

    def expected(self, start: int) -> int:
        """The expected place of what began at `start`; a guess where its paragraph was touched."""
        shift = 0
        for old_start, new_start, length in self.untouched:
            if old_start > start:
                break
            shift = new_start - old_start
            if start < old_start + length:
                break
        return min(max(0, start + shift), len(self.new))

    @cached_property
    def untouched(self) -> list[tuple[int, int, int]]:
        """The runs of paragraphs that stand in both texts: where in the old, where in the new, how long in the old."""
        if self.old is None:
            return []
        past, coming = differences.LINE.findall(self.old), differences.LINE.findall(self.new)
        past_starts, starts = starts_of(past), starts_of(coming)
        runs = differences.shared_runs([line.rstrip() for line in past], [line.rstrip() for line in coming])
        return [
            (past_starts[line], starts[place], length)
            for first, other, number in runs
            for line, place in zip(range(first, first + number), range(other, other + number), strict=True)
            if (length := len(past[line]))
        ]

    @cached_property
    def unchanged(self) -> list[tuple[int, int, int]]:
        """Paragraphs, and words in others, that were left alone: where in the old, where in the new, how long.

        Where less than `HALF` of some paragraphs is left, what is left of them tells nothing.
        """
        found: list[tuple[int, int, int]] = []
        past = coming = 0
        for stretch in differences.by_lines(self.old or "", self.new):
            if stretch.is_shared:
                found.append((past, coming, len(stretch.old)))
            else:
                words, others = list(WORD.finditer(stretch.old)), list(WORD.finditer(stretch.new))
                left = [
                    (past + word.start(), coming + other.start(), len(word[0]))
                    for first, place, number in differences.shared_runs(
                        *([one[0] for one in text] for text in (words, others))
                    )
                    for word, other in zip(words[first : first + number], others[place : place + number], strict=True)
                ]
                if sum(length for *_, length in left) >= HALF * sum(len(word[0]) for word in words):
                    found += left
            past, coming = past + len(stretch.old), coming + len(stretch.new)
        return found

    @cached_property
    def folded(self) -> Folded:
        return Folded(self.new)

    @cached_property
    def sought(self) -> Sought:
        return Sought(self.new)


def agreement(old: Passage, new: Passage) -> float:
    """At either end of a text nothing stands around; that agrees with nothing."""
    return (likeness(old.prefix, new.prefix[-CONTEXT:]) + likeness(old.suffix, new.suffix[:CONTEXT])) / 2


def starts_of(lines: Sequence[str]) -> list[int]:
    return [*accumulate((len(line) for line in lines), initial=0)]


def occurrences(text: str, words: str) -> list[int]:
    found = []
    start = text.find(words)
    while start >= 0:
        found.append(start)
        start = text.find(words, start + 1)
    return found
