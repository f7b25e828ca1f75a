"""Who moved: what articles changed against those before them.

Changes are derived, never stored. For each position at hand one probe of the index
`position_track` finds the position before it, so that a page costs what it shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from math import prod
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from positions.analysis import changes
from positions.analysis.changes import Change, Past, Statement, plain_words
from positions.analysis.differences import Piece, by_phrases
from positions.analysis.stances import OFF_SCALE, Stance, sign
from positions.models import Article, Party, Position, Proposal
from positions.reports.order import LATEST_FIRST, issue_order, name_order

TAKES_NO_SIDE = (*OFF_SCALE, Stance.OPEN)


@dataclass(frozen=True, slots=True)
class MovedPosition:
    """A change together with the rows behind it.

    `before` is the earlier article's standing position and `reference` the one that movement
    is measured against (they differ after an off-scale stance). `after` is None for a silent
    row: the earlier article covered this party and proposal, the later does not. `contrary` are
    the statements of the same article whose sign is not that of `after`, where it is mixed.
    """

    party: Party
    proposal: Proposal
    before: Position | None
    after: Position | None
    reference: Position | None
    change: Change | None
    contrary: tuple[Position, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of change, or “silent”."""
        return str(self.change.kind) if self.change else "silent"

    @property
    def steps(self) -> list[Position]:
        """From → to: the reference, the earlier article's position, the later's; no stance twice in a row."""
        passed: list[Position] = []
        for position in (self.reference, self.before, self.after):
            if position and not (passed and passed[-1].stance == position.stance):
                passed.append(position)
        return passed

    @property
    def condition(self) -> list[Piece]:
        """From the one condition to the other, phrase by phrase; all of it shared where there is nothing to compare."""
        old, new = (plain_words(row.condition) if row else "" for row in (self.before, self.after))
        if self.before and self.after:
            return by_phrases(old, new)
        return [Piece(text, text) for text in (old or new,) if text]

    @property
    def order(self) -> tuple[Any, ...]:
        """By party, then issue, then proposal: the order of pages and files."""
        return (*name_order(self.party), *issue_order(self.proposal.issue), self.proposal.slug)


def statement(position: Position) -> Statement:
    """A position as the analysis sees it."""
    return Statement(
        id=position.pk,
        article=position.article_id,
        published_on=position.published_on,
        source=position.article.source_id,
        place=position.start,
        stance=Stance(position.stance),
        condition=position.condition,
        move=position.move,
    )


def earlier_than_its_article() -> Q:
    """Rows that come before the outer row's article; the first clause lets the index find them."""
    return Q(published_on__lte=OuterRef("published_on")) & (
        Q(published_on__lt=OuterRef("published_on")) | Q(article__lt=OuterRef("article"))
    )


def up_to(article: Article) -> Q:
    """Rows of this article and of those before it in reading order."""
    return Q(published_on__lte=article.published_on) & (
        Q(published_on__lt=article.published_on) | Q(article__lte=article.pk)
    )


def past_keys(earlier: QuerySet[Position]) -> dict[str, Subquery]:
    """The keys of the three positions that a change is measured against, among those of a track that come earlier."""
    later_in_the_same_article = (
        Position.objects.filter(
            party=OuterRef("party"), proposal=OuterRef("proposal"), published_on=OuterRef("published_on")
        )
        .filter(article=OuterRef("article"))
        .filter(Q(start__gt=OuterRef("start")) | Q(start=OuterRef("start"), pk__gt=OuterRef("pk")))
        .on_scale()
    )
    sided = earlier.exclude(stance__in=TAKES_NO_SIDE).exclude(Exists(later_in_the_same_article))
    return {
        "before_pk": Subquery(earlier.order_by(*LATEST_FIRST).values("pk")[:1]),
        "on_scale_pk": Subquery(earlier.on_scale().order_by(*LATEST_FIRST).values("pk")[:1]),
        "first_side_pk": Subquery(sided.in_reading_order().values("pk")[:1]),
    }


def with_past(rows: QuerySet[Position], *, past: Q | None = None) -> QuerySet[Position]:
    """Each row with the keys of the three positions that a change is measured against.

    `past` says which rows count as earlier; by default those of articles before the row's own.
    """
    track = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
    if past is not None:
        nearest = track.filter(earlier_than_its_article()).order_by(*LATEST_FIRST)
        rows = rows.annotate(nearest_article=Subquery(nearest.values("article")[:1]))
    return rows.annotate(**past_keys(track.filter(earlier_than_its_article() if past is None else past)))


def moved(rows: QuerySet[Position], *, past: Q | None = None) -> list[MovedPosition]:
    """What each article among `rows` changed, per party and proposal. Two queries, whatever the history.

    `rows` must hold all positions of an article on a track, or none. With `past`, changes are
    measured against what that condition selects, as when two distant articles are compared.
    """
    later = list(with_past(rows.with_names().in_reading_order(), past=past))
    keys = {key for row in later for key in (row.before_pk, row.on_scale_pk, row.first_side_pk) if key}
    rows_before = Position.objects.select_related("article__source").defer("article__text").filter(pk__in=keys)
    earlier = {row.pk: row for row in rows_before}  # not in_bulk, which asks SQLite several times
    parties, proposals = {row.party_id: row.party for row in later}, {row.proposal_id: row.proposal for row in later}
    for row in earlier.values():  # of the same tracks
        row.party, row.proposal = parties[row.party_id], proposals[row.proposal_id]
    return [
        moved_track(list(group), earlier)
        for _, group in groupby(sorted(later, key=by_article_and_track), key=by_article_and_track)
    ]


def by_article_and_track(position: Position) -> tuple[Any, ...]:
    return (position.published_on, position.article_id, position.party_id, position.proposal_id)


def moved_track(rows: list[Position], earlier: dict[int, Position]) -> MovedPosition:
    """One article's rows on one track, compared with their annotated past."""
    first = rows[0]
    on_scale = earlier.get(first.on_scale_pk)
    before = earlier.get(first.before_pk)
    # The latest row may be an off-scale aside; the article stands by its last row on the scale.
    if on_scale and before and on_scale.article_id == before.article_id:
        before = on_scale
    side = earlier.get(first.first_side_pk)
    past = Past(
        standing=before and statement(before),
        on_scale=on_scale and statement(on_scale),
        first_side=sign(Stance(side.stance).value_on_scale or 0) if side else None,
    )
    nearest = getattr(first, "nearest_article", before and before.article_id)
    consecutive = before is None or before.article_id == nearest
    return compared(rows, past, before=before, on_scale=on_scale, consecutive=consecutive)


def compared(
    rows: list[Position], past: Past, *, before: Position | None, on_scale: Position | None, consecutive: bool = True
) -> MovedPosition:
    """One article's rows on one track against a past that is at hand."""
    reading = changes.read_article(statement(row) for row in rows)
    after = next(row for row in rows if row.pk == reading.standing.id)
    change = changes.compare(
        past, reading, is_proposer=after.party_id == after.proposal.proposer_id, consecutive=consecutive
    )
    known = {row.pk: row for row in (before, on_scale) if row}
    return MovedPosition(
        party=after.party,
        proposal=after.proposal,
        before=before,
        after=after,
        reference=known.get(change.reference.id) if change.reference else None,
        change=change,
        contrary=tuple(row for row in rows if change.is_mixed and are_opposite(row, after)),
    )


def are_opposite(one: Position, other: Position) -> bool:
    values = (Stance(row.stance).value_on_scale or 0 for row in (one, other))
    return prod(values) < 0


def standing_of(rows: list[Position]) -> Position:
    """The row that stands for one article's rows on one track."""
    standing = changes.read_article(statement(row) for row in rows).standing
    return next(row for row in rows if row.pk == standing.id)


def in_order(found: Iterable[MovedPosition]) -> list[MovedPosition]:
    """By article from the newest, then as `MovedPosition.order` says."""
    by_track = sorted(found, key=lambda row: row.order)
    return sorted(by_track, key=lambda row: (row.after.published_on, row.after.article_id), reverse=True)


@dataclass(frozen=True, slots=True)
class Behind:
    """What the articles so far on a track leave behind, to measure the next one against."""

    past: Past = field(default_factory=Past)
    before: Position | None = None
    on_scale: Position | None = None


def step(rows: list[Position], behind: Behind) -> tuple[MovedPosition, Behind]:
    """One article's rows on one track, compared with what is behind them; and what is behind the next article."""
    found = compared(rows, behind.past, before=behind.before, on_scale=behind.on_scale)
    reading = changes.read_article(statement(row) for row in rows)
    on_scale = behind.on_scale if reading.value is None else found.after
    return found, Behind(behind.past.then(reading), found.after, on_scale)


def along_track(rows: Iterable[Position]) -> Iterator[MovedPosition]:
    """Every change on one track, whose rows come in reading order from its beginning."""
    behind = Behind()
    for _, own in groupby(rows, key=lambda row: row.article_id):
        found, behind = step(list(own), behind)
        yield found


def walk(rows: QuerySet[Position]) -> Iterator[MovedPosition]:
    """Every change among `rows`, oldest first, in one pass. Memory holds what is behind for each track.

    `rows` must hold whole tracks from their beginning.
    """
    behind: defaultdict[tuple[int, int], Behind] = defaultdict(Behind)
    ordered = rows.with_names().in_reading_order().iterator(chunk_size=500)
    for _, article in groupby(ordered, key=lambda row: row.article_id):
        found = []
        for key, own in groupby(sorted(article, key=by_article_and_track), key=by_article_and_track):
            moved_row, behind[key[2:]] = step(list(own), behind[key[2:]])
            found.append(moved_row)
        yield from sorted(found, key=lambda row: row.order)
