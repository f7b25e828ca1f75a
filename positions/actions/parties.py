"""Making and editing a party together with the names articles give it and its roles."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from positions.actions import deeds, nouns, writing
from positions.models import Alias, Negotiation, Participation, Party, User
from positions.models.constraints import storable

BESIDE = ("aliases", "aliases_read", "roles")  # of `values`: what is kept in rows of their own


def add(*, negotiation: Negotiation, values: Mapping[str, Any], user: User) -> Party:
    """A new party. `values` may hold `aliases` (names) and `roles` beside the party's own fields."""
    own = {name: value for name, value in values.items() if name not in BESIDE}
    with deeds.doing("made", negotiation=negotiation.pk, user=user) as deed:
        party = nouns.make(noun=Party, negotiation=negotiation, values=own, user=user)
        set_beside(party, values, user)
        deed.words = f"made “{party}”"
    return party


def edit(*, instance: Party, values: Mapping[str, Any], version: int, user: User, reason: str = "") -> Party:
    """Change a party, its aliases and its undated roles included.

    `values` may hold `aliases_read`, the names that were there when the form was opened: those
    that came since stay.
    """
    own = {name: value for name, value in values.items() if name not in BESIDE}
    with deeds.doing(f"edited “{instance}”", negotiation=instance.negotiation_id, user=user):
        nouns.edit(instance=instance, values=own, version=version, user=user, reason=reason)
        set_beside(instance, values, user)
    return instance


def set_beside(party: Party, values: Mapping[str, Any], user: User) -> None:
    if "aliases" in values:
        aliases = list(values["aliases"])
        if "aliases_read" in values:
            # Names that others added since were never taken out by this person.
            aliases += [row.alias for row in party.aliases.all() if row.alias not in values["aliases_read"]]
        check_aliases(party, aliases)
        set_aliases(party=party, aliases=aliases, user=user)
    if "roles" in values:
        set_roles(party=party, roles=values["roles"], user=user)


def add_alias(*, party: Party, alias: str, user: User) -> Alias:
    """Another name by which articles call the party. One that it has already is left as it is."""
    name = " ".join(alias.split())
    with deeds.doing(f"named {party} also “{name}”", negotiation=party.negotiation_id, user=user):
        writing.take_turn(pk=party.negotiation_id)
        if not name:
            raise ValidationError({"alias": "Give the name that articles use."})
        try:
            storable(name)
            present = party.aliases.filter(alias=name).first()
            if present is not None:
                return present
            check_aliases(party, [name])
        except ValidationError as refusal:
            raise ValidationError({"alias": refusal.messages}) from refusal
        added = Alias(negotiation_id=party.negotiation_id, party=party, alias=name)
        writing.insert(added, user=user, reason="added in passing")
    return added


def check_aliases(party: Party, aliases: list[str]) -> None:
    """A name stands for one party of a negotiation only; otherwise articles could not be read by it."""
    longest = Alias._meta.get_field("alias").max_length or 0
    problems = [f"“{alias[:40]}…” is longer than {longest} characters." for alias in aliases if len(alias) > longest]
    others = Alias.objects.filter(negotiation=party.negotiation_id, alias__in=aliases).exclude(party=party)
    problems += [f"“{taken.alias}” already names {taken.party}." for taken in others.select_related("party")]
    if problems:
        raise ValidationError({"aliases": problems})


@transaction.atomic
def set_aliases(*, party: Party, aliases: list[str], user: User | None) -> None:
    """Make the party's aliases exactly these."""
    wanted = dict.fromkeys(" ".join(alias.split()) for alias in aliases if alias.strip())
    for present in party.aliases.all():
        if present.alias not in wanted:
            writing.delete(present, version=present.version, user=user, reason="no longer used")
        wanted.pop(present.alias, None)
    for alias in wanted:
        writing.insert(Alias(negotiation_id=party.negotiation_id, party=party, alias=alias), user=user, reason="added")


@transaction.atomic
def set_roles(*, party: Party, roles: list[str], user: User | None) -> None:
    """Make the party's undated roles exactly these. Roles with dates stay as they are."""
    without_start = party.participations.filter(since="")
    check_roles(party, without_start.filter(role__in=roles).exclude(until=""))
    for present in without_start.filter(until="").exclude(role__in=roles):
        writing.delete(present, version=present.version, user=user, reason="no longer its role")
    kept = set(without_start.values_list("role", flat=True))
    for role in dict.fromkeys(roles):
        if role not in kept:
            participation = Participation(negotiation_id=party.negotiation_id, party=party, role=role)
            writing.insert(participation, user=user, reason="added")


def check_roles(party: Party, ended: Iterable[Participation]) -> None:
    """A role that ended, nobody knows since when, cannot stand beside the same role without any dates."""
    problems = [
        f"{party} is recorded as {role.get_role_display()} until {role.until}, without a start. "
        "Give that role its start in the admin first, or leave this one out."
        for role in ended
    ]
    if problems:
        raise ValidationError({"roles": problems})
