"""Stances and changes as marks."""

import pytest

from positions.analysis.changes import Kind
from positions.templatetags.marks import KIND_ARROWS, SILENT, kind, kind_arrow, kind_word, stance


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
    shown = f'<span class="kind-arrow" aria-hidden="true">{arrow}</span> {word}'
    assert kind(code).strip() == f'<span class="kind" data-kind="{code}">{shown}</span>'


def test_a_kind_takes_the_words_for_which_way_it_went() -> None:
    shown = '<span class="kind-direction">(away from its own proposal)</span>'
    assert shown in kind("reversed", "away from its own proposal")
    assert "kind-direction" not in kind("reversed")


def test_a_stance_is_a_mark_and_the_words_for_it() -> None:
    assert 'data-stance="red_line"' in stance("red_line")
    assert '<span class="stance-mark" aria-hidden="true">−3</span>' in stance("red_line")
    assert '<span class="stance-label">rules out</span>' in stance("red_line")
