"""What differs between two texts: paragraph by paragraph, or word by word.

Terms:

piece
    A stretch of words that both texts share (`old == new`), or that differs: `old` stood in
    the one, `new` stands in the other instead; one of the two may be empty. The `old` of all
    pieces one after the other is the old text, the `new` of all the new one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

MOST_WORK = 400_000_000  # comparisons of part with part, beyond which all that differs is one piece: 0.2 s, 50 MB
WORD = re.compile(r"\s+|\w+|[^\w\s]")
LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    old: str
    new: str

    @property
    def is_shared(self) -> bool:
        return self.old == self.new


def by_lines(old: str, new: str) -> list[Piece]:
    """The pieces, cut at line ends only."""
    return pieces(LINE.findall(old), LINE.findall(new))


def by_words(old: str, new: str) -> list[Piece]:
    """The pieces, cut between words, and between words and punctuation; a space between two that differ differs."""
    found: list[Piece] = []
    for piece in pieces(WORD.findall(old), WORD.findall(new)):
        space = found[-1] if len(found) > 1 else None
        if space and space.is_shared and space.old.isspace() and not piece.is_shared:
            before = found[-2]
            found[-2:] = [Piece(before.old + space.old + piece.old, before.new + space.new + piece.new)]
        else:
            found.append(piece)
    return found


def by_phrases(old: str, new: str) -> list[Piece]:
    """The pieces as a reader takes them in: by words, but a shared word or two between much that differs differs too.

    A shared stretch counts for little when there are fewer letters in it than in what differs on
    either side; and where less than a third of the longer text is shared, the one stands for the other whole.
    """
    found = by_words(old, new)
    while True:
        weak = next((place for place in range(1, len(found) - 1) if is_lost(*found[place - 1 : place + 2])), None)
        if weak is None:
            break
        three = found[weak - 1 : weak + 2]
        found[weak - 1 : weak + 2] = [Piece("".join(p.old for p in three), "".join(p.new for p in three))]
    shared = sum(letters(piece.old) for piece in found if piece.is_shared)
    if len(found) > 1 and shared * 3 < max(letters(old), letters(new)):
        return [Piece(old, new)]
    return found


def is_lost(before: Piece, shared: Piece, after: Piece) -> bool:
    """Whether what is shared is too little to be noticed between what differs before and after it."""
    if not shared.is_shared or before.is_shared or after.is_shared:
        return False
    return letters(shared.old) < min(max(letters(p.old), letters(p.new)) for p in (before, after))


def letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def pieces(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    found: list[Piece] = []
    past = coming = 0
    for start, place, length in [*shared_runs(old, new), (len(old), len(new), 0)]:
        found.append(Piece("".join(old[past:start]), "".join(new[coming:place])))
        found.append(Piece("".join(old[start : start + length]), "".join(new[place : place + length])))
        past, coming = start + length, place + length
    return [piece for piece in found if piece.old or piece.new]


def shared_runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """The parts that both share, in their order: where in the old, where in the new, how many.

    What both begin with and what both end with, and between them as many as can be.
    """
    shortest = min(len(old), len(new))
    head = next((place for place in range(shortest) if old[place] != new[place]), shortest)
    rest = shortest - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    past, coming = old[head : len(old) - tail], new[head : len(new) - tail]
    found = [(0, 0, head)]
    if len(past) * len(coming) <= MOST_WORK:
        blocks = LCSseq.opcodes(past, coming).as_matching_blocks()
        found += [(head + block.a, head + block.b, block.size) for block in blocks]
    found.append((len(old) - tail, len(new) - tail, tail))
    return [run for run in found if run[2]]
