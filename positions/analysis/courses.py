"""The course of a party on a proposal: its history as far as a small picture can show it.

Terms:

turn
    An article by which a stance is known to stand.
course
    The turns of one party on one proposal, oldest first: every article of a short history, or
    of a long one what stood on so many days. The band over time that a course draws is, for a
    whole one, that of every single article (`positions.analysis.timeline.spans`); for one that
    was looked at it is right on every day of looking, and what turned and turned back between
    two of them is not in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from positions.analysis.stances import Stance
from positions.analysis.timeline import SILENCE, Span


@dataclass(frozen=True, slots=True)
class Turn:
    """On `day` an article reports `stance`; the evidence before it is of `day_before` (None for the first).

    `number` counts the statements so far, `statements` those of this article; `row` is the position's.
    """

    day: date
    article: int
    row: int
    stance: Stance
    day_before: date | None
    number: int
    statements: int = 1


@dataclass(frozen=True, slots=True)
class Course:
    """Never empty. The last turn is the latest evidence.

    `newest` are the articles worth telling one by one: all, unless the course was looked at
    `every` so many days.
    """

    turns: Sequence[Turn]
    newest: Sequence[Turn]
    every: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.every is None

    @property
    def statements(self) -> int | None:
        """How many there are; None where they were not counted."""
        return self.last.number if self.is_whole else None

    @property
    def repeated(self) -> int:
        """How many statements after the one with which the present stance began say the same again."""
        return self.last.number - self.began.number

    @property
    def last(self) -> Turn:
        return self.turns[-1]

    @property
    def began(self) -> Turn:
        """Where the stance that stands now began."""
        began = self.turns[-1]
        for turn in reversed(self.turns):
            if turn.stance != began.stance:
                break
            began = turn
        return began

    @property
    def former(self) -> Turn | None:
        """The last turn of another stance than that which stands now; None where there was no other."""
        return next((turn for turn in reversed(self.turns) if turn.stance != self.last.stance), None)

    @property
    def last_on_scale(self) -> Turn | None:
        """Where the stance that stands now is off the scale, the last turn that was on it; None where none was."""
        if self.last.stance.is_on_scale:
            return None
        clear = [turn for turn in (*self.turns, *self.newest) if turn.stance.is_on_scale]
        return max(clear, key=lambda turn: (turn.day, turn.article), default=None)


def course(turns: Iterable[Turn], *, newest: Iterable[Turn] = (), every: int | None = None) -> Course:
    """The course these turns make, given in reading order."""
    found = by_article(turns)
    return Course(found, by_article(newest) if every else found, every)


def by_article(turns: Iterable[Turn]) -> list[Turn]:
    """One turn an article: the last on the scale stands for it, or the last where none is."""
    found: list[Turn] = []
    for _, group in groupby(turns, key=lambda turn: turn.article):
        own = list(group)
        standing = ([turn for turn in own if turn.stance.is_on_scale] or own)[-1]
        found.append(replace(standing, day_before=own[0].day_before, number=own[-1].number, statements=len(own)))
    return found


def spans(found: Course, *, silence: int = SILENCE) -> Iterator[Span]:
    """The spans of a course, without overlap, oldest first; neighbours of one stance are joined.

    Nothing stands after the last evidence: there the band ends.
    """
    # Of several articles of a day the last stands; the others have no length in the band.
    by_day = [list(turns) for _, turns in groupby(found.turns, key=lambda turn: turn.day)]
    first, stance = by_day[0][-1].day, by_day[0][-1].stance
    for turns in by_day[1:]:
        day, turned_to = turns[-1].day, turns[-1].stance
        evidence = turns[0].day_before or day
        stands_until = day
        if (day - evidence).days > silence:
            stands_until = evidence + timedelta(days=silence)
        elif turned_to == stance:
            continue
        if first < stands_until:
            yield Span(first, stands_until, stance)
        if stands_until < day:
            yield Span(stands_until, day, stance, is_gap=True)
        first, stance = day, turned_to
    if first < found.last.day:
        yield Span(first, found.last.day, stance)
