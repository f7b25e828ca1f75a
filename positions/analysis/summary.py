"""What changed, in a sentence or two of plain words.

Terms:

line
    One party on one proposal with its kind of change: a row of the page that the sentence sums up.
    A silent line is one that the earlier article covered and the later does not.
clause
    What the sentence says of one party, or of several that did just the same; or, last, of all who are not named.
closing
    What did not happen: “nothing softened”. Said only where no line could be read as having
    happened, whatever its kind: a withdrawal, a dropped condition and a stance that
    contradicts itself are no longer *nothing softened*.
silence
    How many positions the earlier article reported and the later does not: a sentence of its own, for
    all parties together. It is no change, and must not drown those that are.

Every line is told exactly once and nothing else is. Where a party moved on few, they are called by
their titles: “the demand “…”” is one that the party made itself, “Ukraine’s demand “…”” somebody else’s.
Of many, and of what is no movement, there are numbers: “both demands” are the two demands
that the party made itself and that the lines hold, new ones aside; “by Ukraine” or, where they
are of several or the name is long, “by others” are those that somebody else made. There are no
pronouns and only the past tense, so that it is right for “Russia” and for “the United States” alike.
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from positions.analysis.names import in_a_sentence
from positions.analysis.summary_lines import NEW, REAFFIRMED, SILENT, Line, objects
from positions.analysis.words import between, day, in_words, joint_before_last, serial

MOST_NAMED = 6  # parties, unless more of them are principals that moved; the others are counted together
FEW = 2  # movements of one kind by one party, of which the titles are told
MOST_TITLES = 6  # in the whole sentence

# What a party did, by kind and by way, what matters most first. A way is a direction of movement or, for
# one that crossed the scale, that and where it landed. {stance} are proposals the party made itself and, after
# “the stance on”, those that others made; {each} are either, each in a deed of its own, lest “one offer and one
# demand by others” be misread. Last, what is said of many parties at once.
DEEDS: Sequence[tuple[str, str | None, str, str]] = (
    ("contradicted", None, "sent mixed signals on {each}", "contradicted"),
    ("withdrawn", None, "withdrew {each}", "withdrawn"),
    ("reversed", "softened down", "turned against {each}", "reversed"),
    ("reversed", "softened up", "came round to {each}", "reversed"),
    ("reversed", "hardened down", "turned against {each} again", "reversed"),
    ("reversed", "hardened up", "came back to {each}", "reversed"),
    ("reversed", None, "changed sides on {each}", "reversed"),
    ("hardened", None, "hardened {stance}", "hardened"),
    ("softened", None, "softened {stance}", "softened"),
    ("shifted", "up", "moved toward {each}", "shifted"),
    ("shifted", "down", "moved away from {each}", "shifted"),
    ("shifted", None, "shifted {stance}", "shifted"),
    ("condition_added", None, "set a condition on {each}", "given a condition"),
    ("condition_dropped", None, "dropped the condition on {each}", "freed of a condition"),
    ("condition_changed", None, "changed the condition on {each}", "given another condition"),
    ("blurred", None, "became unclear on {each}", "blurred"),
    ("clarified", None, "took a clear stance on {each}", "clarified"),
    (NEW, "made", "made {new}", "new"),
    (NEW, None, "took a first stance on {each}", "new"),
    (REAFFIRMED, None, "reaffirmed {stance}", "reaffirmed"),
)

MOVEMENTS = {"contradicted", "withdrawn", "reversed", "hardened", "softened", "shifted"}
MAY_HAVE_SOFTENED = {
    "softened", "withdrawn", "shifted", "contradicted", "condition_dropped", "condition_changed", "blurred",
}  # fmt: skip
MAY_HAVE_HARDENED = {"hardened", "shifted", "contradicted", "condition_added", "condition_changed", "blurred"}


@dataclass(frozen=True, slots=True)
class Name:
    """A party as the sentence calls it, with the word or sign that joins it to the one before."""

    party: str
    name: str
    joint: str


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said of the parties named; none of them: of all the others together."""

    names: tuple[Name, ...]
    words: str

    def __str__(self) -> str:
        return f"{''.join(one.joint + one.name for one in self.names)} {self.words}".strip()


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentence in its parts, so that a page can lead from each name to what it sums up."""

    lead: str
    clauses: tuple[Clause, ...]
    closing: str
    silence: str

    def __str__(self) -> str:
        parts = [str(clause) for clause in self.clauses] + ([self.closing] if self.closing else [])
        return " ".join(filter(None, (f"{self.lead} {'; '.join(parts)}.", self.silence)))


def summarise(
    lines: Sequence[Line], *, earlier: date | None, later: date, first: bool = False, selected: bool = False
) -> Summary:
    """The sentence for what an article of the day `later` changed.

    `earlier` is the day of the article it is compared with, None where there is none; `first` says that no
    article before it was coded. `selected` says that the lines are only some of those there are, so that
    nothing can be said of what did not happen.
    """
    said = [line for line in lines if line.kind != SILENT]
    lead = since(said, earlier=earlier, later=later, first=first) if said else f"The article of {day(later)}"
    if selected:
        lead = f"In this selection, {lead[0].lower()}{lead[1:]}"
    silence = unmentioned(len(lines) - len(said), earlier, later)
    if not said:
        return Summary(lead, (), "reported no position", silence)
    totals = Counter((line.party, line.noun, line.is_own) for line in lines if line.kind != NEW)
    by_party: dict[str, list[Line]] = {}
    for line in said:
        by_party.setdefault(line.party, []).append(line)
    named = most_telling(list(by_party.values()))
    titled = told_by_title(said)
    by_words: dict[str, list[Line]] = {}  # one line of each party, in the order in which they came
    for own in named:
        by_words.setdefault(deeds_of(own, totals, titled), []).append(own[0])
    clauses = [
        Clause(joined(parties), f"each {words}" if parties[1:] else words) for words, parties in by_words.items()
    ]
    told = {own[0].party for own in named}
    others = [own for party, own in by_party.items() if party not in told]
    if others:
        clauses.append(Clause((), all_together(others)))
    return Summary(lead, tuple(clauses), "" if selected else closing(lines), silence)


def since(lines: Iterable[Line], *, earlier: date | None, later: date, first: bool) -> str:
    """What the lines are measured against, as the beginning of the sentence."""
    days = {line.before_on for line in lines if line.before_on}
    if len(days) > 1:
        return f"Compared with earlier reports ({between(min(days), max(days))}),"
    against = days.pop() if days else earlier
    if against is None:
        return "In the first article that was coded," if first else f"On {day(later)}"
    return "Since an earlier article of the same day," if against == later else f"Since {day(against)}"


def unmentioned(number: int, earlier: date | None, later: date) -> str:
    """What is said of the silent lines."""
    if not number:
        return ""
    when = f"on {day(earlier)}" if earlier and earlier != later else "earlier the same day"
    return f"Of the positions reported {when}, {in_words(number)} went unmentioned."


def most_telling(parties: list[list[Line]]) -> list[list[Line]]:
    """The parties to be named, in the order in which they came: first those that moved or put something forward."""

    def weight(place: int) -> tuple[int, bool, int]:
        own = parties[place]
        return (min(news(line) for line in own), not own[0].is_principal, place)

    moved_principals = sum(own[0].is_principal and any(news(line) == 0 for line in own) for own in parties)
    number = max(MOST_NAMED, moved_principals)
    if len(parties) <= number + 1:  # “one more party” is longer than its name
        return parties
    return [parties[place] for place in sorted(sorted(range(len(parties)), key=weight)[:number])]


def news(line: Line) -> int:
    """How soon a reader has to hear of it: a movement, a new proposal, a first stance, then what was said before."""
    if line.kind == NEW:
        return 1 if line.is_own else 2
    return 3 if line.kind == REAFFIRMED else 0


def joined(parties: Sequence[Line]) -> tuple[Name, ...]:
    """The names of several parties one after the other."""
    names = [in_a_sentence(line.name) for line in parties]
    last = joint_before_last(names)
    joints = ["", *[", "] * (len(names) - 2), last] if names[1:] else [""]
    return tuple(Name(line.party, name, joint) for line, name, joint in zip(parties, names, joints, strict=True))


def deed(line: Line) -> int:
    """Which of the `DEEDS` a line is."""
    return next(place for place, (kind, way, *_) in enumerate(DEEDS) if kind == line.kind and way in (None, line.way))


def told_by_title(lines: Iterable[Line]) -> set[tuple[str, str]]:
    """The parties and kinds of movement that are few enough; what matters most first, while there is room.

    There must be room for a kind whole, with those who will not be named: of a crowd, numbers say more.
    """
    counts = Counter((line.party, line.kind) for line in lines if line.kind in MOVEMENTS)
    found: set[tuple[str, str]] = set()
    room = MOST_TITLES
    for kind in dict.fromkeys(kind for kind, *_ in DEEDS):
        few = {pair: number for pair, number in counts.items() if pair[1] == kind and number <= FEW}
        if sum(few.values()) <= room:
            room -= sum(few.values())
            found |= few.keys()
    return found


def deeds_of(lines: Sequence[Line], totals: Counter[tuple[str, str, bool]], titled: Container[tuple[str, str]]) -> str:
    """What one party did, every line of it once."""

    def order(line: Line) -> tuple[int, bool]:
        place = deed(line)
        return place, "{each}" in DEEDS[place][2] and not line.is_own

    ordered = groupby(sorted(lines, key=order), key=order)
    said = []
    for (place, _), group in ordered:
        done = list(group)
        by_title = (done[0].party, done[0].kind) in titled and all(line.title for line in done)
        said.append(DEEDS[place][2].format(**objects(done, totals, by_title=by_title)))
    return serial(said)


def all_together(parties: Sequence[Sequence[Line]]) -> str:
    """What those who are not named did, by kind."""
    counts: Counter[str] = Counter()  # in the order of the deeds
    for place in sorted(deed(line) for own in parties for line in own):
        counts[DEEDS[place][3]] += 1
    kinds = serial([f"{in_words(number)} {words}" for words, number in counts.items()])
    return f"among {in_words(len(parties))} more parties: {kinds}"


def closing(lines: Sequence[Line]) -> str:
    """What did not happen, where that can be said."""
    compared = [line for line in lines if line.kind not in (NEW, SILENT)]
    if not compared:
        return ""
    if all(line.kind == REAFFIRMED for line in compared):
        return "nothing hardened or softened" if any(line.kind == NEW for line in lines) else "nothing changed"
    softened = any(line.kind in MAY_HAVE_SOFTENED or line.direction in ("softened", "up", "down") for line in compared)
    hardened = any(line.kind in MAY_HAVE_HARDENED or line.direction in ("hardened", "up", "down") for line in compared)
    if softened and hardened:
        return ""
    if not softened and not hardened:
        return "nothing hardened or softened"
    return "nothing hardened" if softened else "nothing softened"
