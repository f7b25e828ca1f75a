"""The courses of tracks: short histories wholly, long ones looked at as often as a small picture can show.

What a page costs must not grow with the years. Where a track begins and ends, how it stands and
which of the two its history is, its `Head`, takes a few index probes; a short one is read row by row.
Of a long one the stance is asked for on `LOOKS` days, evenly from the oldest evidence to the newest,
each answered by one probe of `position_track`, and only the newest statements are read.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db import connection
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery

from positions.analysis.courses import Course, Turn, course
from positions.analysis.stances import OFF_SCALE, Stance
from positions.models import Participation, Position, Track
from positions.reports.order import LATEST_FIRST, STANDING_FIRST

LONG = 48  # statements; a longer history is looked at instead of read
LOOKS = 75
AT_ONCE = 500  # tracks named one by one; SQLite takes a thousand alternatives at most
NEWEST = 5  # statements of a long history that are read

Key = tuple[int, int]  # party, proposal
STANCES = {str(stance): stance for stance in Stance}

# Of one article the last statement on the scale stands, or the last where none is.
STOOD = """
    SELECT t.party, t.proposal, d.day, (
        SELECT p.published_on || ' ' || p.article_id || ' ' || p.id || ' ' || p.stance
        FROM positions_position p
        WHERE p.party_id = t.party AND p.proposal_id = t.proposal AND p.published_on <= d.day
        ORDER BY p.published_on DESC, p.article_id DESC,
            CASE WHEN p.stance IN ({off_scale}) THEN 1 ELSE 0 END, p.start DESC, p.id DESC
        LIMIT 1)
    FROM (SELECT party_id AS party, proposal_id AS proposal FROM positions_track WHERE id IN ({tracks})) t,
        (SELECT column1 AS day FROM (VALUES {days}) AS given) d
    ORDER BY t.party, t.proposal, d.day"""


@dataclass(frozen=True, slots=True)
class Head:
    """A track that has a statement: from `first` to `last`, and the `stance` by which its last article stands.

    `late` is the day of the oldest of its `NEWEST` statements, None where there are fewer. `statements` are counted
    no further than it takes to know that they are too many to read. `is_between_them` says that the party made the
    proposal or is addressed by it.
    """

    track: int
    key: Key
    first: date
    late: date | None
    last: date
    stance: Stance
    statements: int
    is_between_them: bool
    is_principal: bool

    @property
    def is_long(self) -> bool:
        return self.statements > LONG


def heads(tracks: QuerySet[Track]) -> list[Head]:
    """One query. Those whose dispute it is come first, then those who spoke last."""
    own = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
    newest = own.order_by(*LATEST_FIRST)
    standing = own.order_by(*STANDING_FIRST)
    principals = Participation.objects.filter(party=OuterRef("party"), role=Participation.Role.PRINCIPAL)
    asked = (
        tracks.order_by()
        .annotate(
            first=Subquery(newest.reverse().values("published_on")[:1]),
            late=Subquery(newest.values("published_on")[NEWEST - 1 : NEWEST]),
            last=Subquery(newest.values("published_on")[:1]),
            stance=Subquery(standing.values("stance")[:1]),
            statements=number_of(newest[: LONG + 1]),
            proposer=F("proposal__proposer"),
            addressee=F("proposal__addressee"),
            is_principal=Exists(principals),
        )
        .values_list(
            "pk",
            "party",
            "proposal",
            "first",
            "late",
            "last",
            "stance",
            "statements",
            "proposer",
            "addressee",
            "is_principal",
        )
    )
    found = [
        Head(
            track=pk,
            key=(party, proposal),
            first=first,
            late=late,
            last=last,
            stance=STANCES[stance],
            statements=statements,
            is_between_them=party in (proposer, addressee),
            is_principal=is_principal,
        )
        for pk, party, proposal, first, late, last, stance, statements, proposer, addressee, is_principal in asked
        if first
    ]
    return sorted(
        found,
        key=lambda head: (not head.is_between_them, not head.is_principal, -head.last.toordinal(), head.key),
    )


def number_of(rows: QuerySet[Position]) -> Func:
    """How many these are, no more than their limit."""
    return Func(
        Subquery(rows.values("pk")),
        template="(SELECT COUNT(*) FROM %(expressions)s AS counted)",
        output_field=IntegerField(),
    )


def courses(found: Collection[Head]) -> dict[Key, Course]:
    """The course of each, in three queries whatever their length; one more for every `AT_ONCE` of the long ones."""
    return read([head.key for head in found if not head.is_long]) | look([head for head in found if head.is_long])


def read(keys: Collection[Key]) -> dict[Key, Course]:
    """Every statement of these tracks."""
    if not keys:
        return {}
    return {key: course(turns) for key, turns in groups(of_tracks(keys))}


def look(found: Sequence[Head]) -> dict[Key, Course]:
    """How these stood on `LOOKS` days, and their newest statements."""
    if not found:
        return {}
    first, last = min(head.first for head in found), max(head.last for head in found)
    step = max((last - first).days / (LOOKS - 1), 1)
    days = sorted({min(first + timedelta(days=round(step * number)), last) for number in range(LOOKS)} | {last})
    newest = {key: list(turns) for some in batches(found) for key, turns in groups(newest_of(some))}
    return {
        key: course(turns, newest=newest[key], every=round(step))
        for key, turns in stood([head.track for head in found], days)
    }


def batches(found: Sequence[Head]) -> Iterable[Sequence[Head]]:
    return (found[begin : begin + AT_ONCE] for begin in range(0, len(found), AT_ONCE))


def newest_of(found: Iterable[Head]) -> QuerySet[Position]:
    """The newest statements of these, or all where they have fewer."""
    late = Q()
    for head in found:
        party, proposal = head.key
        late |= Q(party=party, proposal=proposal, published_on__gte=head.late or head.first)
    return Position.objects.filter(late)


def stood(tracks: Collection[int], days: Collection[date]) -> Iterable[tuple[Key, list[Turn]]]:
    """What was the latest statement of each track on each of these days, said once where it stayed the same."""
    sql = STOOD.format(
        off_scale=", ".join(["%s"] * len(OFF_SCALE)),
        tracks=", ".join(["%s"] * len(tracks)),
        days=", ".join(["(%s)"] * len(days)),
    )
    given = [connection.ops.adapt_datefield_value(day) for day in days]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*map(str, OFF_SCALE), *tracks, *given])
        found = cursor.fetchall()
    for key, rows in groupby(found, key=lambda row: (row[0], row[1])):
        turns: list[Turn] = []
        for words in dict.fromkeys(row[3] for row in rows if row[3]):
            day, article, pk, stance = words.split(" ")
            before = turns[-1].day if turns else None
            turns.append(Turn(date.fromisoformat(day), int(article), int(pk), STANCES[stance], before, 0))
        yield key, turns


def of_tracks(keys: Collection[Key]) -> QuerySet[Position]:
    """The positions of these tracks; they are named by whichever side is fewer."""
    parties, proposals = {party for party, _ in keys}, {proposal for _, proposal in keys}
    wanted = Q()
    if len(parties) <= len(proposals):
        for one in parties:
            wanted |= Q(party=one, proposal__in=[proposal for party, proposal in keys if party == one])
    else:
        for one in proposals:
            wanted |= Q(proposal=one, party__in=[party for party, proposal in keys if proposal == one])
    return Position.objects.filter(wanted)


def groups(rows: QuerySet[Position]) -> Iterable[tuple[Key, list[Turn]]]:
    """Track by track, oldest first."""
    ordered = rows.order_by("party_id", "proposal_id", "published_on", "article_id", "start", "pk")
    found = ordered.values_list("party_id", "proposal_id", "published_on", "article_id", "pk", "stance")
    for key, group in groupby(found, key=lambda row: (row[0], row[1])):
        turns: list[Turn] = []
        for number, (_, _, day, article, pk, stance) in enumerate(group, start=1):
            before = turns[-1].day if turns else None
            turns.append(Turn(day, article, pk, STANCES[stance], before, number))
        yield key, turns
