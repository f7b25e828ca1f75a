"""Who sits at the table: parties by their part in the negotiation."""

from collections.abc import Iterable

from positions.models import Negotiation, Participation, Party
from positions.reports.order import Key, name_order

ORDER = tuple(Participation.Role)


class Roles:
    """The parts that parties play or played, read once, or `given` as pairs of a party's id and a role."""

    def __init__(self, negotiation: Negotiation, given: Iterable[tuple[int, str]] | None = None) -> None:
        self.of: dict[int, set[str]] = {}
        for party, role in negotiation.participations.values_list("party", "role") if given is None else given:
            self.of.setdefault(party, set()).add(role)

    def is_principal(self, party: Party) -> bool:
        return Participation.Role.PRINCIPAL in self.of.get(party.pk, ())

    def rank(self, party: Party) -> int:
        """0 for principals, then mediators and so on; those without a role come last."""
        return min((ORDER.index(role) for role in self.of.get(party.pk, ())), default=len(ORDER))

    def order(self, party: Party) -> Key:
        """By rank, then by name."""
        return (self.rank(party), *name_order(party))
