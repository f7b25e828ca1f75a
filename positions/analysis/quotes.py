"""Where words stand in a text.

Offsets count Unicode code points, end exclusive, as Python does. Browsers count UTF-16 code
units; `from_utf16` is the one place where the two meet.
"""

from dataclasses import dataclass

CONTEXT = 32  # code points before and after, as W3C Web Annotation's TextQuoteSelector suggests


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
    """Every place of the words in the text, white space and line ends aside; empty where there is none.

    The passages hold the text's own words, so a quote pasted with other line breaks
    or doubled spaces comes back as the text has it.
    """
    words = quote.split()
    if not words:
        return []
    found: list[Passage] = []
    position = 0
    while (start := text.find(words[0], position)) >= 0:
        end = _match(text, start, words)
        if end is not None:
            found.append(passage(text, start, end))
        position = start + 1
    return found


def _match(text: str, start: int, words: list[str]) -> int | None:
    """Where the words end, if they stand at `start` one after the other with white space between them."""
    end = start + len(words[0])
    for word in words[1:]:
        after_space = end
        while after_space < len(text) and text[after_space].isspace():
            after_space += 1
        if after_space == end or not text.startswith(word, after_space):
            return None
        end = after_space + len(word)
    return end


def unix_lines(text: str) -> str:
    """The text with LF as its only line end: browsers send CRLF where the page holds LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def from_utf16(text: str, offset: int) -> int:
    """The code point that begins at a UTF-16 offset. Raises ValueError outside the text or inside a character."""
    units = 0
    for place, character in enumerate(text):
        if units == offset:
            return place
        if units > offset:
            break
        units += 2 if ord(character) > 0xFFFF else 1
    if units == offset:
        return len(text)
    raise ValueError(f"no character begins at UTF-16 offset {offset}")
