"""Every picture on 1,000,000 positions beside the same on 1,000.

A page costs what it shows: at most 3 times the time, the same queries. What would draw more marks than there
are pixels is thinned: 5 times, and under 300 KB of SVG. On databases that are filled already:

    python -m tests.benchmarks.bench_pages SMALL LARGE     addresses as in DATABASE_URL
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

from tests.benchmarks.generated import ROOT, Failed, Worker, workers
from tests.benchmarks.table import Sheet, medians, table

BAR, CROWDED_BAR, SVG_BAR = 3.0, 5.0, 300  # times, times, KB
QUERIES_BAR = 1.5  # the same, but for those that a list without rows spares the small one
# Ten years of one party hold more marks as well than a chart has room for.
CROWDED = ("timeline of ten years", "timeline of ten years, SVG", "timeline of one party")
ROUNDS, FEW, SLOW = 7, 2, 1000  # what takes more than so many milliseconds is not asked so often


def measure(bench: Any) -> None:
    compare(bench, bench.generated)


def compare(bench: Any, asked: Mapping[str, Worker]) -> None:
    """Time, queries and size of every page on both."""
    addresses = {size: worker.ask("addresses") for size, worker in asked.items()}
    failures = []
    for name in addresses["small"]:
        try:
            compare_page(bench, asked, name, {size: found[name] for size, found in addresses.items()})
        except Failed as failure:
            failures.append(f"{name}: {failure}")
    if failures:
        raise Failed("\n".join(failures))


def compare_page(bench: Any, asked: Mapping[str, Worker], name: str, at: Mapping[str, str]) -> None:
    ways = {size: partial(worker.ask, "page", at[size]) for size, worker in asked.items()}
    times = medians(ways, rounds=ROUNDS if ways["large"]() < SLOW else FEW)
    print(f"{name}: {times['large']:,.0f} ms, {times['small']:,.0f} ms", file=sys.stderr, flush=True)
    weights = {size: worker.ask("weight", at[size]) for size, worker in asked.items()}
    bar = CROWDED_BAR if name in CROWDED else BAR
    bench.row(f"{name}, large : small", times["large"], times["small"], "ms", bar=bar)
    bench.row(f"{name}, queries", weights["large"]["queries"], weights["small"]["queries"], "", bar=QUERIES_BAR)
    if name.endswith("SVG"):
        bench.row(f"{name} : {SVG_BAR} KB", weights["large"]["KB"], SVG_BAR, "KB", bar=1.0)
    else:
        bench.row(f"{name}, answer", weights["large"]["KB"], weights["small"]["KB"], "KB")


def main(small: str, large: str) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tracker.settings", DEBUG="0", HTTPS="0", SECRET_KEY=secrets.token_urlsafe(48)
    )
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": small}, check=True)
    sheet = Sheet(large.partition(":")[0])
    with workers({"small": small, "large": large}) as asked:
        try:
            compare(sheet, asked)
        finally:
            print(table(sheet.rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
