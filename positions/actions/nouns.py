"""Making and editing what a negotiation consists of: parties, issues, proposals, venues, talks, agreements, sources."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from positions.actions import deeds, writing
from positions.models import Membership, Negotiation, User
from positions.models.base import Recorded

Noun = TypeVar("Noun", bound=Recorded)


@transaction.atomic
def start_negotiation(*, values: Mapping[str, Any], user: User) -> Negotiation:
    """A new negotiation, with the person who starts it as its first analyst."""
    negotiation = Negotiation(**values)
    give_key(negotiation)
    writing.insert(negotiation, user=user, reason="started")
    writing.insert(Membership(negotiation=negotiation, user=user), user=user, reason="started the negotiation")
    return negotiation


def edit_negotiation(
    *, negotiation: Negotiation, values: Mapping[str, Any], version: int, user: User, reason: str = ""
) -> Negotiation:
    with deeds.doing(f"edited “{negotiation}”", negotiation=negotiation.pk, user=user):
        for name, value in values.items():
            setattr(negotiation, name, value)
        writing.update(negotiation, version=version, user=user, reason=reason)
    return negotiation


def make(
    *, noun: type[Noun], negotiation: Negotiation, values: Mapping[str, Any], user: User | None, reason: str = "made"
) -> Noun:
    """A new row of any noun of a negotiation; `values` may hold lists for its many-to-many fields.

    Without a slug or key of its own it gets one from its title or name.
    """
    with deeds.doing("made", negotiation=negotiation.pk, user=user) as deed:
        writing.take_turn(pk=negotiation.pk)
        plain, linked = split(noun, values)
        instance = noun(negotiation=negotiation, **plain)
        give_key(instance)
        check_links(negotiation, linked)
        writing.insert(instance, user=user, reason=reason)
        link(instance, linked)
        deed.words = f"made “{instance}”"
    return instance


def edit(*, instance: Noun, values: Mapping[str, Any], version: int, user: User, reason: str = "") -> Noun:
    """Change a row of any such noun, its many-to-many fields included."""
    with deeds.doing(f"edited “{instance}”", negotiation=instance.negotiation_id, user=user):
        plain, linked = split(type(instance), values)
        for name, value in plain.items():
            setattr(instance, name, value)
        check_links(instance.negotiation, linked)
        writing.update(instance, version=version, user=user, reason=reason)
        link(instance, linked)
    return instance


def key_field(noun: type[Model]) -> str | None:
    names = {field.name for field in noun._meta.concrete_fields}
    return next((name for name in ("slug", "key") if name in names), None)


def give_key(instance: Recorded) -> None:
    """A slug or key made of the row's title or name, where it has none yet."""
    key = key_field(type(instance))
    if key and not getattr(instance, key):
        words = getattr(instance, "title", "") or getattr(instance, "name", "")
        negotiation = getattr(instance, "negotiation", None)
        setattr(instance, key, writing.free_key(words, rows=type(instance), negotiation=negotiation, field=key))


def split(noun: type[Model], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """The values of plain columns, and those of many-to-many fields."""
    many = {field.name for field in noun._meta.many_to_many}
    return (
        {name: value for name, value in values.items() if name not in many},
        {name: list(value) for name, value in values.items() if name in many},
    )


def check_links(negotiation: Negotiation, linked: Mapping[str, list[Any]]) -> None:
    for name, rows in linked.items():
        strangers = [str(row) for row in rows if row.negotiation_id != negotiation.pk]
        if strangers:
            raise ValidationError({name: f"Of another negotiation: {', '.join(strangers)}."})


def link(instance: Recorded, linked: Mapping[str, list[Any]]) -> None:
    for name, rows in linked.items():
        getattr(instance, name).set(rows)
