"""One article as a page: its text with the coded passages marked, the positions, and what each changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from positions.analysis.mentions import Mention, uncoded
from positions.analysis.passages import Block, Laid, Span, blocks, by_paragraph, in_text_order, lay, spans
from positions.models import Article, Position, User
from positions.reports.changes import MovedPosition, moved
from positions.reports.workbench.mentions import mentions_in


@dataclass(frozen=True, slots=True)
class Card:
    """A position as the article's page shows it.

    `moved` is the change against the party's previous article on the proposal; only the position
    that the article stands by carries it, the others name that one in `stands_by`.
    """

    position: Position
    moved: MovedPosition | None
    stands_by: Position | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text; `blocks` are more than one where it is very long."""

    blocks: Sequence["ShownBlock"]


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of the text with the mentions in it."""

    block: Block[Position]
    mentions: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the names in the text no passage holds yet."""

    mentions: int
    uncoded: int


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an article with what is marked in it.

    `positions` are those whose words stand in it, in text order, and `laid` the same on their
    lanes; `waiting` are the others, whose words wait to be found in the corrected text.
    """

    article: Article
    spans: Sequence[Span]
    laid: Sequence[Laid[Position]]
    waiting: Sequence[Position]
    mentions: Sequence[Mention]

    @property
    def positions(self) -> list[Position]:
        return [each.passage for each in self.laid]

    @property
    def number(self) -> int:
        """Of all, placed and waiting."""
        return len(self.laid) + len(self.waiting)

    @property
    def coverage(self) -> Coverage:
        places = [(position.start, position.end) for position in self.positions]
        return Coverage(len(self.mentions), len(uncoded(self.mentions, places)))

    def blocks(self, only: set[int] | None = None) -> list[ShownBlock]:
        """All blocks, or those of these numbers."""
        found = blocks(self.article.text, self.laid, cut=self.spans, only=only)
        names = written_by_block(self.mentions, [block.span for block in found])
        return [ShownBlock(block, names.get(block.span.number, "")) for block in found]

    @property
    def paragraphs(self) -> list[Paragraph]:
        shown = {each.block.span.number: each for each in self.blocks()}
        groups = by_paragraph(each.block for each in shown.values())
        return [Paragraph([shown[block.span.number] for block in group]) for group in groups]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What the page of an article shows. `previous` and `next` are its neighbours in reading order."""

    article: Article
    text: Text
    paragraphs: Sequence[Paragraph]
    cards: Sequence[Card]
    previous: Article | None
    next: Article | None

    def last_party_of(self, user: User) -> int | None:
        """The party of the position that this person coded last here; the next one is often the same's."""
        own = [card.position for card in self.cards if card.position.coder == user.get_username()]
        return max(own, key=lambda position: (position.recorded_at, position.pk)).party_id if own else None


def article_page(article: Article, *, with_mentions: bool = False) -> ArticlePage:
    """Five queries, however many positions there are; four more where mentions are shown."""
    rows = Position.objects.filter(article=article)
    text = article_text(article, rows.with_names().order_by("pk"), with_mentions=with_mentions)
    neighbours = Article.objects.filter(negotiation=article.negotiation_id).without_text()
    return ArticlePage(
        article=article,
        text=text,
        paragraphs=text.paragraphs,
        cards=in_cards([*text.positions, *text.waiting], moved(rows)),
        previous=neighbours.before(article).newest_first().first(),
        next=neighbours.after(article).in_reading_order().first(),
    )


def article_text(article: Article, positions: Iterable[Position], *, with_mentions: bool) -> Text:
    known = list(positions)
    return Text(
        article=article,
        spans=spans(article.text),
        laid=lay(position for position in known if not position.is_unplaced),
        waiting=[position for position in known if position.is_unplaced],
        mentions=mentions_in(article) if with_mentions else [],
    )


def written_by_block(mentions: Sequence[Mention], cut: Sequence[Span]) -> dict[int, str]:
    """The mentions as an attribute of the block in which they begin: “start end what id;…”."""
    found: dict[int, list[str]] = {}
    rest = iter(cut)
    span = next(rest, None)
    for mention in mentions:
        while span and mention.start >= span.end:
            span = next(rest, None)
        if span and mention.start >= span.start:
            words = f"{mention.start} {mention.end} {mention.name.what} {mention.name.id}"
            found.setdefault(span.number, []).append(words)
    return {number: ";".join(names) for number, names in found.items()}


def in_cards(positions: Iterable[Position], changes: Iterable[MovedPosition]) -> list[Card]:
    """In text order; those that wait for their words come last, as they have no place in it."""
    ordered = sorted(in_text_order(positions), key=lambda position: position.is_unplaced)
    known = {position.pk: position for position in ordered}
    by_track = {(row.party.pk, row.proposal.pk): row for row in changes}
    cards = []
    for position in ordered:
        row = by_track.get((position.party_id, position.proposal_id))  # None: coded between the two queries
        is_standing = row is None or row.after.pk == position.pk
        cards.append(
            Card(
                position=position,
                moved=row if is_standing else None,
                stands_by=None if is_standing else known.get(row.after.pk),
            )
        )
    return cards
