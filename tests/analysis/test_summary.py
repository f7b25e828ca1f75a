"""What changed, in one sentence of plain words."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.changes import Direction, Kind
from positions.analysis.summary import DEEDS, MOST_NAMED, NUMBERS, SILENT, Line, summarise

JUNE, JULY = date(2025, 6, 2), date(2025, 7, 1)


def line(name: str, kind: str, noun: str = "demand", *, own: bool = True, way: str | None = None, **more) -> Line:
    before = None if kind == "new" else JUNE
    direction = way or (kind if kind in ("hardened", "softened") else None)
    return Line(name.lower(), name, kind, noun, own, **{"direction": direction, "before_on": before, **more})


def told(*lines: Line, **more) -> str:
    return str(summarise(lines, **{"earlier": JUNE, "later": JULY, **more}))


R, U = "Russia", "Ukraine"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "Since 2 June 2025 nothing was reported."),
        ([line(R, "reaffirmed")], "Since 2 June 2025 Russia reaffirmed one demand; nothing changed."),
        (
            [line(R, "reaffirmed"), line(R, "reaffirmed"), line(U, "new", "offer")],
            (
                "Since 2 June 2025 Russia reaffirmed both demands; Ukraine made one new offer; "
                "nothing hardened or softened."
            ),
        ),
        (
            [line(R, "reaffirmed"), line(R, "reaffirmed"), line(R, "reaffirmed"), line(R, "hardened")],
            "Since 2 June 2025 Russia hardened one demand and reaffirmed three demands; nothing softened.",
        ),
        (
            [line(R, "softened", own=False), line(R, "softened", "offer", own=False), line(R, "softened", "offer")],
            (
                "Since 2 June 2025 Russia softened one offer and the stance on one demand and one offer of others; "
                "nothing hardened."
            ),
        ),
        (
            [line(R, "hardened"), line(U, "softened", own=False)],
            "Since 2 June 2025 Russia hardened one demand; Ukraine softened the stance on one demand of others.",
        ),
        (
            [line(R, "reversed", way="softened"), line(U, "reversed", way="hardened", own=False)],
            (
                "Since 2 June 2025 Russia left the first side taken on one demand; "
                "Ukraine went back to the first side taken on one demand of others."
            ),
        ),
        (
            [line(U, "contradicted", own=False), line(U, "contradicted", own=False)],
            "Since 2 June 2025 Ukraine spoke for as well as against both demands of others.",
        ),
        (
            [line(R, "withdrawn", "offer"), line(R, "reaffirmed")],
            "Since 2 June 2025 Russia withdrew one offer and reaffirmed one demand; nothing hardened.",
        ),
        (
            [line(R, SILENT), line(R, SILENT), line(R, SILENT, "offer", own=False)],
            "Since 2 June 2025 Russia said nothing of two demands and one offer of others.",
        ),
        (
            [line(R, "reaffirmed"), line(R, SILENT)],
            "Since 2 June 2025 Russia reaffirmed one demand and said nothing of one demand; nothing changed.",
        ),
        (
            [line(R, "condition_added"), line(R, "condition_dropped", "offer"), line(R, "condition_changed")],
            (
                "Since 2 June 2025 Russia set a condition on one demand, dropped the condition on one offer "
                "and changed the condition on one demand."
            ),
        ),
        (
            [line(R, "shifted", way="up", own=False), line(R, "shifted", way="down", own=False)],
            (
                "Since 2 June 2025 Russia moved up the scale on one demand of others "
                "and moved down the scale on one demand of others."
            ),
        ),
        (
            [line(R, "clarified"), line(R, "blurred")],
            "Since 2 June 2025 Russia became unclear on one demand and took a clear stance on one demand.",
        ),
        (
            [line(R, "new"), line(R, "new", "offer"), line(R, "new", own=False), line(R, "reaffirmed")],
            (
                "Since 2 June 2025 Russia made one new demand and one new offer and took a first stance on "
                "one demand of others, and reaffirmed one demand; nothing hardened or softened."
            ),
        ),
        (
            [line(R, "reaffirmed") for _ in range(14)],
            "Since 2 June 2025 Russia reaffirmed all 14 demands; nothing changed.",
        ),
    ],
)
def test_the_sentence_is_right_in_every_combination(lines: list[Line], sentence: str) -> None:
    assert told(*lines) == sentence


def test_the_first_article_says_that_it_is() -> None:
    assert told(line(R, "new"), earlier=None, first=True) == (
        "In the first article that was coded, Russia made one new demand."
    )


def test_what_was_last_reported_on_several_days_is_not_told_as_of_one() -> None:
    old = line(R, "hardened", before_on=date(2025, 1, 12))
    assert told(old, line(U, "reaffirmed")).startswith(
        "Against what was last reported of each, between 12 January 2025 and 2 June 2025, Russia hardened"
    )
    assert told(old).startswith("Since 12 January 2025 Russia")
    assert told(line(U, "reaffirmed"), line(R, SILENT, before_on=date(2025, 1, 12))).startswith("Since 2 June 2025 ")


def test_an_article_of_the_same_day_is_no_day_before() -> None:
    assert told(line(R, "hardened"), later=JUNE).startswith("Since an earlier article of the same day, Russia hardened")


def test_a_selection_says_so_and_nothing_of_what_did_not_happen() -> None:
    assert told(line(R, "hardened"), selected=True) == (
        "In this selection, since 2 June 2025 Russia hardened one demand."
    )


def test_where_there_are_too_many_the_principals_and_those_that_moved_are_named() -> None:
    lines = [line(f"P{n}", "reaffirmed") for n in range(20)]
    lines += [line("Mover", "softened"), line("Table", "reaffirmed", is_principal=True)]
    summary = summarise(lines, earlier=JUNE, later=JULY)
    assert [clause.name for clause in summary.clauses] == ["P0", "P1", "P2", "P3", "Mover", "Table", ""]
    assert str(summary.clauses[-1]) == "among 16 more parties: 16 reaffirmed"
    assert summary.closing == "nothing hardened"


def test_one_more_party_is_named() -> None:
    summary = summarise([line(f"P{n}", "reaffirmed") for n in range(MOST_NAMED + 1)], earlier=JUNE, later=JULY)
    assert all(clause.name for clause in summary.clauses)


def test_every_kind_of_change_has_its_words() -> None:
    assert {kind for kind, *_ in DEEDS} == {*Kind, SILENT}
    assert all(any(kind == code and way is None for code, way, *_ in DEEDS) for kind in (*Kind, SILENT))


LINES = st.builds(
    lambda party, kind, noun, own, way: line(f"Q{party}", kind, noun, own=own, way=way),
    st.integers(0, 11),
    st.sampled_from([*map(str, Kind), SILENT]),
    st.sampled_from(["demand", "offer"]),
    st.booleans(),
    st.sampled_from([None, *map(str, Direction)]),
)
WORTH = {word: number for number, word in enumerate(NUMBERS)} | {"both": 2}


def counted(words: str) -> int:
    """All the numbers of a clause together."""
    words = re.sub(r"among [\w]+ more parties", "", words)
    return sum(WORTH.get(word, int(word) if word.isdigit() else 0) for word in re.findall(r"\w+", words))


@given(st.lists(LINES, max_size=60))
def test_every_line_is_counted_exactly_once(lines: list[Line]) -> None:
    summary = summarise(lines, earlier=JUNE, later=JULY)
    assert sum(counted(clause.words) for clause in summary.clauses) == len(lines)
    named = {clause.name: clause.words for clause in summary.clauses if clause.name}
    for name, words in named.items():
        assert counted(words) == sum(one.name == name for one in lines)
    if lines:
        assert len(named) == len({one.name for one in lines}) or "" in {clause.name for clause in summary.clauses}


@given(st.lists(LINES, max_size=8))
def test_nothing_is_denied_that_happened(lines: list[Line]) -> None:
    closing = summarise(lines, earlier=JUNE, later=JULY).closing
    kinds, ways = {one.kind for one in lines}, {one.direction for one in lines if one.kind not in ("new", SILENT)}
    if "softened" in closing:
        assert not {"softened", "withdrawn", "condition_dropped"} & kinds
        assert "softened" not in ways
    if "hardened" in closing:
        assert not {"hardened", "condition_added"} & kinds
        assert "hardened" not in ways
    if closing == "nothing changed":
        assert kinds <= {"reaffirmed", SILENT}
    assert "contradicted" not in kinds or not closing


@given(st.lists(LINES, max_size=20))
def test_the_sentence_is_one_sentence(lines: list[Line]) -> None:
    sentence = told(*lines)
    assert re.fullmatch(r"[A-Z][^.{}]*[^ ,;:.]\.", sentence)
    assert not re.search(r"  |, and ,|;;| ,| and and ", sentence)
