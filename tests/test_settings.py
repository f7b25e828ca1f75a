"""Settings come from the environment, strictly, and what answers is safe from the start."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tests.addresses import addresses, body, general
from tests.world import PASSWORD, World
from tracker import environment

ROOT = Path(__file__).resolve().parent.parent
KEY = secrets.token_urlsafe(64)
UNSET = {
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DEBUG",
    "HTTPS",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "BEHIND_PROXY",
}
DEFAULT = Path("default.sqlite3")


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as a fresh process that knows only these variables of ours."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=kept | variables, capture_output=True, text=True, check=False)


NONSENSE = [
    ("DEBUG", "perhaps"),
    ("HTTPS", "s"),
    ("BEHIND_PROXY", "2"),
    ("DATABASE_URL", "mysql://localhost/positions"),
    ("DATABASE_URL", "positions.sqlite3"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "postgresql://localhost/"),
    ("DATABASE_URL", "postgresql://localhost:harbour/positions"),
    ("DATABASE_URL", "postgresql://localhost/positions?speed=high"),
    ("DATABASE_URL", "sqlite:///positions.sqlite3?mode=ro"),
    ("CSRF_TRUSTED_ORIGINS", "example.org"),
    ("ALLOWED_HOSTS", "https://example.org"),
    ("ALLOWED_HOSTS", "example.org other.example.org"),
]


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_nonsense_in_the_environment_is_refused_with_the_name_of_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    readers = {
        "DATABASE_URL": lambda: environment.database(name, default=DEFAULT),
        "CSRF_TRUSTED_ORIGINS": lambda: environment.origins(name),
        "ALLOWED_HOSTS": lambda: environment.hosts(name),
    }
    with pytest.raises(ImproperlyConfigured, match=name):
        readers.get(name, lambda: environment.boolean(name, default=False))()


def test_the_program_does_not_start_on_nonsense() -> None:
    found = manage("check", SECRET_KEY=KEY, DEBUG="perhaps")
    assert found.returncode != 0
    assert "DEBUG must be true or false, not 'perhaps'." in found.stderr


def test_a_password_is_not_repeated_when_its_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://harbour:lighthouse@localhost:port/positions")
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database("DATABASE_URL", default=DEFAULT)
    assert "lighthouse" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False), ("", False)]
)
def test_true_and_false_may_be_said_in_several_words(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("DEBUG", text)
    assert environment.boolean("DEBUG", default=not value) is value


def test_what_is_not_set_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)
    assert environment.boolean("DEBUG", default=True) is True
    assert environment.words("ALLOWED_HOSTS") == []
    assert environment.database("DATABASE_URL", default=DEFAULT)["NAME"] == DEFAULT


ADDRESSES = [
    ("sqlite:///here.sqlite3", "sqlite3", {"NAME": Path("here.sqlite3")}),
    ("sqlite:////srv/a%20b.sqlite3", "sqlite3", {"NAME": Path("/srv/a b.sqlite3")}),
    (
        "postgres://u:p%40ss@db:5433/n",
        "postgresql",
        {"NAME": "n", "USER": "u", "PASSWORD": "p@ss", "HOST": "db", "PORT": "5433"},
    ),
    ("postgresql://u@/n?host=/run/pg", "postgresql", {"NAME": "n", "USER": "u", "HOST": "/run/pg", "PORT": ""}),
    ("postgresql://a:1,b:2/n?target_session_attrs=read-write", "postgresql", {"HOST": "a,b", "PORT": "1,2"}),
]


@pytest.mark.parametrize(("address", "engine", "expected"), ADDRESSES)
def test_an_address_of_a_database_says_where_it_is(
    monkeypatch: pytest.MonkeyPatch, address: str, engine: str, expected: dict[str, Any]
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    found = environment.database("DATABASE_URL", default=DEFAULT)
    assert found["ENGINE"] == f"django.db.backends.{engine}"
    assert {name: found[name] for name in expected} == expected


def test_what_libpq_understands_beyond_the_address_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a,b/n?target_session_attrs=read-write&connect_timeout=2")
    options = environment.database("DATABASE_URL", default=DEFAULT)["OPTIONS"]
    assert options["target_session_attrs"] == "read-write"
    assert options["connect_timeout"] == "2"


def test_sqlite_takes_the_write_lock_at_the_start_of_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///here.sqlite3")
    options = environment.database("DATABASE_URL", default=DEFAULT)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"


def test_the_secret_may_come_from_a_file_and_has_no_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret-key"
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        environment.secret("SECRET_KEY", file=file)
    file.write_text("of this copy alone\n")
    assert environment.secret("SECRET_KEY", file=file) == "of this copy alone"
    monkeypatch.setenv("SECRET_KEY", "given")
    assert environment.secret("SECRET_KEY", file=file) == "given"


def test_the_check_before_deployment_finds_nothing() -> None:
    found = manage("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=KEY)
    assert found.returncode == 0, found.stderr
    assert "no issues" in found.stdout


def test_the_check_before_deployment_can_fail() -> None:
    found = manage("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY="short")
    assert found.returncode != 0
    assert "security.W009" in found.stderr


def test_debugging_is_off_and_cookies_are_secure_unless_it_was_asked_for() -> None:
    names = (
        "[settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT]"
    )
    code = f"from django.conf import settings; print({names})"
    shell = ("shell", "--verbosity", "0", "--command", code)
    assert manage(*shell, SECRET_KEY=KEY).stdout.strip() == "[False, True, True, True]"
    assert manage(*shell, SECRET_KEY=KEY, DEBUG="1").stdout.strip() == "[True, False, False, False]"
    assert manage(*shell, SECRET_KEY=KEY, HTTPS="0").stdout.strip() == "[False, False, False, False]"
    assert manage(*shell, SECRET_KEY=KEY, DEBUG="1", HTTPS="1").stdout.strip() == "[True, True, True, True]"


def test_every_answer_carries_the_policy(world: World, as_staff: Client) -> None:
    urls = [address.url for address in [*general(), *addresses(world.negotiation)] if address.how != "post"]
    urls += ["/accounts/login/", "/admin/", "/nowhere/", "/n/nothing/", "/static/css/base.css"]
    responses = {url: as_staff.get(url) for url in urls}
    for response in responses.values():
        body(response)
    policies = {url: response.headers.get("Content-Security-Policy", "") for url, response in responses.items()}
    assert not [url for url, policy in policies.items() if "default-src 'self'" not in policy]
    assert not [policy for policy in policies.values() if "unsafe" in policy]


def test_the_policy_lets_nothing_inline_and_nothing_from_elsewhere_through() -> None:
    policy = Client().get("/healthz").headers["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'self'"
    assert directives["object-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert "script-src" not in directives
    assert "style-src" not in directives


def test_the_session_is_out_of_reach_of_scripts(world: World) -> None:
    client = Client()
    client.post("/accounts/login/", {"username": "analyst", "password": PASSWORD})
    assert client.cookies["sessionid"]["httponly"]
    assert client.get("/").headers["X-Frame-Options"] == "DENY"
