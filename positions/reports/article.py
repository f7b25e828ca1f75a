"""One article as a page: its text with the coded passages marked, the positions, and what each changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from positions.analysis.passages import Segment, in_text_order, segments
from positions.models import Article, Position, User
from positions.reports.changes import MovedPosition, moved


@dataclass(frozen=True, slots=True)
class Card:
    """A position as the article's page shows it.

    `number` is its place in text order, from 1. `moved` is the change against the party's
    previous article on the proposal; only the position that the article stands by carries
    it, the others name that one in `stands_by`.
    """

    number: int
    position: Position
    moved: MovedPosition | None
    stands_by: int | None

    @property
    def start(self) -> int:
        return self.position.start

    @property
    def end(self) -> int:
        return self.position.end

    @property
    def label(self) -> str:
        """What a screen reader says where the passage begins."""
        return f"{self.position.party.name} {self.position.get_stance_display()}: {self.position.proposal.title}"


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What the page of an article shows. `previous` and `next` are its neighbours in reading order."""

    article: Article
    segments: Sequence[Segment[Card]]
    cards: Sequence[Card]
    previous: Article | None
    next: Article | None

    def last_party_of(self, user: User) -> int | None:
        """The party of the position that this person coded last here; the next one is often the same's."""
        own = [card.position for card in self.cards if card.position.coder == user.get_username()]
        return max(own, key=lambda position: (position.recorded_at, position.pk)).party_id if own else None


def article_page(article: Article) -> ArticlePage:
    """Five queries, however many positions there are."""
    rows = Position.objects.filter(article=article)
    cards = in_cards(rows.with_names().order_by("pk"), moved(rows))
    neighbours = Article.objects.filter(negotiation=article.negotiation_id).without_text()
    return ArticlePage(
        article=article,
        segments=segments(article.text, cards),
        cards=cards,
        previous=neighbours.before(article).newest_first().first(),
        next=neighbours.after(article).in_reading_order().first(),
    )


def in_cards(positions: Iterable[Position], changes: Iterable[MovedPosition]) -> list[Card]:
    ordered = in_text_order(positions)
    numbers = {position.pk: number for number, position in enumerate(ordered, start=1)}
    by_track = {(row.party.pk, row.proposal.pk): row for row in changes}
    cards = []
    for position in ordered:
        row = by_track.get((position.party_id, position.proposal_id))  # None: coded between the two queries
        is_standing = row is None or row.after.pk == position.pk
        cards.append(
            Card(
                number=numbers[position.pk],
                position=position,
                moved=row if is_standing else None,
                stands_by=None if is_standing else numbers.get(row.after.pk),
            )
        )
    return cards
