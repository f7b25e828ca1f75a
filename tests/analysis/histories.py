"""Histories of one party on one proposal, written as the numbers of the scale.

kinds(-2, +1, +2)                      three articles ten days apart, each of its own source
kinds([+2, -2])                        one article that reports both
kinds(+2, at(-2, days=3))              the second appears three days after the first
kinds(says(+1, "if they withdraw"))    with a condition; move="retract" for a speech act
kinds(+3, "declines")                  stances off the scale go by their code
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from positions.analysis.changes import Change, Statement, changes
from positions.analysis.stances import SCALE, Stance

BY_VALUE = {step.value: stance for stance, step in SCALE.items() if step.value is not None}
FIRST_DAY = date(2022, 2, 28)


@dataclass(frozen=True)
class Said:
    """One statement, before it has an article."""

    stance: Stance
    condition: str = ""
    move: str = ""


@dataclass(frozen=True)
class Published:
    """One article's statements, and where and when it appeared."""

    said: tuple[Said, ...]
    days: int = 10
    source: int | None = None


def says(stance: int | str, condition: str = "", move: str = "") -> Said:
    return Said(BY_VALUE[stance] if isinstance(stance, int) else Stance(stance), condition, move)


def at(*what: int | str | Said, days: int = 10, source: int | None = None) -> Published:
    """An article so many days after the one before it."""
    return Published(tuple(one if isinstance(one, Said) else says(one) for one in what), days, source)


def statements(*articles: int | str | Said | list | Published) -> list[Statement]:
    """The statements of articles, oldest first. Article ids go downward, so that only the dates order them."""
    found: list[Statement] = []
    ids = count(1)
    day = FIRST_DAY
    for number, given in enumerate(articles):
        match given:
            case Published():
                article = given
            case list():
                article = at(*given)
            case _:
                article = at(given)
        day += timedelta(days=article.days if number else 0)
        same_day = number and article.days == 0
        found += [
            Statement(
                id=next(ids),
                article=1000 + number if same_day else 1000 - 10 * number,
                published_on=day,
                source=100 + number if article.source is None else article.source,
                place=place * 40,
                stance=said.stance,
                condition=said.condition,
                move=said.move,
            )
            for place, said in enumerate(article.said)
        ]
    return found


def compared(*articles: int | str | Said | list | Published, proposer: bool = False) -> list[Change]:
    return list(changes(statements(*articles), is_proposer=proposer))


def kinds(*articles: int | str | Said | list | Published, proposer: bool = False) -> list[str]:
    return [str(change.kind) for change in compared(*articles, proposer=proposer)]


def last(*articles: int | str | Said | list | Published, proposer: bool = False) -> Change:
    return compared(*articles, proposer=proposer)[-1]
