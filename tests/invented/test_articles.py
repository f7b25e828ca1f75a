"""What is invented: as much as was asked for, in order, and every word at its place."""

from collections import Counter, defaultdict
from datetime import date
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.analysis.stances import OFF_SCALE, Stance
from positions.invented.articles import Report, Statement, invent_articles, shares
from positions.invented.cast import Cast, Size, invent_cast

FIRST, LAST = date(2016, 1, 1), date(2025, 12, 31)


def size(positions: int, articles: int, parties: int = 50, proposals: int = 40) -> Size:
    return Size(positions, articles, parties, proposals, FIRST, LAST)


def invent(asked: Size, seed: str = "1") -> tuple[Cast, list[Report]]:
    cast = invent_cast(asked, seed)
    return cast, list(invent_articles(cast, seed))


@pytest.fixture(scope="module")
def thousand() -> tuple[Cast, list[Report]]:
    return invent(size(3000, 300))


def statements(reports: list[Report]) -> list[Statement]:
    return [statement for report in reports for statement in report.statements]


@given(
    articles=st.integers(1, 30),
    each=st.integers(0, 6),
    parties=st.integers(1, 60),
    proposals=st.integers(1, 60),
    seed=st.text(max_size=5),
)
@settings(max_examples=40)
def test_there_is_as_much_as_was_asked_for(articles: int, each: int, parties: int, proposals: int, seed: str) -> None:
    each = min(each, parties * proposals // 6)
    cast, reports = invent(size(articles * each, articles, parties, proposals), seed)
    assert (len(cast.actors), len(cast.motions)) == (parties, proposals)
    assert len(reports) == articles
    assert len(statements(reports)) == articles * each


@given(total=st.integers(0, 5000), parts=st.integers(1, 300))
def test_shares_add_up(total: int, parts: int) -> None:
    from random import Random

    found = list(shares(total, parts, Random("shares")))
    assert len(found) == parts
    assert sum(found) == total
    assert min(found) >= 0


def test_articles_come_in_the_order_of_their_days_and_keep_within_them(thousand: tuple[Cast, list[Report]]) -> None:
    days = [report.published_on for report in thousand[1]]
    assert days == sorted(days)
    assert days[0] >= FIRST
    assert days[-1] == LAST


def test_every_passage_lies_in_its_text_after_the_one_before_it(thousand: tuple[Cast, list[Report]]) -> None:
    for report in thousand[1]:
        places = [(one.start, one.end) for one in report.statements]
        assert all(0 <= start < end <= len(report.text) for start, end in places)
        assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_a_quote_is_about_its_proposal_and_states_its_condition(thousand: tuple[Cast, list[Report]]) -> None:
    cast, reports = thousand
    for report in reports:
        for one in report.statements:
            quote = report.text[one.start : one.end]
            assert cast.motions[one.proposal].clause in quote
            assert quote.endswith(one.condition)
            assert one.party_as_written in report.text
            assert one.speaker in report.text


def test_nobody_speaks_of_what_is_not_yet_on_the_table(thousand: tuple[Cast, list[Report]]) -> None:
    cast, reports = thousand
    assert all(
        cast.motions[one.proposal].since <= report.published_on for report in reports for one in report.statements
    )


def test_a_condition_goes_with_the_stance(thousand: tuple[Cast, list[Report]]) -> None:
    readings = [(one.stance, one.condition) for one in statements(thousand[1])]
    readings += [(one.earlier.stance, one.earlier.condition) for one in statements(thousand[1]) if one.earlier]
    assert all(condition for stance, condition in readings if stance is Stance.CONDITIONAL)
    assert not any(condition for stance, condition in readings if stance in OFF_SCALE)


def test_every_stance_occurs_and_most_is_repeated() -> None:
    _, reports = invent(size(20_000, 2000, parties=6, proposals=10))
    assert {one.stance for one in statements(reports)} == set(Stance)
    courses = defaultdict(list)
    for one in statements(reports):
        courses[one.party, one.proposal].append(one.stance)
    steps = Counter(before == after for course in courses.values() for before, after in pairwise(course))
    assert 0.75 < steps[True] / steps.total() < 0.98


def test_some_contradict_themselves_and_some_were_misread() -> None:
    _, reports = invent(size(10_000, 1000))
    assert any(one.earlier and one.earlier.stance is not one.stance for one in statements(reports))
    twice = [Counter((one.party, one.proposal) for one in report.statements).most_common(1) for report in reports]
    assert sum(found[0][1] == 2 for found in twice if found) in range(5, 100)


def test_the_same_seed_gives_the_same_and_another_gives_another() -> None:
    small = size(60, 6)
    assert invent(small, "harbour") == invent(small, "harbour")
    assert invent(small, "harbour")[1] != invent(small, "river")[1]


def test_of_a_million_only_those_are_made_that_are_asked_for() -> None:
    cast = invent_cast(size(1_000_000, 100_000), "1")
    assert sum(len(report.statements) for report in islice(invent_articles(cast, "1"), 10)) in range(60, 140)


def test_offers_answer_what_others_had_said_on_their_issue(thousand: tuple[Cast, list[Report]]) -> None:
    rows = {row["slug"]: row for row in thousand[0].tables["proposals"]}
    for row in rows.values():
        for column, kind in (("answers", "demand"), ("counters", "offer")):
            if row[column]:
                before = rows[row[column]]
                assert row["kind"] == "offer"
                assert (before["kind"], before["issue"]) == (kind, row["issue"])
                assert before["proposer"] != row["proposer"]
                assert before["proposed_on"] <= row["proposed_on"]
    assert any(row["answers"] for row in rows.values())
    assert any(row["counters"] for row in rows.values())
    assert any(row["venue"] and row["offered_for"] for row in rows.values())


def test_talks_come_from_what_was_on_the_table_and_agree_on_what_was_known(thousand: tuple[Cast, list[Report]]) -> None:
    tables = thousand[0].tables
    rows = {row["slug"]: row for row in tables["proposals"]}
    from_offers = [(talks, rows[talks["offer"]]) for talks in tables["talks"] if talks["offer"]]
    for talks, offer in from_offers:
        day = min(talks["starts_on"], LAST).isoformat()
        assert offer["proposed_on"] <= day <= (offer["offered_for"] or day)
        assert offer["venue"] in ("", talks["venue"])
        assert offer["proposer"] in talks["parties"]
    assert len(from_offers) > 5
    covered = [(one, rows[slug]) for one in tables["agreements"] for slug in one["proposals"]]
    assert all(row["proposed_on"] <= one["agreed_on"].isoformat() for one, row in covered)
    assert covered


def test_nobody_speaks_against_their_own_proposal_but_by_contradiction() -> None:
    cast, reports = invent(size(20_000, 2000, parties=6, proposals=10))
    own = [
        one.stance.value_on_scale
        for report in reports
        for one in report.statements
        if one.party == cast.motions[one.proposal].proposer
    ]
    assert 0 < sum((value or 0) < 0 for value in own) < 0.01 * len(own)
    assert {3, 2, 1, 0, None} <= set(own)


def test_whoever_is_quoted_is_named_with_the_party(thousand: tuple[Cast, list[Report]]) -> None:
    quoted = [(report, one) for report in thousand[1] for one in report.statements if one.speaker]
    assert quoted
    assert all(f"said {one.speaker} of {one.party_as_written}." in report.text for report, one in quoted)


def test_nothing_is_written_down_after_the_last_day() -> None:
    _, reports = invent(Size(5000, 500, 50, 40, date(2025, 11, 1), LAST))
    assert max(one.recorded_at for one in statements(reports)).date() <= LAST
    corrections = [(one.recorded_at, one.earlier.corrected_at) for one in statements(reports) if one.earlier]
    assert all(read < corrected for read, corrected in corrections)
    assert max(corrected for _, corrected in corrections).date() == LAST
