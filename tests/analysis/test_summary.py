"""What changed, in one sentence of plain words."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.analysis.changes import Kind
from positions.analysis.directions import Direction
from positions.analysis.summary import DEEDS, FEW, MOST_NAMED, MOST_TITLES, MOVEMENTS, summarise
from positions.analysis.summary_lines import SILENT, Line
from positions.analysis.words import LONGEST_TITLE, NUMBERS, quoted

JUNE, JULY = date(2025, 6, 2), date(2025, 7, 1)


def line(name: str, kind: str, noun: str = "demand", *, own: bool = True, way: str | None = None, **more) -> Line:
    before = None if kind == "new" else JUNE
    direction = way or (kind if kind in ("hardened", "softened") else None)
    proposer = name if own else "Ukraine" if name == "Russia" else "Russia"
    more = {"proposer": proposer, "direction": direction, "before_on": before, **more}
    return Line(name.lower(), name, kind, noun, own, **more)


def told(*lines: Line, **more) -> str:
    return str(summarise(lines, **{"earlier": JUNE, "later": JULY, **more}))


R, U = "Russia", "Ukraine"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "The article of 1 July 2025 reported no position."),
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
                "Since 2 June 2025 Russia softened one offer, and the stance on one demand and one offer by Ukraine; "
                "nothing hardened."
            ),
        ),
        (
            [line(R, "hardened"), line(U, "softened", own=False)],
            "Since 2 June 2025 Russia hardened one demand; Ukraine softened the stance on one demand by Russia.",
        ),
        (
            [line(R, "reversed", way="softened", step=-3), line(U, "reversed", way="softened", step=3, own=False)],
            (
                "Since 2 June 2025 Russia turned against one demand; Ukraine came round to one demand by Russia; "
                "nothing hardened."
            ),
        ),
        (
            [line(R, "reversed", way="hardened", step=3), line(U, "reversed", way="hardened", step=-3, own=False)],
            (
                "Since 2 June 2025 Russia came back to one demand; Ukraine turned against one demand by Russia again; "
                "nothing softened."
            ),
        ),
        ([line(R, "reversed")], "Since 2 June 2025 Russia changed sides on one demand; nothing hardened or softened."),
        (
            [line(U, "contradicted", own=False), line(U, "contradicted", own=False)],
            "Since 2 June 2025 Ukraine sent mixed signals on both demands by Russia.",
        ),
        (
            [line(R, "withdrawn", "offer"), line(R, "reaffirmed")],
            "Since 2 June 2025 Russia withdrew one offer and reaffirmed one demand; nothing hardened.",
        ),
        (
            [line(R, SILENT), line(R, SILENT), line(U, SILENT, "offer", own=False)],
            (
                "The article of 1 July 2025 reported no position. "
                "Of the positions reported on 2 June 2025, three went unmentioned."
            ),
        ),
        (
            [line(R, "reaffirmed"), line(R, "reaffirmed"), line(R, SILENT)],
            (
                "Since 2 June 2025 Russia reaffirmed two demands; nothing changed. "
                "Of the positions reported on 2 June 2025, one went unmentioned."
            ),
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
            ("Since 2 June 2025 Russia moved toward one demand by Ukraine and moved away from one demand by Ukraine."),
        ),
        (
            [line(R, "blurred", "offer"), line(R, "blurred", own=False), line(R, "clarified")],
            (
                "Since 2 June 2025 Russia became unclear on one offer, became unclear on one demand by Ukraine "
                "and took a clear stance on one demand."
            ),
        ),
        (
            [line(R, "new"), line(R, "new", "offer"), line(R, "new", own=False), line(R, "reaffirmed")],
            (
                "Since 2 June 2025 Russia made one new demand and one new offer, took a first stance on "
                "one demand by Ukraine, and reaffirmed one demand; nothing hardened or softened."
            ),
        ),
        (
            [line(R, "reaffirmed", own=False), line(R, "reaffirmed", own=False, proposer="China")],
            "Since 2 June 2025 Russia reaffirmed the stance on both demands by others; nothing changed.",
        ),
        (
            [line(R, "hardened", own=False, proposer="Commission for the Preservation of the Forests")],
            "Since 2 June 2025 Russia hardened the stance on one demand by others; nothing softened.",
        ),
        (
            [
                line(name, "softened", "offer", own=False, proposer="E3+3")
                for name in (R, "United States", "European backers of Ukraine")
            ],
            (
                "Since 2 June 2025 Russia, the United States and the European backers of Ukraine each softened "
                "the stance on one offer by the E3+3; nothing hardened."
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


A, B, C = "Ukraine stays out of NATO", "Crimea is Russian", "All prisoners go home"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [line(R, "softened", title=A), line(R, "reaffirmed", title=B), line(R, "reaffirmed", title=C)],
            "Russia softened the demand “Ukraine stays out of NATO” and reaffirmed two demands; nothing hardened.",
        ),
        (
            [line(R, "hardened", title=A), line(R, "hardened", title=B), line(U, "new", "offer", title=C)],
            (
                "Russia hardened the demands “Ukraine stays out of NATO” and “Crimea is Russian”; "
                "Ukraine made one new offer; nothing softened."
            ),
        ),
        (
            [line(R, "hardened", title=A), line(R, "hardened", "offer", title=B, own=False)],
            (
                "Russia hardened the demand “Ukraine stays out of NATO” and "
                "the stance on Ukraine’s offer “Crimea is Russian”; nothing softened."
            ),
        ),
        (
            [line(R, "hardened", title=title) for title in (A, B, C)],
            "Russia hardened all three demands; nothing softened.",
        ),
        (
            [
                line(U, "reversed", way="softened", step=3, own=False, title=A),
                line(U, "reversed", way="softened", step=3, own=False, title=B, proposer="United States"),
                line(R, "withdrawn", "offer", title=C),
            ],
            (
                "Ukraine came round to Russia’s demand “Ukraine stays out of NATO” and "
                "the United States’ demand “Crimea is Russian”; Russia withdrew the offer “All prisoners go home”; "
                "nothing hardened."
            ),
        ),
        (
            [line(name, "shifted", way="up", own=False, proposer="E3+3", title=A) for name in (R, U)],
            "Russia and Ukraine each moved toward the E3+3’s demand “Ukraine stays out of NATO”.",
        ),
        (
            [line(R, "contradicted", own=False, proposer="European backers of Ukraine", title=A)],
            "Russia sent mixed signals on the demand “Ukraine stays out of NATO” by the European backers of Ukraine.",
        ),
        (
            [line(R, "contradicted", own=False, proposer="Commission for the Preservation of the Forests", title=A)],
            "Russia sent mixed signals on the demand “Ukraine stays out of NATO” by others.",
        ),
        (
            [line(R, "condition_added", title=A), line(R, "softened", title=B)],
            "Russia softened the demand “Crimea is Russian” and set a condition on one demand.",
        ),
    ],
)
def test_a_party_that_moved_on_few_is_told_by_their_titles(lines: list[Line], sentence: str) -> None:
    assert told(*lines) == f"Since 2 June 2025 {sentence}"


def test_where_much_moved_what_matters_most_is_told_by_title() -> None:
    """Six titles at most: both that were withdrawn, but not seven that were hardened, and then one that softened."""
    lines = [line(name, "withdrawn", title=A) for name in (R, U)]
    lines += [line(f"P{n}", "hardened", title=B) for n in range(5)]
    lines += [line(R, "softened", title=C)]
    assert told(*lines) == (
        "Since 2 June 2025 Russia withdrew the demand “Ukraine stays out of NATO” and "
        "softened the demand “All prisoners go home”; Ukraine withdrew the demand “Ukraine stays out of NATO”; "
        "the P0, the P1, the P2, the P3 and the P4 each hardened one demand."
    )


def test_of_a_crowd_that_moved_those_who_are_named_are_counted_alike() -> None:
    """A title for the one that withdrew, none for the six that are named of twenty that softened."""
    lines = [line(f"P{n}", "softened", title=A) for n in range(20)] + [line(R, "withdrawn", title=B)]
    assert re.findall("“[^”]+”", told(*lines, line("Other", "reaffirmed", title=C))) == []
    lines[-1] = line(R, "withdrawn", title=B, is_principal=True)
    assert re.findall("“[^”]+”", told(*lines)) == ["“Crimea is Russian”"]


def test_the_first_article_says_that_it_is() -> None:
    assert told(line(R, "new"), earlier=None, first=True) == (
        "In the first article that was coded, Russia made one new demand."
    )


def test_what_was_last_reported_on_several_days_is_not_told_as_of_one() -> None:
    old = line(R, "hardened", before_on=date(2025, 1, 12))
    assert told(old, line(U, "reaffirmed")).startswith(
        "Compared with earlier reports (12 January to 2 June 2025), Russia hardened"
    )
    assert told(old).startswith("Since 12 January 2025 Russia")
    assert told(line(U, "reaffirmed"), line(R, SILENT, before_on=date(2025, 1, 12))).startswith("Since 2 June 2025 ")


def test_an_article_of_the_same_day_is_no_day_before() -> None:
    assert told(line(R, "hardened"), later=JUNE).startswith("Since an earlier article of the same day, Russia hardened")


def test_a_selection_of_silence_says_so() -> None:
    assert told(line(R, SILENT), selected=True) == (
        "In this selection, the article of 1 July 2025 reported no position. "
        "Of the positions reported on 2 June 2025, one went unmentioned."
    )


def test_what_was_said_earlier_the_same_day_is_told_as_that() -> None:
    assert told(line(R, SILENT), later=JUNE).endswith(
        "Of the positions reported earlier the same day, one went unmentioned."
    )


def test_a_selection_says_so_and_nothing_of_what_did_not_happen() -> None:
    assert told(line(R, "hardened"), selected=True) == (
        "In this selection, since 2 June 2025 Russia hardened one demand."
    )


def test_where_there_are_too_many_those_that_moved_and_the_principals_are_named() -> None:
    lines = [line(f"P{n}", "reaffirmed") for n in range(20)]
    lines += [line("Mover", "softened"), line("Maker", "new"), line("Table", "reaffirmed", is_principal=True)]
    summary = summarise(lines, earlier=JUNE, later=JULY)
    names = [one.name for clause in summary.clauses for one in clause.names]
    assert names == ["the P0", "the P1", "the P2", "Table", "Mover", "Maker"]
    assert str(summary.clauses[-1]) == "among 17 more parties: 17 reaffirmed"
    assert summary.closing == "nothing hardened"


def test_one_more_party_is_named() -> None:
    summary = summarise([line(f"P{n}", "reaffirmed") for n in range(MOST_NAMED + 1)], earlier=JUNE, later=JULY)
    assert len(summary.clauses[0].names) == MOST_NAMED + 1


def test_a_long_title_is_cut_between_two_words() -> None:
    assert quoted("Iran’s “right” is recognised") == "“Iran’s ‘right’ is recognised”"
    title = "The withdrawal of all heavy equipment from the demarcation line is verified by observers, and soon"
    assert quoted(title) == "“The withdrawal of all heavy equipment from the demarcation line is…”"
    assert quoted(title[:LONGEST_TITLE]) == f"“{title[:LONGEST_TITLE]}”"
    assert quoted("x" * 100) == f"“{'x' * LONGEST_TITLE}…”"


def test_every_kind_of_change_has_its_words() -> None:
    assert {kind for kind, *_ in DEEDS} == set(Kind)
    assert all(any(kind == code and way is None for code, way, *_ in DEEDS) for kind in Kind)


LINES = st.builds(
    lambda party, kind, noun, own, way, title: line(f"Q{party}", kind, noun, own=own, way=way, title=title),
    st.integers(0, 11),
    st.sampled_from([*map(str, Kind), SILENT]),
    st.sampled_from(["demand", "offer"]),
    st.booleans(),
    st.sampled_from([None, *map(str, Direction)]),
    st.sampled_from(["", "Two ports, both open", "All three “free” towns and one road", "one " * 60]),
)
WORTH = {word: number for number, word in enumerate(NUMBERS)} | {"both": 2}


def counted(words: str) -> int:
    """All the numbers of a clause together, and one for each title."""
    words = re.sub("“[^“”]*”", " one ", words)
    words = re.sub(r"among [\w]+ more parties|by the Q\d+|on \d+ \w+ \d+", "", words)
    return sum(WORTH.get(word, int(word) if word.isdigit() else 0) for word in re.findall(r"\w+", words))


@given(st.lists(LINES, max_size=60))
def test_every_line_is_counted_exactly_once(lines: list[Line]) -> None:
    summary = summarise(lines, earlier=JUNE, later=JULY)
    told_of = sum(counted(clause.words) * max(1, len(clause.names)) for clause in summary.clauses)
    silent = sum(one.kind == SILENT for one in lines)
    assert told_of == len(lines) - silent
    assert counted(summary.silence) == silent
    for clause in summary.clauses:
        for one in clause.names:
            assert counted(clause.words) == sum(line.party == one.party and line.kind != SILENT for line in lines)
    named = [one.party for clause in summary.clauses for one in clause.names]
    assert len(named) == len(set(named))
    said = {line.party for line in lines if line.kind != SILENT}
    assert set(named) == said or not summary.clauses[-1].names


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


@given(st.lists(LINES, max_size=60))
def test_titles_are_told_of_movements_alone_and_of_few(lines: list[Line]) -> None:
    summary = summarise(lines, earlier=JUNE, later=JULY)
    assert sum(clause.words.count("“") * len(clause.names) for clause in summary.clauses) <= MOST_TITLES
    for clause in summary.clauses:
        for one in clause.names:
            moved = [line for line in lines if line.party == one.party and line.kind in MOVEMENTS]
            assert clause.words.count("“") <= sum(bool(line.title) for line in moved)
            assert "“" not in clause.words or any(
                sum(line.kind == kind for line in moved) in range(1, FEW + 1) for kind in MOVEMENTS
            )


@given(st.lists(LINES, max_size=20))
def test_it_reads_as_a_sentence_and_one_for_silence(lines: list[Line]) -> None:
    sentence = told(*lines)
    assert re.fullmatch(r"[A-Z][^.{}]*[^ ,;:.]\.( Of the positions [^.{}]*[^ ,;:.]\.)?", sentence)
    assert not re.search(r"  |, and ,|;;| ,| and and ", sentence)
