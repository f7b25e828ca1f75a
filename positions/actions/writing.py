"""How a row is written, once: checked, versioned, and with its history."""

import secrets
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model
from django.utils.text import slugify

from positions.actions import deeds
from positions.models import Negotiation, Successor, User
from positions.models.base import KEY_LENGTH, Recorded

KEY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letters that are read as digits


class Stale(Exception):
    """Somebody else saved the same thing after this person opened it; nothing was written.

    `current` is the row as it stands now, or None when it was removed.
    """

    def __init__(self, current: Recorded | None) -> None:
        super().__init__(
            "Somebody else changed this after you opened it. Your version was not saved; compare the two below."
            if current
            else "Somebody else removed this after you opened it. Your version was not saved."
        )
        self.current = current


def take_turn(**which: Any) -> Negotiation | None:
    """Wait until nobody else writes in this negotiation, and keep others waiting until the transaction ends.

    Writers meet here, before they read what they build upon, and nowhere else: in whatever order
    they touch rows after that, none waits for another who waits for them. SQLite lets one
    transaction write at a time anyway. The negotiation as it stands now, if there is one.
    """
    return Negotiation.objects.select_for_update(no_key=True).filter(**which).first()


def take_turn_for(instance: Recorded) -> None:
    """The same for the negotiation that a row belongs to, or is; there are none that belong to nothing."""
    take_turn(pk=instance.pk if isinstance(instance, Negotiation) else instance.negotiation_id)  # type: ignore[attr-defined]


@transaction.atomic
def insert(instance: Recorded, *, user: User | None, reason: str = "") -> None:
    """Check a new row and store it with its first entry of history."""
    take_turn_for(instance)
    instance.full_clean()
    sign(instance, user=user, reason=reason)
    instance.save(force_insert=True)
    deeds.note(instance, before=None, after=instance.version)


@transaction.atomic
def update(instance: Recorded, *, version: int, user: User | None, reason: str = "") -> None:
    """Check a changed row and store it, provided that `version` is still the one in the database.

    The conditional update comes before the checks: of two people who read the same version
    exactly one is saved and the other is told (`Stale`).
    """
    take_turn_for(instance)
    rows = type(instance)._base_manager
    if not rows.filter(pk=instance.pk, version=version).update(version=F("version") + 1):
        raise Stale(rows.filter(pk=instance.pk).first())
    instance.version = version + 1
    instance.full_clean()
    sign(instance, user=user, reason=reason)
    instance.save(force_update=True)
    deeds.note(instance, before=version, after=instance.version)


@transaction.atomic
def delete(instance: Recorded, *, version: int, user: User | None, reason: str) -> None:
    """Remove a row; its history stays, with who removed it and why."""
    take_turn_for(instance)
    rows = type(instance)._base_manager
    if not rows.filter(pk=instance.pk, version=version).update(version=F("version") + 1):
        raise Stale(rows.filter(pk=instance.pk).first())
    instance.version = version + 1
    sign(instance, user=user, reason=reason)
    deeds.note(instance, before=version, after=None)
    instance.delete()


def sign(instance: Recorded, *, user: User | None, reason: str) -> None:
    """Say who writes and why, for the history; a demand or offer is written as the proposal it is.

    The history listens to tables, and would not hear of a row saved through one of its proxies.
    """
    instance.__class__ = instance._meta.concrete_model
    instance._history_user = user
    instance._change_reason = reason


def free_key(words: str, *, rows: type[Model], negotiation: Negotiation | None, field: str = "slug") -> str:
    """A key made of `words` that no row of the negotiation has or, before it was merged, had; numbered if need be.

    Words in a script that has no plain letters give a short random key.
    """
    stem = slugify(unicodedata.normalize("NFKD", words))[: KEY_LENGTH - 5].strip("-_").replace("_", "-")
    stem = "-".join(part for part in stem.split("-") if part) or random_key()
    siblings = rows._base_manager.all() if negotiation is None else rows._base_manager.filter(negotiation=negotiation)
    taken = {"new", *siblings.filter(**{f"{field}__startswith": stem}).values_list(field, flat=True)}
    if negotiation is not None:
        table = (rows._meta.concrete_model or rows)._meta.model_name
        former = Successor.objects.filter(negotiation=negotiation, table=table)
        taken.update(former.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next((key for number in range(2, 10_000) if (key := f"{stem}-{number}") not in taken), random_key())


def random_key() -> str:
    """Ten letters and digits: unique for all purposes, short enough to read out."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(10))


def needs_reason(reason: str) -> str:
    """The reason, trimmed; an empty one is refused."""
    if not reason.strip():
        raise ValidationError({"reason": "Say in a few words why. It stays in the history."})
    return reason.strip()
