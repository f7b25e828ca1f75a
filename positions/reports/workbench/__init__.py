"""What a page of an article must draw anew after one position was coded, corrected or removed.

Nothing here grows with the length of the text: the page has the rest already.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q

from positions.analysis.passages import Laid, lay, touching
from positions.models import Article, Position
from positions.reports.changes import moved
from positions.reports.workbench.article import Card, ShownBlock, Text, article_text, in_cards


@dataclass(frozen=True, slots=True)
class ChangedCard:
    """A card to show. `after` is the key of the card before it, "" where it comes first, None where it stays."""

    card: Card
    after: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What changed on the page. `gone` is the key of a card to take out, because it was removed or comes elsewhere."""

    text: Text
    blocks: Sequence[ShownBlock]
    cards: Sequence[ChangedCard]
    gone: str


def saved(article: Article, *, before: Position | None = None, after: Position | None = None) -> Saved:
    """After a position was coded (`after`), corrected (both) or removed (`before`).

    As many queries however many positions the article has: all of them in one, because
    lanes and numbers hang together, and the changes of those on the same tracks.
    """
    rows = Position.objects.filter(article=article)
    text = article_text(article, rows.with_names().order_by("pk"), with_mentions=True)
    changed = {position.pk for position in (before, after) if position}
    earlier = lay([*(row for row in text.positions if row.pk not in changed), *placed(before)])
    tracks = {(position.party_id, position.proposal_id) for position in (before, after) if position}
    on_them = Q(pk__in=())
    for party, proposal in tracks:
        on_them |= Q(party=party, proposal=proposal)
    cards = in_cards([*text.positions, *text.waiting], moved(rows.filter(on_them)))
    shown = [card for card in cards if (card.position.party_id, card.position.proposal_id) in tracks]
    old, new = predecessors(each.passage for each in earlier), predecessors(text.positions)
    return Saved(
        text=text,
        blocks=text.blocks(touching(text.spans, different(earlier, text.laid))),
        cards=[ChangedCard(card, place_of(card.position, old, new, changed)) for card in shown],
        gone=before.key if before and (after is None or old.get(before.key) != new.get(before.key)) else "",
    )


def placed(position: Position | None) -> list[Position]:
    return [position] if position and not position.is_unplaced else []


def predecessors(positions: Iterable[Position]) -> dict[str, str]:
    """For each position the key of the one before it, "" for the first."""
    keys = ["", *(position.key for position in positions)]
    return {key: before for before, key in pairwise(keys)}


def place_of(position: Position, old: dict[str, str], new: dict[str, str], changed: set[int]) -> str | None:
    is_in_its_place = position.pk not in changed or old.get(position.key) == new[position.key]
    return None if is_in_its_place else new[position.key]


def different(before: Iterable[Laid[Position]], after: Iterable[Laid[Position]]) -> list[tuple[int, int]]:
    """The places of the passages that are drawn otherwise than before, where they were and where they are."""
    drawn = {marked(each) for each in before} ^ {marked(each) for each in after}
    return [(start, end) for start, end, *_ in drawn]


def marked(laid: Laid[Position]) -> tuple[int, int, int, int, str, int, int]:
    """All that the marks of a passage show."""
    position = laid.passage
    return (
        position.start,
        position.end,
        laid.lane,
        position.pk,
        position.stance,
        position.party_id,
        position.proposal_id,
    )
