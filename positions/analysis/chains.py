"""Chains: which offer answers which demand, which offer counters which, as trees.

An offer stands below the offer it counters or, where it counters none, below the demand it
answers. Everything that hangs together, however far, makes one *component*; it may have several
roots. A ring (each countering the next) is cut open at its first member, so that nothing is lost
and nothing stands twice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

ANSWERS, COUNTERS = "answers", "counters"


@dataclass(frozen=True, slots=True)
class Link:
    """What one proposal answers and what it counters; None for neither."""

    answers: int | None
    counters: int | None


@dataclass(frozen=True, slots=True)
class Knot:
    """A proposal in its tree: `how` it hangs on the one above it, empty for a root."""

    key: int
    how: str
    below: Sequence["Knot"]

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Knot"]]:
        """This one and all below it with their depth, from the top down."""
        yield depth, self
        for knot in self.below:
            yield from knot.walk(depth + 1)


def component(links: Mapping[int, Link], around: Iterable[int], *, most: int) -> tuple[list[int], bool]:
    """What hangs together with these, the nearest first; and whether there is more than `most` of it."""
    beside: dict[int, list[int]] = {}
    for key, link in links.items():
        for other in (link.answers, link.counters):
            if other is not None:
                beside.setdefault(key, []).append(other)
                beside.setdefault(other, []).append(key)
    found = [key for key in dict.fromkeys(around) if key in beside]
    seen = set(found)
    for key in found:  # grows while it is walked
        for other in beside[key]:
            if other not in seen:
                seen.add(other)
                found.append(other)
    return found[:most], len(found) > most


def trees(links: Mapping[int, Link], order: Sequence[int]) -> list[Knot]:
    """The members in `order` as trees; siblings and roots keep that order, and each stands once."""
    members = set(order)
    below: dict[int, list[int]] = {}
    roots = []
    for key in order:
        link = links.get(key)
        parent = next((other for other in (link.counters, link.answers) if other in members), None) if link else None
        if parent is None:
            roots.append(key)
        else:
            below.setdefault(parent, []).append(key)
    placed: set[int] = set()

    def knot(key: int, how: str) -> Knot:
        placed.add(key)
        hanging = (
            knot(other, COUNTERS if links[other].counters == key else ANSWERS)
            for other in below.get(key, ())
            if other not in placed
        )
        return Knot(key, how, list(hanging))

    found = [knot(key, "") for key in roots]
    found.extend(knot(key, "") for key in order if key not in placed)  # what is left are rings
    return found
