"""Following quotes into a corrected text: cases with their answers, and laws over random edits."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.analysis import quotes
from positions.analysis.anchors import ALIKE, Correction, Fate, Found
from positions.analysis.likeness import Sought, is_part, likeness
from positions.analysis.quotes import Passage

OLD = (
    "Northland wants the harbour today.\n\nSouthmark rejected the demand, its president said.\n\n"
    "The League said it was willing to discuss the harbour’s future. Southmark rejected the demand again."
)


def passage(text: str, words: str, which: int = 0) -> Passage:
    start = -1
    for _ in range(which + 1):
        start = text.index(words, start + 1)
    return quotes.passage(text, start, start + len(words))


def follow(old: str, new: str, words: str, which: int = 0) -> Found | None:
    return Correction(new, old).follow(passage(old, words, which))


def told(found: Found | None) -> tuple[str, str] | None:
    return (str(found.fate), found.passage.quote) if found else None


@pytest.mark.parametrize(
    ("new", "words", "which", "expected"),
    [
        (OLD, "wants the harbour", 0, ("same place", "wants the harbour")),
        (OLD + " More.", "wants the harbour", 0, ("same place", "wants the harbour")),
        ("Update. " + OLD, "wants the harbour", 0, ("moved", "wants the harbour")),
        (OLD.replace("wants the harbour", "wants the harbor"), "wants the harbour", 0, ("similar", "wants the harbor")),
        (OLD.replace("today", "now"), "wants the harbour", 0, ("same place", "wants the harbour")),
        (OLD.replace("Northland wants", "It wants"), "the harbour today", 0, ("moved", "the harbour today")),
        (OLD.replace("Northland wants the harbour today.\n\n", ""), "Northland wants the harbour", 0, None),
        (OLD.replace("\n", "\r\n"), "Southmark rejected the demand", 1, ("moved", "Southmark rejected the demand")),
        (OLD.replace("rejected the", "rejected  the"), "rejected the demand", 1, ("moved", "rejected  the demand")),
    ],
    ids=[
        "nothing happened",
        "added after it",
        "added before it",
        "a letter less",
        "another word beside it",
        "shorter before it",
        "taken out",
        "other line ends",
        "other spaces",
    ],
)
def test_words_are_found_again(new, words, which, expected):
    assert told(follow(OLD, new, words, which)) == expected


def test_words_at_their_old_offsets_are_not_taken_for_those_that_a_text_inserted_before_repeats():
    old = "No deal. Southmark rejected the offer of the League."
    new = "No deal. Northland was the first. No deal. Southmark rejected the offer of the League."
    found = follow(old, new, "No deal.")
    assert told(found) == ("moved", "No deal.")
    assert found.passage.start == new.rindex("No deal.")


def test_of_several_places_the_one_with_the_same_surroundings_is_chosen():
    new = OLD.replace("Northland wants", "Since Monday Northland wants")
    assert follow(OLD, new, "rejected the demand", 1).passage.start == new.rindex("rejected the demand")


def test_two_places_with_the_same_surroundings_wait_for_a_person():
    old = "It began. " + "x " * 20 + "No. " + "x " * 20
    new = "Then. " + ("x " * 20 + "No. ") * 2 + "x " * 20
    correction = Correction(new, old)
    assert correction.follow(passage(old, "No.")) is None
    assert [found.passage.quote for found in correction.candidates(passage(old, "No."))] == ["No.", "No."]


def test_a_paragraph_that_stands_many_times_is_told_apart_by_the_paragraphs_around():
    lines = "Northland wants the harbour, and nothing but the harbour, today.\n"
    old = lines * 9
    new = "A first line.\n" + lines * 9 + "A last line.\n"
    third = passage(old, "Northland", 4)
    assert Correction(new, old).follow(third).passage.start == third.start + len("A first line.\n")


def test_words_are_not_moved_to_another_of_their_places_when_their_own_is_gone():
    new = OLD.replace("Southmark rejected the demand, its president said.\n\n", "")
    assert follow(OLD, new, "Southmark rejected the demand", 0) is None
    candidates = Correction(new, OLD).candidates(passage(OLD, "Southmark rejected the demand"))
    assert [found.passage.start for found in candidates][:1] == [new.index("Southmark rejected")]


def test_words_that_were_corrected_where_they_stood_are_not_sought_among_others_like_them():
    new = OLD.replace("Southmark rejected the demand, its", "Southmark rejects the demand, its")
    assert told(follow(OLD, new, "Southmark rejected the demand")) == ("similar", "Southmark rejects the demand")
    assert told(follow(OLD, new, "Southmark rejected the demand", 1)) == ("moved", "Southmark rejected the demand")


def test_words_are_not_moved_into_a_statement_of_somebody_else():
    old, new = "Moscow rejects the plan. Kyiv accepts it.", "Moscow accepts the plan. Kyiv rejects it."
    assert follow(old, new, "rejects") is None
    assert follow(old, new, "accepts") is None
    correction = Correction(new, old)
    assert correction.candidates(passage(old, "rejects"))[0].passage.start == new.index("rejects")


def test_words_that_stood_once_wait_where_nothing_around_them_is_left():
    text = "Wholly new: Northland wants the harbour!"
    assert follow(OLD, text, "Northland wants the harbour") is None
    nearest = Correction(text, OLD).candidates(passage(OLD, "Northland wants the harbour"))[0]
    assert nearest.passage.quote == "Northland wants the harbour"


def test_words_that_happen_to_be_left_of_a_paragraph_that_was_written_anew_wait():
    old = "A.\n\nOn Monday the minister of Northland said that no ceasefire would ever be agreed by his people.\n\nB."
    new = "A.\n\nNothing was heard on Monday.\n\nBoth 1234 for a ceasefire in July, 50 km away, at 7:15 p.m.\n\nB."
    assert follow(old, new, "ceasefire") is None


def test_words_in_a_paragraph_that_was_left_alone_move_with_it_whatever_stands_around():
    old = "The first.\n\nNo deal.\n\nWhat comes after it."
    new = "Something else altogether, and longer.\n\nNo deal.\n\nBut he did go home."
    assert told(follow(old, new, "No deal.")) == ("moved", "No deal.")


def test_words_between_two_corrections_in_one_paragraph_move_along():
    end = "; nobody else had anything to say, and so the talks came to their end at the harbour’s gates. "
    end += "They may go on in the autumn, when all have slept upon it, wherever that may be and whoever comes."
    old = f"The minister of the north told it to all: NO DEAL is what we have, after many weeks{end}"
    new = f"Later she let reporters know by letter, in her own hand: NO DEAL. Weeks went by{end}"
    found = follow(old, new, "NO DEAL")
    assert found.agreement < 0.5
    assert told(found) == ("moved", "NO DEAL")


def test_words_that_wait_are_not_placed_for_standing_at_their_old_offsets():
    """Those are offsets of an earlier text: what stands there now may be any of the same words."""
    waiting = quotes.passage("She said no deal to all of us here, again and again, for days.", 9, 16)
    other = "He wrote no deal" + "." * 60
    assert told(Correction(other, "Between.").follow(waiting)) == ("same place", "no deal")
    assert Correction(other, "Between.").follow(waiting, waits=True) is None
    around = "x " * 16
    twice = f"{around}No. {around}No. {around}"
    waiting = quotes.passage(twice, 32, 35)
    assert told(Correction(twice, twice).follow(waiting)) == ("same place", "No.")
    assert Correction(twice, "Between.").follow(waiting, waits=True) is None


@pytest.mark.parametrize(
    ("words", "new", "found"),
    [
        (
            "the president of Southmark refused",
            "Then the President of Southmark refused.",
            "the President of Southmark refused",
        ),
        ("the ha\u0301rbour must go", "So the harbo\u0301ur must go now", "the harbo\u0301ur must go"),
        ("they want 🚢🚢 now, they say", "Yes, they want 🚢 now, they say it", "they want 🚢 now, they say"),
        ("Київ відмовляється від пропозиції", "Тоді Київ відмовився від пропозиції.", "Київ відмовився від пропозиції"),
        ("北方要求交出港口并立即撤军", "今天,北方要求交出该港口并立即撤军。", "北方要求交出该港口并立即撤军"),
        ("צפון רוצה את הנמל היום", "אמר: צפון רצה את הנמל היום.", "צפון רצה את הנמל היום"),
    ],
    ids=["a capital", "a mark on another letter", "a ship less", "Cyrillic", "Chinese", "right to left"],
)
def test_similar_words_end_where_words_end(words, new, found):
    assert told(Correction(new).follow(quotes.passage(words, 0, len(words)))) == ("similar", found)


def test_unlike_words_wait_and_are_shown_the_nearest_there_are():
    old = passage("Southmark will not hand over the harbour.", "Southmark will not hand over the harbour")
    correction = Correction("The weather was fine.\n\nNorthland said Southmark must at once hand over a harbour.")
    assert correction.follow(old) is None
    nearest = correction.candidates(old)[0]
    assert nearest.likeness < ALIKE
    assert "hand over a harbour" in nearest.passage.quote


LETTERS = st.sampled_from(
    ["a", "b", "harbour", "the", " ", "\n", ". ", "\r\n", "🚢", "e\u0301", "ש", "港", "👩‍👩‍👧", "\t"]
)
TEXTS = st.lists(LETTERS, min_size=1, max_size=60).map("".join)


@st.composite
def corrections(draw: st.DrawFn) -> tuple[str, str, Passage]:
    """An old text, a new one made of it by some edits, and a passage of the old."""
    old = draw(TEXTS)
    start = draw(st.integers(0, len(old) - 1))
    end = draw(st.integers(start + 1, len(old)))
    new = old
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(new)))
        edit = draw(st.sampled_from(["insert", "delete", "swap", "line ends", "other"]))
        if edit == "insert":
            new = new[:at] + draw(TEXTS) + new[at:]
        elif edit == "delete":
            new = new[:at] + new[at + draw(st.integers(0, 20)) :]
        elif edit == "swap":
            new = new[at:] + new[:at]
        elif edit == "line ends":
            new = quotes.unix_lines(new)
        else:
            new = new[:at] + draw(LETTERS) + new[at + 1 :]
    return old, new, quotes.passage(old, start, end)


@given(corrections())
@settings(max_examples=600)
def test_what_is_found_stands_in_the_text_and_is_like_enough(case):
    old, new, passage = case
    correction = Correction(new, old)
    found = correction.follow(passage)
    for one in [*correction.candidates(passage), *([found] if found else [])]:
        assert 0 <= one.passage.start < one.passage.end <= len(new)
        assert one.passage == quotes.passage(new, one.passage.start, one.passage.end)
        same = new[passage.start : passage.end] == passage.quote and one.passage.start == passage.start
        assert (one.fate is Fate.SAME_PLACE) == (same and one.passage.end == passage.end)
        if one.fate is Fate.SIMILAR:
            assert one.likeness == likeness(passage.quote, one.passage.quote)
            assert one.passage.quote.split() != passage.quote.split()
        else:
            assert one.passage.quote.split() == passage.quote.split()
    assert found is None or found.likeness >= ALIKE


@given(old=TEXTS, data=st.data())
@settings(max_examples=200)
def test_a_text_that_did_not_change_moves_nothing(old, data):
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    found = Correction(old, old).follow(quotes.passage(old, start, end))
    assert (found.fate, found.passage.start, found.passage.end) == (Fate.SAME_PLACE, start, end)


WORDS = st.lists(st.integers(100, 999).map(lambda number: f"word{number}é🚢"), min_size=12, max_size=40, unique=True)


@given(words=WORDS, other=WORDS, data=st.data())
@settings(max_examples=300)
def test_an_edit_elsewhere_never_loses_words(words, other, data):
    """Whatever is put before or after the words, taken out there or exchanged: they are found as they were."""
    first = data.draw(st.integers(2, len(words) - 4))
    last = data.draw(st.integers(first + 1, len(words) - 2))
    before, quote, after = words[:first], " ".join(words[first:last]), words[last:]
    old = " ".join([*before, quote, *after])
    cut = data.draw(st.integers(0, len(before)))
    put = data.draw(st.sampled_from(["\n\n", " "])).join(word.upper() for word in other)
    new = data.draw(
        st.sampled_from(
            [
                " ".join([put, *before, quote, *after]),
                " ".join([*before[cut:], quote, *after]),
                " ".join([*before, quote, put]),
                " ".join([*after, quote, *before]),
                " ".join([*before[:cut], put, *before[cut:], quote, *after[1:]]),
            ]
        )
    )
    found = Correction(new, old).follow(passage(old, quote))
    assert found is not None
    assert found.passage.quote == quote
    assert found.passage.start == new.index(quote)


@given(text=TEXTS, words=TEXTS)
@settings(max_examples=300)
def test_no_character_is_cut_from_its_marks(text, words):
    for start, end in Sought(text).near(words, 0):
        assert not is_part(text[start]) or start == 0
        assert end == len(text) or not is_part(text[end])


def test_three_hundred_quotes_in_a_long_text_that_changed_everywhere_take_no_time():
    sentence = "Delegate {0} of party {1} said on day {2} that proposal {3} was out of the question for region {4}."
    numbers = [(n, n * 7 % 101, n * 13 % 365, n * 17 % 499, n * 31 % 997) for n in range(1100)]
    old = "\n\n".join(sentence.format(*five) for five in numbers)
    new = old.replace("out of the question", "out of question").replace("said on", "told us on")
    assert len(old) > 100_000
    places = [passage(old, sentence.format(*five)) for five in numbers[::4][:275]]
    began = time.monotonic()
    correction = Correction(new, old)
    found = [correction.follow(place) for place in places]
    assert time.monotonic() - began < 20  # two seconds where nothing else runs
    assert {one.fate for one in found if one} == {Fate.SIMILAR}
    assert all(one.passage.quote.startswith(old_one.quote[:14]) for one, old_one in zip(found, places, strict=True))
