"""What is on the table: demands and offers, two kinds of one table."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from positions.models.base import KeyField, PartialDateField, Recorded, kept_history
from positions.models.constraints import SameRecord
from positions.models.negotiations import Issue, Negotiation
from positions.models.parties import Party
from positions.models.venues import Venue


class Proposal(Recorded):
    """A directed proposition on an issue that a party put on the table and every party can be for or against.

    A *demand* is what a party requires of others, not the interest behind it. An *offer* is what
    a party is willing to do or give; it may name a venue and a date, answer a demand, or counter
    another offer.
    """

    class Kind(models.TextChoices):
        DEMAND = "demand", "demand"
        OFFER = "offer", "offer"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=8, choices=Kind)
    slug = KeyField()
    title = models.CharField(
        max_length=200, help_text="A sentence one can be for or against: “Ukraine stays out of NATO”."
    )
    description = models.TextField(blank=True, max_length=4000)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="proposals")
    proposer = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="proposals", help_text="Who put it on the table."
    )
    addressee = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals_addressed",
        help_text="Of whom it is required, or to whom it is offered.",
    )
    keywords = models.CharField(max_length=500, blank=True, help_text="Words articles use for it, separated by “;”.")
    proposed_on = PartialDateField(help_text="When it was first put: 2022, 2022-03 or 2022-03-29.")
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by", help_text="A demand."
    )
    counters = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="countered_by", help_text="Another offer."
    )
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    offered_for = PartialDateField(help_text="The date an offer names: 2025, 2025-07 or 2025-07-23.")

    history = kept_history()

    class Meta:
        ordering = ["issue", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "slug"], name="proposal_slug_once_per_negotiation"),
            models.UniqueConstraint(fields=["id", "negotiation"], name="proposal_belongs_to_negotiation"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["demand", "offer"]), name="proposal_is_a_demand_or_an_offer"
            ),
            models.CheckConstraint(
                condition=models.Q(answers=None) | ~models.Q(answers=models.F("id")),
                name="proposal_does_not_answer_itself",
                violation_error_message="A proposal cannot answer itself.",
            ),
            models.CheckConstraint(
                condition=models.Q(counters=None) | ~models.Q(counters=models.F("id")),
                name="proposal_does_not_counter_itself",
                violation_error_message="An offer cannot counter itself.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="offer") | models.Q(answers=None, counters=None, venue=None, offered_for=""),
                name="only_an_offer_answers_counters_or_names_a_venue_or_date",
                violation_error_message="Only an offer answers a demand, counters an offer, or names a venue or date.",
            ),
            *(
                SameRecord(
                    field=field,
                    agree_on=("negotiation",),
                    name=f"proposal_{field}_in_its_negotiation",
                    violation_error_message=f"The {words} belongs to another negotiation.",
                )
                for field, words in (
                    ("issue", "issue"),
                    ("proposer", "proposing party"),
                    ("addressee", "addressee"),
                    ("answers", "demand it answers"),
                    ("counters", "offer it counters"),
                    ("venue", "venue"),
                )
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """An offer answers a demand and counters an offer; what others answer or counter stays what it is.

        No foreign key can say this: it would have to compare a column of the other row with a word.
        """
        super().clean()
        errors = {
            name: named.not_of_kind(kind)
            for name, kind in (("answers", self.Kind.DEMAND), ("counters", self.Kind.OFFER))
            if (named := getattr(self, name)) is not None and named.pk != self.pk and named.is_misnamed(self, kind)
        }
        if self.pk and self.kind == self.Kind.OFFER and self.answered_by.exists():
            errors[NON_FIELD_ERRORS] = "Offers answer it, so it stays a demand."
        if self.pk and self.kind == self.Kind.DEMAND and (self.countered_by.exists() or self.talks.exists()):
            errors[NON_FIELD_ERRORS] = "Offers counter it or talks came from it, so it stays an offer."
        if errors:
            raise ValidationError(errors)

    def is_misnamed(self, by: Recorded, kind: str) -> bool:
        """Whether a row of the same negotiation names it where only a proposal of the other kind makes sense."""
        return self.kind != kind and self.negotiation_id == by.negotiation_id

    def not_of_kind(self, kind: str) -> str:
        """The sentence for whoever misnamed it."""
        is_one, other = ("a demand", "an offer") if kind == self.Kind.OFFER else ("an offer", "a demand")
        return f"“{self}” is {is_one}. Name {other}, or none."


class OfKind(models.Manager["Proposal"]):
    """Proposals of one kind, and new ones made of that kind."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> models.QuerySet[Proposal]:
        return super().get_queryset().filter(kind=self.kind)

    def create(self, **values: Any) -> Proposal:
        return super().create(**(values | {"kind": self.kind}))


class Demand(Proposal):
    """What a party requires of others."""

    objects = OfKind(Proposal.Kind.DEMAND)

    class Meta:
        proxy = True


class Offer(Proposal):
    """What a party is willing to do or give."""

    objects = OfKind(Proposal.Kind.OFFER)

    class Meta:
        proxy = True
