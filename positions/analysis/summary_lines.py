"""The lines that a summary sums up, and how it speaks of the proposals that they are about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from positions.analysis.names import in_a_sentence, possessive
from positions.analysis.words import in_words, plural, quoted, serial

LONGEST_PROPOSER = 36  # characters of a name, beyond which it would drown what is said of the proposal

NEW, REAFFIRMED, SILENT = "new", "reaffirmed", "silent"


@dataclass(frozen=True, slots=True)
class Line:
    """One party on one proposal.

    `kind` is a kind of change or “silent”; `noun` is “demand” or “offer”; `is_own` says that the party made
    the proposal itself, `proposer` is the name of who did, `title` that of the proposal; `step` is the movement
    on the scale, up is positive; `before_on` is the day of the article that the change is measured against, if any.
    """

    party: str
    name: str
    kind: str
    noun: str
    is_own: bool
    proposer: str = ""
    title: str = ""
    direction: str | None = None
    step: int | None = None
    is_principal: bool = False
    before_on: date | None = None

    @property
    def way(self) -> str | None:
        if self.kind == "reversed" and self.direction and self.step:
            return f"{self.direction} {'up' if self.step > 0 else 'down'}"
        if self.kind == NEW:
            return "made" if self.is_own else None
        return self.direction


def objects(lines: Sequence[Line], totals: Counter[tuple[str, str, bool]], *, by_title: bool) -> dict[str, str]:
    """The proposals that a deed was done to, in each of the forms in which `DEEDS` may ask for them."""
    own_lines, others = [line for line in lines if line.is_own], [line for line in lines if not line.is_own]
    own = entitled(own_lines) if by_title else listed(own_lines, totals)
    of_others = entitled(others) if by_title else listed(others, totals)
    if others and not by_title:
        proposers = {proposer_of(line) for line in others}
        by = in_a_sentence(proposers.pop() or "others") if len(proposers) == 1 else "others"
        of_others = [f"{serial(of_others)} by {by}"]
    stance = [f"the stance on {serial(of_others)}"] if others else []
    return {
        "each": serial(own + of_others),
        "stance": serial(own + stance),
        "new": serial([words.replace(" ", " new ", 1) for words in own]),
    }


def proposer_of(line: Line) -> str:
    """The name, or nothing where it is too long to be said."""
    return line.proposer if len(line.proposer) <= LONGEST_PROPOSER else ""


def entitled(lines: Sequence[Line]) -> list[str]:
    """The proposals by their titles, with whose they are where they are somebody else’s."""

    def whose(line: Line) -> tuple[str, str]:
        return ("" if line.is_own else proposer_of(line), line.noun)

    found = []
    for (name, noun), group in groupby(sorted(lines, key=whose), key=whose):
        these = [quoted(line.title) for line in group]
        nouns, titles = plural(noun, len(these)), serial(these)
        owner = possessive(in_a_sentence(name)) if name else ""
        if owner:
            found.append(f"{owner} {nouns} {titles}")
        else:
            by = "" if lines[0].is_own else f" by {in_a_sentence(name or 'others')}"
            found.append(f"the {nouns} {titles}{by}")
    return found


def listed(lines: Sequence[Line], totals: Counter[tuple[str, str, bool]]) -> list[str]:
    """How many demands and how many offers there are among lines of one party, all of them its own or none."""
    found = []
    for noun in ("demand", "offer"):
        these = [line for line in lines if line.noun == noun]
        if these:
            first = these[0]
            total = None if first.kind == NEW else totals[first.party, noun, first.is_own]
            found.append(some(len(these), noun, total))
    return found


def some(number: int, noun: str, total: int | None = None) -> str:
    """How many; and where that is all there are, that too: one demand, both demands, all three demands."""
    if number == total and number > 1:
        return f"{'both' if number == 2 else f'all {in_words(number)}'} {plural(noun, number)}"
    return f"{in_words(number)} {plural(noun, number)}"
