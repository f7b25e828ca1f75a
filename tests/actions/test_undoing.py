"""Undoing and redoing: each kind of deed there and back, and what refuses, in its own words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.actions import (
    coding,
    deeds,
    texts,
    undoing,
    writing,
)
from positions.models import (
    Article,
    Deed,
    Position,
    User,
)
from tests.undoing import (
    KINDS,
    Contents,
    article_with_new_source,
    code_one,
    contents,
    new_party,
    recoded,
    redo_last,
    refusal,
    removed,
    revised,
    undo_last,
)
from tests.world import World, say

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def no_steps_yet(world: World) -> None:
    """What was done before the test is no step of anybody's."""
    Deed.objects.all().delete()


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
        quote=position.article.text[:9],
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


# A step that cannot be undone


def keep(world: World, user: User, deed: Deed, leave: str = "") -> Deed:
    return undoing.keep(negotiation=world.negotiation, user=user, deed=deed.pk, leave=leave)


def test_only_a_step_that_cannot_be_undone_is_left_as_it_is(world: World, analyst: User, editor: User) -> None:
    code_one(world, analyst)
    first = Deed.objects.get()
    sentence = refusal(keep, world, analyst, first)
    assert sentence == f"Undo “{first}” first. It is left as it is only where that is refused."
    position = world.said(1, world.northland, world.demand)
    revised(world, analyst)
    second = Deed.objects.latest("pk")
    position.refresh_from_db()
    coding.remove(position=position, version=position.version, user=editor, reason="no")
    assert refusal(keep, world, editor, second).startswith("You did something else since: “removed Coastal League")
    assert refusal(keep, world, analyst, first).startswith("You did something else since")
    before = contents(versions=True)
    with pytest.raises(undoing.Blocked) as blocked:
        undo_last(world, analyst)
    leave = blocked.value.leave
    assert refusal(keep, world, analyst, second, "").startswith(f"Undo “{second}” first.")
    assert refusal(keep, world, analyst, first, leave).startswith("You did something else since")
    assert keep(world, analyst, second, leave).state == Deed.State.KEPT
    assert contents(versions=True) == before
    assert refusal(keep, world, analyst, second, leave) == f"“{second}” was left as it is already."
    coding.remove(position=world.said(2, world.northland, world.demand), version=1, user=analyst, reason="no")
    assert refusal(keep, world, analyst, Deed.objects.latest("pk"), leave).startswith("Undo “removed")


def test_a_step_that_was_left_as_it_is_goes_neither_back_nor_forth(world: World, analyst: User, editor: User) -> None:
    code_one(world, analyst)
    new_party(world, analyst)
    first, second = Deed.objects.order_by("pk")
    Deed.objects.filter(pk=second.pk).update(state=Deed.State.KEPT)
    assert undo_last(world, analyst) == first
    assert refusal(undo_last, world, analyst) == "There is nothing to undo."
    undoing_kept = refusal(undoing.redo, negotiation=world.negotiation, user=analyst, deed=second.pk)
    assert undoing_kept == f"“{second}” was left as it is already."
    assert redo_last(world, analyst) == first
    assert refusal(redo_last, world, analyst) == "There is nothing to redo."


def test_going_back_waits_for_its_turn_before_it_reads_anything(world: World, analyst: User) -> None:
    code_one(world, analyst)
    deed = Deed.objects.get()
    with CaptureQueriesContext(connection) as captured:
        undoing.undo(negotiation=world.negotiation, user=analyst, deed=deed.pk)
    first = next(query["sql"] for query in captured if "positions_" in query["sql"])
    assert 'FROM "positions_negotiation"' in first
    assert ("FOR NO KEY UPDATE" in first) == (connection.vendor == "postgresql")


def test_a_row_that_one_step_wrote_twice_goes_back_to_what_it_was_before_the_first(world: World, analyst: User) -> None:
    position = world.said(1, world.northland, world.demand)
    before = contents()
    with deeds.doing("wrote twice", negotiation=world.negotiation.pk, user=analyst):
        for note in ("once", "twice"):
            position.note = note
            writing.update(position, version=position.version, user=analyst, reason=note)
    assert list(Deed.objects.get().traces.values_list("before", "after")) == [(1, 3)]
    undo_last(world, analyst)
    assert contents() == before


def test_a_row_that_goes_again_leaves_a_version_of_its_own_in_its_history(world: World, analyst: User) -> None:
    position = code_one(world, analyst)
    undo_last(world, analyst)
    assert list(Position.history.filter(id=position.pk).order_by("history_id").values_list("version", flat=True)) == [
        1,
        2,
    ]
    redo_last(world, analyst)
    assert Position.objects.get(pk=position.pk).version == 3


def test_who_goes_back_copies_the_words_around_a_quote_from_the_text_as_it_is_now(
    world: World, analyst: User, editor: User
) -> None:
    revised(world, analyst)
    article = Article.objects.get(pk=world.articles[0].pk)
    text = article.text.replace("” Northland’s", "” the")
    texts.correct_text(article=article, text=text, version=article.version, user=editor, reason="misread")
    undo_last(world, analyst)
    position = world.said(1, world.northland, world.demand)
    assert position.suffix == text[position.end : position.end + 32]
    assert position.prefix == text[max(0, position.start - 32) : position.start]
