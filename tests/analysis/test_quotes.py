"""Where words stand, in code points."""

import sys
import time
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.analysis.quotes import CONTEXT, MOST_PLACES, find, find_at, passage

ASTRAL = "🕊 Kyiv 🇺🇦 said “no” 👩‍👩‍👧 twice"
COMBINING = "e\u0301te\u0301 and \u00e9t\u00e9"  # the same word decomposed and composed
BIDI = "He said \u202bלא\u202c and left \u2067سلام\u2069 there"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=MOST_PLACES)


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


def old_definition(text: str, quote: str) -> list[tuple[int, int]]:
    """Word after word at every place where the first word stands: plain, and slow in a hostile text."""
    words = quote.split()
    found = []
    for start in range(len(text) if words else 0):
        end = start
        for number, word in enumerate(words):
            gap = len(text[end:]) - len(text[end:].lstrip())
            if (gap > 0) != (number > 0) or not text.startswith(word, end + gap):
                break
            end += gap + len(word)
        else:
            found.append((start, end))
    return found


few_letters = st.text("ab \n\t\u00a0\u2028\x1c\u200b\U0001f54a", max_size=30)


@settings(max_examples=500)
@given(few_letters, few_letters)
def test_searching_fast_finds_what_searching_plainly_does(text, quote):
    plainly = old_definition(text, quote)
    assert [(found.start, found.end) for found in find(text, quote)] == plainly
    alone = [find_at(text, quote, start) for start in range(-1, len(text) + 2)]
    assert [(found.start, found.end) for found in alone if found] == plainly


def test_of_very_many_places_the_first_are_found():
    found = find("no, " * 1000, "no")
    assert [one.start for one in found] == [4 * number for number in range(MOST_PLACES)]


def test_any_of_very_many_places_is_found_where_it_is_asked_for():
    text = "no,  no " * 1000
    assert find_at(text, "no, no", 7992) == passage(text, 7992, 7999)
    assert find_at(text, "no, no", 7993) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a " * 50_000, "a " * 200 + "b"),  # every place begins well
        ("a " * 50_000, "b" + " a" * 200),
        ("a " * 50_000, "a " * 25_000),  # and overlaps the next
        ("a" * 100_000, "a" * 50_000),
        (" " * 100_000, "a b"),
    ],
    ids=["it begins well everywhere", "it ends well everywhere", "words overlap", "one word overlaps", "only spaces"],
)
def test_no_text_makes_searching_slow(text, quote):
    lines = 0

    def count(frame: FrameType, event: str, _argument: object) -> object:
        nonlocal lines
        lines += event == "line"
        assert lines < 10 * len(text), "more than ten steps for each character"
        return count

    before, began = sys.gettrace(), time.process_time()
    sys.settrace(count)
    try:
        find(text, quote)
    finally:
        sys.settrace(before)
    assert time.process_time() - began < 5  # also what runs below the lines of Python
