"""Names in a text: where it mentions the parties, the venues and what is on the table.

A name is found as whole words, in the order of its words and with the same signs between them.
Of several names that begin at one word the longest counts, so that “Security Council” is not
also a mention of “security”; a name inside a longer one is not counted twice.

Case: a name in capitals alone (“US”, “UN”, “NATO”) is found only so, since “us” is a word as
well; every other name is found in any case. Scripts without case are found as they are.

Words are runs of letters, digits and the marks that combine with them, in any script. Han,
kana and the scripts of Thailand, Laos, Burma and Cambodia write no spaces between words: there
each character counts as a word, so that a name is found inside a run of them.

The time taken grows with the length of the text, not with the number of names times that length.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
COMBINING = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0966-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe20-\ufe2f"
)
WHITE = re.compile(r"\s+")
WORD = re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}])[\w{COMBINING}])+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of something: `what` is party, proposal or venue, `id` tells which."""

    words: str
    what: str
    id: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, at a place in Unicode code points."""

    start: int
    end: int
    name: Name


class Pattern(NamedTuple):
    """A name as it is looked for: its words, as written or folded, and the signs between them."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    is_exact: bool


class Names:
    """Names by their patterns: a place takes one look for each length that names of its first word have."""

    def __init__(self, names: Iterable[Name]):
        self.given: dict[Pattern, tuple[int, Name]] = {}
        lengths: dict[str, set[int]] = {}
        for number, name in enumerate(names):
            if pattern := pattern_of(name.words):
                self.given.setdefault(pattern, (number, name))
                lengths.setdefault(pattern.words[0].casefold(), set()).add(len(pattern.words))
        self.lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    def longest_at(
        self, place: int, written: Sequence[str], folded: Sequence[str], gaps: Sequence[str]
    ) -> tuple[int, Name] | None:
        """How many words the longest name has that begins at this word, and the name."""
        for length in self.lengths.get(folded[place], ()):
            stop = place + length
            if stop > len(written):
                continue
            between = tuple(gaps[place : stop - 1])
            found = [
                self.given[pattern]
                for pattern in (
                    Pattern(tuple(written[place:stop]), between, is_exact=True),
                    Pattern(tuple(folded[place:stop]), between, is_exact=False),
                )
                if pattern in self.given
            ]
            if found:
                return length, min(found, key=itemgetter(0))[1]
        return None


def find_mentions(text: str, names: Iterable[Name]) -> list[Mention]:
    """The mentions in the order of the text; none overlaps another. Of equal names the first given counts."""
    known = Names(names)
    places = [match.span() for match in WORD.finditer(text)]
    written = [text[start:end] for start, end in places]
    folded = [word.casefold() for word in written]
    gaps = gaps_between(text, places)
    mentions: list[Mention] = []
    place = 0
    while place < len(places):
        found = known.longest_at(place, written, folded, gaps)
        if found is None:
            place += 1
            continue
        length, name = found
        mentions.append(Mention(places[place][0], places[place + length - 1][1], name))
        place += length
    return mentions


def pattern_of(name: str) -> Pattern | None:
    """None for a name without a word in it."""
    places = [match.span() for match in WORD.finditer(name)]
    if not places:
        return None
    words = [name[start:end] for start, end in places]
    is_exact = name.isupper()
    return Pattern(
        tuple(words if is_exact else (word.casefold() for word in words)),
        tuple(gaps_between(name, places)),
        is_exact,
    )


def gaps_between(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """What stands between each word and the next, a run of white space as one space."""
    return [WHITE.sub(" ", text[end:start]) for (_, end), (start, _) in pairwise(places)]


def uncoded(mentions: Iterable[Mention], passages: Iterable[tuple[int, int]]) -> list[Mention]:
    """Those of the mentions, in text order, that no passage (start, end) overlaps."""
    waiting = sorted(passages, reverse=True)
    reach = 0  # how far the passages go that begin before the mention's end
    found = []
    for mention in mentions:
        while waiting and waiting[-1][0] < mention.end:
            reach = max(reach, waiting.pop()[1])
        if reach <= mention.start:
            found.append(mention)
    return found
