"""Two generated negotiations, a small and a large one, each in a database of its own with a process before it.

Both have the same parties, proposals, venues and talks, so one address means the same in both. The
processes measure themselves when they are asked, one after the other, so that a disturbance meets both.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL, LARGE = 1000, 1_000_000  # positions
ASKED_FOR = "BENCH_POSITIONS"  # how many the large one shall have instead
MAKER = "analyst"


def positions() -> dict[str, int]:
    return {"small": SMALL, "large": int(os.environ.get(ASKED_FOR) or LARGE)}


class Failed(Exception):
    """What was asked for could not be answered."""


class Worker:
    """A process on one of the databases: it is asked by name, and answers with what it found."""

    def __init__(self, address: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.worker"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": address},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=60)

    def ask(self, what: str, *arguments: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([what, *arguments]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the process that measures ended while it was asked for {what} {arguments}")
        found = json.loads(answer)
        if "failed" in found:
            raise Failed(found["failed"])
        return found["found"]


@contextmanager
def beside(address: str, name: str) -> Iterator[str]:
    """Another database where this one is; gone afterwards."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        yield f"{address}-{name}"
        Path(f"{parts.path}-{name}").unlink()
        return
    database = f"{parts.path.lstrip('/')}_{name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"')
        try:
            yield parts._replace(path=f"/{database}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


def fill(address: str, number: int) -> None:
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SUPERUSER_PASSWORD": MAKER}
    account = ["--no-input", "--username", MAKER, "--email", "analyst@example.org"]
    for command in (
        ["migrate", "--verbosity", "0"],
        ["createsuperuser", "--verbosity", "0", *account],
        ["generate", "--positions", str(number), "--as", MAKER],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
        )


@contextmanager
def workers(addresses: dict[str, str]) -> Iterator[dict[str, Worker]]:
    with Worker(addresses["small"]) as small, Worker(addresses["large"]) as large:
        yield {"small": small, "large": large}


@contextmanager
def generated(address: str) -> Iterator[dict[str, Worker]]:
    """Both filled, beside the database at this address, each with its process."""
    numbers = positions()
    with beside(address, "small") as small, beside(address, "large") as large:
        addresses = {"small": small, "large": large}
        for name, number in numbers.items():
            fill(addresses[name], number)
        with workers(addresses) as found:
            yield found
