"""Scripts as they are served: every name by which one imports another follows the content of that other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from pytest_django import Settings

SCRIPTS = Path(__file__).resolve().parent.parent / "static" / "js"
IMPORT = re.compile(r"""^\s*(?:import|export)\b[^;]*?["'](\.[^"']*)["']\s*;""", re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


def imports(script: Path) -> Iterator[Path]:
    for name in IMPORT.findall(script.read_text()):
        yield (script.parent / name).resolve()


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """Our static files as production serves them."""
    settings.DEBUG = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "tracker.static_files.Storage"}}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
    return tmp_path


def test_every_script_is_imported_by_the_name_of_its_content(collected: Path) -> None:
    scripts = [path for path in (collected / "js").rglob("*.js") if HASHED.search(path.name)]
    assert len(scripts) == len(list(SCRIPTS.rglob("*.js")))
    for script in scripts:
        found = list(imports(script))
        source = re.sub(r"\.[0-9a-f]{12}(?=\.js$)", "", str(SCRIPTS / script.relative_to(collected / "js")))
        assert len(found) == len(list(imports(Path(source))))
        for imported in found:
            assert HASHED.search(imported.name), f"{script.name} imports {imported.name}"
            assert imported.is_file()
    entry = collected / staticfiles_storage.url("js/article.js").removeprefix("/static/")
    assert HASHED.search(entry.name)
    assert entry in scripts


def test_no_script_imports_itself_by_way_of_others() -> None:
    graph = {script: list(imports(script)) for script in SCRIPTS.rglob("*.js")}
    assert sum(map(len, graph.values())) > len(graph)
    while leaves := [script for script, found in graph.items() if not any(one in graph for one in found)]:
        for leaf in leaves:
            del graph[leaf]
    assert not graph, f"in a circle: {sorted(script.name for script in graph)}"
