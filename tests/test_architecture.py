"""The house keeps its plan: who may know whom, how long a module may be, and what templates must not hold."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "positions"

# Each room and the rooms it may import from. Nothing points back.
MAY_KNOW = {
    "analysis": set(),
    "invented": {"analysis"},
    "models": {"analysis"},
    "permissions": {"models"},
    "reports": {"analysis", "models"},
    "exchange": {"analysis", "models", "reports"},
    "actions": {"analysis", "exchange", "invented", "models"},
    "templatetags": {"analysis", "models", "reports"},
    "drawing": {"analysis", "models", "reports"},
    "forms": {"analysis", "models", "reports"},
    "views": {"actions", "analysis", "drawing", "exchange", "forms", "models", "permissions", "reports"},
    "admin": {"actions", "analysis", "forms", "models", "permissions", "reports", "templatetags"},
    "management": {"actions", "analysis", "exchange", "invented", "models", "permissions", "reports"},
    "migrations": {"models"},
    "urls": {"views"},
    "apps": set(),
}
PURE = {"analysis", "invented"}  # rooms that know neither Django nor the database
FRAMEWORK = {"django", "simple_history", "psycopg", "django_htmx"}

SWAPS = {
    "innerHTML",
    "outerHTML",
    "textContent",
    "beforebegin",
    "afterbegin",
    "beforeend",
    "afterend",
    "delete",
    "none",
}


def modules() -> list[Path]:
    return sorted(path for folder in ("positions", "tracker", "tests") for path in (ROOT / folder).rglob("*.py"))


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".svg", ".txt", ".xml"})


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room(path: Path) -> str:
    """The first folder below `positions/`, or the module's own name where it lies there itself."""
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports, wherever in the file."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (above, node.module) if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def arrows() -> set[tuple[str, str, str]]:
    """(room, room it knows, file) for every import inside the app."""
    found = set()
    for path in APP.rglob("*.py"):
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "positions" and len(parts) > 1 and parts[1] in MAY_KNOW and parts[1] != room(path):
                found.add((room(path), parts[1], named(path)))
    return found


def test_every_room_is_on_the_plan() -> None:
    rooms = {room(path) for path in APP.rglob("*.py")} - {"__init__"}
    assert rooms <= set(MAY_KNOW)


def test_no_room_knows_one_it_should_not() -> None:
    wrong = [f"{path}: {one} → {other}" for one, other, path in sorted(arrows()) if other not in MAY_KNOW[one]]
    assert not wrong, "\n".join(wrong)


def test_the_plan_itself_points_one_way() -> None:
    def reach(start: str) -> set[str]:
        found: set[str] = set()
        ahead = [start]
        while ahead:
            ahead += MAY_KNOW[ahead.pop()] - found
            found.update(ahead)
        return found

    assert not [name for name in MAY_KNOW if name in reach(name)]


def test_the_reader_of_imports_sees_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    module = tmp_path / "positions" / "analysis" / "wrong.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "def late():\n    from positions import models\n    from ..views import page\n    import django.db\n"
    )
    assert list(imports(module)) == ["positions.models", "positions.views.page", "django.db"]


@pytest.mark.parametrize("pure", sorted(PURE))
def test_a_pure_room_knows_no_framework(pure: str) -> None:
    known = {(named(path), name) for path in (APP / pure).rglob("*.py") for name in imports(path)}
    assert not [f"{path}: {name}" for path, name in sorted(known) if name.split(".")[0] in FRAMEWORK]


def test_only_actions_write() -> None:
    """No `.save()`, `.delete()`, `bulk_create()` … on rows in the rooms that read and show."""
    writers = {"save", "delete", "bulk_create", "bulk_update", "create", "get_or_create", "update_or_create"}
    reading = ("analysis", "reports", "drawing", "exchange", "forms", "views", "templatetags", "permissions")
    wrong = [
        f"{named(path)}:{node.lineno} .{node.func.attr}()"
        for path in APP.rglob("*.py")
        if room(path) in reading
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writers
    ]
    assert not wrong, "\n".join(wrong)


def test_every_module_is_short_enough_to_read() -> None:
    """About 300 lines; docstring tables of the tests' own world included."""
    lengths = {named(path): len(path.read_text().splitlines()) for path in modules() if "migrations" not in path.parts}
    long = {name: length for name, length in lengths.items() if length > (400 if name.startswith("tests/") else 300)}
    assert not long


def test_every_module_of_the_program_says_what_it_is() -> None:
    silent = [
        named(path)
        for path in modules()
        if "migrations" not in path.parts
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


FORBIDDEN_IN_TEMPLATES = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"hx-on", re.IGNORECASE),
    "hx-vals or hx-headers that are code": re.compile(r"[\"'](?:js|javascript):", re.IGNORECASE),
    "a trigger filter": re.compile(r"hx-trigger=(\"[^\"]*\[|'[^']*\[)"),
    "an unsafe text": re.compile(r"\|\s*safe\b|autoescape off|mark_safe"),
}


@pytest.mark.parametrize("what", FORBIDDEN_IN_TEMPLATES)
def test_templates_hold_nothing_that_the_policy_would_kill(what: str) -> None:
    pattern = FORBIDDEN_IN_TEMPLATES[what]
    found = [f"{named(path)}: {match[0]}" for path in templates() for match in pattern.finditer(path.read_text())]
    assert not found


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an inline style", '<p style="color: red">'),
        ("an inline script", "<script>alert(1)</script>"),
        ("an inline script", '<script type="module">x</script>'),
        ("an event handler", '<a onclick="x()">'),
        ("hx-on", '<a hx-on:click="x()">'),
        ("hx-vals or hx-headers that are code", "<a hx-vals='js:{x: 1}'>"),
        ("a trigger filter", '<a hx-trigger="keyup[key==13]">'),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, text: str) -> None:
    assert FORBIDDEN_IN_TEMPLATES[what].search(text)


def test_a_script_with_an_address_is_not_taken_for_an_inline_one() -> None:
    assert not FORBIDDEN_IN_TEMPLATES["an inline script"].search('<script src="/static/x.js" defer></script>')


def test_every_swap_is_one_that_htmx_knows() -> None:
    """A misspelt one is taken for innerHTML without a word."""
    swaps = [
        (named(path), swap) for path in templates() for swap in re.findall(r"hx-swap=[\"']([^\"']*)", path.read_text())
    ]
    assert not [(path, swap) for path, swap in swaps if swap.split()[0] not in SWAPS]


def test_every_htmx_link_works_without_javascript() -> None:
    """An hx-get stands on a link with an address or on a GET form; an hx-post on a form that posts."""
    tags = [
        (path, tag)
        for path in templates()
        for tag in re.findall(r"<[a-z][^>]*\shx-(?:get|post)[^>]*>", path.read_text())
    ]
    wrong = [
        f"{named(path)}: {tag}"
        for path, tag in tags
        if not (tag.startswith("<a ") and "href=" in tag)
        and not (tag.startswith("<form ") and ("method" not in tag or 'method="get"' in tag or "action=" in tag))
    ]
    assert not wrong


def test_every_form_that_posts_carries_its_token() -> None:
    forms = [
        (named(path), form)
        for path in templates()
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL | re.IGNORECASE)
    ]
    assert not [path for path, form in forms if "{% csrf_token %}" not in form]


def test_nothing_in_the_project_depends_on_the_machine_it_was_made_on() -> None:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    own = Path(__file__)
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    machine = re.compile(rb"/(home|root|Users)/|" + re.escape(bytes(ROOT)) + rb"/")
    found = [named(path) for path in paths if path.is_file() and path != own and machine.search(path.read_bytes())]
    assert not found
