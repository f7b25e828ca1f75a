"""What every editable noun has: a version against lost updates, the row's own date, and its history."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from positions.models.constraints import storable

KEY_LENGTH = 64

valid_key = RegexValidator(
    r"\A(?!new\Z)[a-z0-9]+(?:-[a-z0-9]+)*\Z",  # …/new/ is the address of a form
    "Use small letters a–z, digits and single hyphens only, for example “first-round-2022”, and not “new” alone.",
    code="key",
)


def valid_partial_date(text: str) -> None:
    """A date of which the day, or the day and the month, may be unknown: 2022, 2022-03 or 2022-03-29."""
    message = "Give a date as 2022, 2022-03 or 2022-03-29."
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text, flags=re.ASCII):
        raise ValidationError(message, code="partial_date")
    try:
        date.fromisoformat(text + "-01-01"[: 10 - len(text)] if len(text) < 10 else text)
    except ValueError as error:
        raise ValidationError(f"There is no such date as {text}. {message}", code="partial_date") from error


def known_to_be_after(partial: str, day: date) -> bool:
    """Whether a date, as far as it is known, lies after a day: 2025-08 after 20 July 2025, but not 2025-07.

    What is no date is after nothing; that it is none is said elsewhere.
    """
    try:
        valid_partial_date(partial)
    except ValidationError:
        return False
    return partial > day.isoformat()[: len(partial)]


def is_still_to_come(day: date | None) -> bool:
    return isinstance(day, date) and day > timezone.localdate()


class KeyField(models.SlugField):
    """A stable name in addresses and files: small letters, digits, hyphens."""

    default_validators = [valid_key]  # alone: Django's own for slugs is laxer, and would speak first

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", KEY_LENGTH)
        kwargs.setdefault("db_index", False)  # the unique constraint with the negotiation serves look-ups
        super().__init__(*args, **kwargs)


class PartialDateField(models.CharField):
    """A world date as precise as it is known, ISO 8601 with reduced precision; empty when unknown. Sorts as text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, valid_partial_date]

    def formfield(self, **kwargs: Any) -> Any:
        """Room for any date as people write it: cut short by the browser, a wrong one could look right."""
        return super().formfield(**{"max_length": 100, **kwargs})


class IndexedHistory(HistoricalRecords):
    """A history that is looked up by more than the row it belongs to."""

    def __init__(self, *args: Any, indexes: Collection[models.Index] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.indexes = list(indexes)

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        return super().get_meta_options(model) | {"indexes": self.indexes}


def kept_history(**options: Any) -> HistoricalRecords:
    """Who changed a row, when and why, for as long as the database lives."""
    return IndexedHistory(
        history_change_reason_field=models.TextField(blank=True, null=True), related_name="history_records", **options
    )


class Recorded(models.Model):
    """Base of every editable noun.

    `version` counts changes: whoever saves must name the version they read. `recorded_at` is
    the row's date and says nothing about the world.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Every text must be one that both databases can hold."""
        errors: dict[str, list[ValidationError]] = {}
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if isinstance(value, str) and not (exclude and field.name in exclude):
                try:
                    storable(value)
                except ValidationError as error:
                    errors[field.name] = [error]
        if errors:
            raise ValidationError(errors)
        super().clean_fields(exclude=exclude)
