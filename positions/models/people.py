"""Accounts, and what each may do in a negotiation."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from positions.models.base import Recorded, kept_history
from positions.models.negotiations import Negotiation


class User(AbstractUser):
    """Whoever signs in. Of its own from the first migration on, so that it can grow."""


class Membership(Recorded):
    """What an account may do in one negotiation (see `positions.permissions`)."""

    class Role(models.TextChoices):
        READER = "reader", "reader: sees it while it is not public"
        ANALYST = "analyst", "analyst: codes articles and edits"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role, default=Role.ANALYST)

    history = kept_history()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["negotiation", "user"], name="membership_once_per_negotiation")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
