"""Meetings, and what was settled."""

from django.core.exceptions import ValidationError
from django.db import models

from positions.models.base import KeyField, Recorded, is_still_to_come, kept_history
from positions.models.constraints import SameRecord
from positions.models.negotiations import Negotiation
from positions.models.parties import Party
from positions.models.proposals import Proposal
from positions.models.sources import Article
from positions.models.venues import Venue


def same_negotiation(model: str, field: str, words: str) -> SameRecord:
    return SameRecord(
        field=field,
        agree_on=("negotiation",),
        name=f"{model}_{field}_in_its_negotiation",
        violation_error_message=f"The {words} belongs to another negotiation.",
    )


class Talks(Recorded):
    """One meeting or round, whether it was held or not."""

    class Format(models.TextChoices):
        BILATERAL = "bilateral", "bilateral"
        TRILATERAL = "trilateral", "trilateral"
        MULTILATERAL = "multilateral", "multilateral"
        PROXIMITY = "proximity", "proximity"
        PHONE = "phone", "phone"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        AGREED = "agreed", "agreed"
        HELD = "held", "held"
        CANCELLED = "cancelled", "cancelled"
        COLLAPSED = "collapsed", "collapsed"

    HAVE_BEGUN = (Status.HELD, Status.COLLAPSED)

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="talks")
    key = KeyField()
    title = models.CharField(max_length=200)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="talks")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="Empty for a single day.")
    format = models.CharField(max_length=16, choices=Format, default=Format.BILATERAL)
    status = models.CharField(max_length=16, choices=Status, default=Status.PROPOSED)
    parties = models.ManyToManyField(Party, blank=True, related_name="talks")
    offer = models.ForeignKey(
        Proposal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="talks",
        help_text="The offer they came from.",
    )
    outcome = models.TextField(blank=True, max_length=4000)
    article = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="talks",
        help_text="An article that reports them.",
    )

    history = kept_history(m2m_fields=[parties])

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = "talks"
        verbose_name_plural = "talks"
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "key"], name="talks_key_once_per_negotiation"),
            models.UniqueConstraint(fields=["id", "negotiation"], name="talks_belong_to_negotiation"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="talks_do_not_end_before_they_start",
                violation_error_message="Talks cannot end before they start.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(starts_on__isnull=False),
                name="talks_that_end_have_a_start",
                violation_error_message="Give the day on which the talks start as well.",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="held") | models.Q(starts_on__isnull=False),
                name="talks_that_were_held_have_a_date",
                violation_error_message="Talks that were held need the day on which they started.",
            ),
            same_negotiation("talks", "venue", "venue"),
            same_negotiation("talks", "offer", "offer"),
            same_negotiation("talks", "article", "article"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """They came from an offer, and what was held or collapsed has begun."""
        super().clean()
        errors = {}
        if self.offer is not None and self.offer.is_misnamed(self, Proposal.Kind.OFFER):
            errors["offer"] = self.offer.not_of_kind(Proposal.Kind.OFFER)
        if self.status in self.HAVE_BEGUN and is_still_to_come(self.starts_on):
            errors["starts_on"] = "This day is in the future, so the talks were neither held nor did they collapse yet."
        if errors:
            raise ValidationError(errors)


class Agreement(Recorded):
    """What was settled: where and when, which proposals it covers, and what became of it."""

    class Status(models.TextChoices):
        AGREED = "agreed", "agreed"
        SIGNED = "signed", "signed"
        IN_FORCE = "in_force", "in force"
        IMPLEMENTED = "implemented", "implemented"
        PARTLY_IMPLEMENTED = "partly_implemented", "partly implemented"
        BREACHED = "breached", "breached"
        SUSPENDED = "suspended", "suspended"
        COLLAPSED = "collapsed", "collapsed"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="agreements")
    key = KeyField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, max_length=4000)
    agreed_on = models.DateField()
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements")
    talks = models.ForeignKey(
        Talks,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        help_text="The talks at which it was reached.",
    )
    parties = models.ManyToManyField(Party, blank=True, related_name="agreements")
    proposals = models.ManyToManyField(Proposal, blank=True, related_name="agreements")
    status = models.CharField(max_length=24, choices=Status, default=Status.AGREED)
    article = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        help_text="An article that reports it.",
    )

    history = kept_history(m2m_fields=[parties, proposals])

    class Meta:
        ordering = ["-agreed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "key"], name="agreement_key_once_per_negotiation"),
            same_negotiation("agreement", "venue", "venue"),
            same_negotiation("agreement", "talks", "talks"),
            same_negotiation("agreement", "article", "article"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """An agreement is one that was reached."""
        super().clean()
        if is_still_to_come(self.agreed_on):
            raise ValidationError({"agreed_on": "This day is in the future: nothing was agreed on it yet."})
