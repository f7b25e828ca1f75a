"""The articles of an invented negotiation, one after the other in the order of their days.

Each is about one issue, lets a handful of parties speak, and holds every quote word for word at its place.
Nothing is kept from one to the next but where each party stands on each proposal.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random

from positions.analysis.stances import Stance
from positions.invented import words
from positions.invented.cast import Cast
from positions.invented.courses import BY_VALUE, Course

CONTRADICTS = 0.004  # of the positions are said again in the same article with the opposite sign
CORRECTED = 0.015  # of the positions were first read one step beside what is right
FAR_FETCHED = 0.2  # of the positions are on another issue than the article's
PAST = 0.04  # how often an offer whose day has passed is still spoken of
PROVENANCE = "Invented by a program. It never appeared anywhere, and nobody said any of it."


@dataclass(frozen=True, slots=True)
class Reading:
    """How a position was read before it was corrected, and when that was."""

    stance: Stance
    condition: str
    corrected_at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """One position: `party` and `proposal` are places in the cast."""

    key: str
    party: int
    proposal: int
    stance: Stance
    condition: str
    move: str
    attribution: str
    speaker: str
    party_as_written: str
    stated_on: str
    start: int
    end: int
    credibility: int | None
    recorded_at: datetime
    earlier: Reading | None


@dataclass(frozen=True, slots=True)
class Report:
    """One article with its positions, in the order of the text."""

    key: str
    source: str
    title: str
    published_on: date
    text: str
    statements: Sequence[Statement]


def invent_articles(cast: Cast, seed: str) -> Iterator[Report]:
    """As many as were asked for, with as many positions between them."""
    desk = Desk(cast, Random(f"{seed}: articles"))  # noqa: S311 – chance that comes again, not secrets
    days = busy_days(cast, Random(f"{seed}: days"))  # noqa: S311
    counts = shares(cast.size.positions, cast.size.articles, Random(f"{seed}: counts"))  # noqa: S311
    for number, (day, count) in enumerate(zip(days, counts, strict=True), start=1):
        yield desk.report(number, day, count)


def shares(total: int, parts: int, chance: Random) -> Iterator[int]:
    """So many whole numbers that add up to the total, some larger, some smaller."""
    mean = total / parts
    before = 0
    for number in range(1, parts + 1):
        here = total if number == parts else round(number * mean + chance.uniform(-0.35, 0.35) * mean)
        here = max(before, min(here, total))
        yield here - before
        before = here


def busy_days(cast: Cast, chance: Random) -> Iterator[date]:
    """A day for every article: more of them in busy months than in quiet ones, the last on the last day."""
    first, last = cast.size.first_day, cast.size.last_day
    days = (last - first).days + 1
    months = [chance.uniform(0.4, 1.6) for _ in range(days // 30 + 1)]
    so_far = list(accumulate(months[day // 30] for day in range(days)))
    for number in range(1, cast.size.articles + 1):
        place = bisect(so_far, so_far[-1] * (number - 0.5) / cast.size.articles)
        yield last if number == cast.size.articles else first + timedelta(days=min(place, days - 1))


class Desk:
    """Where the articles are written: it remembers the courses of all pairs, and what is on the table today."""

    def __init__(self, cast: Cast, chance: Random) -> None:
        self.cast = cast
        self.chance = chance
        self.courses: dict[tuple[int, int], Course] = {}
        self.heard = list(accumulate(actor.weight for actor in cast.actors))
        self.made = 0
        last = cast.size.last_day
        self.closing = datetime(last.year, last.month, last.day, 23, 59, tzinfo=UTC)  # the desk writes nothing later
        self.day: date | None = None
        self.on_table: list[list[int]] = []  # by issue: the proposals that are spoken of
        self.any_day: list[int] = []

    def report(self, number: int, day: date, count: int) -> Report:
        chance = self.chance
        self.lay_table(day)
        live = [issue for issue, proposals in enumerate(self.on_table) if proposals]
        issue = chance.choice(live) if live else 0
        title = self.cast.issues[issue]
        topic = title[0].lower() + title[1:]
        source = chance.choice(self.cast.sources)
        pieces = [chance.choice(words.OPENINGS).format(issue=topic), "\n\n"]
        length = sum(map(len, pieces))
        statements: list[Statement] = []
        before = -1
        for party, proposal in self.pairs(issue, count):
            if before >= 0:
                pieces.append(" " if party == before else "\n\n")
                length += len(pieces[-1])
            before = party
            sentence, statement = self.statement(party, proposal, day, length)
            pieces.append(sentence)
            length += len(sentence)
            statements.append(statement)
            if len(statements) < count and chance.random() < CONTRADICTS:
                contrary = self.contrary(statement, day, length + 1)
                if contrary is not None:
                    pieces += [" ", contrary[0]]
                    length += 1 + len(contrary[0])
                    statements.append(contrary[1])
            if len(statements) >= count:
                break
        pieces += ["\n\n" if statements else "", chance.choice(words.CLOSINGS), "\n"]
        if statements:
            lead = statements[0]
            headline = words.HEADLINES[lead.stance].format(party=self.cast.actors[lead.party].name, issue=topic)
        else:
            headline = f"Another day without news on {topic}"
        return Report(f"{day.isoformat()}-{number:06}", source, headline, day, "".join(pieces), statements)

    def lay_table(self, day: date) -> None:
        if day == self.day:
            return
        self.day = day
        self.on_table = [[] for _ in self.cast.issues]
        for place, motion in enumerate(self.cast.motions):
            past = motion.until < day and self.chance.random() >= PAST
            if motion.since <= day and not past:
                self.on_table[motion.issue].append(place)
        self.any_day = [place for proposals in self.on_table for place in proposals]

    def pairs(self, issue: int, count: int) -> list[tuple[int, int]]:
        """Who speaks on what: parties together, each pair once."""
        most = min(count, len(self.cast.actors) * len(self.any_day))
        speaking = [self.somebody() for _ in range(self.chance.randrange(3, 7))]
        found: dict[tuple[int, int], None] = {}
        while len(found) < most:
            own = self.on_table[issue]
            motions = self.any_day if not own or self.chance.random() < FAR_FETCHED else own
            pair = (self.chance.choice(speaking), self.chance.choice(motions))
            if pair in found:  # these have said it all: one more speaks
                speaking.append(self.somebody())
            found[pair] = None
        return sorted(found)

    def somebody(self) -> int:
        return bisect(self.heard, self.chance.random() * self.heard[-1])

    def statement(self, party: int, proposal: int, day: date, place: int) -> tuple[str, Statement]:
        """A sentence, and the position it states; `place` is where the sentence begins in the text."""
        motion, actor = self.cast.motions[proposal], self.cast.actors[party]
        course = self.courses.get((party, proposal))
        if course is None:
            leaning = actor.leanings[motion.proposer] if motion.proposer < len(actor.leanings) else 0.0
            course = Course(party == motion.proposer, leaning, motion.kind)
            self.courses[party, proposal] = course
        stance, condition, move = course.go_on(day.toordinal(), self.chance)
        return self.worded(party, proposal, day, place, stance, condition, move)

    def contrary(self, said: Statement, day: date, place: int) -> tuple[str, Statement] | None:
        """The same party on the same proposal with the opposite sign; None where it took no side."""
        value = said.stance.value_on_scale
        if not value:
            return None
        stance = Stance.REJECTS if value > 0 else Stance.SUPPORTS
        return self.worded(said.party, said.proposal, day, place, stance, "", "")

    def worded(
        self, party: int, proposal: int, day: date, place: int, stance: Stance, condition: str, move: str
    ) -> tuple[str, Statement]:
        chance = self.chance
        actor, motion = self.cast.actors[party], self.cast.motions[proposal]
        own = words.OWN_PHRASES.get((motion.kind, stance)) if party == motion.proposer else None
        quote = chance.choice(own or words.PHRASES[stance]).format(it=motion.clause)
        if condition:
            quote = f"{quote}, {condition}"
        attribution, opening, ending = words.FRAMES[int(chance.random() * len(words.FRAMES))]
        name, speaker = chance.choice(actor.names), chance.choice(actor.speakers)
        opening = opening.format(name=name)
        ending = ending.format(speaker=speaker, name=name)
        self.made += 1
        start = place + len(opening)
        recorded_at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(minutes=chance.randrange(2880))
        recorded_at = min(recorded_at, self.closing - timedelta(minutes=1))
        statement = Statement(
            key=f"g{self.made:07}",
            party=party,
            proposal=proposal,
            stance=stance,
            condition=condition,
            move=move,
            attribution=attribution,
            speaker=speaker if attribution == "direct_quote" else "",
            party_as_written=name,
            stated_on=self.stated_on(day),
            start=start,
            end=start + len(quote),
            credibility=(None, None, 1, 1, 2, 2, 3, 4)[int(chance.random() * 8)],
            recorded_at=recorded_at,
            earlier=self.misread(stance, recorded_at) if chance.random() < CORRECTED else None,
        )
        return f"{opening}{quote}{ending}", statement

    def stated_on(self, day: date) -> str:
        if self.chance.random() < 0.4:
            return ""
        return (day - timedelta(days=int(self.chance.random() * 3))).isoformat()

    def misread(self, stance: Stance, recorded_at: datetime) -> Reading | None:
        """One step nearer to the middle, as a hasty coder reads it."""
        value = stance.value_on_scale
        if not value:
            return None
        before = BY_VALUE[value - 1 if value > 0 else value + 1]
        condition = "if the other side does the same" if before is Stance.CONDITIONAL else ""
        corrected_at = recorded_at + timedelta(days=self.chance.randrange(1, 200))
        return Reading(before, condition, min(corrected_at, self.closing))
