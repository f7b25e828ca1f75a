"""The record of edits of one row."""

from datetime import date

import pytest

from positions.actions.nouns import edit
from positions.models import Agreement
from positions.reports.edits import SHOWN, edits
from tests.world import World

pytestmark = pytest.mark.both


def save_many_times(world: World, times: int) -> Agreement:
    """Each save swaps all parties and all proposals, which leaves as many entries as one save can."""
    row = world.agreement
    either = [
        {"parties": [world.northland], "proposals": [world.demand], "agreed_on": date(2024, 4, 2)},
        {"parties": [world.southmark], "proposals": [world.offer], "agreed_on": date(2024, 4, 3)},
    ]
    for number in range(times):
        edit(instance=row, values=either[number % 2], version=row.version, user=None, reason=f"number {number}")
    return row


def test_many_saves_of_a_row_and_all_it_is_linked_to_are_shown_as_the_latest_edits(world: World):
    row = save_many_times(world, SHOWN + 2)
    assert row.history.filter(version=row.version).count() == 5
    found = edits(row)
    assert [edit.why for edit in found] == [f"number {number}" for number in range(SHOWN + 1, 1, -1)]
    assert {tuple(edit.fields) for edit in found} == {("agreed on", "what it is linked to")}


def test_a_short_record_ends_with_the_making(world: World):
    found = edits(save_many_times(world, 2))
    assert [edit.what for edit in found] == ["changed", "changed", "made"]


def test_the_record_takes_one_query(world: World, django_assert_num_queries):
    row = save_many_times(world, 3)
    with django_assert_num_queries(1):
        edits(row)
