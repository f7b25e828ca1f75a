"""Who hardened and who softened lately, party by party.

Bounded: it looks at the newest positions alone, and says from which day on; so it costs the same
after ten years of coverage as after one.
"""

from dataclasses import dataclass, replace
from datetime import date

from positions.analysis.changes import Kind
from positions.analysis.movement import Movement, movement
from positions.models import Article, Party
from positions.reports import positions
from positions.reports.changes import kinds, up_to
from positions.reports.roles import Roles
from positions.reports.scope import Scope

NEWEST = 1500  # positions looked at, and the rest of the day that the oldest of them is of
STRETCHES = 24
MOST_PARTIES = 12


@dataclass(frozen=True, slots=True)
class PartyMovement:
    """A party that moved at least once."""

    party: Party
    movement: Movement


@dataclass(frozen=True, slots=True)
class Movements:
    """The parties that moved from one day to another: principals first, then by how often. `others` are left out."""

    parties: list[PartyMovement]
    others: int
    since: date
    until: date
    is_cut: bool

    @property
    def highest(self) -> int:
        """The most changes of one way in one stretch: all pictures share this scale."""
        return max(one.movement.highest for one in self.parties)


def lately(scope: Scope, *, before: Article | None = None) -> Movements | None:
    """Movement among the newest positions, or those up to an article. None where nobody hardened or softened."""
    rows = positions.select(scope)
    if before:
        rows = rows.filter(up_to(before))
    days = list(rows.order_by("-published_on", "-article_id").values_list("published_on", flat=True)[: NEWEST + 1])
    if not days:
        return None
    since, until, is_cut = days[-1], days[0], len(days) > NEWEST
    sides = (Kind.HARDENED, Kind.SOFTENED)
    told: dict[int, list[tuple[date, Kind]]] = {}
    for one in kinds.told(replace(scope, kinds=sides, since=since, until=until)):
        told.setdefault(one.party, []).append((one.published_on, one.kind))
    if not told:
        return None
    roles = Roles(scope.negotiation)
    found = [
        PartyMovement(party, movement(told[party.pk], since=since, until=until, parts=STRETCHES))
        for party in Party.objects.filter(pk__in=told)
    ]
    found.sort(key=lambda one: (not roles.is_principal(one.party), -len(told[one.party.pk]), roles.order(one.party)))
    shown = found[:MOST_PARTIES]
    return Movements(shown, len(found) - len(shown), since, until, is_cut)
