"""What the desk knew on a day: how everybody stood, by what was recorded until then.

Read from the kept history, before what was corrected, removed, added or merged later. A day ends at
midnight UTC. Of each row the entry counts that stood at the end of the day; where its history begins
later, the first entry that there is: a position that was loaded from a package says itself when it
was recorded, and what it said before it was loaded is not known. A position counts from the day on
which it was recorded; parties, proposals, roles and articles count since ever.

Cost follows the tracks: standing then is a few index probes of the history for each pair of party
and proposal. Only tracks of what is gone, and those on which the date of an article was corrected
(which moves positions without an entry of theirs), are read wholly.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from positions.analysis.stances import OFF_SCALE
from positions.models import Negotiation, Party, Position, Successor
from positions.reports.changes import (
    TAKES_NO_SIDE,
    MovedPosition,
    along_track,
    earlier_than_its_article,
    moved_track,
)
from positions.reports.changes.tracks import Wanted
from positions.reports.gaps import Pair, Values, value_of
from positions.reports.matrix.held import OLDEST_FIRST, began, pair_of, stays
from positions.reports.matrix.known_nouns import (
    Nouns,
    articles_of,
    corrected_days,
    end_of,
    nouns_of,
    with_those_merged,
)
from positions.reports.order import LATEST_FIRST
from positions.reports.scope import Scope


@dataclass(slots=True)
class Desk:
    """What was known of a negotiation at the end of a day, as far as a scope asks for it."""

    scope: Scope
    moment: datetime
    nouns: Nouns
    parties: set[int] = field(default_factory=set)
    proposals: set[int] = field(default_factory=set)
    days: dict[int, date] = field(default_factory=dict)  # of articles whose date was corrected at some time
    whole: dict[Pair, list[Position]] = field(default_factory=dict)  # tracks that were read wholly

    def newest(self, until: date, parties: Collection[int] | None = None) -> Wanted:
        """The latest article until a day on each track, of these parties only."""
        asked = self.parties if parties is None else self.parties & set(parties)
        track = standing(self.moment).filter(
            party=OuterRef("pk"), proposal=OuterRef("negotiation__proposals"), published_on__lte=until
        )
        pairs = Party.objects.filter(pk__in=asked, negotiation__proposals__in=self.proposals)
        probed = pairs.annotate(newest=Subquery(track.order_by(*LATEST_FIRST).values("article_id")[:1]))
        found = {
            (party, proposal): article
            for party, proposal, article in probed.values_list("pk", "negotiation__proposals", "newest")
            if article and (party, proposal) not in self.whole
        }
        for pair, rows in self.whole.items():
            by_then = [row.article_id for row in rows if row.published_on <= until]
            if by_then and pair[0] in asked:
                found[pair] = by_then[-1]
        return found

    def changes(self, newest: Wanted) -> list[MovedPosition]:
        """What these articles changed."""
        found = []
        for pair in newest.keys() & self.whole.keys():
            found += [
                row for row in along_track(self.whole[pair]) if row.after and row.after.article_id == newest[pair]
            ]
        return found + moved(self.entries(newest), self)

    def held(self, found: Iterable[MovedPosition]) -> dict[Pair, MovedPosition]:
        """For each change (one a track): the one since which the party has stood so."""
        found = list(found)
        since = {pair_of(row.after): row for row in found}
        for pair in since.keys() & self.whole.keys():
            latest = since[pair].after
            for row in along_track(self.whole[pair]):
                if not stays(row):
                    since[pair] = row
                if row.after and latest and row.after.article_id == latest.article_id:
                    break
        same = {
            row.after.pk: row.after
            for row in found
            if row.after and stays(row) and pair_of(row.after) not in self.whole
        }
        track = standing(self.moment).filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
        every = Position.history.all()  # type: ignore[attr-defined]
        entries = standing(self.moment).filter(id__in=list(same))
        wanted = began(list(same.values()), entries, every, track, key="history_id")
        return since | {pair_of(row.after): row for row in moved(self.entries(wanted), self)}

    def values(self, days: Sequence[date], parties: Collection[int]) -> list[Values]:
        """For each day, where each of these parties stood on each proposal; None off the scale."""
        return [self.values_on(day, parties) for day in days]

    def values_on(self, day: date, parties: Collection[int]) -> Values:
        newest = self.newest(day, parties)
        latest: dict[Pair, list[Position]] = defaultdict(list)
        for row in self.positions(self.entries(newest)):
            latest[pair_of(row)].append(row)
        for pair in newest.keys() & self.whole.keys():
            latest[pair] = [row for row in self.whole[pair] if row.article_id == newest[pair]]
        return {pair: value_of(rows) for pair, rows in latest.items()}

    def entries(self, wanted: Wanted) -> list[Any]:
        """The entries of these articles on those of the tracks that were not read wholly."""
        probed = {pair: article for pair, article in wanted.items() if pair not in self.whole}
        rows = standing(self.moment).filter(
            article__in=set(probed.values()),
            party__in={party for party, _ in probed},
            proposal__in={proposal for _, proposal in probed},
        )
        return [row for row in rows if probed.get(pair_of(row)) == row.article_id]

    def positions(self, entries: Iterable[Any]) -> list[Position]:
        """The positions as these entries have them, with all they refer to as it stood then."""
        entries = [
            entry
            for entry in entries
            if entry.party_id in self.nouns.parties and entry.proposal_id in self.nouns.proposals
        ]
        articles = articles_of({entry.article_id for entry in entries}, self.nouns, self.moment)
        found = []
        for entry in entries:
            row = entry.instance
            row.party, row.proposal = self.nouns.parties[row.party_id], self.nouns.proposals[row.proposal_id]
            row.article = articles[row.article_id]
            row.published_on = row.article.published_on
            found.append(row)
        return sorted(found, key=lambda row: (row.published_on, row.article_id, row.start, row.pk))


def desk(scope: Scope, *, on: date) -> Desk:
    """What was known at the end of the day `on`."""
    moment, negotiation = end_of(on), scope.negotiation
    found = Desk(scope=scope, moment=moment, nouns=nouns_of(negotiation, moment))
    found.parties = set(found.nouns.parties)
    if scope.parties:
        found.parties &= with_those_merged(Successor.Table.PARTY, {party.pk for party in scope.parties}, negotiation)
    chosen = found.nouns.proposals
    if scope.proposals:
        named = with_those_merged(Successor.Table.PROPOSAL, {one.pk for one in scope.proposals}, negotiation)
        chosen = {pk: one for pk, one in chosen.items() if pk in named}
    if scope.issues:
        issues = {issue.pk for issue in scope.issues}
        chosen = {pk: one for pk, one in chosen.items() if one.issue_id in issues}
    if scope.proposal_kind:
        chosen = {pk: one for pk, one in chosen.items() if one.kind == scope.proposal_kind}
    found.proposals = set(chosen)
    read_odd_tracks(found)
    return found


def read_odd_tracks(found: Desk) -> None:
    """Read wholly what cannot be probed: tracks of what is gone, and those on which an article's date was corrected."""
    negotiation = found.scope.negotiation
    gone_parties = found.parties - set(negotiation.parties.values_list("pk", flat=True))
    gone_proposals = found.proposals - set(negotiation.proposals.values_list("pk", flat=True))
    found.days = corrected_days(negotiation, found.moment)
    odd = Q(party__in=gone_parties) | Q(proposal__in=gone_proposals)
    parties_on: dict[int, set[int]] = defaultdict(set)
    if found.days:
        on_them = Position.history.filter(article__in=found.days).order_by()  # type: ignore[attr-defined]
        for party, proposal in on_them.values_list("party", "proposal").distinct():
            parties_on[proposal].add(party)
    for proposal, parties in parties_on.items():
        odd |= Q(proposal=proposal, party__in=parties)
    if not (gone_parties or gone_proposals or parties_on):
        return
    rows = standing(found.moment).filter(party__in=found.parties, proposal__in=found.proposals)
    for row in found.positions(rows.filter(odd)):
        found.whole.setdefault((row.party_id, row.proposal_id), []).append(row)


def standing(moment: datetime) -> QuerySet[Any]:
    """The entries of positions that were the last word at this moment."""
    history = Position.history.model.objects  # type: ignore[attr-defined]
    of_the_same = history.filter(id=OuterRef("id"))
    later = of_the_same.filter(history_date__lt=moment).filter(
        Q(history_date__gt=OuterRef("history_date"))
        | Q(history_date=OuterRef("history_date"), history_id__gt=OuterRef("history_id"))
    )
    earlier = of_the_same.filter(
        Q(history_date__lt=OuterRef("history_date"))
        | Q(history_date=OuterRef("history_date"), history_id__lt=OuterRef("history_id"))
    )
    stood = Q(history_date__lt=moment) & ~Q(history_type="-") & ~Exists(later)
    begins_later = Q(history_date__gte=moment) & ~Exists(earlier)
    return history.filter(stood | begins_later, recorded_at__lt=moment)


def first_recorded(negotiation: Negotiation) -> date | None:
    """The first day on which anything was known: that of the first record of a position, whatever became of it."""
    history = Position.history.filter(negotiation=negotiation)  # type: ignore[attr-defined]
    first: datetime | None = history.aggregate(first=Min("recorded_at"))["first"]
    return first.astimezone(UTC).date() if first else None


def moved(entries: list[Any], found: Desk) -> list[MovedPosition]:
    """What each of these entries' articles changed, on tracks that can be probed."""
    track = standing(found.moment).filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
    earlier = track.filter(earlier_than_its_article())
    later_in_the_same_article = (
        track.filter(article=OuterRef("article"))
        .filter(Q(start__gt=OuterRef("start")) | Q(start=OuterRef("start"), id__gt=OuterRef("id")))
        .exclude(stance__in=OFF_SCALE)
    )
    sided = earlier.exclude(stance__in=TAKES_NO_SIDE).exclude(Exists(later_in_the_same_article))
    probes = (
        Position.history.filter(history_id__in=[entry.history_id for entry in entries])  # type: ignore[attr-defined]
        .order_by()
        .annotate(
            before=Subquery(earlier.order_by(*LATEST_FIRST).values("history_id")[:1]),
            on_scale=Subquery(earlier.exclude(stance__in=OFF_SCALE).order_by(*LATEST_FIRST).values("history_id")[:1]),
            first_side=Subquery(sided.order_by(*OLDEST_FIRST).values("history_id")[:1]),
        )
        .values_list("id", "before", "on_scale", "first_side")
    )
    past_of = {pk: past for pk, *past in probes}
    wanted = {number for past in past_of.values() for number in past if number}
    past_entries = list(Position.history.filter(history_id__in=wanted))  # type: ignore[attr-defined]
    pk_of = {entry.history_id: entry.id for entry in past_entries}
    earlier_rows = {row.pk: row for row in found.positions(past_entries)}
    rows: dict[Pair, list[Any]] = defaultdict(list)
    for row in found.positions(entries):
        row.before_pk, row.on_scale_pk, row.first_side_pk = (  # type: ignore[attr-defined]
            pk_of.get(number) for number in past_of[row.pk]
        )
        rows[row.party_id, row.proposal_id].append(row)
    return [moved_track(own, earlier_rows) for own in rows.values()]
