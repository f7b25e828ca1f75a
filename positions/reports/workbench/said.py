"""What a party last said on a proposal, for whoever is about to code what it says next."""

from dataclasses import dataclass

from django.db.models import Q

from positions.models import Article, Position
from positions.reports.changes import standing_of


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """The position that the last earlier article stands by, and the one that this article stands by so far."""

    before: Position | None
    here: Position | None

    @property
    def both(self) -> list[Position]:
        """Those that there are, the earlier first."""
        return [position for position in (self.before, self.here) if position]

    @property
    def latest(self) -> Position | None:
        return self.here or self.before


def said_before(article: Article, party: int, proposal: int) -> SaidBefore:
    """One query, however long the history is."""
    track = Position.objects.filter(negotiation=article.negotiation_id, party=party, proposal=proposal)
    is_earlier = Q(published_on__lt=article.published_on) | Q(article__lt=article.pk)
    earlier = track.filter(is_earlier, published_on__lte=article.published_on)
    last = earlier.newest_first().values("article")[:1]
    rows = list(track.filter(Q(article=article.pk) | Q(article__in=last)).with_names().in_reading_order())
    here = [row for row in rows if row.article_id == article.pk]
    before = [row for row in rows if row.article_id != article.pk]
    return SaidBefore(before=standing_of(before) if before else None, here=standing_of(here) if here else None)
