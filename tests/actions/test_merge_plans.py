"""The plan of a merge: what it is made from, what it fills in, and what it asks the database for."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from positions.actions import nouns
from positions.actions.merge_plans import plan
from positions.actions.merging import merge
from positions.actions.rewriting import Rewrite, rewrite
from positions.actions.undoing import undo
from positions.actions.writing import Stale
from positions.models import Article, Deed, Party, Position, Proposal, Successor, User
from tests.snapshots import everything
from tests.world import World

pytestmark = pytest.mark.both


def test_an_old_name_that_leads_elsewhere_by_now_makes_it_another_plan(
    world: World, analyst: User, editor: User
) -> None:
    """What was merged into the one that goes follows it: somebody has to have seen that."""
    seen = plan(gone=world.league, kept=world.southmark).seen
    Successor.objects.create(
        negotiation=world.negotiation, table="party", slug="old-league", former=10**6, successor=world.league.pk
    )
    before = everything()
    with pytest.raises(Stale):
        merge(gone=world.league, kept=world.southmark, seen=seen, user=analyst)
    assert everything() == before


def test_nothing_comes_to_be_addressed_to_its_own_proposer_by_what_is_filled_in(world: World, analyst: User) -> None:
    """Southmark's offer is addressed to Northland; Northland's own offer, to nobody, is kept."""
    values = {"kind": "offer", "title": "Talks by the sea", "issue": world.control, "proposer": world.northland}
    kept = nouns.make(noun=Proposal, negotiation=world.negotiation, values=values, user=analyst)
    assert world.offer.addressee == world.northland
    merge(gone=world.offer, kept=kept, seen=plan(gone=world.offer, kept=kept).seen, user=analyst)
    kept.refresh_from_db()
    assert kept.addressee is None


def test_the_database_is_asked_at_once_whether_what_was_rewritten_is_right(world: World, analyst: User) -> None:
    """Its keys over several columns are else checked at the end only, when nobody can say any more what was wrong."""
    position = world.said(1, world.northland, world.demand)
    stranger = Party.objects.exclude(negotiation=world.negotiation).first()
    assert stranger is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        rewrite(Position, [Rewrite(position, {"party_id": stranger.pk})], user=analyst, reason="no")


def test_what_an_old_name_leads_to_is_needed(world: World, analyst: User, editor: User) -> None:
    """Who made a party cannot undo that once another was merged into it, for its name leads there."""
    Deed.objects.all().delete()
    values = {"name": "The coast", "short_name": "Coast"}
    made = nouns.make(noun=Party, negotiation=world.negotiation, values=values, user=analyst)
    other = nouns.make(
        noun=Party, negotiation=world.negotiation, values={"name": "Coasts", "short_name": "Cs"}, user=editor
    )
    merge(gone=other, kept=made, seen=plan(gone=other, kept=made).seen, user=editor)
    made.aliases.all().delete()  # all else that needs it
    Party.objects.filter(pk=made.pk).update(version=1)
    with pytest.raises(ValidationError, match=r"editor has since saved the .*“.*coasts.*”.*, which needs “The coast”"):
        undo(negotiation=world.negotiation, user=analyst, deed=Deed.objects.get(user=analyst).pk)
    assert Party.objects.filter(pk=made.pk).exists()


def test_no_query_of_a_plan_names_more_than_a_query_can_hold(world: World) -> None:
    """However many positions and articles there are."""
    number, text = 1200, "Both sides."
    articles = [
        Article(
            negotiation=world.negotiation,
            key=f"more-{one}",
            source=world.ledger,
            title="More",
            published_on=world.articles[0].published_on,
            text=text,
            text_length=len(text),
        )
        for one in range(number)
    ]
    Article.objects.bulk_create(articles, batch_size=500)
    common = {"negotiation": world.negotiation, "proposal": world.demand, "stance": "open", "coder": "analyst"}
    place = {"quote": "Both", "start": 0, "end": 4, "prefix": "", "suffix": text[4:], "text_length": len(text)}
    positions = [
        Position(**common, **place, key=f"{name}{one.pk}", article=one, party=party, published_on=one.published_on)
        for one in articles
        for name, party in (("s", world.southmark), ("l", world.league))
    ]
    Position.objects.bulk_create(positions, batch_size=400)
    most = 0

    def count(execute, sql, params, many, context):
        nonlocal most
        most = max(most, len(params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        found = plan(gone=world.league, kept=world.southmark)
    assert len(found.doubles) == number
    assert most < 600
