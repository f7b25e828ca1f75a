"""Kinds of change for very many readings: what the rules say of each case is asked once, and remembered.

A kind depends on little: stances, a side, how two conditions compare, days up to the few that matter. So
there are few cases, and each is put to `positions.analysis.changes` with statements made up for it. No
rule is told here.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from positions.analysis.changes import (
    CONTRADICTION_WINDOW_DAYS,
    Kind,
    Past,
    Reading,
    Statement,
    compare,
    plain_words,
    read_article,
)
from positions.analysis.stances import Stance

DAY = date(2000, 1, 1)
MOST_CASES = 50_000  # remembered at once, far more than occur

Outline = tuple[int, bool, bool]  # the place of the standing statement; mixed; retracts


@lru_cache(MOST_CASES)
def outline(said: Sequence[tuple[str, str]]) -> Outline:
    """What one article's statements, each a stance and a move in the order of the text, add up to."""
    reading = read_article(
        Statement(place, 0, DAY, 0, place, Stance(stance), move=move) for place, (stance, move) in enumerate(said)
    )
    return reading.standing.place, reading.is_mixed, reading.retracts


def kind(past: Past, reading: Reading, *, is_proposer: bool) -> Kind:
    """The kind of change that `compare` finds."""
    before, reference, after = past.standing, past.on_scale, reading.standing
    if before is None:
        return case(None, None, past.first_side, is_proposer, after.stance, reading.is_mixed, reading.retracts)
    return case(
        before.stance,
        reference and reference.stance,
        past.first_side,
        is_proposer,
        after.stance,
        reading.is_mixed,
        reading.retracts,
        conditions(before.condition, after.condition),
        min((after.published_on - before.published_on).days, CONTRADICTION_WINDOW_DAYS + 1),
        before.source == after.source,
    )


def conditions(before: str, after: str) -> tuple[str, str]:
    """The shortest two that compare as these do."""
    if before == after:
        return ("if", "if") if before else ("", "")
    old, new = plain_words(before), plain_words(after)
    return "if" if old else "", ("if" if new == old else "if so") if new else ""


@lru_cache(MOST_CASES)
def case(
    standing: Stance | None,
    on_scale: Stance | None,
    first_side: int | None,
    is_proposer: bool,
    stance: Stance,
    is_mixed: bool,
    retracts: bool,
    conditions: tuple[str, str] = ("", ""),
    days: int = 0,
    is_same_source: bool = True,
) -> Kind:
    old, new = conditions
    past = Past(
        standing=Statement(1, 1, DAY, 1, 0, standing, old) if standing else None,
        on_scale=Statement(1, 1, DAY, 1, 0, on_scale, old) if on_scale else None,
        first_side=first_side,
    )
    after = Statement(2, 2, DAY + timedelta(days=days), 1 if is_same_source else 2, 0, stance, new)
    return compare(past, Reading(after, is_mixed=is_mixed, retracts=retracts), is_proposer=is_proposer).kind
