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


@dataclass(frozen=True, slots=True)
class Pattern:
    """A name cut into words, as it is looked for: `words` as written or folded, `gaps` the signs between them."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    is_exact: bool
    name: Name

    def is_at(self, place: int, written: Sequence[str], folded: Sequence[str], gaps: Sequence[str]) -> bool:
        words = written if self.is_exact else folded
        stop = place + len(self.words)
        return tuple(words[place:stop]) == self.words and tuple(gaps[place : stop - 1]) == self.gaps


def find_mentions(text: str, names: Iterable[Name]) -> list[Mention]:
    """The mentions in the order of the text; none overlaps another. Of equal names the first given counts."""
    by_first_word: dict[str, list[Pattern]] = {}
    for pattern in sorted(patterns(names), key=lambda pattern: -len(pattern.words)):
        by_first_word.setdefault(pattern.words[0].casefold(), []).append(pattern)
    places = [match.span() for match in WORD.finditer(text)]
    written = [text[start:end] for start, end in places]
    folded = [word.casefold() for word in written]
    gaps = gaps_between(text, places)
    found: list[Mention] = []
    place = 0
    while place < len(places):
        candidates = by_first_word.get(folded[place], ())
        longest = next((each for each in candidates if each.is_at(place, written, folded, gaps)), None)
        if longest is None:
            place += 1
            continue
        last = place + len(longest.words) - 1
        found.append(Mention(places[place][0], places[last][1], longest.name))
        place = last + 1
    return found


def patterns(names: Iterable[Name]) -> list[Pattern]:
    found = []
    for name in names:
        places = [match.span() for match in WORD.finditer(name.words)]
        if not places:
            continue
        words = [name.words[start:end] for start, end in places]
        is_exact = name.words.isupper()
        found.append(
            Pattern(
                words=tuple(words if is_exact else (word.casefold() for word in words)),
                gaps=tuple(gaps_between(name.words, places)),
                is_exact=is_exact,
                name=name,
            )
        )
    return found


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
