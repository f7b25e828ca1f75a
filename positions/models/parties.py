"""Whoever takes positions, the names articles give them, and their roles."""

from django.db import models
from django.db.models.functions import Length, Substr

from positions.models.base import KeyField, PartialDateField, Recorded, kept_history
from positions.models.constraints import SameRecord
from positions.models.negotiations import Negotiation


class Party(Recorded):
    """A state, armed group, bloc, organisation or public that takes positions; not a person."""

    class Kind(models.TextChoices):
        STATE = "state", "state"
        ARMED_GROUP = "armed_group", "armed group"
        BLOC = "bloc", "bloc"
        ORGANISATION = "organisation", "organisation"
        PUBLIC = "public", "public"
        OTHER = "other", "other"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="parties")
    slug = KeyField()
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=16, help_text="For narrow columns, such as “Russia” or “US”.")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.STATE)
    description = models.TextField(blank=True, max_length=4000)

    history = kept_history()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "slug"], name="party_slug_once_per_negotiation"),
            models.UniqueConstraint(fields=["id", "negotiation"], name="party_belongs_to_negotiation"),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(Recorded):
    """A name by which articles call a party: “Kyiv”, “Moscow”, “the Kremlin”."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="aliases")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=200)

    history = kept_history()

    class Meta:
        ordering = ["alias", "pk"]
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "alias"], name="alias_names_one_party"),
            SameRecord(
                field="party",
                agree_on=("negotiation",),
                name="alias_in_the_party_s_negotiation",
            ),
        ]

    def __str__(self) -> str:
        return self.alias


class Participation(Recorded):
    """A party's role in the negotiation. One party may have several, one after the other or at once."""

    class Role(models.TextChoices):
        PRINCIPAL = "principal", "principal"
        MEDIATOR = "mediator", "mediator"
        GUARANTOR = "guarantor", "guarantor"
        HOST = "host", "host"
        OBSERVER = "observer", "observer"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="participations")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(max_length=16, choices=Role)
    since = PartialDateField()
    until = PartialDateField()
    note = models.CharField(max_length=500, blank=True)

    history = kept_history()

    class Meta:
        ordering = ["party", "role", "since"]
        constraints = [
            models.UniqueConstraint(fields=["party", "role", "since"], name="participation_once"),
            models.CheckConstraint(
                # As far as the end is known: from March 2022 until 2022 is in order.
                condition=models.Q(until="") | models.Q(until__gte=Substr("since", 1, Length("until"))),
                name="participation_does_not_end_before_it_starts",
                violation_error_message="The role cannot end before it starts.",
            ),
            SameRecord(
                field="party",
                agree_on=("negotiation",),
                name="participation_in_the_party_s_negotiation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} ({self.get_role_display()})"
