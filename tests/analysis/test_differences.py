"""What differs between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from positions.analysis import differences
from positions.analysis.differences import Piece, by_lines, by_phrases, by_words

TEXTS = st.text(alphabet="ab. \n\u0301🚢", max_size=30)


def test_words_that_differ_stand_apart_from_those_that_are_shared():
    assert by_words("Northland wants the harbour.", "Northland now wants the harbor.") == [
        Piece("Northland ", "Northland "),
        Piece("", "now "),
        Piece("wants the ", "wants the "),
        Piece("harbour", "harbor"),
        Piece(".", "."),
    ]


def test_lines_are_compared_whole():
    assert by_lines("one\ntwo\nthree", "one\n2\nthree") == [
        Piece("one\n", "one\n"),
        Piece("two\n", "2\n"),
        Piece("three", "three"),
    ]


@given(old=TEXTS, new=TEXTS)
def test_the_pieces_are_both_texts(old, new):
    for pieces in (by_words(old, new), by_lines(old, new), by_phrases(old, new)):
        assert "".join(piece.old for piece in pieces) == old
        assert "".join(piece.new for piece in pieces) == new
        assert all(piece.old or piece.new for piece in pieces)


def test_texts_too_long_to_compare_differ_between_what_they_begin_and_end_with(monkeypatch):
    monkeypatch.setattr(differences, "MOST_WORK", 3)
    assert by_words("a b c d", "a c b d") == [Piece("a ", "a "), Piece("b c", "c b"), Piece(" d", " d")]


def test_words_that_differ_one_after_the_other_differ_as_one():
    assert by_words("Southmark rejected the demand.", "Southmark turned it down.") == [
        Piece("Southmark ", "Southmark "),
        Piece("rejected the demand", "turned it down"),
        Piece(".", "."),
    ]


def test_a_phrase_is_replaced_whole_where_only_small_words_are_shared():
    assert by_phrases("if Kyiv withdraws from the four regions", "if foreign troops stay out of the whole country") == [
        Piece("if Kyiv withdraws from the four regions", "if foreign troops stay out of the whole country")
    ]


def test_a_number_that_changed_stands_out_alone():
    assert by_phrases("a truce of thirty days, supervised", "a truce of sixty days, supervised by the UN") == [
        Piece("a truce of ", "a truce of "),
        Piece("thirty", "sixty"),
        Piece(" days, supervised", " days, supervised"),
        Piece("", " by the UN"),
    ]


def test_what_was_not_changed_has_one_piece_and_what_was_not_there_none():
    assert by_phrases("if it holds", "if it holds") == [Piece("if it holds", "if it holds")]
    assert by_phrases("", "if it holds") == [Piece("", "if it holds")]
    assert by_phrases("", "") == []
