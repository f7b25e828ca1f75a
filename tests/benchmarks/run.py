"""The benchmarks named, on the database of this process: `python -m tests.benchmarks.run DATABASE FILE NAME…`."""

import json
import os
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import django


def main(database: str, file: str, *names: str) -> None:
    django.setup()
    from tests.benchmarks.bench import Bench

    with Bench(database) as bench:
        for name in names:
            module = import_module(f"tests.benchmarks.bench_{name}")
            print(f"{database}: {(module.__doc__ or name).splitlines()[0]}", file=sys.stderr, flush=True)
            module.measure(bench)
            Path(file).write_text(json.dumps([asdict(row) for row in bench.rows]))
    print(f"{database}: load {os.getloadavg()[0]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
