"""What was said on the tracks of a picture, as lean as it can be: a day and a stance for each article.

A picture of ten years may rest on tens of thousands of readings and shows each only as the
edge of a band. So no model instance is made of them; the index `position_track` holds all
that is asked here, and only what gets a mark is read in full.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import OuterRef, Subquery

from positions.analysis.changes import RETRACT
from positions.analysis.stances import SCALE, Stance
from positions.analysis.timeline import Evidence
from positions.models import Position, Track
from positions.reports.scope import Scope


class Lean(NamedTuple):
    """What one article reports on one track: the stance that stands for it, and the keys of all its positions there.

    `is_restated` is only looked up where it decides what to mark.
    """

    day: date
    stance: Stance
    article: int
    keys: tuple[int, ...]
    is_mixed: bool
    is_restated: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a track just outside of a period. None where there is nothing, or the period is open."""

    before: Evidence | None = None
    after: Evidence | None = None


VALUE = {str(stance): step.value for stance, step in SCALE.items()}
STANCE = {str(stance): stance for stance in Stance}


def readings_of(tracks: Sequence[int], scope: Scope) -> dict[int, list[Lean]]:
    """Those of the period, oldest first, of each track that has any."""
    if not tracks:
        return {}
    # From the tracks to the index, never the other way: an OR over tracks would read the rows themselves.
    # A day comes as text, since a picture of ten years asks for one day many times.
    statement = """
        SELECT t.id, CAST(p.published_on AS text), p.article_id, p.start, p.id, p.stance
        FROM positions_track t CROSS JOIN positions_position p
        WHERE p.party_id = t.party_id AND p.proposal_id = t.proposal_id
        AND p.published_on >= %s AND p.published_on <= %s AND t.id IN ({keys})
    """.format(keys=", ".join(["%s"] * len(tracks)))  # noqa: S608 – as many placeholders as tracks, no values
    with connection.cursor() as cursor:
        cursor.execute(statement, [scope.since or date.min, scope.until or date.max, *tracks])
        rows = cursor.fetchall()
    rows.sort()
    days = {text: date.fromisoformat(text) for text in {row[1] for row in rows}}
    return {track: read(own, days) for track, own in groupby(rows, key=itemgetter(0))}


def read(rows: Iterable[Any], days: Mapping[str, date]) -> list[Lean]:
    """One track's rows in reading order as readings, one for each article; `days` by their text."""
    found: list[Lean] = []
    several: dict[int, list[Any]] = {}  # rows by place, where an article has more than one
    last = row_before = None
    for row in rows:
        _, day, article, _, key, stance = row
        if article == last:
            several.setdefault(len(found) - 1, [row_before]).append(row)
        else:
            found.append(Lean(days[day], STANCE[stance], article, (key,), False))
            last = article
        row_before = row
    for place, own in several.items():
        found[place] = found[place]._replace(
            stance=STANCE[standing(own)], keys=tuple(row[4] for row in own), is_mixed=is_mixed(own)
        )
    return found


def restated(tracks: Sequence[int], scope: Scope) -> set[int]:
    """Keys of the positions in the period that name another condition than the one before on the track, or drop it."""
    if not tracks:
        return set()
    statement = """
        SELECT id FROM (
            SELECT p.id, p.move, p.condition, LAG(p.condition) OVER (
                PARTITION BY t.id ORDER BY p.published_on, p.article_id, p.start, p.id
            ) AS before
            FROM positions_track t CROSS JOIN positions_position p
            WHERE p.party_id = t.party_id AND p.proposal_id = t.proposal_id
            AND p.published_on >= %s AND p.published_on <= %s AND t.id IN ({keys})
        ) AS told WHERE move = %s OR condition <> before
    """.format(keys=", ".join(["%s"] * len(tracks)))  # noqa: S608 – as many placeholders as tracks, no values
    with connection.cursor() as cursor:
        period = [scope.since or date.min, scope.until or date.max]
        cursor.execute(statement, [*period, *tracks, RETRACT])
        return {key for (key,) in cursor.fetchall()}


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
