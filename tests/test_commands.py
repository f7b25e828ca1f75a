"""The commands: what they print, what they refuse, and that a second time is harmless."""

import io
import json
import re
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from positions.actions.merge_plans import plan
from positions.actions.merging import merge
from positions.models import Membership, Negotiation, Party, Position, User
from positions.permissions import can_edit
from tests.packages import ferry, files_of

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def refusal(*arguments: object) -> str:
    with pytest.raises(CommandError) as error:
        run(*arguments)
    return str(error.value)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    return ferry().write(tmp_path / "given")


def test_load_says_what_it_did_table_by_table(given: Path) -> None:
    lines = [line.split() for line in run("load", given).splitlines()]
    assert lines[0] == ["created", "changed", "unchanged"]
    assert ["positions", "5", "0", "0"] in lines
    assert ["positions", "0", "0", "5"] in [line.split() for line in run("load", given).splitlines()]


def test_load_as_somebody_makes_them_an_analyst(given: Path) -> None:
    user = User.objects.create_user("loader")
    run("load", given, "--as", "loader")
    assert Membership.objects.get().user == user
    assert refusal("load", given, "--as", "nobody") == "There is no account 'nobody'."


def test_load_into_a_negotiation_that_is_there_needs_the_right_to_edit_it(given: Path) -> None:
    run("load", given)
    before = Negotiation.objects.get()
    for name, role in (("stranger", ""), ("reader", Membership.Role.READER)):
        user = User.objects.create_user(name)
        if role:
            Membership.objects.create(negotiation=before, user=user, role=role)
        for more in ((), ("--dry-run",)):
            assert refusal("load", given, "--as", name, *more) == can_edit(user, before).reason
    User.objects.create_superuser("staff")
    run("load", given, "--as", "staff")
    Membership.objects.update(role=Membership.Role.ANALYST)
    run("load", given, "--as", "reader")


def test_load_says_that_it_left_a_negotiation_private(given: Path) -> None:
    run("load", given)
    public = Negotiation.objects.get().public
    Negotiation.objects.update(public=not public)
    here, there = ("private", "public") if public else ("public", "private")
    last = run("load", given).splitlines()[-1]
    assert last == f"Here the negotiation is {here}, in the package {there}: it stays {here}."
    assert Negotiation.objects.get().public is not public


def test_a_dry_run_of_load_writes_nothing_and_says_so(given: Path) -> None:
    assert run("load", given, "--dry-run").endswith("This was a dry run: nothing was written.\n")
    assert not Negotiation.objects.exists()


def test_load_tells_every_problem_and_loads_nothing(tmp_path: Path) -> None:
    cells = ferry()
    cells.tables["talks"][1]["ends_on"] = "2024-02-29"
    cells.tables["parties"][0]["kind"] = "person"
    lines = refusal("load", cells.write(tmp_path)).splitlines()
    assert lines[0].startswith("parties.csv, row 2, column kind: “person” is not one of the words allowed here")
    assert lines[1:] == [
        "talks.csv, row 3, column ends_on: Talks cannot end before they start.",
        "2 problems; nothing was loaded.",
    ]
    assert not Negotiation.objects.exists()


def test_export_writes_what_load_reads(given: Path, tmp_path: Path) -> None:
    run("load", given)
    assert run("export", "ferry", tmp_path / "out") == f"Wrote {Negotiation.objects.get()} to {tmp_path / 'out'}.\n"
    run("export", "ferry", tmp_path / "new" / "ferry.zip")
    written = files_of(tmp_path / "out")
    assert files_of(tmp_path / "new" / "ferry.zip") == written
    run("export", "ferry", tmp_path / "out")
    assert files_of(tmp_path / "out") == written
    assert {"datapackage.json"} == written.keys() - files_of(given).keys()


def test_export_refuses_what_it_does_not_know_and_what_is_not_its_own(given: Path, tmp_path: Path) -> None:
    assert refusal("export", "river", tmp_path / "out") == "There is no negotiation 'river'. There are: none yet."
    run("load", given)
    assert refusal("export", "river", tmp_path / "out") == "There is no negotiation 'river'. There are: ferry."
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter-1.txt").write_text("precious")
    assert "is no export of ours. Name another place." in refusal("export", "ferry", tmp_path / "thesis")
    assert "is no export of ours" in refusal("export", "ferry", tmp_path / "thesis" / "chapter-1.txt")
    assert "cannot be written" in refusal("export", "ferry", tmp_path / "thesis" / "chapter-1.txt" / "below")
    assert files_of(tmp_path / "thesis") == {"chapter-1.txt": b"precious"}


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """A copy of the project with one example and nothing made yet."""
    settings.BASE_DIR, settings.VAR_DIR = tmp_path / "home", tmp_path / "home" / "var"
    ferry().write(settings.BASE_DIR / "seeds" / "ferry")
    return settings.BASE_DIR


def printed_sign_in(text: str) -> tuple[str, str]:
    found = re.search(r"Sign in as\s+(\S+)\nPassword\s+(\S+)\n", text)
    assert found, text
    return found[1], found[2]


def test_welcome_loads_the_examples_and_prints_a_sign_in_that_works(home: Path) -> None:
    text = run("welcome", "--address", "http://127.0.0.1:8123/")
    assert "http://127.0.0.1:8123/" in text
    username, password = printed_sign_in(text)
    assert Client().login(username=username, password=password)
    user = User.objects.get(username="analyst")
    assert (user.is_staff, user.is_superuser) == (True, True)
    assert Membership.objects.get().user == user
    assert Position.objects.count() == 5
    kept = home / "var" / "sign-in"
    assert kept.read_text() == f"{username} {password}\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_welcome_a_second_time_prints_the_same_and_touches_nothing(home: Path) -> None:
    first = printed_sign_in(run("welcome"))
    Party.objects.filter(slug="eastbank").update(name="As I call it")
    text = run("welcome")
    assert printed_sign_in(text) == first
    assert "Loading" not in text
    assert Party.objects.get(slug="eastbank").name == "As I call it"
    assert User.objects.count() == 1


def test_welcome_leaves_merged_what_was_merged(home: Path) -> None:
    run("welcome")
    gone, kept = Party.objects.get(slug="eastbank"), Party.objects.get(slug="observer-1")
    merge(gone=gone, kept=kept, seen=plan(gone=gone, kept=kept).seen, user=User.objects.get())
    run("welcome")
    assert set(Party.objects.values_list("slug", flat=True)) == {"observer-1", "westbank"}


def test_welcome_loads_an_example_that_came_later(home: Path) -> None:
    run("welcome")
    later = ferry()
    later.negotiation["slug"] = "second-ferry"
    later.write(home / "seeds" / "second")
    assert "Loading the example in second" in run("welcome")
    assert Negotiation.objects.count() == 2


@pytest.mark.parametrize("lost", [True, False])
def test_welcome_never_changes_or_guesses_a_password_of_somebody_s_own(home: Path, lost: bool) -> None:
    _, password = printed_sign_in(run("welcome"))
    user = User.objects.get()
    user.set_password("my own choice")
    user.save()
    if lost:
        (home / "var" / "sign-in").unlink()
    text = run("welcome")
    assert password not in text
    assert "with the password you gave this account" in text
    assert User.objects.get().check_password("my own choice")


def test_welcome_says_which_example_is_broken(home: Path) -> None:
    (home / "seeds" / "ferry" / "negotiation.json").write_text(json.dumps({"slug": "ferry"}))
    sentence = refusal("welcome")
    assert str(home / "seeds" / "ferry") in sentence
    assert "negotiation.json, column title: This is missing. Add it." in sentence


def test_generate_makes_what_it_is_asked_for_and_says_that_it_is_invented() -> None:
    words = run("generate", "--positions", 120, "--parties", 8, "--proposals", 10, "--years", 2, "--slug", "practice")
    assert "(/n/practice/), all of it invented. Positions: 120; articles: 12." in words
    negotiation = Negotiation.objects.get()
    assert (negotiation.slug, negotiation.public) == ("practice", False)
    assert (negotiation.positions.count(), negotiation.articles.count()) == (120, 12)
    assert (negotiation.parties.count(), negotiation.proposals.count()) == (8, 10)
    days = negotiation.articles.in_reading_order().values_list("published_on", flat=True)
    assert [day.isoformat()[:4] for day in (days[0], days[11])] == ["2024", "2025"]


def test_generate_gives_whoever_asks_the_right_to_edit_it() -> None:
    user = User.objects.create_user("maker")
    run("generate", "--positions", 10, "--articles", 2, "--as", "maker", "--public")
    negotiation = Negotiation.objects.get()
    assert can_edit(user, negotiation)
    assert negotiation.public


def test_generate_refuses_in_a_sentence() -> None:
    run("generate", "--positions", 10)
    assert "There is a negotiation generated already" in refusal("generate", "--positions", 10)
    assert refusal("generate", "--as", "nobody") == "There is no account 'nobody'."
    assert "names for 1 to" in refusal("generate", "--slug", "crowd", "--parties", 1000)
    assert "not so many years" in refusal("generate", "--slug", "old", "--years", 5000)
    assert "below zero" in refusal("generate", "--positions", -1)
    assert "give a whole number" in refusal("generate", "--positions", "many")
    assert "give a whole number" in refusal("generate", "--articles", "9" * 5000)
    assert "10,000,000 positions in 1,000,000 articles are the most" in refusal(
        "generate", "--slug", "flood", "--positions", 10**12
    )
    assert "The seed cannot be kept" in refusal("generate", "--slug", "broken", "--seed", "\udcff")
    assert "give a day as" in refusal("generate", "--until", "0000-00-00")
    assert "small letters" in refusal("generate", "--slug", "No Good")
