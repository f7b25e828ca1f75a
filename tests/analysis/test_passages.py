"""A text with marked passages, cut into segments."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.passages import in_text_order, lay, segments


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    name: str = ""


def drawn(text, marks):
    """Each segment as (words, names that cover it, names that begin here)."""
    return [
        (
            segment.text,
            "".join(laid.passage.name for laid in segment.covering),
            "".join(laid.passage.name for laid in segment.opening),
        )
        for segment in segments(text, marks)
    ]


CASES = {
    "nothing marked": ([], [("0123456789", "", "")]),
    "one in the middle": ([Mark(2, 5, "a")], [("01", "", ""), ("234", "a", "a"), ("56789", "", "")]),
    "the whole text": ([Mark(0, 10, "a")], [("0123456789", "a", "a")]),
    "two that touch": ([Mark(0, 5, "a"), Mark(5, 10, "b")], [("01234", "a", "a"), ("56789", "b", "b")]),
    "two that overlap": (
        [Mark(0, 6, "a"), Mark(4, 10, "b")],
        [("0123", "a", "a"), ("45", "ab", "b"), ("6789", "b", "")],
    ),
    "one within another": (
        [Mark(4, 6, "b"), Mark(2, 8, "a")],
        [("01", "", ""), ("23", "a", "a"), ("45", "ab", "b"), ("67", "a", ""), ("89", "", "")],
    ),
    "the same words twice": (
        [Mark(1, 3, "a"), Mark(1, 3, "b")],
        [("0", "", ""), ("12", "ab", "ab"), ("3456789", "", "")],
    ),
    "the longer of two that begin together comes first": (
        [Mark(0, 2, "short"), Mark(0, 4, "long")],
        [("01", "longshort", "longshort"), ("23", "long", ""), ("456789", "", "")],
    ),
}


@pytest.mark.parametrize(("marks", "expected"), CASES.values(), ids=CASES.keys())
def test_a_text_is_cut_where_passages_begin_and_end(marks, expected):
    assert drawn("0123456789", marks) == expected


def test_offsets_count_code_points():
    assert drawn("a🕊\U0001f1fa\U0001f1e6b", [Mark(1, 2, "x"), Mark(2, 4, "y")]) == [
        ("a", "", ""),
        ("🕊", "x", "x"),
        ("\U0001f1fa\U0001f1e6", "y", "y"),
        ("b", "", ""),
    ]


def test_an_empty_text_has_no_segments():
    assert segments("", []) == []


@pytest.mark.parametrize("mark", [Mark(-1, 2), Mark(2, 2), Mark(3, 2), Mark(0, 11)])
def test_a_passage_outside_the_text_is_refused(mark):
    with pytest.raises(ValueError, match="not a place"):
        segments("0123456789", [mark])


def test_a_lane_is_free_again_after_its_passage_ends():
    lanes = {
        laid.passage.name: laid.lane
        for laid in lay([Mark(0, 9, "a"), Mark(1, 3, "b"), Mark(2, 5, "c"), Mark(3, 4, "d")])
    }
    assert lanes == {"a": 0, "b": 1, "c": 2, "d": 1}


@st.composite
def marked_texts(draw):
    text = draw(st.text(min_size=1, max_size=60))
    place = st.integers(0, len(text) - 1)
    marks = [
        Mark(start, draw(st.integers(start + 1, len(text))), str(number))
        for number, start in enumerate(draw(st.lists(place, max_size=8)))
    ]
    return text, marks


@given(marked_texts())
def test_segments_are_the_text_and_each_passage_its_words(marked):
    text, marks = marked
    found = segments(text, marks)
    assert "".join(segment.text for segment in found) == text
    assert all(segment.text for segment in found)
    for mark in marks:
        covered = [segment for segment in found if any(laid.passage is mark for laid in segment.covering)]
        assert "".join(segment.text for segment in covered) == text[mark.start : mark.end]
        assert [any(laid.passage is mark for laid in segment.opening) for segment in covered] == [
            True,
            *[False] * (len(covered) - 1),
        ]


@given(marked_texts())
def test_passages_that_share_a_character_never_share_a_lane(marked):
    text, marks = marked
    for segment in segments(text, marks):
        lanes = [laid.lane for laid in segment.covering]
        assert len(lanes) == len(set(lanes))


@given(marked_texts())
def test_what_encloses_comes_before_what_it_encloses(marked):
    _, marks = marked
    ordered = in_text_order(marks)
    for index, inner in enumerate(ordered):
        for outer in ordered[index + 1 :]:
            assert not (outer.start <= inner.start and outer.end > inner.end)
