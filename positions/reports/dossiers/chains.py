"""Chains of demands, the offers that answer them and the offers that counter those, with how they were received."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from positions.analysis.chains import Knot, Link, component, trees
from positions.models import Proposal, Track
from positions.reports.changes import MovedPosition
from positions.reports.dossiers.lanes import current

MOST = 30  # proposals on one page's drawing


@dataclass(frozen=True, slots=True)
class Member:
    """A proposal in a chain. `reply` is how its addressee stands on it now, None where that is not on record.

    `asked` says that the page is about it.
    """

    proposal: Proposal
    depth: int
    how: str
    reply: MovedPosition | None
    asked: bool
    below: list["Member"]

    def walk(self) -> Iterable["Member"]:
        yield self
        for member in self.below:
            yield from member.walk()


@dataclass(frozen=True, slots=True)
class Chains:
    """`roots` are empty where nothing answers or counters anything; `is_cut` says that more hangs on it."""

    roots: list[Member]
    is_cut: bool


def chains(negotiation: int, around: Iterable[Proposal]) -> Chains:
    """All that hangs together with these proposals by answers and counter-offers."""
    asked = {proposal.pk for proposal in around}
    linked = Proposal.objects.filter(negotiation=negotiation).exclude(answers=None, counters=None)
    links = {
        key: Link(answers, counters)
        for key, answers, counters in linked.order_by("pk").values_list("pk", "answers", "counters")
    }
    found, is_cut = component(links, sorted(asked), most=MOST)
    rows = Proposal.objects.filter(pk__in=found).select_related("issue", "proposer", "addressee")
    proposals = {row.pk: row for row in sorted(rows, key=lambda row: (row.proposed_on or "9", row.slug))}
    to_addressees = Track.objects.filter(Q(proposal__in=found), party=F("proposal__addressee"))
    replies = {row.proposal.pk: row for row in current(to_addressees)}

    def member(knot: Knot, depth: int = 0) -> Member:
        return Member(
            proposal=proposals[knot.key],
            depth=depth,
            how=knot.how,
            reply=replies.get(knot.key),
            asked=knot.key in asked,
            below=[member(below, depth + 1) for below in knot.below],
        )

    return Chains([member(knot) for knot in trees(links, list(proposals))], is_cut)
