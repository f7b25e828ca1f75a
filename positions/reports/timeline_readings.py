"""What was said on the tracks of a picture, as lean as it can be: a day and a stance for each article.

A picture of ten years may rest on tens of thousands of readings and shows each only as the
edge of a band. So no model instance is made of them; the index `position_track` holds all
that is asked here, and only what gets a mark is read in full.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import OuterRef, Subquery

from positions.analysis.stances import SCALE, Stance
from positions.analysis.timeline import Evidence
from positions.models import Position, Track
from positions.reports.scope import Scope


class Lean(NamedTuple):
    """What one article reports on one track: the stance that stands for it, and the keys of all its positions there."""

    day: date
    stance: Stance
    article: int
    keys: tuple[int, ...]
    is_mixed: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a track just outside of a period. None where there is nothing, or the period is open."""

    before: Evidence | None = None
    after: Evidence | None = None


VALUE = {str(stance): step.value for stance, step in SCALE.items()}
STANCE = {str(stance): stance for stance in Stance}


def readings(tracks: Sequence[int], scope: Scope) -> dict[int, list[Lean]]:
    """Those of the period, oldest first, of each track that has any."""
    if not tracks:
        return {}
    # From the tracks to the index, never the other way: an OR over tracks would read the rows themselves.
    statement = """
        SELECT t.id, p.published_on, p.article_id, p.start, p.id, p.stance
        FROM positions_track t CROSS JOIN positions_position p
        WHERE p.party_id = t.party_id AND p.proposal_id = t.proposal_id
        AND p.published_on >= %s AND p.published_on <= %s AND t.id IN ({keys})
    """.format(keys=", ".join(["%s"] * len(tracks)))  # noqa: S608 – as many placeholders as tracks, no values
    with connection.cursor() as cursor:
        cursor.execute(statement, [scope.since or date.min, scope.until or date.max, *tracks])
        rows = cursor.fetchall()
    by_track: dict[int, list[Any]] = {}
    for row in rows:
        by_track.setdefault(row[0], []).append(row)
    known_days: dict[Any, date] = {}
    return {track: list(read(sorted(own), known_days)) for track, own in by_track.items()}


def read(rows: Iterable[Any], days: dict[Any, date]) -> Iterable[Lean]:
    """One track's rows in reading order as readings; `days` remembers what the database's days mean."""
    for article, group in groupby(rows, key=itemgetter(2)):
        own = list(group)
        day = days.get(own[0][1])
        if day is None:
            given = own[0][1]
            day = days[given] = date.fromisoformat(given[:10]) if isinstance(given, str) else given
        if len(own) == 1:
            yield Lean(day, STANCE[own[0][5]], article, (own[0][4],), False)
            continue
        yield Lean(day, STANCE[standing(own)], article, tuple(row[4] for row in own), is_mixed(own))


def standing(rows: Sequence[Any]) -> str:
    """The last on the scale, or where there is none, the last."""
    codes = [row[5] for row in rows]
    return next((code for code in reversed(codes) if VALUE[code] is not None), codes[-1])


def is_mixed(rows: Sequence[Any]) -> bool:
    values = [VALUE[row[5]] or 0 for row in rows]
    return min(values) < 0 < max(values)


def around(tracks: Sequence[int], scope: Scope) -> dict[int, Around]:
    """What stood before the period, and when each party spoke again after it."""
    if not tracks or not (scope.since or scope.until):
        return {}
    said = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
    edges = {}
    if scope.since:
        earlier = said.filter(published_on__lt=scope.since).newest_first()
        edges["before"] = Subquery(earlier.values("article")[:1])
    if scope.until:
        later = said.filter(published_on__gt=scope.until).in_reading_order()
        edges["after"] = Subquery(later.values("article")[:1])
    found = Track.objects.filter(pk__in=tracks).annotate(**edges).values("pk", "party", "proposal", *edges)
    articles = {row[edge] for row in found for edge in edges if row[edge]}
    told: dict[tuple[int, int, int], list[Any]] = {}
    rows = Position.objects.filter(article__in=articles).in_reading_order()
    for row in rows.values_list("party", "published_on", "article", "start", "pk", "stance", "proposal"):
        told.setdefault((row[0], row[6], row[2]), []).append(row)

    def evidence(row: dict[str, Any], edge: str) -> Evidence | None:
        own = told.get((row["party"], row["proposal"], row.get(edge)))
        return Evidence(own[0][1], STANCE[standing(own)]) if own else None

    return {row["pk"]: Around(evidence(row, "before"), evidence(row, "after")) for row in found}
