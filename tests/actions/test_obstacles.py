"""What stands in the way of going back, each in its own words; texts that go back; what it costs."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from positions.actions import (
    coding,
    deeds,
    nouns,
    obstacles,
    parties,
    rewriting,
    texts,
    writing,
)
from positions.models import (
    Alias,
    Article,
    Deed,
    Issue,
    Offer,
    Party,
    Position,
    Proposal,
    Talks,
    User,
)
from tests.undoing import (
    article_moved,
    article_with_new_source,
    code_one,
    contents,
    edit,
    new_party,
    party_with_other_names,
    redo_last,
    refusal,
    removed,
    undo_last,
)
from tests.world import World, say

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def no_steps_yet(world: World) -> None:
    """What was done before the test is no step of anybody's."""
    Deed.objects.all().delete()


# What stands in the way


def undoing_refused(world: World, user: User) -> str:
    return refusal(undo_last, world, user)


def test_what_somebody_else_changed_since_is_not_undone_until_they_undo_it(
    world: World, analyst: User, editor: User
) -> None:
    start = contents()
    position = code_one(world, analyst)
    coding.revise(
        position=Position.objects.get(pk=position.pk),
        start=0,
        end=5,
        quote=position.article.text[:5],
        values={"stance": "rejects"},
        version=1,
        user=editor,
        reason="read again",
    )
    sentence = undoing_refused(world, analyst)
    assert sentence.startswith(f"editor has since changed “{Position.objects.get(pk=position.pk)}” (")
    assert sentence.endswith(" UTC). To go back would lose that.")
    undo_last(world, editor)
    undo_last(world, analyst)
    assert contents() == start
    redo_last(world, analyst)
    redo_last(world, editor)
    assert Position.objects.get(pk=position.pk).stance == "rejects"
    assert undoing_refused(world, analyst).startswith("editor has since changed “Coastal League: rejects")


def test_what_somebody_else_removed_since_is_not_undone(world: World, analyst: User, editor: User) -> None:
    position = code_one(world, analyst)
    coding.remove(position=Position.objects.get(pk=position.pk), version=1, user=editor, reason="wrong")
    assert undoing_refused(world, analyst).startswith("editor has since removed “Coastal League: open to discuss")
    undo_last(world, editor)
    undo_last(world, analyst)
    assert not Position.objects.filter(pk=position.pk).exists()


def test_ones_own_change_by_another_way_stands_in_the_way_too(world: World, analyst: User) -> None:
    edit("control", title="The harbour")(world, analyst)
    issue = Issue.objects.get(pk=world.control.pk)
    writing.update(issue, version=issue.version, user=analyst, reason="in the admin")
    assert undoing_refused(world, analyst).startswith("You have since changed “The harbour” (")


@pytest.mark.parametrize("dependant", ["position", "alias", "talks", "offer"])
def test_what_others_built_upon_stays(world: World, analyst: User, editor: User, dependant: str) -> None:
    new_party(world, analyst)
    party = Party.objects.get(name="Eastland")
    if dependant == "position":
        say(world.articles[0], editor, world.articles[0].text[:9], party, world.offer, "open")
        named = "the position “Eastland: open to discuss – Southmark meets Northland in Port Haven”"
    elif dependant == "alias":
        with deeds.doing("one more name", negotiation=world.negotiation.pk, user=editor):
            writing.insert(
                Alias(negotiation=world.negotiation, party=party, alias="The East"), user=editor, reason="added"
            )
        named = "the alias “The East”"
    elif dependant == "talks":
        nouns.make(
            noun=Talks, negotiation=world.negotiation, values={"title": "Fourth round", "parties": [party]}, user=editor
        )
        named = "the talks “Fourth round”"
    else:
        values = {"kind": "offer", "title": "Fish for all", "issue": world.control, "proposer": party}
        nouns.make(noun=Offer, negotiation=world.negotiation, values=values, user=editor)
        named = "the proposal “Fish for all”"
    sentence = undoing_refused(world, analyst)
    assert sentence.startswith(f"editor has since saved {named} (")
    assert sentence.endswith("), which needs “Eastland”. Remove that first.")
    undo_last(world, editor)
    undo_last(world, analyst)
    assert not Party.objects.filter(name="Eastland").exists()


def test_what_it_needs_may_be_gone(world: World, analyst: User, editor: User) -> None:
    new_party(world, editor)
    party = Party.objects.get(name="Eastland")
    position = say(world.articles[0], analyst, world.articles[0].text[:9], party, world.offer, "open")
    coding.remove(position=Position.objects.get(pk=position.pk), version=1, user=analyst, reason="wrong")
    undo_last(world, editor)
    sentence = undoing_refused(world, analyst)
    assert sentence.startswith("editor has since removed “Eastland” (")
    assert sentence.endswith("), which “Eastland: open to discuss – Southmark meets Northland in Port Haven” needs.")
    redo_last(world, editor)
    undo_last(world, analyst)
    assert Position.objects.get(pk=position.pk).party == party


def test_a_party_that_is_linked_again_must_be_there(world: World, analyst: User, editor: User) -> None:
    new_party(world, editor)
    party = Party.objects.get(name="Eastland")
    talks = Talks.objects.get(pk=world.held_talks.pk)
    nouns.edit(instance=talks, values={"parties": [party]}, version=talks.version, user=analyst, reason="x")
    nouns.edit(instance=talks, values={"parties": []}, version=talks.version, user=analyst, reason="y")
    undo_last(world, editor)
    sentence = undoing_refused(world, analyst)
    assert sentence.startswith("editor has since removed “Eastland” (")
    assert sentence.endswith("), which “First round in Port Haven” needs.")


def test_a_name_that_was_taken_meanwhile_is_said(world: World, analyst: User, editor: User) -> None:
    edit("control", slug="the-harbour", title="The harbour")(world, analyst)
    nouns.make(noun=Issue, negotiation=world.negotiation, values={"title": "Other", "slug": "control"}, user=editor)
    sentence = undoing_refused(world, analyst)
    assert sentence.startswith("“Other” has the slug “control” of “Control of the harbour” by now. editor has since")
    undo_last(world, editor)
    undo_last(world, analyst)
    assert Issue.objects.get(pk=world.control.pk).slug == "control"


def test_an_alias_that_another_party_has_by_now_is_said(world: World, analyst: User, editor: User) -> None:
    party_with_other_names(world, analyst)
    parties.edit(
        instance=Party.objects.get(pk=world.league.pk),
        values={"aliases": ["the northern government"]},
        version=world.league.version,
        user=editor,
        reason="x",
    )
    sentence = undoing_refused(world, analyst)
    assert sentence.startswith("“the northern government” has the alias “the northern government” of")


def test_the_same_reading_coded_again_is_not_doubled(world: World, analyst: User, editor: User) -> None:
    position = code_one(world, analyst)
    coding.remove(position=Position.objects.get(pk=position.pk), version=1, user=analyst, reason="wrong")
    code_one(world, editor)
    assert undoing_refused(world, analyst).startswith("“Coastal League: open to discuss")
    assert "stands at these very words already. editor has since" in undoing_refused(world, analyst)


def test_what_was_demanded_stays_a_demand_while_offers_answer_it(world: World, analyst: User, editor: User) -> None:
    values = {"kind": "offer", "title": "They leave", "issue": world.control, "proposer": world.league}
    offer = nouns.make(noun=Proposal, negotiation=world.negotiation, values=values, user=analyst)
    nouns.edit(instance=offer, values={"kind": "demand"}, version=offer.version, user=analyst, reason="a demand")
    answer = {"kind": "offer", "title": "Answer", "issue": world.control, "proposer": world.league, "answers": offer}
    nouns.make(noun=Offer, negotiation=world.negotiation, values=answer, user=editor)
    assert (
        undoing_refused(world, analyst) == "“They leave” cannot be as it was: Offers answer it, so it stays a demand."
    )


def test_an_article_does_not_move_to_before_what_it_says(world: World, analyst: User, editor: User) -> None:
    article_moved(world, analyst)
    article = Article.objects.get(pk=world.articles[0].pk)
    values = {"party": world.league, "proposal": world.offer, "stance": "open", "stated_on": "2024-01-11"}
    coding.code(article=article, start=0, end=9, quote=article.text[:9], values=values, user=editor)
    sentence = undoing_refused(world, analyst)
    assert "cannot be as it was: A position in it says that it was stated 2024-01-11." in sentence


def test_an_account_that_was_deleted_does_not_keep_its_article_away(world: World, analyst: User, editor: User) -> None:
    article_with_new_source(world, editor)
    with deeds.doing("removed an article", negotiation=world.negotiation.pk, user=analyst):
        article = Article.objects.get(title="Late news")
        writing.delete(article, version=article.version, user=analyst, reason="x")
    editor.delete()
    undo_last(world, analyst)
    assert Article.objects.get(title="Late news").added_by is None


# Texts


def correct(world: World, user: User, text: str) -> None:
    article = Article.objects.get(pk=world.articles[0].pk)
    texts.correct_text(article=article, text=text, version=article.version, user=user, reason="misprints")


@pytest.mark.parametrize("change", ["shorter", "longer", "other"])
def test_a_corrected_text_goes_back_with_the_places_of_its_words(world: World, analyst: User, change: str) -> None:
    start = contents()
    text = world.articles[0].text
    first = Position.objects.filter(article=world.articles[0]).order_by("start").first()
    changed = {
        "shorter": text[: first.start + 1] + text[first.start + 2 :][: len(text) // 2],
        "longer": "By our correspondent. " + text,
        "other": "Something else altogether.",
    }[change]
    correct(world, analyst, changed)
    end = contents()
    for _ in range(2):
        undo_last(world, analyst)
        assert contents() == start
        redo_last(world, analyst)
        assert contents() == end


def test_a_text_does_not_go_back_under_words_that_others_cite(world: World, analyst: User, editor: User) -> None:
    correct(world, analyst, world.articles[0].text + " And one more sentence.")
    say(Article.objects.get(pk=world.articles[0].pk), editor, "one more sentence", world.league, world.offer, "open")
    sentence = undoing_refused(world, analyst)
    assert sentence.startswith("“Coastal League: open to discuss – ")
    assert "cites words that do not stand at their place" in sentence


def test_a_removed_position_does_not_come_back_over_another_text(world: World, analyst: User, editor: User) -> None:
    removed(world, analyst)
    correct(world, editor, "Something else altogether.")
    sentence = undoing_refused(world, analyst)
    assert "cites words that do not stand at their place" in sentence
    assert "editor has since saved the article (" in sentence
    undo_last(world, editor)
    undo_last(world, analyst)


# Costs


def test_a_thousand_rows_cost_hardly_more_questions_than_one(world: World, analyst: User) -> None:
    def cost(number: int) -> int:
        shortened = [world.articles[2].text[:length] for length in range(1, number + 1)]
        for words in shortened:
            say(world.articles[2], analyst, words, world.league, world.counter_offer, "declines")
        rows = list(Position.objects.filter(article=world.articles[2], party=world.league, stance="declines"))
        with deeds.doing("recoded", negotiation=world.negotiation.pk, user=analyst):
            rewriting.rewrite(
                Position, [rewriting.Rewrite(row, {"stance": "rejects"}) for row in rows], user=analyst, reason="x"
            )
        with CaptureQueriesContext(connection) as captured:
            undo_last(world, analyst)
        Position.objects.filter(article=world.articles[2], party=world.league, stance="declines").delete()
        return len(captured)

    assert cost(20) <= cost(2) + 2


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_only_at_the_end_is_a_refusal_too(
    world: World, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were something overlooked before, the foreign keys would still hold, and say so in a sentence."""
    new_party(world, analyst)
    party = Party.objects.get(name="Eastland")
    Alias.objects.create(negotiation=world.negotiation, party=party, alias="The East")
    monkeypatch.setattr(obstacles, "refuse_in_use", lambda *arguments, **named: None)
    sentence = undoing_refused(world, analyst)
    assert sentence.startswith("What stands here now does not go together with it.")
    assert Party.objects.filter(pk=party.pk).exists()


def test_an_empty_column_is_a_fault_of_ours_whatever_the_words_of_other_refusals_are(world: World) -> None:
    position = world.said(1, world.northland, world.demand)
    with pytest.raises(IntegrityError) as empty, transaction.atomic():
        Position.objects.filter(pk=position.pk).update(stance=None)
    assert not obstacles.is_of_others(empty.value)
    Position.objects.filter(pk=position.pk).update(note="null")  # PostgreSQL shows the row that it refuses
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Position.objects.filter(pk=position.pk).update(stance="conditional", condition="", prefix="null")
    assert obstacles.is_of_others(refused.value)


def test_a_constraint_is_known_by_its_whole_name() -> None:
    name = Position._meta.constraints[0].name
    sentence = Position._meta.constraints[0].get_violation_error_message()
    assert sentence in obstacles.refused_by_database(IntegrityError(f"CHECK constraint failed: {name}"))
    assert sentence in obstacles.refused_by_database(IntegrityError(f'violates check constraint "{name}"'))
    assert sentence not in obstacles.refused_by_database(IntegrityError(f"CHECK constraint failed: {name}_of_another"))
