"""Stances and changes as marks."""

import pytest

from positions.analysis.changes import Kind
from positions.templatetags.marks import DIRECTION_WORDS, KIND_ARROWS, SILENT, kind, kind_arrow, kind_word


def test_every_kind_of_change_has_an_arrow_of_its_own() -> None:
    assert set(KIND_ARROWS) == {*Kind, SILENT}
    assert len(set(KIND_ARROWS.values())) == len(KIND_ARROWS)


@pytest.mark.parametrize(
    ("code", "arrow", "word"),
    [
        ("hardened", "▲", "hardened"),
        (Kind.CONDITION_ADDED, "§+", "condition added"),
        ("condition_changed", "§≠", "condition changed"),
        ("silent", "·", "silent"),
    ],
)
def test_a_kind_is_an_arrow_and_the_words_for_it(code: str, arrow: str, word: str) -> None:
    assert (kind_arrow(code), kind_word(code)) == (arrow, word)
    assert kind(code) == {"code": code, "arrow": arrow, "word": word, "direction": ""}


def test_a_reversal_says_which_way_it_went_and_a_hardening_need_not() -> None:
    assert kind("reversed", "softened")["direction"] == DIRECTION_WORDS["softened"]
    assert kind("hardened", "hardened")["direction"] == ""
