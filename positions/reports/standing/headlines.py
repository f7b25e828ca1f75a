"""What changed last: the newest articles that moved something, and those since that moved nothing."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef

from positions.analysis.changes import Kind
from positions.models import Article, Negotiation, Position
from positions.reports.changes import MovedPosition, in_order, moved

LOOKED_AT = 8  # of the newest coded articles
STORIES = 3
MOST_MOVES = (6, 4, 4)  # of each story; the page of its changes holds the rest

# What a reader wants to know first. Movement by as many steps, then what is new.
WEIGHT = {
    kind: weight
    for weight, kinds in enumerate(
        (
            (Kind.WITHDRAWN, Kind.REVERSED),
            (Kind.CONTRADICTED,),
            (Kind.HARDENED, Kind.SOFTENED, Kind.SHIFTED),
            (Kind.CONDITION_DROPPED, Kind.CONDITION_CHANGED, Kind.CONDITION_ADDED),
            (Kind.CLARIFIED, Kind.BLURRED),
            (Kind.NEW,),
        )
    )
    for kind in kinds
}


@dataclass(frozen=True, slots=True)
class Story:
    """What one article changed, the weightiest first. Who said the same again stands apart: a quieter finding."""

    article: Article
    moves: list[MovedPosition]
    more: int
    reaffirmed: list[MovedPosition]


@dataclass(frozen=True, slots=True)
class News:
    """`quiet` are newer than the last of the stories, and everybody in them said the same again."""

    stories: list[Story]
    quiet: list[Story]

    def __bool__(self) -> bool:
        return bool(self.stories or self.quiet)


def news(negotiation: Negotiation) -> News:
    """From the newest coded articles, the first few that moved something."""
    coded = negotiation.articles.filter(Exists(Position.objects.filter(article=OuterRef("pk")))).newest_first()
    newest = list(coded.values_list("pk", flat=True)[:LOOKED_AT])
    rows = in_order(moved(Position.objects.filter(article__in=newest)))
    stories: list[Story] = []
    quiet: list[Story] = []
    for article, group in groupby(rows, key=lambda row: row.after.article):
        changed = list(group)
        moves = by_weight(row for row in changed if row.kind != Kind.REAFFIRMED)
        same = [row for row in changed if row.kind == Kind.REAFFIRMED]
        if not moves:
            quiet.append(Story(article, [], 0, same))
            continue
        most = MOST_MOVES[len(stories)]
        stories.append(Story(article, moves[:most], max(0, len(moves) - most), same))
        if len(stories) == STORIES:
            break
    return News(stories, quiet)


def by_weight(rows) -> list[MovedPosition]:
    """Weightiest first, and of equal weight those who moved furthest; otherwise as they were."""
    return sorted(rows, key=lambda row: (WEIGHT[row.change.kind], -abs(row.change.delta or 0)))
