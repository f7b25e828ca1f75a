"""What a corrected text does, or would do, to the positions that cite it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from positions.analysis.anchors import Correction, Fate, Found
from positions.analysis.differences import Piece, by_lines, by_words
from positions.analysis.quotes import Passage, unix_lines
from positions.models import Article, Position

AROUND = 160  # characters shown on either side of words that a person has to judge
PAST_TEXTS = 20  # versions of an article that are searched for the words of a position
SHOWN = 4000  # characters of a paragraph that differs, before it is cut


@dataclass(frozen=True, slots=True)
class InContext:
    """Words with those around them, up to `AROUND` characters on either side."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be the ones meant, and how they differ from those."""

    found: Found
    context: InContext
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one position: where it stood, and the words it is given, or those that come nearest."""

    position: Position
    old: InContext
    found: Found | None
    candidates: Sequence[Candidate] = ()

    @property
    def new(self) -> Candidate | None:
        return self.candidates[0] if self.found else None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the text that differs, word by word, or the number of paragraphs that do not."""

    pieces: Sequence[Piece]
    untouched: int = 0


@dataclass(frozen=True, slots=True)
class TextPreview:
    """`staying` is a number; of the others each is shown."""

    staying: int
    moving: Sequence[Outcome]
    similar: Sequence[Outcome]
    waiting: Sequence[Outcome]
    paragraphs: Sequence[Paragraph]

    @property
    def total(self) -> int:
        return self.staying + len(self.moving) + len(self.similar) + len(self.waiting)


def preview(article: Article, text: str) -> TextPreview:
    """What the text would do to the article's positions. One query, and nothing is written."""
    correction = Correction(text, article.text)
    staying = 0
    outcomes: dict[str, list[Outcome]] = {"moved": [], "similar": [], "waiting": []}
    for position in Position.objects.filter(article=article).with_names().order_by("start", "pk"):
        found = correction.follow(position.passage, waits=position.is_unplaced)
        if found and found.fate is Fate.SAME_PLACE and not position.is_unplaced:
            staying += 1
            continue
        old = stored_context(position) if position.is_unplaced else context(article.text, position.passage)
        if found is None:
            outcomes["waiting"].append(Outcome(position, old, None, candidates(correction, position.passage, most=1)))
        elif found.fate is Fate.SIMILAR:
            outcomes["similar"].append(Outcome(position, old, found, [candidate(text, position.passage, found)]))
        else:
            outcomes["moved"].append(Outcome(position, old, found))
    return TextPreview(
        staying, outcomes["moved"], outcomes["similar"], outcomes["waiting"], differing(article.text, text)
    )


def waiting(article: Article) -> list[Outcome]:
    """The positions whose words wait, in their old order, each with the places that come nearest."""
    positions = list(article.positions.unplaced().with_names().order_by("start", "pk"))
    pasts = past_texts(article, positions)
    corrections = {text: Correction(article.text, text) for text in set(pasts.values())}
    unknown = Correction(article.text)
    found = []
    for position in positions:
        past = pasts.get(position.pk)
        old = context(past, position.passage) if past else stored_context(position)
        correction = corrections[past] if past else unknown
        found.append(Outcome(position, old, None, candidates(correction, position.passage, most=3)))
    return found


def past_texts(article: Article, positions: Iterable[Position]) -> dict[int, str]:
    """For each position the latest text of the article in which its words stood, as far back as is looked."""
    sought = {position.pk: position.passage for position in positions}
    found: dict[int, str] = {}
    if not sought:
        return found
    texts = article.history.order_by("-history_id").values_list("text", flat=True)[:PAST_TEXTS]
    for text in texts.iterator(chunk_size=1):
        for pk in [pk for pk, passage in sought.items() if stands(passage, text)]:
            del sought[pk]
            found[pk] = text
        if not sought:
            break
    return found


def stands(passage: Passage, text: str) -> bool:
    """With the words around it, as the same words may stand there in another text by chance."""
    start = passage.start - len(passage.prefix)
    return start >= 0 and text.startswith(passage.prefix + passage.quote + passage.suffix, start)


def candidates(correction: Correction, passage: Passage, *, most: int) -> list[Candidate]:
    return [candidate(correction.new, passage, found) for found in correction.candidates(passage, most)]


def candidate(text: str, passage: Passage, found: Found) -> Candidate:
    return Candidate(found, context(text, found.passage), by_words(passage.quote, found.passage.quote))


def context(text: str, passage: Passage) -> InContext:
    """Cut between words, with a sign where more stands before or after."""
    before = text[max(0, passage.start - AROUND) : passage.start]
    after = text[passage.end : passage.end + AROUND]
    if passage.start > AROUND:
        before = "…" + re.sub(r"\A\S*\s", "", before)
    if passage.end + AROUND < len(text):
        after = re.sub(r"\s\S*\Z", "", after) + "…"
    return InContext(before, passage.quote, after)


def stored_context(position: Position) -> InContext:
    return InContext(f"…{position.prefix}", position.quote, f"{position.suffix}…")


def differing(old: str, new: str) -> list[Paragraph]:
    """The text paragraph by paragraph: those that differ word by word, those that do not by their number."""
    found = []
    for piece in by_lines(unix_lines(old), new):
        if piece.is_shared:
            found.append(Paragraph((), untouched=sum(bool(line.strip()) for line in piece.old.split("\n"))))
        else:
            found.append(Paragraph(shortened(by_words(piece.old.strip("\n"), piece.new.strip("\n")))))
    return [paragraph for paragraph in found if paragraph.pieces or paragraph.untouched]


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """Long stretches without their middle: the form holds the text whole."""
    return [Piece(without_middle(piece.old), without_middle(piece.new)) for piece in pieces]


def without_middle(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[: SHOWN // 2]} … {words[-SHOWN // 2 :]}"
