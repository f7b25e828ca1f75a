"""Two analysts do, undo and redo whatever they like, in whatever order: what always holds."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.actions import coding, nouns, parties, texts, undoing
from positions.models import Article, Deed, Issue, Party, Position, Proposal, Talks, User, Venue
from tests.undoing import contents, redo_last, undo_last
from tests.world import World

pytestmark = pytest.mark.both

PEOPLE = ("analyst", "editor")
SHARED = "shared"  # what both of them touch begins with this word


def pick(rows: Any, number: int) -> Any:
    """One of the rows, whichever the number says; None where there is none."""
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def code(world: World, user: User, number: int) -> None:
    article = pick(Article.objects.filter(negotiation=world.negotiation), number)
    values = {
        "party": pick(Party.objects.filter(negotiation=world.negotiation), number // 3),
        "proposal": pick(Proposal.objects.filter(negotiation=world.negotiation), number // 5),
        "stance": ("open", "rejects", "supports")[number % 3],
    }
    start, end = number % 5, 7 + number % 7
    coding.code(article=article, start=start, end=end, quote=article.text[start:end], values=values, user=user)


def revise(world: World, user: User, number: int) -> None:
    position = pick(Position.objects.filter(negotiation=world.negotiation), number)
    if position is None or position.is_unplaced:
        return
    party = pick(Party.objects.filter(negotiation=world.negotiation), number // 2)
    values = {"stance": ("open", "rejects")[number % 2], "condition": "", "party": party}
    place = {"start": position.start, "end": position.end, "quote": position.quote}
    coding.revise(position=position, values=values, version=position.version, user=user, reason="x", **place)


def remove(world: World, user: User, number: int) -> None:
    position = pick(Position.objects.filter(negotiation=world.negotiation), number)
    if position:
        coding.remove(position=position, version=position.version, user=user, reason="x")


def make(world: World, user: User, number: int) -> None:
    noun, name = ((Issue, "title"), (Venue, "name"), (Talks, "title"))[number % 3]
    nouns.make(noun=noun, negotiation=world.negotiation, values={name: f"{SHARED} {number}"}, user=user)


def new_party(world: World, user: User, number: int) -> None:
    values = {"name": f"{SHARED} {number}", "short_name": "s", "aliases": [f"alias {number}"], "roles": ["host"]}
    parties.add(negotiation=world.negotiation, values=values, user=user)


def edit_party(world: World, user: User, number: int) -> None:
    party = pick(Party.objects.filter(negotiation=world.negotiation), number)
    values = {"name": f"{party.name[:20]} {number}", "aliases": [f"alias {number % 4}"]}
    parties.edit(instance=party, values=values, version=party.version, user=user, reason="x")


def edit_talks(world: World, user: User, number: int) -> None:
    talks = pick(Talks.objects.filter(negotiation=world.negotiation), number)
    linked = [party for party in Party.objects.filter(negotiation=world.negotiation) if (party.pk + number) % 2]
    values = {"venue": pick(Venue.objects.filter(negotiation=world.negotiation), number), "parties": linked}
    nouns.edit(instance=talks, values=values, version=talks.version, user=user, reason="x")


def correct(world: World, user: User, number: int) -> None:
    article = pick(Article.objects.filter(negotiation=world.negotiation), number)
    text = article.text
    changed = (f"No. {number}. {text}", text[: len(text) // 2] + "–" + text[len(text) // 2 :], text[2:])[number % 3]
    texts.correct_text(article=article, text=changed, version=article.version, user=user, reason="x")


DEEDS: tuple[Callable[[World, User, int], None], ...] = (
    *(code, code, revise, remove),
    *(make, new_party, edit_party, edit_talks, correct),
)
MOVES = st.tuples(
    st.sampled_from(PEOPLE), st.sampled_from([*DEEDS, undo_last, undo_last, redo_last]), st.integers(0, 40)
)


class Back(Exception):
    """All that an example wrote is taken back."""


def move(world: World, user: User, act: Callable[..., Any], number: int) -> None:
    """One move. What is refused changes nothing."""
    before = contents(versions=True)
    states = list(Deed.objects.order_by("pk").values_list("pk", "state"))
    arguments = (number,) if act in DEEDS else ()
    refused: list[str] = []
    try:
        act(world, user, *arguments)
    except ValidationError as refusal:
        refused = refusal.messages
    if refused:
        assert all(sentence.endswith(".") for sentence in refused)
        assert contents(versions=True) == before
        assert list(Deed.objects.order_by("pk").values_list("pk", "state")) == states


def undo_everything(world: World) -> list[User]:
    """Each undoes from the last on; refused by what the other did since, the other goes first. In which order."""
    order: list[User] = []
    people = [getattr(world.people, person) for person in PEOPLE]
    while any(stack(world, user) for user in people):
        for user in people:
            with suppress(ValidationError):
                undo_last(world, user)
                order.append(user)
                break
        else:
            refusals = [why_not(world, user) for user in people]
            raise AssertionError(f"Nobody can go back: {refusals}")
    return order


def stack(world: World, user: User) -> bool:
    return Deed.objects.of(user.pk, world.negotiation.pk).to_undo().exists()


def why_not(world: World, user: User) -> str:
    try:
        undo_last(world, user)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


@settings(
    max_examples=25,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(moves=st.lists(MOVES, min_size=4, max_size=14))
def test_whatever_was_done_all_of_it_can_be_undone_and_redone(world: World, moves: list[Any]) -> None:
    with suppress(Back), transaction.atomic():
        Deed.objects.all().delete()
        start = contents()
        for person, act, number in moves:
            move(world, getattr(world.people, person), act, number)
        end = contents()
        order = undo_everything(world)
        assert contents() == start
        for user in reversed(order):
            redo_last(world, user)
        assert contents() == end
        raise Back


def test_the_moves_of_the_law_are_not_all_refused(world: World, analyst: User) -> None:
    Deed.objects.all().delete()
    for number, act in enumerate(DEEDS):
        act(world, analyst, number)
    assert Deed.objects.count() == len(DEEDS)
    assert undoing.undo_back_to(
        negotiation=world.negotiation,
        user=analyst,
        deed=Deed.objects.latest("pk").pk,
        first=Deed.objects.earliest("pk").pk,
    )
