"""Texts in which offsets go wrong, and a browser that selects words in them, for the tests of offsets.

`CLASSES` are the kinds of characters that make counts differ: between UTF-16, code points and
what a reader takes for one letter, and between line ends here and there. `Served` is a page as a
browser has it after parsing, and `placed` what the page's own script (offsets.js) makes of a
selection; the browser's tests hold the real one against it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random

CLASSES = {
    "astral": ["🕊", "𝒉𝒂𝒓𝒃𝒐𝒖𝒓", "𐍈", "🚢 "],
    "combining": ["e\u0301te\u0301", "ha\u0301rbour\u0308 ", "n\u0303\u0323", "Z\u0351\u036b\u0343"],
    "joined": ["👩‍👩‍👧‍👦", "🏳\ufe0f\u200d🌈 ", "🇺🇳🇨🇾", "👍🏽"],
    "CRLF": ["\r\n", "\r\n\r\n"],
    "bare CR": ["\r", "one\rtwo"],
    "LF": ["\n", "\n\n", " \n"],
    "other line ends": ["\x85", "\u2028", "\u2029", "\x0b", "\x0c"],
    "bidi marks": ["\u200e", "\u200f", "\u202bright\u202c", "\u2067isolated\u2069"],
    "right to left": ["السلام عليكم ", "צפון רוצה", " هذا"],
    "blanks": ["\t", "    ", "\u00a0", "\u2003", "\u3000", "  "],
    "invisible": ["\u200b", "\ufeff", "\u00ad", "\x1f", "\u2060"],
    "markup": ["<b>no</b>", "&amp;", "&#13;", "</div>", "\"'", "<!--", "&lt"],
    "plain": ["Northland ", "wants the harbour, ", "no. ", "Київ — проти "],
}
PIECES = [piece for pieces in CLASSES.values() for piece in pieces]
# A class is met where one of its pieces, blanks at its ends aside, stands in the text.
MET = {
    name: re.compile("|".join(re.escape(piece.strip(" ") or piece) for piece in pieces))
    for name, pieces in CLASSES.items()
} | {"CRLF": re.compile("\r\n"), "bare CR": re.compile("\r(?!\n)"), "LF": re.compile("(?<!\r)\n")}

# What String.prototype.trim takes away.
BLANK = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"  # noqa: E501

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def random_text(random: Random) -> str:
    """A text with a piece of every class, in any order; two of five begin with a line end."""
    start = random.choice(["", "", "", "\n", "\r\n"])
    pieces = [random.choice(pieces) for pieces in CLASSES.values()]
    random.shuffle(pieces)
    return start + "".join(pieces) + "end"


def classes_of(text: str, start: int, end: int) -> set[str]:
    """What could go wrong with this passage: the classes in it or before it, and a line end at the very start."""
    met = {name for name, pattern in MET.items() if pattern.search(text, 0, end)}
    return (
        met
        | {f"{name} inside" for name, pattern in MET.items() if pattern.search(text, start, end)}
        | ({"leading line end"} if text[0] in "\r\n" else set())
    )


@dataclass(frozen=True, slots=True)
class Place:
    """What the page's script sends: code points, and the words."""

    start: int
    end: int
    quote: str


def units(text: str) -> int:
    """The length as browsers count it."""
    return len(text.encode("utf-16-le")) // 2


def placed(text: str, start: int, end: int) -> Place | None:
    """What the page's script makes of a selection of the UTF-16 units `start`…`end`; None where it holds no words."""
    data = text.encode("utf-16-le")
    before, words = data[: 2 * start].decode("utf-16-le"), data[2 * start : 2 * end].decode("utf-16-le")
    quote = words.strip(BLANK)
    if not quote:
        return None
    first = len(before) + len(words) - len(words.lstrip(BLANK))
    return Place(first, first + len(quote), quote)


def selection(text: str, one: int, other: int) -> tuple[int, int]:
    """Two numbers as the ends of a selection, in UTF-16 units. No browser selects half a character."""
    ends = sorted(number % (len(text) + 1) for number in (one, other))
    return units(text[: ends[0]]), units(text[: ends[1]])


@dataclass
class Served(HTMLParser):
    """The text of an article, its blocks and marked passages, as a browser has them after parsing a page or a piece.

    `blocks` are the words of each block by the place where it says it begins, `marked` the
    words marked for each position.
    """

    text: str = ""
    blocks: dict[int, str] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    _open: list[tuple[str, str, str]] = field(default_factory=list)  # tag, and what it is: text, block or mark

    @classmethod
    def read(cls, page: str) -> "Served":
        parser = cls()
        HTMLParser.__init__(parser, convert_charrefs=True)
        parser.feed(re.sub("\r\n?", "\n", page))  # as every browser does before it parses
        parser.close()
        return parser

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        kind, name = "", ""
        if "data-article-text" in given:
            kind = "text"
        elif "block" in classes and "data-start" in given:
            kind, name = "block", given["data-start"] or ""
            self.blocks[int(name)] = ""
        elif tag == "mark" and "passage" in classes:
            kind, name = "mark", given["data-position"] or ""
            self.marked.setdefault(name, "")
        self._open.append((tag, kind, name))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        kinds = {kind for _, kind, _ in self._open}
        if "text" in kinds:
            self.text += data
        if not kinds & {"text", "block"}:
            return
        for _, kind, name in self._open:
            if kind == "block":
                self.blocks[int(name)] += data
            elif kind == "mark":
                self.marked[name] += data
