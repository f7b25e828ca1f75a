"""Undoing and redoing: each kind of deed there and back, and what refuses, in its own words."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.actions import (
    articles,
    bulk,
    coding,
    deeds,
    nouns,
    obstacles,
    parties,
    rewriting,
    texts,
    undoing,
    writing,
)
from positions.models import (
    Agreement,
    Alias,
    Article,
    Deed,
    Issue,
    Negotiation,
    Offer,
    Party,
    Position,
    Proposal,
    Source,
    Talks,
    User,
    Venue,
)
from tests.undoing import Contents, contents, redo_last, undo_last
from tests.world import TODAY, World, say

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def no_steps_yet(world: World) -> None:
    """What was done before the test is no step of anybody's."""
    Deed.objects.all().delete()


def refusal(act: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """The sentence by which it is refused; nothing may have been written."""
    before, states = contents(versions=True), list(Deed.objects.order_by("pk").values_list("pk", "state"))
    with pytest.raises(ValidationError) as refused:
        act(*arguments, **named)
    assert contents(versions=True) == before
    assert list(Deed.objects.order_by("pk").values_list("pk", "state")) == states
    return " ".join(refused.value.messages)


# Every kind of deed


def code_one(world: World, user: User) -> Position:
    return say(world.articles[0], user, world.articles[0].text[:9], world.league, world.offer, "open")


def removed(world: World, user: User) -> None:
    position = world.said(1, world.northland, world.demand)
    coding.remove(position=position, version=position.version, user=user, reason="coded by mistake")


def revised(world: World, user: User) -> None:
    position = world.said(1, world.northland, world.demand)
    coding.revise(
        position=position,
        start=position.start,
        end=position.end - 1,
        values={"stance": "conditional", "condition": "peace", "party": world.league, "proposal": world.offer},
        version=position.version,
        user=user,
        reason="read again",
    )


def article_with_new_source(world: World, user: User) -> None:
    articles.add_article(
        negotiation=world.negotiation,
        source="Evening Post",
        title="Late news",
        published_on=date(2024, 4, 3),
        text="Nothing new.",
        user=user,
        today=TODAY,
    )


def article_moved(world: World, user: User) -> None:
    values = {"published_on": date(2024, 1, 11), "title": "Another title", "source": "Evening Post"}
    article = Article.objects.get(pk=world.articles[0].pk)
    articles.edit_article(
        article=article, values=values, version=article.version, user=user, reason="misread", today=TODAY
    )


def make(noun: type, /, **values: Any) -> Callable[[World, User], None]:
    def act(world: World, user: User) -> None:
        given = {name: getattr(world, value[1:]) if str(value)[:1] == "@" else value for name, value in values.items()}
        nouns.make(noun=noun, negotiation=world.negotiation, values=given, user=user)

    return act


def edit(which: str, /, **values: Any) -> Callable[[World, User], None]:
    def act(world: World, user: User) -> None:
        row = getattr(world, which)
        row = type(row)._base_manager.get(pk=row.pk)
        nouns.edit(instance=row, values=values, version=row.version, user=user, reason="better")

    return act


def talks_with_others(world: World, user: User) -> None:
    edit("held_talks", title="Round one", parties=[world.league])(world, user)


def agreement_on_others(world: World, user: User) -> None:
    edit("agreement", proposals=[world.offer, world.demand], parties=[world.league, world.northland])(world, user)


def new_talks(world: World, user: User) -> None:
    values = {"title": "Third round", "parties": [world.league, world.southmark]}
    nouns.make(noun=Talks, negotiation=world.negotiation, values=values, user=user)


def new_agreement(world: World, user: User) -> None:
    values = {
        "title": "Ceasefire",
        "agreed_on": date(2024, 4, 2),
        "proposals": [world.offer],
        "parties": [world.league],
        "talks": world.held_talks,
    }
    nouns.make(noun=Agreement, negotiation=world.negotiation, values=values, user=user)


def new_party(world: World, user: User) -> None:
    values = {"name": "Eastland", "short_name": "East", "aliases": ["Easthaven"], "roles": ["guarantor", "host"]}
    parties.add(negotiation=world.negotiation, values=values, user=user)


def party_with_other_names(world: World, user: User) -> None:
    party = Party.objects.get(pk=world.northland.pk)
    values = {"name": "North", "aliases": ["Norhaven", "the North"], "roles": ["host"]}
    parties.edit(instance=party, values=values, version=party.version, user=user, reason="renamed")


def negotiation_renamed(world: World, user: User) -> None:
    negotiation = Negotiation.objects.get(pk=world.negotiation.pk)
    values = {"title": "Harbour talks", "slug": "harbour-talks", "public": False}
    nouns.edit_negotiation(
        negotiation=negotiation, values=values, version=negotiation.version, user=user, reason="renamed"
    )


def recoded(world: World, user: User) -> None:
    """Many positions at once, in bulk and noted, as recoding does it."""
    with deeds.doing("recoded 5 positions", negotiation=world.negotiation.pk, user=user):
        writing.take_turn(pk=world.negotiation.pk)
        rows = list(Position.objects.filter(proposal=world.demand).order_by("pk")[:5])
        pairs = {(row.party_id, row.proposal_id) for row in rows}
        for row in rows:
            row.stance, row.condition, row.version, row.proposal = "open", "", row.version + 1, world.offer
        bulk.update(Position, rows, {"stance", "condition", "version", "proposal"})
        bulk.keep_history(Position, rows, made=False, user=user, reason="recoded")
        for row in rows:
            deeds.note(row, before=row.version - 1, after=row.version)
        for party, proposal in pairs | {(row.party_id, row.proposal_id) for row in rows}:
            coding.settle_track(party, proposal)


KINDS = {
    "code": code_one,
    "revise": revised,
    "remove": removed,
    "add an article of a new source": article_with_new_source,
    "move an article to another day": article_moved,
    "make an issue": make(Issue, title="Fishing"),
    "edit an issue": edit("control", title="The harbour", status="agreed", sort_order=9),
    "make a venue": make(Venue, name="Weir House", latitude=1, longitude=2),
    "edit a venue": edit("port_haven", name="Port Hope", latitude=None, longitude=None),
    "make a source": make(Source, name="Evening Post"),
    "edit a source": edit("ledger", reliability="F"),
    "make an offer": make(
        Offer, kind="offer", title="Shared", issue="@control", proposer="@league", answers="@demand", counters="@offer"
    ),
    "edit an offer": edit("offer", title="They meet", venue=None, answers=None),
    "make talks": new_talks,
    "edit talks and who takes part": talks_with_others,
    "make an agreement": new_agreement,
    "edit an agreement and what it covers": agreement_on_others,
    "make a party with its names and roles": new_party,
    "edit a party with its names and roles": party_with_other_names,
    "edit the negotiation": negotiation_renamed,
    "recode many": recoded,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_deed_goes_back_and_forth(world: World, analyst: User, kind: str) -> None:
    start = contents()
    KINDS[kind](world, analyst)
    end = contents()
    assert end != start
    for _ in range(2):
        undo_last(world, analyst)
        assert contents() == start
        redo_last(world, analyst)
        assert contents() == end
    assert Deed.objects.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_going_back_is_written_into_the_histories(world: World, analyst: User, kind: str) -> None:
    KINDS[kind](world, analyst)
    deed = Deed.objects.get()
    rows = list(deed.traces.all())
    undo_last(world, analyst)
    for trace in rows:
        model = next(model for model in Contents.models() if model._meta.model_name == trace.table)
        last = model.history.filter(id=trace.row).order_by("-history_id").first()
        assert last.history_change_reason == f"undone: {deed}"
        assert last.history_user == analyst
        assert last.history_type == ("~" if trace.before else "-") if trace.after else "+"
        row = model._base_manager.filter(pk=trace.row).first()
        assert (row is not None) == (trace.before is not None)
        assert row is None or row.version == last.version > (trace.after or trace.before)


def test_what_was_removed_comes_back_under_its_id_and_key(world: World, analyst: User) -> None:
    before = world.said(1, world.northland, world.demand)
    removed(world, analyst)
    undo_last(world, analyst)
    after = world.said(1, world.northland, world.demand)
    assert (after.pk, after.key, after.recorded_at, after.coder) == (
        before.pk,
        before.key,
        before.recorded_at,
        before.coder,
    )


def test_many_steps_go_back_and_forth_in_their_order(world: World, analyst: User) -> None:
    stages = [contents()]
    for act in KINDS.values():
        act(world, analyst) if act not in {revised, removed, recoded} else code_and_drop(world, analyst)
        stages.append(contents())
    for stage in reversed(stages[:-1]):
        undo_last(world, analyst)
        assert contents() == stage
    for stage in stages[1:]:
        redo_last(world, analyst)
        assert contents() == stage


def code_and_drop(world: World, user: User) -> None:
    text = world.articles[1].text
    for number in range(2, 60):
        if not Position.objects.filter(article=world.articles[1], start=0, end=number).exists():
            say(world.articles[1], user, text[:number], world.league, world.counter_offer, "rejects")
            return


# Which step it is


def test_only_the_step_that_was_seen_is_undone(world: World, analyst: User) -> None:
    first = code_one(world, analyst)
    seen = Deed.objects.get()
    removed(world, analyst)
    sentence = refusal(undoing.undo, negotiation=world.negotiation, user=analyst, deed=seen.pk)
    assert sentence.startswith("You did something else since: “removed Northland: insists – ")
    undo_last(world, analyst)
    assert Position.objects.filter(pk=first.pk).exists()
    undo_last(world, analyst)
    sentence = refusal(undoing.undo, negotiation=world.negotiation, user=analyst, deed=seen.pk)
    assert sentence == "There is nothing to undo."


def test_a_second_click_is_told_that_it_is_done_already(world: World, analyst: User) -> None:
    code_one(world, analyst)
    removed(world, analyst)
    top = Deed.objects.latest("pk")
    undo_last(world, analyst)
    sentence = refusal(undoing.undo, negotiation=world.negotiation, user=analyst, deed=top.pk)
    assert sentence == f"“{top}” is undone already."
    undo_last(world, analyst)
    redo_last(world, analyst)
    below = Deed.objects.earliest("pk")
    sentence = refusal(undoing.redo, negotiation=world.negotiation, user=analyst, deed=below.pk)
    assert sentence == f"“{below}” is redone already."


def test_nobody_undoes_what_another_did_or_what_was_done_elsewhere(world: World, analyst: User, editor: User) -> None:
    code_one(world, analyst)
    deed = Deed.objects.get().pk
    assert (
        refusal(undoing.undo, negotiation=world.negotiation, user=editor, deed=deed)
        == refusal(undoing.undo, negotiation=world.river, user=analyst, deed=deed)
        == "There is nothing to undo."
    )


def test_after_something_new_there_is_nothing_to_redo(world: World, analyst: User) -> None:
    code_one(world, analyst)
    deed = undo_last(world, analyst)
    removed(world, analyst)
    sentence = refusal(undoing.redo, negotiation=world.negotiation, user=analyst, deed=deed.pk)
    assert sentence == "There is nothing to redo."
    deed.refresh_from_db()
    assert deed.state == Deed.State.PASSED


def test_several_steps_are_undone_together_or_not_at_all(world: World, analyst: User, editor: User) -> None:
    start = contents()
    position = code_one(world, analyst)
    first, _ = Deed.objects.get(), new_party(world, analyst)
    article_with_new_source(world, analyst)
    top = Deed.objects.latest("pk")
    coding.revise(
        position=Position.objects.get(pk=position.pk),
        start=0,
        end=9,
        values={"stance": "rejects"},
        version=1,
        user=editor,
        reason="no",
    )
    back = {"negotiation": world.negotiation, "user": analyst, "first": first.pk}
    sentence = refusal(undoing.undo_back_to, deed=top.pk, **back)
    assert sentence.startswith(f"Nothing was undone, because of “{first}”. editor has since changed “Coastal League")
    undo_last(world, editor)
    sentence = refusal(undoing.undo_back_to, deed=first.pk, **back)
    assert sentence.startswith("You did something else since: “added “Late news””")
    assert len(undoing.undo_back_to(deed=top.pk, **back)) == 3
    assert contents() == start
    sentence = refusal(undoing.undo_back_to, deed=top.pk, **back)
    assert sentence == "That step is undone already. Look again before you go back."


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
    text = world.articles[0].text
    values = {"party": world.league, "proposal": world.offer, "stance": "open", "stated_on": "2024-01-11"}
    coding.code(article=Article.objects.get(pk=world.articles[0].pk), start=0, end=9, values=values, user=editor)
    assert text
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
