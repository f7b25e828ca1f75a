"""All kinds of change over 1,000,000 positions beside the bare window function over the same rows.

At most 3 times, with memory that does not grow: what the process takes at the large one is compared with
what it takes at the small one.
"""

from functools import partial
from typing import Any

from tests.benchmarks.table import medians

BAR, MEMORY_BAR = 3.0, 1.5
ROUNDS = 3


def measure(bench: Any) -> None:
    large, small = bench.generated["large"], bench.generated["small"]
    # First: the most that a process ever had is not forgotten.
    for worker in (large, small):
        worker.ask("kinds")
    bench.row("all changes, memory, large : small", large.ask("memory"), small.ask("memory"), "MB", bar=MEMORY_BAR)
    for what, name, counted in (("all changes", "kinds", False), ("changes counted by kind", "tally", True)):
        ways = {"ours": partial(large.ask, name), "bare": partial(large.ask, "window", counted)}
        times = medians(ways, rounds=ROUNDS)
        bench.row(f"{what} : bare window", times["ours"], times["bare"], "ms", bar=BAR)
