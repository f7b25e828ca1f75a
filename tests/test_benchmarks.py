"""The performance report itself: that it finds its benchmarks, and says what it should of what they found."""

from datetime import date
from importlib import import_module

import pytest

from positions.actions.generating import generate
from positions.invented.cast import Size
from positions.models import User
from tests.benchmarks.__main__ import NAMES, main
from tests.benchmarks.bench_pages import CROWDED
from tests.benchmarks.measuring import Measuring
from tests.benchmarks.table import Row, interleaved, medians, table


def test_every_benchmark_is_found_and_says_what_it_measures() -> None:
    assert {"workbench", "main_thread", "pages", "kinds"} <= set(NAMES)
    for name in NAMES:
        module = import_module(f"tests.benchmarks.bench_{name}")
        assert callable(module.measure)
        assert module.__doc__


@pytest.mark.parametrize("given", ["0", "-5", "many", ""])
def test_a_large_database_without_positions_is_refused_in_words(given: str, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        main(["--positions", given])
    assert f"filled with one position at least, not with {given}" in capsys.readouterr().err


def test_a_row_says_whether_it_keeps_to_its_bar() -> None:
    kept = Row("SQLite", "save, queries", 15, 10, "", bar=1.5)
    missed = Row("SQLite", "save", 151, 100, "ms", bar=1.5)
    free = Row("PostgreSQL", "open", 3.25, 2, "ms")
    assert [row.verdict for row in (kept, missed, free)] == ["≤ 1.5", "> 1.5, missed", ""]
    lines = table([kept, missed, free]).splitlines()
    assert [line.split() for line in lines[3:8]] == [
        ["SQLite"],
        ["save,", "queries", "15", "10", "1.50", "≤", "1.5", "0.0"],
        ["save", "151", "ms", "100", "ms", "1.51", ">", "1.5,", "missed", "0.0"],
        [],
        ["PostgreSQL"],
    ]
    assert "3.2 ms" in lines[8]


def test_runs_are_interleaved_after_a_first_one_that_does_not_count() -> None:
    order: list[str] = []
    numbers = iter(range(100))

    def way(name: str) -> float:
        order.append(name)
        return next(numbers)

    ways = {"one": lambda: way("one"), "other": lambda: way("other")}
    assert interleaved(ways, rounds=3) == {"one": [2, 4, 6], "other": [3, 5, 7]}
    assert order == ["one", "other"] * 4
    assert medians(ways, rounds=1) == {"one": 10, "other": 11}


@pytest.mark.django_db
def test_every_page_that_is_measured_is_there() -> None:
    user = User.objects.create_superuser("maker")
    size = Size(400, 40, 15, 16, date(2021, 1, 1), date(2025, 12, 31))
    generate(slug="generated", size=size, seed="1", public=False, user=user, today=date(2026, 1, 1))
    measuring = Measuring()
    addresses = measuring.addresses()
    assert set(CROWDED) <= set(addresses)
    assert len(set(addresses.values())) == len(addresses)
    for address in addresses.values():
        assert measuring.page(address) > 0
        weight = measuring.weight(address)
        assert weight["queries"] > 2
        assert weight["KB"] > 1
    assert measuring.kinds() > 0
    assert measuring.tally() > 0
    assert measuring.window(counted=True) > 0
    assert measuring.window(counted=False) > 0
    assert measuring.memory() > 10
