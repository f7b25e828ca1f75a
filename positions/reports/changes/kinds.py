"""The kinds of change of a whole scope in one pass, however long its histories, in constant memory.

The database walks the index `position_reading`, which holds the statements of each track in reading order with all
that decides a kind, and leaves out the plain repeats: most of a history. What remains is told apart by the rules of
`positions.analysis.changes`, one track after the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, starmap
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Lag, Lead

from positions.analysis import remembered
from positions.analysis.changes import RETRACT, Kind, Past, Reading, Statement
from positions.analysis.stances import OFF_SCALE, Stance, sign
from positions.models import Article, Position, Proposal, Track
from positions.models.positions import FITS_INDEX, OUTGROWS_INDEX
from positions.reports.changes import past_keys
from positions.reports.moment import one_moment
from positions.reports.scope import Scope, whole_tracks

AT_ONCE = 2000  # rows fetched at a time
MOST_WAITING = 500  # changes that wait for the sources of their articles


class Said(NamedTuple):
    """One statement as it comes from the database."""

    party_id: int
    proposal_id: int
    published_on: date
    article_id: int
    start: int
    id: int
    stance: str
    move: str
    condition: str
    article_before: int | None = None  # of the statement before it on the track, which may be one left out
    day_before: date | None = None

    def statement(self) -> Statement:
        """As the analysis sees it, as though each article had a source of its own."""
        return Statement(
            id=self.id,
            article=self.article_id,
            published_on=self.published_on,
            source=self.article_id,
            place=self.start,
            stance=Stance(self.stance),
            condition=self.condition,
            move=self.move,
        )

    def repeating(self, earlier: Statement) -> Statement:
        """The statement before this one, which is left out because it says again what an earlier one says."""
        assert self.article_before
        assert self.day_before
        return replace(earlier, article=self.article_before, source=self.article_before, published_on=self.day_before)


@dataclass(frozen=True, slots=True)
class Compared:
    """A reading and what it is measured against; `statements` is how many add up to it."""

    party: int
    proposal: int
    is_proposer: bool
    past: Past
    reading: Reading
    kind: Kind
    statements: int


@dataclass(frozen=True, slots=True)
class Told:
    """One change: on whose track, in which article, and of which kind. `position` is the one that stands for it."""

    position: int
    party: int
    proposal: int
    article: int
    published_on: date
    kind: Kind


def told(scope: Scope) -> Iterator[Told]:
    """Every change that the scope asks for, in no order that is promised; what is reaffirmed is none."""
    with one_moment():
        for one in compared(scope):
            if one.kind != Kind.REAFFIRMED and (not scope.kinds or one.kind in scope.kinds):
                after = one.reading.standing
                yield Told(after.id, one.party, one.proposal, after.article, after.published_on, one.kind)


def statements(scope: Scope) -> QuerySet[Position]:
    """The statements of the days and tracks asked for.

    Those of some days are found by their days; all of them by their tracks, in the index alone where it holds all.
    """
    if scope.since:
        rows = whole_tracks(Position.objects.order_by(), scope).filter(published_on__gte=scope.since)
    else:
        tracks = whole_tracks(Track.objects.order_by(), scope)
        rows = Position.objects.order_by().filter(party__in=list(tracks.values_list("party", flat=True).distinct()))
        if scope.proposals or scope.issues or scope.proposal_kind:
            rows = rows.filter(proposal__in=list(tracks.values_list("proposal", flat=True).distinct()))
        if not scope.negotiation.positions.filter(OUTGROWS_INDEX).exists():
            rows = rows.filter(FITS_INDEX)
    return rows.until(scope.until) if scope.until else rows


def beside(function: type[Lag | Lead], column: str) -> Window:
    return Window(
        function(column),
        partition_by=["party_id", "proposal_id"],
        order_by=["published_on", "article_id", "start", "id"],
    )


# The only statement of its article, and it says on the scale what the one before it said: reaffirmed by every rule.
# The statement before it is the last of its article, and on the scale: so it stands for that article.
PLAIN_REPEAT = (
    Q(article_before__isnull=False)
    & ~Q(article_before=F("article_id"))
    & (Q(article_after__isnull=True) | ~Q(article_after=F("article_id")))
    & Q(stance=F("stance_before"), condition=F("condition_before"))
    & ~Q(stance__in=OFF_SCALE)
    & ~Q(move=RETRACT)
)


def but_plain_repeats(rows: QuerySet[Position]) -> Iterator[Said]:
    """The others, track by track in reading order."""
    rows = rows.annotate(
        article_before=beside(Lag, "article_id"),
        article_after=beside(Lead, "article_id"),
        day_before=beside(Lag, "published_on"),
        stance_before=beside(Lag, "stance"),
        condition_before=beside(Lag, "condition"),
    )
    ordered = rows.exclude(PLAIN_REPEAT).order_by(
        "party_id", "proposal_id", "published_on", "article_id", "start", "id"
    )
    return map(Said._make, ordered.values_list(*Said._fields).iterator(chunk_size=AT_ONCE))


def compared(scope: Scope) -> Iterator[Compared]:
    """The readings that the scope asks for, but plain repeats."""
    proposers = dict(Proposal.objects.filter(negotiation=scope.negotiation).values_list("pk", "proposer"))
    pasts = pasts_before(scope) if scope.since else {}
    waiting: list[Compared] = []
    for track, rows in groupby(but_plain_repeats(statements(scope)), key=itemgetter(0, 1)):
        party, proposal = track
        for one in compared_on_track(rows, pasts.get(track, Past()), is_proposer=proposers[proposal] == party):
            if scope.sources or (one.kind == Kind.CONTRADICTED and not one.reading.is_mixed):
                waiting.append(one)
            else:
                yield one
            if len(waiting) == MOST_WAITING:
                yield from with_sources(waiting, scope)
                waiting = []
    yield from with_sources(waiting, scope)


def compared_on_track(rows: Iterable[Said], past: Past, *, is_proposer: bool) -> Iterator[Compared]:
    for _, group in groupby(rows, key=itemgetter(3)):
        own = list(group)
        first, before = own[0], past.standing
        if before and first.article_before and first.article_before != before.article:
            # It was repeated in articles that are left out: the latest of them is what comes before this one.
            again = first.repeating(before)
            past = Past(standing=again, on_scale=again, first_side=past.first_side)
        place, is_mixed, retracts = remembered.outline(tuple((said.stance, said.move) for said in own))
        reading = Reading(own[place].statement(), is_mixed, retracts)
        kind = remembered.kind(past, reading, is_proposer=is_proposer)
        yield Compared(first.party_id, first.proposal_id, is_proposer, past, reading, kind, len(own))
        past = past.then(reading)


def with_sources(waiting: list[Compared], scope: Scope) -> Iterator[Compared]:
    """Those of the sources asked for, compared again with what the articles' true sources are."""
    articles = {one.reading.standing.article for one in waiting} | {
        one.past.standing.article for one in waiting if one.past.standing
    }
    sources = dict(Article.objects.filter(pk__in=articles).values_list("pk", "source"))
    wanted = {source.pk for source in scope.sources}

    def sourced(statement: Statement) -> Statement:
        return replace(statement, source=sources[statement.article])

    for one in waiting:
        reading = replace(one.reading, standing=sourced(one.reading.standing))
        if wanted and reading.standing.source not in wanted:
            continue
        past = replace(one.past, standing=one.past.standing and sourced(one.past.standing))
        yield replace(one, kind=remembered.kind(past, reading, is_proposer=one.is_proposer))


def pasts_before(scope: Scope) -> dict[tuple[int, int], Past]:
    """What is known before the first of the days asked for of each track that something is said on in them."""
    on_track = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
    here = on_track.filter(published_on__gte=scope.since)
    tracks = whole_tracks(Track.objects.order_by(), scope).filter(Exists(here))
    found = tracks.annotate(**past_keys(on_track.filter(published_on__lt=scope.since))).values_list(
        "party", "proposal", "before_pk", "on_scale_pk", "first_side_pk"
    )
    keys = {track[:2]: track[2:] for track in found}
    rows = Position.objects.filter(pk__in={pk for track in keys.values() for pk in track if pk})
    said = {row.id: row.statement() for row in starmap(Said, rows.values_list(*Said._fields[:9]))}
    return {track: past_of(*map(said.get, pks)) for track, pks in keys.items()}


def past_of(before: Statement | None, on_scale: Statement | None, side: Statement | None) -> Past:
    """From the latest statement, the latest on the scale, and the first that took a side and stood for its article."""
    is_aside = before and on_scale and before.article == on_scale.article
    first_side = sign(side.stance.value_on_scale or 0) if side else None
    return Past(standing=on_scale if is_aside else before, on_scale=on_scale, first_side=first_side)
