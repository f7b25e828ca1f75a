"""What is measured, as rows of one table."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured: ours beside a yardstick of the same run.

    `bar` is the ratio that must not be exceeded, if one is set. `load` is how many processes
    wanted a processor while it was measured: above the number of processors the times are doubtful.
    """

    database: str
    what: str
    ours: float
    yardstick: float
    unit: str
    bar: float | None = None
    load: float = 0.0

    @property
    def ratio(self) -> float:
        return self.ours / self.yardstick if self.yardstick else float("inf")

    @property
    def verdict(self) -> str:
        if self.bar is None:
            return ""
        return f"≤ {self.bar:g}" if self.ratio <= self.bar else f"> {self.bar:g}, missed"


class Sheet:
    """The rows found so far on one database."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.rows: list[Row] = []

    def row(self, what: str, ours: float, yardstick: float, unit: str, *, bar: float | None = None) -> None:
        load = round(os.getloadavg()[0], 1)
        self.rows.append(Row(self.database, what, round(ours, 3), round(yardstick, 3), unit, bar, load))


def table(rows: Sequence[Row]) -> str:
    """The rows in columns, under their databases."""
    wide = max((len(row.what) for row in rows), default=0)
    lines = [f"{'':<{wide}}  {'ours':>12}  {'yardstick':>12}  {'ratio':>7}  {'bar':<14}  load"]
    database = ""
    for row in rows:
        if row.database != database:
            database = row.database
            lines += ["", database]
        ours, yardstick = shown(row.ours, row.unit), shown(row.yardstick, row.unit)
        lines.append(
            f"{row.what:<{wide}}  {ours:>12}  {yardstick:>12}  {row.ratio:>7.2f}  {row.verdict:<14}  {row.load}"
        )
    note = f"Medians of interleaved runs. Load is of this machine's {os.cpu_count()} processors, other work included."
    return "\n".join(["", *lines, "", note])


def shown(number: float, unit: str) -> str:
    return f"{number:,.0f} {unit}" if number >= 100 or number == int(number) else f"{number:,.1f} {unit}"


def interleaved(ways: dict[K, Callable[[], float]], *, rounds: int) -> dict[K, list[float]]:
    """What each way gives, one after the other and over again, so that a disturbance meets them all.

    A first round warms up and does not count.
    """
    found: dict[K, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            value = way()
            if number:
                found[name].append(value)
    return found


def medians(ways: dict[K, Callable[[], float]], *, rounds: int) -> dict[K, float]:
    return {name: median(values) for name, values in interleaved(ways, rounds=rounds).items()}


def milliseconds(way: Callable[[], object]) -> float:
    start = perf_counter()
    way()
    return (perf_counter() - start) * 1000
