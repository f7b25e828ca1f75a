"""Runs every benchmark on each database in a process of its own, and prints one table."""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.__main__ import ROOT, postgresql
from tests.benchmarks.generated import ASKED_FOR, LARGE
from tests.benchmarks.table import Row, table

HERE = Path(__file__).parent
NAMES = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


@contextmanager
def sqlite_database() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


@contextmanager
def postgresql_database() -> Iterator[str]:
    """A database of this run alone, also on a server that was given."""
    name = f"bench_{os.getpid()}"
    with postgresql() as server, psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


DATABASES = {"SQLite": sqlite_database, "PostgreSQL": postgresql_database}


def run(database: str, names: list[str]) -> tuple[list[Row], bool]:
    """The rows measured on one database, and whether all benchmarks came to their end."""
    with DATABASES[database]() as address, tempfile.NamedTemporaryFile(mode="r", suffix=".json") as file:
        environment = os.environ | {
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "DEBUG": "0",
            "HTTPS": "0",
            "SECRET_KEY": secrets.token_urlsafe(48),
        }
        for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        command = [sys.executable, "-m", "tests.benchmarks.run", database, file.name, *names]
        status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        return [Row(**row) for row in json.loads(file.read() or "[]")], status == 0


def number(given: str) -> int:
    """Of positions."""
    if not (given.isascii() and given.isdigit() and int(given)):
        raise argparse.ArgumentTypeError(f"the large database is filled with one position at least, not with {given}")
    return int(given)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these of: {', '.join(NAMES)}")
    parser.add_argument("--on", choices=[name.lower() for name in DATABASES], help="only this database")
    parser.add_argument(
        "--positions", type=number, metavar="NUMBER", help=f"how many the large database is filled with ({LARGE:,})"
    )
    given = parser.parse_args(arguments)
    if given.positions:
        os.environ[ASKED_FOR] = str(given.positions)
    unknown = sorted(set(given.names) - set(NAMES))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    rows, sound = [], True
    for database in DATABASES:
        if given.on in (None, database.lower()):
            found, ended = run(database, given.names or NAMES)
            rows += found
            sound = sound and ended
    print(table(rows))
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
