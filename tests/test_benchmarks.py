"""The performance report itself: that it finds its benchmarks, and says what it should of what they found."""

from importlib import import_module

from tests.benchmarks.__main__ import NAMES
from tests.benchmarks.table import Row, interleaved, medians, table


def test_every_benchmark_is_found_and_says_what_it_measures() -> None:
    assert {"workbench", "main_thread"} <= set(NAMES)
    for name in NAMES:
        module = import_module(f"tests.benchmarks.bench_{name}")
        assert callable(module.measure)
        assert module.__doc__


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
