"""A package loaded again over what was merged in the meantime: it stays merged."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from positions.actions.loading import Tally
from positions.actions.merge_plans import plan
from positions.actions.merging import merge
from positions.actions.nouns import make
from positions.models import Alias, Participation, Party, Position, Proposal, Successor, User, Venue
from tests.actions.loads import load
from tests.packages import ferry
from tests.undoing import contents

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MERGES: dict[str, tuple[Any, str, str]] = {
    "a party into its adversary": (Party, "westbank", "eastbank"),
    "a party into a bystander": (Party, "eastbank", "observer-1"),
    "an offer into the one that counters it": (Proposal, "answer", "counter"),
    "the other way round": (Proposal, "counter", "answer"),
    "a venue into one that the package lacks": (Venue, "", "elsewhere"),
}


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("loader")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "package"


def joined(model: Any, gone: str, kept: str, user: User) -> None:
    first = model.objects.get(slug=gone) if gone else model.objects.earliest("pk")
    if gone == "":
        make(noun=model, negotiation=first.negotiation, values={"name": "Elsewhere", "slug": kept}, user=user)
    second = model.objects.get(slug=kept)
    merge(gone=first, kept=second, seen=plan(gone=first, kept=second).seen, user=user)


@pytest.mark.parametrize("which", MERGES)
def test_what_was_merged_stays_merged(place: Path, user: User, which: str) -> None:
    load(ferry(), place, user=user)
    model, gone, kept = MERGES[which]
    joined(model, gone, kept, user)
    before = contents()
    summary = load(ferry(), place, user=user)
    assert summary.led == 1
    assert contents() == before
    again = load(ferry(), place, user=user)
    assert {tally.created + tally.changed for tally in again.tallies.values()} == {0}
    for row in Proposal.objects.all():
        row.full_clean()


def test_what_the_kept_one_got_of_the_other_stays_unless_the_package_says_otherwise(place: Path, user: User) -> None:
    load(ferry(), place, user=user)
    model, gone, kept = MERGES["an offer into the one that counters it"]
    Proposal.objects.filter(slug=gone).update(keywords="fare; ferry", description="By the hour.")
    Proposal.objects.filter(slug=kept).update(keywords="ferry", description="")
    cells = ferry()
    row = next(row for row in cells.tables["proposals"] if row["slug"] == kept)
    row.update(keywords="ferry", description="")
    joined(model, gone, kept, user)
    load(cells, place, user=user)
    found = Proposal.objects.get(slug=kept)
    assert (found.keywords, found.description) == ("ferry; fare", "By the hour.")
    row.update(keywords="ferry; quay", description="By the day.")
    load(cells, place, user=user)
    found.refresh_from_db()
    assert (found.keywords, found.description) == ("ferry; quay", "By the day.")


def test_what_is_new_in_the_package_names_the_successor(place: Path, user: User) -> None:
    load(ferry(), place, user=user)
    joined(Party, "westbank", "eastbank", user)
    cells = ferry()
    said = next(row for row in cells.tables["positions"] if row["party"] == "westbank")
    cells.tables["positions"].append(said | {"id": "p9", "stance": "open", "stance_value": 0, "condition": ""})
    summary = load(cells, place, user=user)
    assert summary.tallies["positions"] == Tally(created=1, unchanged=5)
    assert Position.objects.get(key="p9").party.slug == "eastbank"
    assert Alias.objects.get(alias="@west").party.slug == "eastbank"
    assert not Participation.objects.exclude(party__slug__in=["eastbank", "observer-1"]).exists()


def test_a_name_that_was_taken_again_is_that_row(place: Path, user: User) -> None:
    load(ferry(), place, user=user)
    joined(Party, "westbank", "eastbank", user)
    values = {"name": "Westbank again", "short_name": "West again", "slug": "westbank"}
    make(noun=Party, negotiation=Successor.objects.get().negotiation, values=values, user=user)
    assert load(ferry(), place, user=user).led == 0


def test_the_command_says_how_many_rows_that_were(place: Path, user: User, capsys: pytest.CaptureFixture[str]) -> None:
    load(ferry(), place, user=user)
    joined(Party, "westbank", "eastbank", user)
    call_command("load", str(place))
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "1 row of the package is merged into others here: what names it was read as naming those."
