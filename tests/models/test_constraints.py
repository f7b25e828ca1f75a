"""Every named rule of the database is tried, and refuses."""

from collections.abc import Callable
from datetime import date
from itertools import chain

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Model, UniqueConstraint

from positions.actions.nouns import make
from positions.models import (
    Agreement,
    Alias,
    Article,
    Issue,
    Participation,
    Party,
    Position,
    Proposal,
    Source,
    Talks,
    Venue,
)
from positions.models.constraints import SameRecord
from tests.models.tries import CHECKS, CONSTRAINTS, COPIES, POINTED_AT, STRANGERS, TWICE, a_position, change, named

pytestmark = pytest.mark.both


def test_every_constraint_has_somebody_who_tries_to_break_it():
    tried = {*CHECKS, *TWICE, *POINTED_AT, *STRANGERS, *COPIES}
    assert sorted(tried) == sorted(CONSTRAINTS)


def refused(name: str, attempt: Callable[[], None]) -> None:
    """The database refuses the attempt, in the name of this constraint where it gives names."""

    def to_the_end() -> None:
        attempt()
        connection.check_constraints()  # what waits for the end of the transaction, now

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        to_the_end()
    model, constraint = CONSTRAINTS[name]
    said = str(refusal.value)
    if connection.vendor == "postgresql" or isinstance(constraint, CheckConstraint):
        assert f'"{name}"' in said or said.endswith(f": {name}")
    elif isinstance(constraint, UniqueConstraint):
        columns = [model._meta.get_field(field).column for field in constraint.fields]
        assert ": " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns) in said


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, tries in CHECKS.items() for number in range(len(tries))]
)
def test_a_row_that_breaks_a_rule_is_refused_by_the_database(world, name, number):
    refused(name, lambda: CHECKS[name][number](world))


@pytest.mark.parametrize("name", TWICE)
def test_a_second_row_of_the_same_name_is_refused_by_the_database(world, name):
    refused(name, lambda: TWICE[name](world))


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(POINTED_AT))
def test_what_a_foreign_key_over_several_columns_points_at_is_unique_in_the_database(name):
    model, constraint = CONSTRAINTS[name]
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)[name]
    assert found["unique"]
    assert set(found["columns"]) == {model._meta.get_field(field).column for field in constraint.fields}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_row_of_another_negotiation_is_refused_by_the_database(world, name):
    def attempt() -> None:
        row, field, stranger = STRANGERS[name][0](world)
        change(row, **{field: stranger})

    refused(name, attempt)


@pytest.mark.parametrize("name", STRANGERS)
def test_a_row_of_another_negotiation_is_refused_early_and_in_words(world, name):
    find, sentence = STRANGERS[name]
    row, field, stranger = find(world)
    row.full_clean()
    setattr(row, field, stranger)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert any(message.endswith(sentence) for message in refusal.value.messages)


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, tries in COPIES.items() for number in range(len(tries))]
)
def test_a_position_s_copy_of_its_article_cannot_differ(world, name, number):
    refused(name, lambda: COPIES[name][number](world))


@pytest.mark.django_db(transaction=True)
def test_no_transaction_that_mixes_negotiations_can_be_committed(world):
    """The rules over several columns wait for the end of a transaction; here it really ends."""
    for find, _ in STRANGERS.values():
        row, field, stranger = find(world)
        with pytest.raises(IntegrityError), transaction.atomic():
            change(row, **{field: stranger})
        row.refresh_from_db()
        assert getattr(row, field) != stranger
    for attempt in chain.from_iterable(COPIES.values()):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt(world)


@pytest.mark.django_db(transaction=True)
def test_a_rule_over_several_columns_may_be_broken_and_mended_inside_a_transaction(world):
    row = a_position(world)
    with transaction.atomic():
        change(row, party=world.upstream)
        change(row, party=world.southmark)
    row.refresh_from_db()
    assert row.party == world.southmark


def test_correcting_an_article_s_date_moves_its_positions_along_even_behind_the_program_s_back(world):
    article = world.articles[2]
    before = article.positions.count()
    change(article, published_on=date(2024, 3, 7))
    assert article.positions.filter(published_on=date(2024, 3, 7)).count() == before > 1
    connection.check_constraints()


def test_a_negotiation_s_address_is_its_own(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(world.river, slug=world.negotiation.slug)


def test_the_same_slugs_may_stand_in_two_negotiations(world):
    for row in (world.northland, world.port_haven, world.ledger, world.control):
        values = {"name": row.name} if hasattr(row, "name") else {"title": row.title}
        twin = make(noun=type(row), negotiation=world.river, values=values | {"slug": row.slug} | short(row), user=None)
        assert twin.slug == row.slug


def short(row: Model) -> dict[str, str]:
    return {"short_name": row.short_name} if isinstance(row, Party) else {}


@pytest.mark.parametrize("name", named(CheckConstraint))
def test_a_rule_that_people_can_break_has_a_sentence_for_them(name):
    """Stances, kinds and grades come from a list of choices, which says so itself; nobody types a trace."""
    _, constraint = CONSTRAINTS[name]
    chosen = {"position_stance_is_known", "position_credibility_is_a_grade", "proposal_is_a_demand_or_an_offer"}
    chosen.add("trace_is_of_a_row_that_was_or_is")
    assert (constraint.violation_error_message != CheckConstraint.default_violation_error_message) != (name in chosen)


def test_the_kinds_of_constraint_are_all_known():
    assert {type(constraint) for _, constraint in CONSTRAINTS.values()} == {
        CheckConstraint,
        UniqueConstraint,
        SameRecord,
    }


@pytest.mark.parametrize(
    "model", [Agreement, Alias, Article, Issue, Participation, Party, Position, Proposal, Source, Talks, Venue]
)
def test_every_noun_of_a_negotiation_counts_its_versions_from_one(model):
    assert model._meta.get_field("version").default == 1
    assert not model._meta.get_field("version").editable
