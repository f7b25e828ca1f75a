"""A text with marked passages, cut into segments."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis import passages
from positions.analysis.passages import blocks, by_paragraph, in_text_order, lay, spans, touching


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    name: str = ""


def segments(text, marks):
    """Those of all blocks, one after the other."""
    return [segment for block in blocks(text, lay(marks)) for segment in block.segments]


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
    letters = st.one_of(st.characters(), st.sampled_from("ab \n\r\u2028🕊"))
    text = draw(st.text(letters, min_size=1, max_size=60))
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
def test_the_blocks_are_the_text(marked):
    text, marks = marked
    found = blocks(text, lay(marks))
    assert [block.span.number for block in found] == list(range(len(found)))
    for block in found:
        span = block.span
        words = "".join(segment.text for segment in block.segments)
        assert words == text[span.start : span.end]
        assert span.start <= span.first <= span.last <= span.end
        assert "".join(s.text for s in block.segments if not s.is_break) == text[span.first : span.last]
    assert "".join(text[block.span.start : block.span.end] for block in found) == text


@given(marked_texts())
def test_some_blocks_are_as_they_are_among_all(marked):
    text, marks = marked
    found = blocks(text, lay(marks))
    wanted = {block.span.number for block in found if block.span.number % 2}
    assert blocks(text, lay(marks), only=wanted) == [block for block in found if block.span.number in wanted]


@given(marked_texts())
def test_what_a_passage_touches_is_where_it_is_drawn(marked):
    text, marks = marked
    drawn_in = {
        block.span.number for block in blocks(text, lay(marks)) if any(segment.covering for segment in block.segments)
    }
    assert touching(spans(text), [(mark.start, mark.end) for mark in marks]) == drawn_in


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


# Blocks


PARAGRAPHS = {
    "single line breaks": ("One.\nTwo.\nThree.", ["One.\n", "Two.\n", "Three."]),
    "blank lines": ("One.\n\nTwo.", ["One.\n\n", "Two."]),
    "blank lines that hold spaces": ("One.\n \t\n\nTwo.", ["One.\n \t\n\n", "Two."]),
    "line ends of all kinds": ("A\r\nB\rC\u2028D\u2029E\x85F", ["A\r\n", "B\r", "C\u2028", "D\u2029", "E\x85", "F"]),
    "breaks at the start belong to the first": ("\n\nOne.\nTwo.", ["\n\nOne.\n", "Two."]),
    "an indent belongs to its line": ("One.\n  Two.", ["One.\n", "  Two."]),
    "nothing but breaks": ("\n\n", ["\n\n"]),
}


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_a_paragraph_ends_with_its_line_breaks(text, expected):
    assert [text[span.start : span.end] for span in spans(text)] == expected


def test_a_long_paragraph_is_cut_at_white_space(monkeypatch):
    monkeypatch.setattr(passages, "LONGEST", 10)
    text = "one two three four\nfive"
    found = blocks(text, [])
    assert [text[block.span.start : block.span.end] for block in found] == ["one two ", "three four\n", "five"]
    assert [len(group) for group in by_paragraph(found)] == [2, 1]


def test_where_there_is_no_white_space_it_is_cut_anywhere_but_before_a_combining_mark(monkeypatch):
    monkeypatch.setattr(passages, "LONGEST", 4)
    text = "abcde\u0301\u0302fghi"
    assert [text[span.start : span.end] for span in spans(text)] == ["abcd", "e\u0301\u0302f", "ghi"]
    text = "abcd\u0301\u0302fghi"
    assert [text[span.start : span.end] for span in spans(text)] == ["abcd\u0301\u0302", "fghi"]


@given(st.text(st.sampled_from("ab \u0301"), min_size=5, max_size=80))
def test_no_block_is_much_longer_than_may_be(text):
    longest, passages.LONGEST = passages.LONGEST, 8
    try:
        found = spans(text)
    finally:
        passages.LONGEST = longest
    assert "".join(text[span.start : span.end] for span in found) == text
    for span in found:
        assert len(text[span.start : span.end].rstrip("\u0301")) <= 8
