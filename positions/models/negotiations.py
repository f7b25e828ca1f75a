"""The negotiation itself and the issues under negotiation."""

from typing import Self

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models

from positions.models.base import KeyField, Recorded, kept_history


class NegotiationQuerySet(models.QuerySet["Negotiation"]):
    def visible_to(self, user: AbstractUser | AnonymousUser) -> Self:
        """Those a person may read: public ones, and the ones they are a member of."""
        if user.is_active and user.is_superuser:
            return self
        if not user.is_authenticated:
            return self.filter(public=True)
        member_of = self.model._default_manager.filter(memberships__user=user)
        return self.filter(models.Q(public=True) | models.Q(pk__in=member_of.values("pk")))


class Negotiation(Recorded):
    """One process that is followed over time, such as “Russia–Ukraine peace talks”; not a single meeting."""

    slug = KeyField(unique=True, help_text="Its name in addresses; it stays when the title changes.")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, max_length=4000, help_text="What is negotiated, between whom, since when.")
    about_data = models.TextField(
        "about the data", blank=True, max_length=4000, help_text="Where the texts come from and what they are."
    )
    public = models.BooleanField(default=False, help_text="Anybody may read it, without signing in.")

    objects = NegotiationQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Issue(Recorded):
    """A theme under negotiation, such as territory or prisoners of war; not a demand."""

    class Status(models.TextChoices):
        """Where an issue stands, in the words of the negotiation datasets (PA-X, DEU)."""

        OPEN = "open", "open"
        PROPOSED = "proposed", "proposed"
        BRACKETED = "bracketed", "bracketed"
        AGREED_IN_PRINCIPLE = "agreed_in_principle", "agreed in principle"
        AGREED = "agreed", "agreed"
        SIGNED = "signed", "signed"
        IN_FORCE = "in_force", "in force"
        IMPLEMENTED = "implemented", "implemented"
        SUSPENDED = "suspended", "suspended"
        COLLAPSED = "collapsed", "collapsed"
        PARKED = "parked", "parked"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="issues")
    slug = KeyField()
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=24, choices=Status, default=Status.OPEN)
    description = models.TextField(blank=True, max_length=4000)
    sort_order = models.PositiveSmallIntegerField(default=0, help_text="Small numbers come first.")

    history = kept_history()

    class Meta:
        ordering = ["sort_order", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "slug"], name="issue_slug_once_per_negotiation"),
            models.UniqueConstraint(fields=["id", "negotiation"], name="issue_belongs_to_negotiation"),
        ]

    def __str__(self) -> str:
        return self.title
