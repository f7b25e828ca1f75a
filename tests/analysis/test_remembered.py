"""What is remembered of the rules is what they say."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from positions.analysis import remembered
from positions.analysis.changes import Past, Reading, Statement, compare, read_article
from positions.analysis.stances import Stance

statement = st.builds(
    Statement,
    id=st.integers(1, 9),
    article=st.integers(1, 9),
    published_on=st.integers(0, 9).map(lambda days: date(2024, 3, 1) + timedelta(days=days)),
    source=st.integers(1, 2),
    place=st.just(0),
    stance=st.sampled_from([*Stance]),
    condition=st.sampled_from(["", " ", "if x", "if\n x", "if y"]),
    move=st.sampled_from(["", "retract", "demand"]),
)
readings = st.builds(Reading, standing=statement, is_mixed=st.booleans(), retracts=st.booleans())


@given(st.lists(readings, max_size=5), st.booleans())
def test_a_remembered_kind_is_the_one_that_the_rules_find(history, is_proposer) -> None:
    past = Past()
    for reading in sorted(history, key=lambda one: one.standing.published_on):
        assert (
            remembered.kind(past, reading, is_proposer=is_proposer)
            == compare(past, reading, is_proposer=is_proposer).kind
        )
        past = past.then(reading)


@given(st.lists(st.tuples(st.sampled_from([*Stance]), st.sampled_from(["", "retract"])), min_size=1, max_size=5))
def test_a_remembered_outline_is_that_of_the_article(said) -> None:
    reading = read_article(
        Statement(number, 1, date(2024, 3, 1), 1, number * 10, stance, move=move)
        for number, (stance, move) in enumerate(said)
    )
    assert remembered.outline(tuple(said)) == (reading.standing.id, reading.is_mixed, reading.retracts)
