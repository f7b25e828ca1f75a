"""Looking for words in a text that does not hold them to the letter. Terms as in `positions.analysis.anchors`.

A text is sought through by its *threes*, every three characters that follow one another: where many
threes of the words stand at the same distance from one another as in the words, there the words,
or what they were corrected to, may stand. That needs no notion of a word, and so serves every script.
"""

import unicodedata
from collections import Counter
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

THREE = 3
MOST_THREES = 48  # of the words, the rarest in the text: those tell places apart
MOST_OFTEN = 400  # times; a three that stands more often in the text tells nothing
ROUGHLY = 16  # characters: what stands no further apart is one place
MOST_PLACES = 8  # that are looked at closely
JOINER = "\u200d"


def likeness(one: str, other: str) -> float:
    """How much of both is the same characters in the same order, 0 to 1."""
    return Indel.normalized_similarity(one, other)


class Sought:
    """A text in which words are sought."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def threes(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for start in range(len(self.text) - THREE + 1):
            found.setdefault(self.text[start : start + THREE], []).append(start)
        return found

    def near(self, words: str, expected: int) -> list[tuple[int, int]]:
        """The places that may hold the words, each with the borders that make it most like them."""
        if not words.strip():
            return []
        found = {self.fitted(words, start) for start in [*self.rough_places(words), expected]}
        return sorted(place for place in found if place[0] < place[1])

    def rough_places(self, words: str) -> list[int]:
        """About where the words may start, by the threes they share with the text."""
        known = [
            (len(places), offset, places)
            for offset in range(len(words) - THREE + 1)
            if (places := self.threes.get(words[offset : offset + THREE])) and len(places) <= MOST_OFTEN
        ]
        votes: Counter[int] = Counter()
        for _, offset, places in sorted(known, key=lambda three: three[:2])[:MOST_THREES]:
            votes.update((place - offset) // ROUGHLY for place in places)
        together = {place: votes[place] + votes[place + 1] for place in votes}
        best = sorted(together, key=lambda place: (-together[place], place))[:MOST_PLACES]
        return [place * ROUGHLY for place in best]

    def fitted(self, words: str, start: int) -> tuple[int, int]:
        """Around `start`, the stretch from border to border that is most like the words."""
        slack = ROUGHLY * 2 + len(words) // 4
        low = max(0, start - slack)
        window = self.text[low : max(0, start) + len(words) + slack]
        if not window.strip():
            return (0, 0)
        aligned = fuzz.partial_ratio_alignment(words, window)
        if aligned is None or len(words) > len(window):  # the shorter is moved along the longer
            first, last = low, low + len(window)
        else:
            first, last = low + aligned.dest_start, low + aligned.dest_end
        options = [(one, other) for one in self.borders(first) for other in self.borders(last) if one < other]
        options = [self.without_space(*option) for option in options] or [(0, 0)]
        return max(options, key=lambda place: (likeness(words, self.text[slice(*place)]), -abs(place[0] - first)))

    def borders(self, place: int) -> list[int]:
        """The borders of words next to a place: two on either side, and the place itself if it is one."""
        before = [at for at in range(place, max(-1, place - 2 * ROUGHLY), -1) if self.is_border(at)][:3]
        after = [at for at in range(place + 1, min(len(self.text), place + 2 * ROUGHLY) + 1) if self.is_border(at)][:2]
        return before + after or [self.whole(place)]

    def is_border(self, place: int) -> bool:
        """Whether a word, a space or a mark of punctuation ends here and another begins.

        Scripts that write wide characters without spaces have a border at each of them.
        """
        if place in (0, len(self.text)):
            return True
        before, after = self.text[place - 1], self.text[place]
        if JOINER in (before, after) or is_part(after):
            return False
        return sort(before) != sort(after) or unicodedata.east_asian_width(after) in "WF" or not sort(after)

    def whole(self, place: int) -> int:
        """The place, or the one before it that does not cut a character from its marks."""
        while 0 < place < len(self.text) and (is_part(self.text[place]) or JOINER in self.text[place - 1 : place + 1]):
            place -= 1
        return place

    def without_space(self, start: int, end: int) -> tuple[int, int]:
        words = self.text[start:end]
        if not words.strip():
            return (0, 0)
        return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def is_part(character: str) -> bool:
    """Whether it belongs to the one before: a combining mark, a variation selector, a skin tone."""
    return unicodedata.category(character).startswith("M") or "\U0001f3fb" <= character <= "\U0001f3ff"


def sort(character: str) -> str:
    """A letter or digit with its marks, a space, or neither."""
    if character.isspace():
        return "space"
    return "word" if character.isalnum() or is_part(character) else ""
