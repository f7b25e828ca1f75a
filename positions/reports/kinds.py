"""The kinds of change of a whole scope, found by the database in one statement.

What `positions.analysis.changes` says of one history, this says of all of them at once: one
pass over the index `position_reading`, which holds each track's statements in reading order, with
all that decides a kind; nothing is sorted, and no row is brought to Python. A test holds the two
to each other, whatever the history.

The last statement of an article on a track stands for its reading, and the statement before it
for the reading before: so it is for all but a few. The few that are *knotty* – several statements
in one article, only asides off the scale just before, or nothing before in the days asked for –
are looked up one by one.

A stance travels as its step, 0 (rules out) to 6 (insists), or 7 off the scale, packed into one
number with its article, `article × 8 + step`: what a window function passes on is what costs.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models.functions import Length

from positions.analysis.changes import CONTRADICTION_WINDOW_DAYS, RETRACT, RULES, Kind, plain_words
from positions.analysis.stances import OFF_SCALE, SCALE
from positions.models import Position, Track
from positions.reports.moment import one_moment
from positions.reports.scope import Scope, whole_tracks

LONGEST_INDEXED = 500  # characters of a condition that the index `position_reading` holds
KINDS = tuple(kind for kind, _ in RULES)  # the database says which by its number
NUMBER = {kind: number for number, kind in enumerate(KINDS)}
OFF = 7
FENCE = f"LIMIT {2**63 - 1}"  # what is inside is worked out once, however often it is used outside


@dataclass(frozen=True, slots=True)
class Told:
    """One change: on whose track, in which article, and of which kind. `position` is the one that stands for it."""

    position: int
    party: int
    proposal: int
    article: int
    published_on: date
    kind: Kind


def listed(codes: Any) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def step_of(stance: str) -> str:
    steps = " ".join(f"WHEN '{code}' THEN {step.value + 3}" for code, step in SCALE.items() if step.value is not None)
    return f"CASE {stance} {steps} ELSE {OFF} END"


def value_of(packed: str) -> str:
    """−3 … +3 out of a packed number, NULL off the scale."""
    return f"CASE WHEN {packed} & 7 < {OFF} THEN ({packed} & 7) - 3 END"


# A run of white space, as `positions.analysis.changes.plain_words` knows it; SQLite calls that very function.
RUN = "[" + "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "]+"
PLAIN_WORDS = {"postgresql": f"trim(regexp_replace({{0}}, '{RUN}', ' ', 'g'))", "sqlite": "plain_words({0})"}


def same_track(row: str) -> str:
    return f"{row}.party_id = r.party_id AND {row}.proposal_id = r.proposal_id"


def in_its_article(condition: str, row: str = "m") -> str:
    return (
        f"FROM positions_position {row} WHERE {same_track(row)} AND {row}.published_on = r.published_on"
        f" AND {row}.article_id = r.article_id AND {condition}"
    )


ON = f"NOT IN ({listed(OFF_SCALE)})"
FOR = listed(stance for stance, step in SCALE.items() if (step.value or 0) > 0)
AGAINST = listed(stance for stance, step in SCALE.items() if (step.value or 0) < 0)
LATEST = "ORDER BY e.published_on DESC, e.article_id DESC, e.start DESC, e.id DESC LIMIT 1"
EARLIER = (
    f"FROM positions_position e WHERE {same_track('e')} AND e.published_on <= r.published_on"
    " AND (e.published_on < r.published_on OR e.article_id < r.article_id)"
)
# The first statement of a track that takes a side and stands for its article.
FIRST_SIDE = f"""
    SELECT e.id FROM positions_position e
    WHERE e.party_id = t.party_id AND e.proposal_id = t.proposal_id AND e.stance IN ({FOR}, {AGAINST})
        AND NOT EXISTS (
            SELECT 1 FROM positions_position m
            WHERE m.party_id = e.party_id AND m.proposal_id = e.proposal_id AND m.published_on = e.published_on
                AND m.article_id = e.article_id AND m.stance {ON}
                AND (m.start > e.start OR m.start = e.start AND m.id > e.id)
        )
    ORDER BY e.published_on, e.article_id, e.start, e.id LIMIT 1"""

TRACKS = f"""
track AS MATERIALIZED (
    SELECT k.id, k.party_id, k.proposal_id, k.is_proposer, s.published_on AS side_day, s.article_id AS side_article,
        CASE WHEN s.stance IN ({FOR}) THEN 1 WHEN s.stance IN ({AGAINST}) THEN -1 END AS side
    FROM (
        SELECT t.id, t.party_id, t.proposal_id, q.proposer_id = t.party_id AS is_proposer, ({FIRST_SIDE}) AS side_id
        FROM positions_track t JOIN positions_proposal q ON q.id = t.proposal_id
        WHERE t.id IN ({{tracks}}) {FENCE}
    ) k LEFT JOIN positions_position s ON s.id = k.side_id
)"""

# A row for each statement, with the packed numbers of the two before it and of the one after it.
WINDOWS = """
    p.id, p.published_on, p.article_id, p.move, p.condition, p.packed,
    lag(p.packed) OVER told AS packed1, lag(p.packed, 2) OVER told AS packed2, lead(p.packed) OVER told AS packed9,
    lag(p.condition) OVER told AS condition1"""
STATEMENT = f"""
    p.id, p.published_on, p.article_id, p.start, p.move, p.condition,
    p.article_id * 8 + {step_of("p.stance")} AS packed"""
IN_READING_ORDER = "ORDER BY p.published_on, p.article_id, p.start, p.id"
STATEMENTS = {
    "postgresql": f"""
    track r0 CROSS JOIN LATERAL (
        SELECT r0.party_id, r0.proposal_id, {WINDOWS}
        FROM (
            SELECT {STATEMENT} FROM positions_position p
            WHERE p.party_id = r0.party_id AND p.proposal_id = r0.proposal_id {{wanted}}
        ) p
        WINDOW told AS ({IN_READING_ORDER})
    ) r""",
    # Nested in this order, the two indexes give whole tracks in reading order.
    "sqlite": f"""(
        SELECT p.track_id, p.party_id, p.proposal_id, {WINDOWS}
        FROM (
            SELECT t.id AS track_id, t.party_id, t.proposal_id, {STATEMENT}
            FROM positions_track t CROSS JOIN positions_position p
            WHERE p.party_id = t.party_id AND p.proposal_id = t.proposal_id AND t.id IN ({{tracks}}) {{wanted}}
        ) p
        WINDOW told AS (PARTITION BY p.party_id, p.proposal_id {IN_READING_ORDER})
    ) r CROSS JOIN track r0""",
}

OF_TRACK = {"postgresql": "", "sqlite": "r0.id = r.track_id AND"}

# One row a reading: its last statement.
READINGS = f"""
reading AS (
    SELECT r.id, r.party_id, r.proposal_id, r.article_id, r.published_on, r.move, r.condition, r.condition1,
        r.packed1, r.packed2, r.packed1 >> 3 AS article1, r0.is_proposer, r0.side, r0.side_day, r0.side_article,
        COALESCE(r.packed1 >> 3 = r.article_id, FALSE) AS several,
        {value_of("r.packed")} AS value, {value_of("r.packed1")} AS value1, {value_of("r.packed2")} AS value2
    FROM {{statements}}
    WHERE {{of_track}} (r.packed9 IS NULL OR r.packed9 >> 3 <> r.article_id) {{asked}}
    {FENCE}
)"""
KNOTTY = """
    r.several OR r.packed1 IS NULL
    OR r.value1 IS NULL AND (r.packed2 >> 3 = r.article1 OR r.value IS NOT NULL AND r.value2 IS NULL)"""
STANDING = f"""
    CASE WHEN r.several AND r.value IS NULL THEN COALESCE(
        (SELECT m.id {in_its_article(f"m.stance {ON}")} ORDER BY m.start DESC, m.id DESC LIMIT 1), r.id
    ) ELSE r.id END"""
# What is knotty, looked up …
LOOKED_UP = f"""
    SELECT r.*, COALESCE(r.own & 3 = 3, FALSE) AS is_mixed, {STANDING} AS standing_id,
        CASE WHEN r.several OR r.packed1 IS NULL THEN (SELECT e.article_id {EARLIER} {LATEST})
            ELSE r.article1 END AS article_before,
        (SELECT e.article_id * 8 + {step_of("e.stance")} {EARLIER} AND e.stance {ON} {LATEST}) AS reference
    FROM (
        SELECT r.id, r.party_id, r.proposal_id, r.article_id, r.published_on, r.move, r.condition, r.packed1,
            r.article1, r.is_proposer, r.side, r.side_day, r.side_article, r.several, r.value,
            CASE WHEN r.several THEN (
                SELECT max(CASE WHEN m.stance IN ({FOR}) THEN 1 ELSE 0 END)
                    + max(CASE WHEN m.stance IN ({AGAINST}) THEN 2 ELSE 0 END)
                    + max(CASE WHEN m.stance {ON} THEN 4 ELSE 0 END)
                {in_its_article("TRUE")}
            ) END AS own
        {FENCE}
    ) r
    {FENCE}"""
VALUE_AT = f"CASE WHEN e.stance {ON} THEN ({step_of('e.stance')}) - 3 END"
# … and beside the stance that movement is measured against.
PAIR = f"""
    SELECT r.*, {value_of("r.reference")} AS earlier,
        COALESCE(r.reference >> 3 = r.article_before, FALSE) AS was_on_scale,
        CASE WHEN r.standing_id = r.id THEN r.value
            ELSE (SELECT {VALUE_AT} FROM positions_position e WHERE e.id = r.standing_id) END AS now
    FROM ({LOOKED_UP}) r
    {FENCE}"""


def days_since(article: str, vendor: str) -> str:
    day = f"(SELECT a.published_on FROM positions_article a WHERE a.id = {article})"
    if vendor == "sqlite":
        return f"julianday(r.published_on) - julianday({day})"
    return f"r.published_on - {day}"


def source_of(article: str) -> str:
    return f"(SELECT a.source_id FROM positions_article a WHERE a.id = {article})"


def number(kind: Kind) -> str:
    return str(NUMBER[kind])


# Home pole × step. The side first taken counts from the article after the one that took it.
POLE = """
    CASE WHEN r.is_proposer THEN 1
        WHEN r.side_day < r.published_on OR r.side_day = r.published_on AND r.side_article < r.article_id THEN r.side
    END"""
# A retraction counts unless a later statement on the scale takes its place.
RETRACTS = f"""
    CASE WHEN r.own & 4 = 4 THEN EXISTS (
        SELECT 1 {in_its_article(f"m.move = '{RETRACT}'")} AND NOT EXISTS (
            SELECT 1 {in_its_article(f"n.stance {ON}", "n")}
                AND (n.start > m.start OR n.start = m.start AND n.id > m.id)
        )
    ) ELSE r.move = '{RETRACT}' END"""
CONDITION_NOW = """
    CASE WHEN r.standing_id = r.id THEN r.condition
        ELSE (SELECT e.condition FROM positions_position e WHERE e.id = r.standing_id) END"""
CONDITION_BEFORE = f"(SELECT e.condition {EARLIER} AND e.stance {ON} {LATEST})"


def rules(vendor: str, *, knotty: bool) -> str:
    """The kind of a reading by the rules of the analysis, in their order; “new” is higher: all below have a before.

    Opposite signs are nested, so that no date or source is looked up where there are none.
    """
    now, earlier = ("r.now", "r.earlier") if knotty else ("r.value", "COALESCE(r.value1, r.value2)")
    was_on_scale = "r.was_on_scale" if knotty else "r.value1 IS NOT NULL"
    article_before = "r.article_before" if knotty else "r.article1"
    retracts = RETRACTS if knotty else f"r.move = '{RETRACT}'"
    condition_now, condition_before = (CONDITION_NOW, CONDITION_BEFORE) if knotty else ("r.condition", "r.condition1")
    plain_now, plain_before = (PLAIN_WORDS[vendor].format(one) for one in (condition_now, condition_before))
    return f"""CASE
        {f"WHEN r.is_mixed THEN {number(Kind.CONTRADICTED)}" if knotty else ""}
        WHEN {now} * {earlier} < 0 THEN CASE
            WHEN {was_on_scale} AND {days_since(article_before, vendor)} <= {CONTRADICTION_WINDOW_DAYS}
                AND {source_of("r.article_id")} <> {source_of(article_before)} THEN {number(Kind.CONTRADICTED)}
            WHEN r.is_proposer AND {retracts} THEN {number(Kind.WITHDRAWN)}
            ELSE {number(Kind.REVERSED)} END
        WHEN r.is_proposer AND {retracts} THEN {number(Kind.WITHDRAWN)}
        WHEN {now} <> {earlier} THEN CASE
            WHEN {POLE} * ({now} - {earlier}) > 0 THEN {number(Kind.HARDENED)}
            WHEN {POLE} * ({now} - {earlier}) < 0 THEN {number(Kind.SOFTENED)}
            ELSE {number(Kind.SHIFTED)} END
        WHEN {article_before} IS NULL THEN {number(Kind.NEW)}
        WHEN {now} IS NOT NULL AND NOT ({was_on_scale}) THEN {number(Kind.CLARIFIED)}
        WHEN {now} IS NULL AND {was_on_scale} THEN {number(Kind.BLURRED)}
        WHEN NOT ({was_on_scale}) THEN {number(Kind.REAFFIRMED)}
        WHEN {condition_now} = {condition_before} THEN {number(Kind.REAFFIRMED)}
        WHEN {plain_now} = {plain_before} THEN {number(Kind.REAFFIRMED)}
        WHEN {plain_before} = '' THEN {number(Kind.CONDITION_ADDED)}
        WHEN {plain_now} = '' THEN {number(Kind.CONDITION_DROPPED)}
        ELSE {number(Kind.CONDITION_CHANGED)} END"""


def change(vendor: str) -> str:
    """A row for each change. What is plain is told from its row alone."""
    return f"""
change AS (
    SELECT {STANDING} AS position, r.party_id, r.proposal_id, r.article_id, r.published_on,
        CASE WHEN {KNOTTY} THEN (SELECT {rules(vendor, knotty=True)} FROM ({PAIR}) r)
            ELSE {rules(vendor, knotty=False)} END AS kind
    FROM reading r
    {FENCE}
)"""


def relation(scope: Scope) -> tuple[str, list[Any]]:
    """`WITH … change AS (…)`, to which a SELECT is appended, and its parameters."""
    tracks, of_tracks = whole_tracks(Track.objects.order_by(), scope).values("pk").query.sql_with_params()
    # Days are asked of the statements themselves: what came before the first of a track is looked up.
    # A few days' are read from their table; the index, where it holds all, is for many.
    is_indexed = not scope.since and not any_outgrows_the_index(scope)
    wanted, of_wanted = f"AND length(p.condition) <= {LONGEST_INDEXED}" if is_indexed else "", []
    if scope.since:
        wanted, of_wanted = f"{wanted} AND p.published_on >= %s", [scope.since]
    if scope.until:
        wanted, of_wanted = f"{wanted} AND p.published_on <= %s", [*of_wanted, scope.until]
    asked, of_asked = "", [source.pk for source in scope.sources]
    if scope.sources:
        marks = ", ".join(["%s"] * len(scope.sources))
        asked = f"AND {source_of('r.article_id')} IN ({marks})"
    vendor = connection.vendor
    if vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.create_function("plain_words", 1, plain_words, deterministic=True)
    statements = STATEMENTS[vendor].format(tracks=tracks, wanted=wanted)
    parts = [
        TRACKS.format(tracks=tracks),
        READINGS.format(statements=statements, asked=asked, of_track=OF_TRACK[vendor]),
        change(vendor),
    ]
    again = of_tracks if vendor == "sqlite" else ()
    return "WITH " + ",".join(parts), [*of_tracks, *again, *of_wanted, *of_asked]


def any_outgrows_the_index(scope: Scope) -> bool:
    """Whether a condition is too long for `position_reading`; then positions are read from their table: slower."""
    long = Position.objects.annotate(length=Length("condition")).filter(length__gt=LONGEST_INDEXED)
    return long.filter(negotiation=scope.negotiation).exists()


def asked_for(scope: Scope, select: str) -> tuple[str, list[Any]]:
    """The statement `select` over the changes that the scope asks for, kinds included."""
    statement, parameters = relation(scope)
    of_kinds = f" WHERE c.kind IN ({', '.join(number(kind) for kind in scope.kinds)})" if scope.kinds else ""
    return f"{statement}, told AS (SELECT * FROM change c{of_kinds}) {select}", parameters


def tally(scope: Scope) -> Counter[Kind]:
    """How many changes there are of each kind."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # groups by hashing; SQLite would sort all rows
            cursor.execute(*asked_for(scope, "SELECT kind, count(*) FROM told GROUP BY kind"))
            return Counter({KINDS[kind]: count for kind, count in cursor.fetchall()})
        counts = ", ".join(f"count(CASE WHEN kind = {number(kind)} THEN 1 END)" for kind in KINDS)
        cursor.execute(*asked_for(scope, f"SELECT {counts} FROM told"))
        return Counter(dict(zip(KINDS, cursor.fetchone(), strict=True)))


def told(scope: Scope) -> Iterator[Told]:
    """Every change, track by track and in no order that is promised; memory does not grow with them."""
    columns = "position, party_id, proposal_id, article_id, published_on, kind"
    statement, parameters = asked_for(scope, f"SELECT {columns} FROM told")
    with one_moment(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(2000):
            for position, party, proposal, article, day, kind in rows:
                yield Told(position, party, proposal, article, as_day(day), KINDS[kind])


def as_day(day: date | str) -> date:
    """SQLite keeps dates as text."""
    return date.fromisoformat(day) if isinstance(day, str) else day
