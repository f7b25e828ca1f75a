"""Making a demand or an offer together with what it needs and is not there yet: its issue, its venue."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from positions.actions import deeds, nouns, writing
from positions.models import Issue, Negotiation, Proposal, User, Venue

NAMED = {"new_issue": ("issue", Issue, "title"), "new_venue": ("venue", Venue, "name")}


def add(*, negotiation: Negotiation, values: Mapping[str, Any], user: User) -> Proposal:
    """A new demand or offer. Beside its own fields `values` may hold `new_issue`, a title, and `new_venue`, a name."""
    own = {name: value for name, value in values.items() if name not in NAMED}
    with deeds.doing("made", negotiation=negotiation.pk, user=user) as deed:
        writing.take_turn(pk=negotiation.pk)
        for given, (field, noun, called) in NAMED.items():
            if values.get(given):
                own[field] = of_that_name(noun, called, values[given], negotiation=negotiation, user=user)
        proposal = nouns.make(noun=Proposal, negotiation=negotiation, values=own, user=user)
        deed.words = f"made “{proposal}”"
    return proposal


def of_that_name(noun: type[Model], called: str, words: str, *, negotiation: Negotiation, user: User) -> Any:
    """The row of that name, capitals and spaces aside: a new one where there is none."""
    words = " ".join(words.split())
    for row in noun._default_manager.filter(negotiation=negotiation):
        if getattr(row, called).casefold() == words.casefold():
            return row
    return nouns.make(
        noun=noun, negotiation=negotiation, values={called: words}, user=user, reason="named by a demand or offer"
    )
