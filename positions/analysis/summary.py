"""What changed, in one sentence of plain words.

Terms:

line
    One party on one proposal with its kind of change: a row of the page that the sentence sums up.
    A silent line is one that the earlier article covered and the later does not.
clause
    What the sentence says of one party, or, at the end, of all who are not named.
closing
    What did not happen: “nothing softened”. Said only where no line could be read as having
    happened, whatever its kind: a withdrawal, a dropped condition and a stance that
    contradicts itself are no longer *nothing softened*.

The sentence counts every line exactly once and nothing else: “both demands” are the two demands
that the party made itself and that the lines hold, new ones aside; “of others” are those
that somebody else made. It uses no pronouns and only the past tense, so that it is right
for “Russia” and for “the United States” alike.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

MOST_NAMED = 6  # parties, unless more of them are principals; the others are counted together

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

NEW, SILENT = "new", "silent"

# What a party did, by kind and direction, what matters most first. {own} are proposals the party
# made itself, {stance} the same after “the stance on” where others made them, {all} either.
# In words for others: what is said of several parties at once.
DEEDS: Sequence[tuple[str, str | None, str, str]] = (
    ("contradicted", None, "spoke for as well as against {all}", "contradicted"),
    ("withdrawn", None, "withdrew {all}", "withdrawn"),
    ("reversed", "softened", "left the first side taken on {all}", "reversed"),
    ("reversed", "hardened", "went back to the first side taken on {all}", "reversed"),
    ("reversed", None, "changed sides on {all}", "reversed"),
    ("hardened", None, "hardened {stance}", "hardened"),
    ("softened", None, "softened {stance}", "softened"),
    ("shifted", "up", "moved up the scale on {all}", "moved up the scale"),
    ("shifted", "down", "moved down the scale on {all}", "moved down the scale"),
    ("shifted", None, "shifted {stance}", "shifted"),
    ("condition_added", None, "set a condition on {all}", "given a condition"),
    ("condition_dropped", None, "dropped the condition on {all}", "freed of a condition"),
    ("condition_changed", None, "changed the condition on {all}", "given another condition"),
    ("blurred", None, "became unclear on {all}", "blurred"),
    ("clarified", None, "took a clear stance on {all}", "clarified"),
    (NEW, None, "{new}", "new"),
    ("reaffirmed", None, "reaffirmed {stance}", "reaffirmed"),
    (SILENT, None, "said nothing of {plain}", "not mentioned"),
)

QUIET = {NEW, "reaffirmed", SILENT}
MAY_HAVE_SOFTENED = {
    "softened", "withdrawn", "shifted", "contradicted", "condition_dropped", "condition_changed", "blurred",
}  # fmt: skip
MAY_HAVE_HARDENED = {"hardened", "shifted", "contradicted", "condition_added", "condition_changed", "blurred"}


@dataclass(frozen=True, slots=True)
class Line:
    """One party on one proposal.

    `kind` is a kind of change or “silent”; `noun` is “demand” or “offer”; `is_own` says that the party made
    the proposal itself; `before_on` is the day of the article that the change is measured against, if any.
    """

    party: str
    name: str
    kind: str
    noun: str
    is_own: bool
    direction: str | None = None
    is_principal: bool = False
    before_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said of one party: `party` and `name` are empty for all the others together."""

    party: str
    name: str
    words: str

    def __str__(self) -> str:
        return f"{self.name} {self.words}".strip()


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentence in its parts, so that a page can lead from each name to what it sums up."""

    lead: str
    clauses: tuple[Clause, ...]
    closing: str

    def __str__(self) -> str:
        parts = [str(clause) for clause in self.clauses] + ([self.closing] if self.closing else [])
        return f"{self.lead} {'; '.join(parts)}."


def summarise(
    lines: Sequence[Line], *, earlier: date | None, later: date, first: bool = False, selected: bool = False
) -> Summary:
    """The sentence for what an article of the day `later` changed.

    `earlier` is the day of the article it is compared with, None where there is none; `first` says that no
    article before it was coded. `selected` says that the lines are only some of those there are, so that
    nothing can be said of what did not happen.
    """
    lead = since(lines, earlier=earlier, later=later, first=first)
    if selected:
        lead = f"In this selection, {lead[0].lower()}{lead[1:]}"
    if not lines:
        return Summary(lead, (), "nothing was reported")
    by_party: dict[str, list[Line]] = {}
    for line in lines:
        by_party.setdefault(line.party, []).append(line)
    named = most_telling(list(by_party.values()))
    clauses = [Clause(own[0].party, own[0].name, deeds_of(own)) for own in named]
    told = {own[0].party for own in named}
    others = [own for party, own in by_party.items() if party not in told]
    if others:
        clauses.append(Clause("", "", all_together(others)))
    return Summary(lead, tuple(clauses), "" if selected else closing(lines))


def since(lines: Iterable[Line], *, earlier: date | None, later: date, first: bool) -> str:
    """What the lines are measured against, as the beginning of the sentence."""
    days = {line.before_on for line in lines if line.before_on and line.kind != SILENT}
    if len(days) > 1:
        return f"Against what was last reported of each, between {day(min(days))} and {day(max(days))},"
    against = days.pop() if days else earlier
    if against is None:
        return "In the first article that was coded," if first else f"On {day(later)}"
    return "Since an earlier article of the same day," if against == later else f"Since {day(against)}"


def most_telling(parties: list[list[Line]]) -> list[list[Line]]:
    """The parties to be named, in the order in which they came: principals, then those that moved."""

    def weight(place: int) -> tuple[bool, bool, int]:
        own = parties[place]
        return (not own[0].is_principal, all(line.kind in QUIET for line in own), place)

    number = max(MOST_NAMED, sum(own[0].is_principal for own in parties))
    if len(parties) <= number + 1:  # “one more party” is longer than its name
        return parties
    return [parties[place] for place in sorted(sorted(range(len(parties)), key=weight)[:number])]


def deed(line: Line) -> int:
    """Which of the `DEEDS` a line is."""
    return next(
        place for place, (kind, way, *_) in enumerate(DEEDS) if kind == line.kind and way in (None, line.direction)
    )


def by_deed(lines: Iterable[Line]) -> list[tuple[int, list[Line]]]:
    ordered = sorted(lines, key=deed)
    return [(place, list(group)) for place, group in groupby(ordered, key=deed)]


def deeds_of(lines: Sequence[Line]) -> str:
    """What one party did, every line of it once."""
    totals = Counter((line.noun, line.is_own) for line in lines if line.kind != NEW)
    return serial([DEEDS[place][2].format(**objects(these, totals)) for place, these in by_deed(lines)])


def objects(lines: Sequence[Line], totals: Counter[tuple[str, bool]]) -> dict[str, str]:
    """The proposals that a deed was done to, in each of the forms in which `DEEDS` may ask for them."""
    counts = Counter((line.noun, line.is_own) for line in lines)

    def listed(is_own: bool, *, of: bool) -> list[str]:
        tail = "" if is_own else " of others"
        nouns = [noun for noun in ("demand", "offer") if counts[noun, is_own]]
        each = [some(counts[noun, is_own], noun, totals[noun, is_own] if of else None) for noun in nouns]
        return [serial(each) + tail] if each else []

    own, others = listed(True, of=True), listed(False, of=True)
    made = [f"made {serial(new_ones(counts))}"] if any(is_own for _, is_own in counts) else []
    return {
        "all": " and ".join(own + others),
        "stance": " and ".join(own + [f"the stance on {words}" for words in others]),
        "plain": " and ".join(listed(True, of=False) + listed(False, of=False)),
        "new": " and ".join(made + [f"took a first stance on {words}" for words in listed(False, of=False)]),
    }


def new_ones(counts: Counter[tuple[str, bool]]) -> list[str]:
    return [some(counts[noun, True], f"new {noun}") for noun in ("demand", "offer") if counts[noun, True]]


def some(number: int, noun: str, total: int | None = None) -> str:
    """How many; and where that is all there are, that too: one demand, both demands, all three demands."""
    if number == total and number > 1:
        return f"{'both' if number == 2 else f'all {in_words(number)}'} {plural(noun, number)}"
    return f"{in_words(number)} {plural(noun, number)}"


def all_together(parties: Sequence[Sequence[Line]]) -> str:
    """What those who are not named did, by kind."""
    counts: Counter[str] = Counter()  # in the order of the deeds
    for place, these in by_deed(line for own in parties for line in own):
        counts[DEEDS[place][3]] += len(these)
    kinds = serial([f"{in_words(number)} {words}" for words, number in counts.items()])
    return f"among {in_words(len(parties))} more parties: {kinds}"


def closing(lines: Sequence[Line]) -> str:
    """What did not happen, where that can be said."""
    compared = [line for line in lines if line.kind not in (NEW, SILENT)]
    if not compared:
        return ""
    if all(line.kind == "reaffirmed" for line in compared):
        return "nothing hardened or softened" if any(line.kind == NEW for line in lines) else "nothing changed"
    softened = any(line.kind in MAY_HAVE_SOFTENED or line.direction in ("softened", "up", "down") for line in compared)
    hardened = any(line.kind in MAY_HAVE_HARDENED or line.direction in ("hardened", "up", "down") for line in compared)
    if softened and hardened:
        return ""
    if not softened and not hardened:
        return "nothing hardened or softened"
    return "nothing hardened" if softened else "nothing softened"


def serial(items: Sequence[str]) -> str:
    """One after the other: a, b and c; with a comma before the last “and” where one of them has an “and” of its own."""
    if len(items) < 2:
        return "".join(items)
    comma = "," if any(" and " in item for item in items) else ""
    return f"{', '.join(items[:-1])}{comma} and {items[-1]}"


def in_words(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def plural(noun: str, number: int) -> str:
    return noun if number == 1 else f"{noun}s"


def day(when: date) -> str:
    return f"{when.day} {when:%B} {when.year}"
