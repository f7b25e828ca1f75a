"""Names found in a text."""

import sys
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.mentions import Name, find_mentions, uncoded


def found(text, *names):
    """The mentions as the words that stand there."""
    mentions = find_mentions(text, [Name(words, "party", number) for number, words in enumerate(names)])
    return [(text[mention.start : mention.end], mention.name.id) for mention in mentions]


CASES = {
    "whole words only": ("Kyivans left Kyiv; Kyiv’s men, Kyiv-led.", ["Kyiv"], [("Kyiv", 0), ("Kyiv", 0), ("Kyiv", 0)]),
    "in any case": (
        "CEASEFIRE, ceasefire and Ceasefire",
        ["ceasefire"],
        [(w, 0) for w in ("CEASEFIRE", "ceasefire", "Ceasefire")],
    ),
    "names in capitals as they are": ("The US told us. Us?", ["US"], [("US", 0)]),
    "abbreviations with points": ("The U.S. and u.s. of U S", ["U.S."], [("U.S", 0)]),
    "the longest of those that begin together": (
        "the Security Council on security",
        ["Security", "Security Council"],
        [("Security Council", 1), ("security", 0)],
    ),
    "one inside a longer one is not counted twice": (
        "the United Nations Security Council",
        ["United Nations Security Council", "Security Council", "security"],
        [("United Nations Security Council", 0)],
    ),
    "over a line break": ("Port\n Haven", ["Port Haven"], [("Port\n Haven", 0)]),
    "other signs between the words are another name": ("Port, Haven; Port-Haven", ["Port Haven"], []),
    "the first given of equal names": ("NATO", ["NATO", "NATO"], [("NATO", 0)]),
    "Cyrillic": ("У Києві КИЇВ мовчав", ["Київ"], [("КИЇВ", 0)]),
    "Arabic": ("قالت موسكو إنها", ["موسكو"], [("موسكو", 0)]),
    "Greek with its two sigmas": ("ΚΎΠΡΟΣ κύπρος", ["Κύπρος"], [("ΚΎΠΡΟΣ", 0), ("κύπρος", 0)]),
    "Chinese within a run": ("乌克兰和俄罗斯谈判", ["俄罗斯"], [("俄罗斯", 0)]),
    "a combining mark is no border": ("nai\u0308ve nai", ["nai"], [("nai", 0)]),
    "astral characters before it": ("🕊🕊 Kyiv 🕊", ["Kyiv"], [("Kyiv", 0)]),
    "names without words": ("Kyiv — …", ["", "—", " "], []),
    "no text": ("", ["Kyiv"], []),
}


@pytest.mark.parametrize(("text", "names", "expected"), CASES.values(), ids=CASES.keys())
def test_names_are_found_as_whole_words(text, names, expected):
    assert found(text, *names) == expected


@given(
    st.text(st.sampled_from("aAbé \u0301.\n🕊中"), max_size=40),
    st.lists(st.text(st.sampled_from("aAbé .中"), max_size=5)),
)
def test_mentions_come_in_order_and_never_overlap(text, names):
    mentions = find_mentions(text, [Name(words, "party", 1) for words in names])
    assert all(first.end <= second.start for first, second in pairwise(mentions))
    for mention in mentions:
        written, name = text[mention.start : mention.end], mention.name.words
        assert " ".join(written.casefold().split()) in " ".join(name.casefold().split())


@given(st.lists(st.sampled_from(["Kyiv", "fog", "Port Haven", "US"]), max_size=12))
def test_every_name_that_stands_alone_is_found(words):
    text = "; ".join(words)
    assert [name for name, _ in found(text, "Kyiv", "Port Haven", "US")] == [word for word in words if word != "fog"]


def test_a_mention_is_uncoded_when_no_passage_overlaps_it():
    text = "Kyiv and Kyiv and Kyiv and Kyiv"
    mentions = find_mentions(text, [Name("Kyiv", "party", 1)])
    assert [mention.start for mention in uncoded(mentions, [])] == [0, 9, 18, 27]
    assert [mention.start for mention in uncoded(mentions, [(3, 10), (4, 5), (22, 27)])] == [18, 27]
    assert uncoded(mentions, [(0, 31)]) == []


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6),
)
def test_what_is_uncoded_is_what_a_look_at_every_pair_says(places):
    mentions = find_mentions("Kyiv fog " * 5, [Name("Kyiv", "party", 1), Name("fog", "venue", 2)])
    passages = [(start, start + length) for start, length in places]
    assert uncoded(mentions, passages) == [
        mention
        for mention in mentions
        if not any(start < mention.end and end > mention.start for start, end in passages)
    ]


def test_four_times_the_text_and_the_names_take_four_times_the_steps():
    def steps(size):
        text = "Kyiv said that the Port of the north was closed. " * size
        names = [Name(f"the {number} Council of {number}", "party", number) for number in range(size)]
        calls = Counter()
        before = sys.getprofile()
        sys.setprofile(lambda frame, event, argument: calls.update([event]))
        try:
            find_mentions(text, [*names, Name("Kyiv", "party", size)])
        finally:
            sys.setprofile(before)
        return calls.total()

    assert steps(200) < 4.5 * steps(50)
