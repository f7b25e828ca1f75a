"""A broken package: every problem at its file, row and column, with what to do, and nothing loaded."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.exchange.package.problems import Broken, Problem
from positions.exchange.package.reading import read_package
from tests.packages import HEADERS, Cells, csv_bytes, ferry

TODAY = date(2024, 6, 1)


def problems(place: Path) -> list[Problem]:
    with pytest.raises(Broken) as broken:
        read_package(place, today=TODAY)
    return broken.value.problems


def cell(table: str, row: int, column: str, value: Any) -> Callable[[Cells], None]:
    """Change one cell; `row` as a spreadsheet shows it."""

    def change(cells: Cells) -> None:
        assert column in cells.tables[table][row - 2]
        cells.tables[table][row - 2][column] = value

    return change


def cells_of(table: str, row: int, **values: Any) -> Callable[[Cells], None]:
    return lambda cells: cells.tables[table][row - 2].update(values)


def file(name: str, data: bytes) -> Callable[[Cells], None]:
    return lambda cells: cells.files.update({name: data})


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Cells], None]:
    def change(cells: Cells) -> None:
        data = cells.bytes()[name]
        assert old in data
        cells.files[name] = data.replace(old, new, 1)

    return change


def without(name: str) -> Callable[[Cells], None]:
    return lambda cells: cells.missing.add(name)


def fact(name: str, value: Any) -> Callable[[Cells], None]:
    return lambda cells: cells.negotiation.update({name: value})


def copied(table: str, row: int, **values: Any) -> Callable[[Cells], None]:
    """One more row, at the end, like another one."""
    return lambda cells: cells.tables[table].append(cells.tables[table][row - 2] | values)


# What is done to the sound package; the file, row and column of the only problem; a piece of its sentence.
BROKEN = {
    # files
    "a table is missing": (without("venues.csv"), "venues.csv", None, "", "is missing. Add it"),
    "the negotiation is missing": (without("negotiation.json"), "negotiation.json", None, "", "is missing"),
    "an article's text is missing": (without("articles/zz-first.txt"), "articles.csv", 2, "key",
                                     "articles/zz-first.txt is missing. Add the file."),
    "a text without its article": (file("articles/third.txt", b"x"), "articles/third.txt", None, "",
                                   "No row of articles.csv has this key"),
    "an empty text": (file("articles/aa-second.txt", b""), "articles/aa-second.txt", None, "", "is empty"),
    "a table is empty": (file("venues.csv", b""), "venues.csv", 1, "", "is empty. Its first row"),
    "UTF-16": (file("aliases.csv", "party,alias\r\neastbank,É".encode("utf-16")), "aliases.csv", None, "", "UTF-16"),
    "UTF-16 without its mark": (file("aliases.csv", "party,alias".encode("utf-16-le")), "aliases.csv", None, "",
                                "UTF-16"),
    "Latin-1": (replaced("aliases.csv", b"@west", b"@w\xe9st"), "aliases.csv", 3, "", "not UTF-8 (at byte 65, line 3)"),
    "half a character in UTF-8": (replaced("aliases.csv", b"@west", b"\xed\xa0\x80"), "aliases.csv", 3, "", "UTF-8"),
    # rows and columns
    "a column is missing": (file("aliases.csv", b"party\r\n"), "aliases.csv", 1, "alias", "alias is missing. Add it"),
    "a column is unknown": (file("aliases.csv", b"party,alias,pet name\r\n"), "aliases.csv", 1, "“pet name”",
                            "is not known. Remove it, or rename it to one of: party, alias."),
    "a column stands twice": (file("aliases.csv", b"party,alias,alias\r\n"), "aliases.csv", 1, "alias", "twice"),
    "semicolons": (file("aliases.csv", b"party;alias\r\n"), "aliases.csv", 1, "", "Save the file with commas"),
    "a cell too many": (replaced("aliases.csv", b"@west", b"@west,x"), "aliases.csv", 3, "", "has 3 cells, the first"),
    "a cell too few": (replaced("aliases.csv", b",@west", b""), "aliases.csv", 3, "", "has 1 cells, the first row 2"),
    "a quotation mark is never closed": (replaced("aliases.csv", b"@west", b'"@west'), "aliases.csv", 3, "alias",
                                         "never closed"),
    "quotation marks are out of place": (replaced("aliases.csv", b"@west", b'"@"west'), "aliases.csv", 3, "",
                                         "out of place"),
    "a cell beyond all measure": (cell("aliases", 3, "alias", "x" * 1_000_002), "aliases.csv", 3, "",
                                  "more than 1,000,000 characters"),
    # cells
    "a NUL": (cell("parties", 2, "description", "a\x00b"), "parties.csv", 2, "description", "NUL character"),
    "a text that is too long": (cell("parties", 2, "name", "x" * 201), "parties.csv", 2, "name",
                                "has 201 characters; at most 200"),
    "a longer text that is too long": (cell("positions", 3, "condition", "x" * 2001), "positions.csv", 3, "condition",
                                       "at most 2,000"),
    "an empty name": (cell("parties", 2, "name", ""), "parties.csv", 2, "name", "must not be empty"),
    "a name of spaces": (cell("parties", 2, "name", "  "), "parties.csv", 2, "name", "must not be empty"),
    "a word that is not allowed": (cell("parties", 2, "kind", "stat"), "parties.csv", 2, "kind",
                                   "“stat” is not one of the words allowed here: state, armed_group, bloc"),
    "a stance that is not known": (cell("positions", 2, "stance", "insists"), "positions.csv", 2, "stance",
                                   "demands, supports, conditional"),
    "a grade that is not known": (cell("positions", 2, "credibility", 7), "positions.csv", 2, "credibility",
                                  "1, 2, 3, 4, 5, 6"),
    "a date in another order": (cell("articles", 2, "published_on", "01.04.2024"), "articles.csv", 2, "published_on",
                                "“01.04.2024” is not a date. Give a date as 2022-03-29."),
    "a date that never was": (cell("talks", 3, "ends_on", "2024-02-30"), "talks.csv", 3, "ends_on", "no such date"),
    "the year nought": (cell("talks", 3, "starts_on", "0000-00-00"), "talks.csv", 3, "starts_on", "no such date"),
    "a week as a date": (cell("agreements", 2, "agreed_on", "2024-W01-1"), "agreements.csv", 2, "agreed_on", "not a"),
    "a partial date that is none": (cell("positions", 2, "stated_on", "2024-3"), "positions.csv", 2, "stated_on",
                                    "Give a date as 2022, 2022-03 or 2022-03-29."),
    "a time that never was": (cell("positions", 2, "recorded_at", "2024-05-01T25:00:00Z"), "positions.csv", 2,
                              "recorded_at", "no such time"),
    "a time before all time": (cell("positions", 2, "recorded_at", "0001-01-01T00:00:00+14:00"), "positions.csv", 2,
                               "recorded_at", "no such time"),
    "a time without its zone": (cell("positions", 2, "recorded_at", "2024-05-01 10:00"), "positions.csv", 2,
                                "recorded_at", "is not a time"),
    "words for a number": (cell("positions", 2, "start", "one"), "positions.csv", 2, "start", "not a whole number"),
    "digits of another script": (cell("positions", 2, "start", "١"), "positions.csv", 2, "start", "not a whole number"),
    "a number beyond its column": (cell("issues", 2, "sort_order", 40000), "issues.csv", 2, "sort_order",
                                   "from 0 to 32767"),
    "a number of five thousand digits": (cell("positions", 2, "end", "9" * 5000), "positions.csv", 2, "end", "whole"),
    "a place off the globe": (cell("venues", 2, "latitude", "91"), "venues.csv", 2, "latitude", "“91”: "),
    "a decimal comma": (cell("venues", 2, "latitude", "54,3"), "venues.csv", 2, "latitude", "such as 48.2082"),
    "one coordinate": (cell("venues", 2, "longitude", ""), "venues.csv", 2, "longitude", "both coordinates or neither"),
    "yes for true": (cell("venues", 2, "neutral", "yes"), "venues.csv", 2, "neutral", "neither true nor false"),
    "an address that is none": (cell("sources", 2, "url", "javascript:alert(1)"), "sources.csv", 2, "url", "valid URL"),
    "a key with capitals": (cell("venues", 3, "slug", "Raft"), "venues.csv", 3, "slug", "“Raft” is not a key"),
    "a key that is an address": (cell("venues", 3, "slug", "new"), "venues.csv", 3, "slug", "not “new” alone"),
    "a key that is too long": (cell("venues", 3, "slug", "a" * 65), "venues.csv", 3, "slug", "at most 64"),
    "a list with two spaces": (cell("talks", 3, "parties", "eastbank  westbank"), "talks.csv", 3, "parties",
                               "exactly one space"),
    "a list that repeats itself": (cell("talks", 3, "parties", "eastbank eastbank"), "talks.csv", 3, "parties",
                                   "more than once"),
    # between cells
    "an unknown party": (cell("positions", 2, "party", "northbank"), "positions.csv", 2, "party",
                         "There is no “northbank” in parties.csv. Add it there, or correct it here."),
    "an unknown party in a list": (cell("talks", 3, "parties", "eastbank northbank"), "talks.csv", 3, "parties",
                                   "“northbank” in parties.csv"),
    "an unknown demand": (cell("proposals", 2, "answers", "handover"), "proposals.csv", 2, "answers",
                          "“handover” in proposals.csv"),
    "a key that stands twice": (copied("venues", 2), "venues.csv", 4, "slug", "“pier” already stands in row 2"),
    "a name of two parties": (copied("aliases", 3, party="eastbank"), "aliases.csv", 5, "alias", "stands in row 3"),
    "a role that stands twice": (copied("participations", 2), "participations.csv", 5, "party", "stands in row 2"),
    "a role that ends before it starts": (cell("participations", 4, "until", "2023-12"), "participations.csv", 4,
                                          "until", "cannot end before it starts"),
    "a demand with a venue": (cell("proposals", 4, "venue", "pier"), "proposals.csv", 4, "venue", "Only an offer"),
    "an offer that answers itself": (cell("proposals", 2, "answers", "answer"), "proposals.csv", 2, "answers",
                                     "cannot answer itself"),
    "an offer that counters itself": (cell("proposals", 2, "counters", "answer"), "proposals.csv", 2, "counters",
                                      "cannot counter itself"),
    "an offer that answers an offer": (cell("proposals", 2, "answers", "counter"), "proposals.csv", 2, "answers",
                                       "“counter” is not a demand"),
    "an offer that counters a demand": (cell("proposals", 2, "counters", "hand-over"), "proposals.csv", 2, "counters",
                                        "“hand-over” is not an offer"),
    "talks from a demand": (cell("talks", 3, "offer", "hand-over"), "talks.csv", 3, "offer", "is a demand"),
    "talks that end before they start": (cell("talks", 3, "ends_on", "2024-02-29"), "talks.csv", 3, "ends_on",
                                         "cannot end before they start"),
    "talks that end and never start": (cell("talks", 3, "starts_on", ""), "talks.csv", 3, "starts_on", "as well"),
    "talks held on no day": (cells_of("talks", 3, starts_on="", ends_on=""), "talks.csv", 3, "starts_on",
                             "need the day on which they started"),
    "an article of tomorrow": (cell("articles", 2, "published_on", "2024-06-02"), "articles.csv", 2, "published_on",
                               "in the future"),
    "an agreement of tomorrow": (cell("agreements", 2, "agreed_on", "2024-06-02"), "agreements.csv", 2, "agreed_on",
                                 "in the future: nothing was agreed on it yet"),
    "talks held tomorrow": (cells_of("talks", 3, starts_on="2024-06-02", ends_on=""), "talks.csv", 3, "starts_on",
                            "in the future: the talks were neither held nor did they collapse yet"),
    "talks that collapsed tomorrow": (cells_of("talks", 2, starts_on="2024-06-02", status="collapsed"), "talks.csv", 2,
                                      "starts_on", "in the future"),
    "a statement after its article": (cell("positions", 2, "stated_on", "2024-04-02"), "positions.csv", 2, "stated_on",
                                      "published on 2024-04-01, so it cannot report what was said later"),
    "a statement of a later month": (cell("positions", 2, "stated_on", "2024-05"), "positions.csv", 2, "stated_on",
                                     "cannot report"),
    "a statement of a later year": (cell("positions", 2, "stated_on", "2999"), "positions.csv", 2, "stated_on",
                                    "cannot report"),
    "a condition is missing": (cell("positions", 5, "condition", " "), "positions.csv", 5, "condition", "conditional"),
    "a condition off the scale": (cell("positions", 4, "condition", "if"), "positions.csv", 4, "condition",
                                  "off the scale (no_position) cannot carry a condition"),
    "a value that disagrees": (cell("positions", 2, "stance_value", 2), "positions.csv", 2, "stance_value",
                               "demands has the value 3"),
    "a value off the scale": (cell("positions", 4, "stance_value", 0), "positions.csv", 4, "stance_value", "no value"),
    "a quote at the wrong place": (cells_of("positions", 3, start=0, end=14), "positions.csv", 3, "quote",
                                   "not in the text at 0–14. They stand at 58–73."),
    "a quote that is nowhere": (cell("positions", 6, "quote", "sword"), "positions.csv", 6, "quote", "stand nowhere"),
    "a quote with other line ends": (cell("positions", 3, "quote", "no,\nnot yet."), "positions.csv", 3, "quote",
                                     "With other spaces or line ends they stand at 58–71"),
    "a quote that ends before it starts": (cells_of("positions", 3, start=9, end=9), "positions.csv", 3, "end",
                                           "must end after it starts"),
    # the negotiation
    "no JSON": (file("negotiation.json", b"{"), "negotiation.json", None, "", "This is not JSON"),
    "a deep hole": (file("negotiation.json", b"[" * 100_000), "negotiation.json", None, "", "This is not JSON"),
    "a list": (file("negotiation.json", b"[]"), "negotiation.json", None, "", "must be one object"),
    "an unknown fact": (fact("owner", "me"), "negotiation.json", None, "“owner”", "is not known here. Allowed: slug,"),
    "no title": (lambda cells: cells.negotiation.pop("title"), "negotiation.json", None, "title", "missing"),
    "an empty title": (fact("title", ""), "negotiation.json", None, "title", "must not be empty"),
    "a title that is a number": (fact("title", 1), "negotiation.json", None, "title", "a text in quotation marks"),
    "half a character": (file("negotiation.json", b'{"slug": "a", "title": "\\ud800"}'), "negotiation.json", None,
                         "title", "surrogate"),
    "a slug with a path in it": (fact("slug", "../etc"), "negotiation.json", None, "slug", "small letters"),
    "a word for a truth": (fact("public", "true"), "negotiation.json", None, "public", "without quotation marks"),
    "a summary that is too long": (fact("summary", "x" * 4001), "negotiation.json", None, "summary", "at most 4,000"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_problem_is_named_at_its_place(what: str, tmp_path: Path) -> None:
    change, name, row, column, sentence = BROKEN[what]
    cells = ferry()
    change(cells)
    found = problems(cells.write(tmp_path))
    assert [(problem.file, problem.row, problem.column) for problem in found] == [(name, row, column)]
    assert sentence in found[0].message
    assert found[0].message.endswith((".", ").", "”.")) or "?" in found[0].message


def test_the_sound_package_has_no_problem(tmp_path: Path) -> None:
    assert read_package(ferry().write(tmp_path), today=TODAY).negotiation["slug"] == "ferry"


def test_talks_may_be_planned_and_words_as_old_as_their_article(tmp_path: Path) -> None:
    cells = ferry()
    cells.tables["talks"][0]["starts_on"] = "2999-01-01"
    for row, known in enumerate(("2024-04-01", "2024-04", "2024")):
        cells.tables["positions"][row]["stated_on"] = known
    assert read_package(cells.write(tmp_path), today=TODAY)


def test_all_problems_are_told_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    cells = ferry()
    cells.negotiation["title"] = ""
    cells.tables["parties"][1]["kind"] = "person"
    cells.tables["positions"][0] |= {"stance": "hopes", "start": "x", "party": "nobody"}
    cells.tables["positions"][3]["condition"] = ""
    cells.missing.add("articles/aa-second.txt")
    found = [(problem.file, problem.row, problem.column) for problem in problems(cells.write(tmp_path))]
    assert found == [
        ("negotiation.json", None, "title"),
        ("parties.csv", 3, "kind"),
        ("articles.csv", 3, "key"),
        ("positions.csv", 2, "stance"),
        ("positions.csv", 2, "start"),
        ("positions.csv", 2, "party"),
        ("positions.csv", 5, "condition"),
    ]


def test_a_problem_reads_as_a_sentence_with_its_place() -> None:
    problem = Problem("talks.csv", "Talks cannot end before they start.", 3, "ends_on")
    assert str(problem) == "talks.csv, row 3, column ends_on: Talks cannot end before they start."
    assert str(Problem("", "Nothing there.")) == "Nothing there."


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    """Line breaks inside a cell make no row; an empty line does."""
    cells = ferry()
    cells.tables["parties"][2]["kind"] = "person"
    data = cells.bytes()["parties.csv"].replace(b"observer-1,", b"\r\nobserver-1,")
    cells.files["parties.csv"] = data
    assert [problem.row for problem in problems(cells.write(tmp_path))] == [5]


def test_columns_may_stand_in_any_order_and_a_byte_order_mark_is_no_part_of_the_first(tmp_path: Path) -> None:
    cells = ferry()
    backwards = csv_bytes(HEADERS["positions"][::-1], cells.tables["positions"])
    cells.files["positions.csv"] = b"\xef\xbb\xbf" + backwards
    cells.files["negotiation.json"] = b"\xef\xbb\xbf" + cells.bytes()["negotiation.json"]
    assert read_package(cells.write(tmp_path / "a"), today=TODAY) == read_package(
        ferry().write(tmp_path / "b"), today=TODAY
    )


def test_an_apostrophe_before_a_formula_is_part_of_the_text(tmp_path: Path) -> None:
    package = read_package(ferry().write(tmp_path), today=TODAY)
    described = [record.values["description"] for record in package.tables["parties"]]
    assert described == ["=1+1\nnot a formula", "", "'=2 keeps its apostrophe"]


def test_a_quote_may_be_longer_than_python_reads_by_itself(tmp_path: Path) -> None:
    cells = ferry()
    cells.texts["aa-second"] += "x" * 200_000
    start = len(ferry().texts["aa-second"])
    cells.tables["positions"][4] |= {"quote": "x" * 200_000, "start": start, "end": start + 200_000}
    package = read_package(cells.write(tmp_path), today=TODAY)
    assert len(package.tables["positions"][4].values["quote"]) == 200_000


def test_positions_without_an_id_get_one_that_stays(tmp_path: Path) -> None:
    cells = ferry()
    for position in cells.tables["positions"]:
        position["id"] = ""
    cells.tables["positions"].append(dict(cells.tables["positions"][0]))
    package = read_package(cells.write(tmp_path), today=TODAY)
    ids = [record.values["id"] for record in package.tables["positions"]]
    assert len(set(ids)) == 6
    again = read_package(tmp_path, today=TODAY)
    assert [record.values["id"] for record in again.tables["positions"]] == ids


def problems_if_any(place: Path) -> list[Problem]:
    try:
        read_package(place, today=TODAY)
    except Broken as broken:
        return broken.problems or [Problem("", "")]
    return []


NASTY = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["", "0", "-1", "9" * 30, "2024-13-01", "0000", "true", "new", "'=1", '"', "\r\n", "\x00", "eastbank", "e" * 70_000]
)


@given(data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cell_however_wrong_is_anything_but_a_problem_or_sound(data: st.DataObject, tmp_path: Path) -> None:
    cells = ferry()
    for _ in range(data.draw(st.integers(1, 4))):
        table = data.draw(st.sampled_from(sorted(HEADERS)))
        row = data.draw(st.sampled_from(cells.tables[table]))
        row[data.draw(st.sampled_from(HEADERS[table]))] = data.draw(NASTY)
    assert all(problem.message and str(problem).isprintable() for problem in problems_if_any(cells.write(tmp_path)))


@given(name=st.sampled_from([*sorted(ferry().bytes())]), noise=st.binary(max_size=60), at=st.floats(0, 1))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_byte_however_wrong_is_anything_but_a_problem_or_sound(
    name: str, noise: bytes, at: float, tmp_path: Path
) -> None:
    cells = ferry()
    data = cells.bytes()[name]
    middle = int(len(data) * at)
    cells.files[name] = data[:middle] + noise + data[middle + len(noise) // 2 :]
    assert all(problem.message and str(problem).isprintable() for problem in problems_if_any(cells.write(tmp_path)))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (b"position,prefix,suffix\r\nnobody,,\r\n", "row 2, column position: There is no “nobody” in positions.csv."),
        (b"position,prefix,suffix\r\np2,,\r\np2,,\r\n", "row 3, column position: “p2” already stands in row 2."),
        (b"position,prefix,suffix\r\n,a,b\r\n", "row 2, column position: This cell must not be empty."),
        (b"position,prefix\r\np2,a\r\n", "row 1, column suffix: The column suffix is missing."),
        (b"position,prefix,suffix\r\np2," + b"x" * 33 + b",\r\n", "row 2, column prefix: This has 33 characters"),
        (b"", "row 1: This file is empty."),
    ],
    ids=["nobody", "twice", "empty cell", "column missing", "too long", "empty file"],
)
def test_a_list_of_waiting_positions_that_cannot_be_right_is_refused(tmp_path: Path, rows: bytes, said: str) -> None:
    cells = ferry()
    cells.files["unplaced.csv"] = rows
    found = [str(problem) for problem in problems(cells.write(tmp_path))]
    assert [problem for problem in found if problem.startswith(f"unplaced.csv, {said}")], found


def test_the_words_of_a_waiting_position_need_not_stand_in_the_text_but_must_fit_their_place(tmp_path: Path) -> None:
    cells = ferry()
    cells.files["unplaced.csv"] = b"position,prefix,suffix\r\np2,before ,\r\n"
    cells.tables["positions"][1] |= {"quote": "gone", "start": 5000, "end": 5004}
    assert read_package(cells.write(tmp_path), today=TODAY).unplaced == {"p2": ("before ", "")}
    cells.tables["positions"][1] |= {"end": 5003}
    assert [problem.column for problem in problems(cells.write(tmp_path))] == ["end"]
