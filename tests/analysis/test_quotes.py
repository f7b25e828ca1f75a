"""Where words stand: code points here, UTF-16 in the browser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.quotes import CONTEXT, find, from_utf16, passage

ASTRAL = "🕊 Kyiv 🇺🇦 said “no” 👩‍👩‍👧 twice"
COMBINING = "e\u0301te\u0301 and \u00e9t\u00e9"  # the same word decomposed and composed
BIDI = "He said \u202bלא\u202c and left \u2067سلام\u2069 there"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_passage_knows_its_words_and_the_32_code_points_around_them():
    text = "a" * 40 + "WORDS" + "b" * 40
    found = passage(text, 40, 45)
    assert (found.quote, found.prefix, found.suffix) == ("WORDS", "a" * 32, "b" * 32)
    assert CONTEXT == 32


def test_at_the_edges_of_the_text_there_is_less_around_a_passage():
    found = passage("abc", 0, 3)
    assert (found.prefix, found.quote, found.suffix) == ("", "abc", "")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 0), (2, 1), (0, 6), (5, 6), (9, 9)])
def test_a_place_that_is_empty_backwards_or_outside_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="is not a place in a text of 5 characters"):
        passage("abcde", start, end)


def test_context_counts_code_points_not_bytes_or_units():
    text = "🕊" * 40 + "x" + "🕊" * 40
    found = passage(text, 40, 41)
    assert len(found.prefix) == len(found.suffix) == 32


@pytest.mark.parametrize(
    ("text", "quote", "places"),
    [
        ("He said no.", "said no", [(3, 10)]),
        ("no, no, no", "no", [(0, 2), (4, 6), (8, 10)]),
        ("aaa", "aa", [(0, 2), (1, 3)]),
        ("\nHe said", "He", [(1, 3)]),
        ("\n\n  He said", "  He\n", [(4, 6)]),
        ("first\nsecond", "first second", [(0, 12)]),
        ("first\nsecond", "first\r\nsecond", [(0, 12)]),
        ("first  \n\t second", "first second", [(0, 16)]),
        ("first\u00a0second", "first second", [(0, 12)]),
        ("firstsecond", "first second", []),
        ("first second", "firstsecond", []),
        ("first\u200bsecond", "first second", []),
        ("a b a b c", "a b c", [(4, 9)]),
        (ASTRAL, "Kyiv 🇺🇦", [(2, 9)]),
        (ASTRAL, "“no” 👩‍👩‍👧", [(15, 25)]),
        (COMBINING, "\u00e9t\u00e9", [(10, 13)]),
        (COMBINING, "e\u0301te\u0301", [(0, 5)]),
        (BIDI, "\u202bלא\u202c and", [(8, 16)]),
        ("Text", "text", []),
        ("anything", "", []),
        ("anything", " \n\t", []),
        ("", "words", []),
    ],
)
def test_words_are_found_at_every_place_white_space_aside(text, quote, places):
    assert [(found.start, found.end) for found in find(text, quote)] == places


def test_what_is_found_has_the_words_of_the_text_not_those_typed():
    (found,) = find("he\n  left", "he left")
    assert found.quote == "he\n  left"


@given(texts, st.data())
def test_any_passage_of_a_text_is_found_again_at_its_place(text, data):
    if not text.strip():
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    if quote.strip():
        bare_start = start + len(quote) - len(quote.lstrip())
        bare_end = end - (len(quote) - len(quote.rstrip()))
        assert (bare_start, bare_end) in [(found.start, found.end) for found in find(text, quote)]


@given(texts, texts)
def test_what_is_found_stands_there_with_its_surroundings(text, quote):
    for found in find(text, quote):
        assert text[found.start : found.end] == found.quote
        assert found.quote.split() == quote.split()
        assert text[: found.start].endswith(found.prefix)
        assert text[found.end :].startswith(found.suffix)


@given(texts)
def test_every_code_point_is_reached_from_its_utf16_offset(text):
    for place in range(len(text) + 1):
        assert from_utf16(text, utf16_length(text[:place])) == place


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [("🕊a", 0, 0), ("🕊a", 2, 1), ("🕊a", 3, 2), ("e\u0301a", 2, 2), ("\nab", 1, 1), ("", 0, 0), (BIDI, 9, 9)],
)
def test_an_offset_of_the_browser_becomes_one_of_the_text(text, offset, place):
    assert from_utf16(text, offset) == place


@pytest.mark.parametrize(("text", "offset"), [("🕊a", 1), ("🕊a", 4), ("a🕊", 2), ("ab", -1), ("", 1)])
def test_an_offset_outside_the_text_or_inside_a_character_is_refused(text, offset):
    with pytest.raises(ValueError, match="no character begins at UTF-16 offset"):
        from_utf16(text, offset)
