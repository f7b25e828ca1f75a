"""Where the name of something that was merged leads."""

from collections.abc import Collection

from django.db import models

from positions.models.base import KeyField, Recorded, kept_history
from positions.models.negotiations import Negotiation


class SuccessorQuerySet(models.QuerySet["Successor"]):
    def of_names(self, negotiation: Negotiation, slugs: Collection[str]) -> dict[tuple[str, str], int]:
        """To which row each of these names leads, by table and name; names that lead nowhere are left out."""
        found = self.filter(negotiation=negotiation, slug__in=slugs)
        return {(one.table, one.slug): one.successor for one in found}


class Successor(Recorded):
    """The row `successor` of `table` took the place of the one that was called `slug`, and had the id `former`.

    Addresses, files and notes that name the old one are led on. What was merged into
    something that is merged later leads to the last.
    """

    class Table(models.TextChoices):
        PARTY = "party", "party"
        PROPOSAL = "proposal", "demand or offer"
        VENUE = "venue", "venue"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="successors")
    table = models.CharField(max_length=16, choices=Table)
    slug = KeyField()
    former = models.BigIntegerField()
    successor = models.BigIntegerField()

    objects = SuccessorQuerySet.as_manager()
    history = kept_history()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "table", "slug"], name="one_successor_per_name"),
            models.UniqueConstraint(fields=["table", "former"], name="one_successor_per_row"),
        ]

    def __str__(self) -> str:
        return f"{self.get_table_display()} {self.slug}"
