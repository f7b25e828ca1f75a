"""Places where talks are proposed or held."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from positions.models.base import KeyField, Recorded, kept_history
from positions.models.negotiations import Negotiation


class Venue(Recorded):
    """A place where talks are proposed or held. Coordinates are decimal degrees, WGS 84."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="venues")
    slug = KeyField()
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=100, blank=True)
    latitude = models.DecimalField(
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    neutral = models.BooleanField("neutral ground", default=False)
    description = models.TextField(blank=True, max_length=4000)

    history = kept_history()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "slug"], name="venue_slug_once_per_negotiation"),
            models.UniqueConstraint(fields=["id", "negotiation"], name="venue_belongs_to_negotiation"),
            models.CheckConstraint(
                # “Not empty” is said as well: comparing an empty coordinate is neither true nor false, and would pass.
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="venue_is_on_the_globe",
                violation_error_message="Give both coordinates in decimal degrees (−90…90, −180…180), or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
