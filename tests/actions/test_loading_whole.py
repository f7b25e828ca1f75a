"""Loading is all or nothing, whatever comes in between; and what comes after works as ever."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.actions import bulk
from positions.actions.loading import Tally, load_package
from positions.actions.nouns import make
from positions.exchange.package.problems import Broken, Problem
from positions.exchange.package.reading import read_package
from positions.exchange.package.tables import ALL_TABLES
from positions.models import (
    Article,
    Negotiation,
    Offer,
    Party,
    Proposal,
    Source,
    User,
)
from positions.models.base import Recorded
from tests.actions.loads import TODAY, counts, load, refusal
from tests.packages import Cells, ferry
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("loader")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "package"


def test_a_dry_run_says_what_would_happen_and_writes_nothing(place: Path, user: User) -> None:
    before = counts()
    dry = load(ferry(), place, user=user, dry_run=True).tallies
    assert counts() == before
    assert load(ferry(), place, user=user).tallies == dry


def test_a_proposal_stays_of_the_kind_as_which_stored_rows_name_it(place: Path, user: User) -> None:
    load(ferry(), place, user=user)
    demand = Proposal.objects.get(slug="hand-over")
    values = {"kind": "offer", "title": "Twice a week", "issue": demand.issue, "proposer": demand.proposer}
    make(noun=Offer, negotiation=demand.negotiation, values=values | {"answers": demand}, user=user)
    cells = ferry()
    cells.tables["proposals"][0]["answers"] = ""
    cells.tables["proposals"][2]["kind"] = "offer"
    (problem,) = refusal(cells, place, user=user)
    assert problem.startswith("proposals.csv, row 4, column kind: Stored offers or talks name this as the other kind.")
    assert Proposal.objects.get(slug="hand-over").kind == "demand"


@pytest.mark.parametrize("at", ["parties", "articles", "positions"])
def test_an_end_in_the_middle_leaves_nothing(at: str, place: Path, monkeypatch: pytest.MonkeyPatch, user: User) -> None:
    model = next(table.model for table in ALL_TABLES if table.name == at)
    keep_history = bulk.keep_history

    def end(kept: type[Recorded], *args: object, **more: object) -> None:
        if kept is model:
            raise KeyboardInterrupt
        keep_history(kept, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(bulk, "keep_history", end)
    before = counts()
    with pytest.raises(KeyboardInterrupt):
        load(ferry(), place, user=user)
    assert counts() == before


def test_what_the_database_refuses_is_told_and_leaves_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else makes a row with the same key between our looking and our writing."""
    insert = bulk.insert

    def late(model: type[Recorded], rows: list[Model]) -> None:
        insert(model, [*rows, *(type(row)(slug=row.slug, **shared(row)) for row in rows)] if model is Party else rows)  # type: ignore[attr-defined]

    def shared(row: Model) -> dict[str, object]:
        return {"negotiation_id": row.negotiation_id, "name": "x", "short_name": "x"}  # type: ignore[attr-defined]

    monkeypatch.setattr(bulk, "insert", late)
    [problem] = refusal(ferry(), place)
    assert problem.startswith("The database refused this; nothing was loaded.")
    assert not any(counts().values())


def test_a_reference_that_breaks_at_the_end_is_told_and_no_surprise_at_the_commit(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys over several columns are only checked at the end of the transaction."""
    stray = load(ferry(), place).negotiation.sources.get()
    cells = ferry()
    cells.negotiation["slug"] = "other"
    insert = bulk.insert

    def astray(model: type[Recorded], rows: list[Article]) -> None:
        for row in rows if model is Article else ():
            row.source = stray
        insert(model, rows)

    monkeypatch.setattr(bulk, "insert", astray)
    before = counts()
    [problem] = refusal(cells, place)
    assert problem.startswith("The database refused this; nothing was loaded.")
    assert counts() == before


def test_after_loading_rows_can_be_made_as_ever(place: Path, user: User) -> None:
    negotiation = load(ferry(), place).negotiation
    make(noun=Source, negotiation=negotiation, values={"name": "Another"}, user=user)
    with pytest.raises(ValidationError), transaction.atomic():
        make(noun=Source, negotiation=negotiation, values={"name": "Another", "slug": "another"}, user=user)


def test_loading_stays_within_its_negotiation(world: World, place: Path) -> None:
    """The same keys elsewhere are other rows."""
    cells = ferry()
    for table in cells.tables.values():
        for row in table:
            row |= {name: "northland" for name, cell in row.items() if cell == "eastbank"}
            row |= {name: str(cell).replace("eastbank", "northland") for name, cell in row.items() if name == "parties"}
    harbour = world.northland.history.count()
    assert load(cells, place).tallies["parties"] == Tally(created=3)
    assert Party.objects.filter(slug="northland").count() == 2
    assert world.northland.history.count() == harbour


def test_the_number_of_queries_does_not_grow_with_the_rows(place: Path) -> None:
    def more(number: int) -> Cells:
        cells = ferry()
        cells.tables["positions"] = [cells.tables["positions"][0] | {"id": f"p{count}"} for count in range(number)]
        return cells

    load(more(1), place)
    with CaptureQueriesContext(connection) as few:
        load(more(3), place)
    with CaptureQueriesContext(connection) as many:
        load(more(23), place)
    assert len(many) == len(few)


@pytest.fixture
def clean(db: None) -> Iterator[None]:
    yield
    assert not Negotiation.objects.exists()


CELLS = st.text(st.characters(codec="utf-8"), max_size=300) | st.sampled_from(["0", "open", "p1", "2024", "x" * 201])


@given(data=st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_cell_holds_is_stored_as_it_is_or_refused_with_nothing_written(
    data: st.DataObject, place: Path, clean: None
) -> None:
    """What the rules let pass, both databases take; never an error of theirs."""
    cells = ferry()
    table = data.draw(st.sampled_from(sorted(cells.tables)))
    row = data.draw(st.sampled_from(cells.tables[table]))
    column = data.draw(st.sampled_from(sorted(row)))
    row[column] = data.draw(CELLS)
    problems: list[Problem] = []
    with transaction.atomic():
        try:
            package = read_package(cells.write(place), today=TODAY)
            load_package(package=package, user=None)  # refuses only that nobody is said to have coded a position
        except Broken as broken:
            problems = broken.problems
        else:
            assert load_package(package=package, user=None).tallies[table].changed == 0
            transaction.set_rollback(True)
    assert "" not in {problem.file for problem in problems}  # it would be what the database refused


def test_the_database_is_asked_before_the_commit(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise IntegrityError("late")

    monkeypatch.setattr(connection, "check_constraints", refuse)
    assert refusal(ferry(), place)[0].endswith("(late)")
    assert not Negotiation.objects.exists()
