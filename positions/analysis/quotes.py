"""Where words stand in a text.

Offsets count Unicode code points, end exclusive, as Python does. Browsers count UTF-16 code
units; the page's own script turns those into code points before it sends them.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

CONTEXT = 32  # code points before and after, as W3C Web Annotation's TextQuoteSelector suggests
MOST_PLACES = 50  # more than anybody would choose from


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text: where it stands, the words, and the words around it."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


def passage(text: str, start: int, end: int) -> Passage:
    """The passage at `start`…`end`. Raises ValueError where the offsets are not in order and inside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}–{end} is not a place in a text of {len(text)} characters")
    return Passage(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def find(text: str, quote: str) -> list[Passage]:
    """The places of the words in the text, white space and line ends aside; at most the first `MOST_PLACES`.

    The passages hold the text's own words, so a quote pasted with other line breaks
    or doubled spaces comes back as the text has it. Passages may overlap.
    """
    words = " ".join(quote.split())
    if not words:
        return []
    folded = Folded(text)
    found: list[Passage] = []
    start = folded.text.find(words)
    while start >= 0 and len(found) < MOST_PLACES:
        found.append(passage(text, folded.unfold(start), folded.unfold(start + len(words) - 1) + 1))
        start = folded.text.find(words, start + 1)
    return found


def find_at(text: str, quote: str, start: int) -> Passage | None:
    """The words at this very place, white space and line ends aside; None where they do not stand there."""
    words = quote.split()
    if not words or not 0 <= start < len(text):
        return None
    match = re.compile(r"\s++".join(map(re.escape, words))).match(text, start)
    return passage(text, start, match.end()) if match else None


class Folded:
    """A text with each run of white space as one space, and the way back to the offsets of the text itself.

    Searching in it takes time by the length of the text and of the words, not by their product.
    """

    def __init__(self, text: str) -> None:
        words = [(match.start(), match[0]) for match in re.finditer(r"\S+", text)]
        self.text = " ".join(word for _, word in words)
        self.unfolded = [start for start, _ in words]
        self.starts = [*accumulate((len(word) + 1 for _, word in words), initial=0)][:-1]

    def unfold(self, place: int) -> int:
        """Where a character that is no white space stands in the text itself."""
        word = bisect_right(self.starts, place) - 1
        return self.unfolded[word] + place - self.starts[word]


def unix_lines(text: str) -> str:
    """The text with LF as its only line end: browsers send CRLF where the page holds LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
