"""Undoing and doing again: each person their own deeds, from the last to the first.

Undoing brings every row that a deed wrote back to the state it had before; doing again brings it
back to the state after (`positions.actions.returning`). Both are changes like any other, with a
version and an entry of history. They are refused with a sentence, and nothing is written, where
somebody has changed, removed or built upon one of the rows since (`positions.actions.obstacles`).
A step that is refused (`Blocked`) can be left as it is, so that those before it can be undone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

from positions.actions import obstacles, returning, writing
from positions.models import Deed, Negotiation, User
from positions.models.deeds import DeedQuerySet


class Blocked(ValidationError):
    """The last step cannot be undone. `leave` is the word by which it can be left as it is."""

    def __init__(self, sentences: list[str], deed: Deed) -> None:
        super().__init__(sentences)
        self.leave = word_of(deed)


def undo(*, negotiation: Negotiation, user: User, deed: int) -> Deed:
    """Take back the last thing this person did here. `deed` is the one they saw; another is refused."""
    last = None
    try:
        with turn(negotiation):
            last = next_of(own(negotiation, user), deed, redo=False)
            go(last, user, redo=False)
    except ValidationError as refusal:
        if last is None:
            raise
        raise Blocked(refusal.messages, last) from refusal
    return last


def redo(*, negotiation: Negotiation, user: User, deed: int) -> Deed:
    """Do again what this person undid last."""
    with turn(negotiation):
        following = next_of(own(negotiation, user), deed, redo=True)
        go(following, user, redo=True)
    return following


def undo_back_to(*, negotiation: Negotiation, user: User, deed: int, first: int) -> list[Deed]:
    """Take back everything from the last deed to the deed `first`, that one included, or nothing at all."""
    with turn(negotiation):
        deeds = own(negotiation, user)
        many = list(deeds().to_undo().filter(pk__gte=first))
        if not many or many[-1].pk != first:
            raise ValidationError("That step is undone already. Look again before you go back.")
        refuse_unseen(deeds, many[0], deed, redo=False)
        for one in many:
            try:
                go(one, user, redo=False)
            except ValidationError as refusal:
                raise ValidationError(
                    f"Nothing was undone, because of “{one}”. {' '.join(refusal.messages)}"
                ) from refusal
        return many


def keep(*, negotiation: Negotiation, user: User, deed: int, leave: str) -> Deed:
    """Leave the last thing this person did as it is, for good: what they did before it comes to be the next to undo.

    Only with the word of the refusal to undo it; else it would be lost by a slip.
    """
    with turn(negotiation):
        last = next_of(own(negotiation, user), deed, redo=False)
        if not constant_time_compare(leave, word_of(last)):
            raise ValidationError(f"Undo “{last}” first. It is left as it is only where that is refused.")
        last.state = Deed.State.KEPT
        last.save(update_fields=["state"])
    return last


def word_of(deed: Deed) -> str:
    """Told to nobody before undoing this deed was refused, and not to be guessed."""
    return Signer(salt="a step that cannot be undone").signature(str(deed.pk))


Own = Callable[[], DeedQuerySet]


def own(negotiation: Negotiation, user: User) -> Own:
    return lambda: Deed.objects.of(user.pk, negotiation.pk)


@contextmanager
def turn(negotiation: Negotiation) -> Iterator[None]:
    """While nobody else writes here. What the database refuses, at the latest at the end, is a refusal as well."""
    try:
        with transaction.atomic():
            writing.take_turn(pk=negotiation.pk)
            yield
    except IntegrityError as error:
        if not obstacles.is_of_others(error):
            raise
        raise ValidationError(obstacles.refused_by_database(error)) from error


def next_of(deeds: Own, seen: int, *, redo: bool) -> Deed:
    """The step whose turn it is, which must be the one the person saw."""
    deed = (deeds().to_redo() if redo else deeds().to_undo()).first()
    if deed is None:
        raise ValidationError(f"There is nothing to {'redo' if redo else 'undo'}.")
    refuse_unseen(deeds, deed, seen, redo=redo)
    return deed


def go(deed: Deed, user: User, *, redo: bool) -> None:
    returning.go(deed, user=user, redo=redo)
    deed.state = Deed.State.DONE if redo else Deed.State.UNDONE
    deed.save(update_fields=["state"])


def refuse_unseen(deeds: Own, deed: Deed, seen: int, *, redo: bool) -> None:
    """In a second window, or by a second click, another step may have become the next."""
    if deed.pk == seen:
        return
    named = deeds().filter(pk=seen).first()
    if named and named.state == Deed.State.KEPT:
        raise ValidationError(f"“{named}” was left as it is already.")
    moved = Deed.State.DONE if redo else Deed.State.UNDONE
    if named and named.state == moved:
        raise ValidationError(f"“{named}” is {'redone' if redo else 'undone'} already.")
    if redo:
        raise ValidationError(f"The step to redo is another by now: “{deed}”. Look again before you go on.")
    raise ValidationError(f"You did something else since: “{deed}”. Look again before you go back.")
