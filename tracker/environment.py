"""Read settings from the environment, strictly: nonsense stops the start and names its variable."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def boolean(name: str, *, default: bool) -> bool:
    """True or false; anything else is refused."""
    text = os.environ.get(name)
    if text is None:
        return default
    if text.strip().lower() in TRUE:
        return True
    if text.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}.")


def words(name: str) -> list[str]:
    """A list separated by commas; empty when the variable is not set."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def hosts(name: str) -> list[str]:
    """A list of host names, without scheme, path or white space."""
    listed = words(name)
    for host in listed:
        if "/" in host or len(host.split()) != 1:
            raise ImproperlyConfigured(f"{name}: {host!r} must be a host's name alone, such as positions.example.org.")
    return listed


def origins(name: str) -> list[str]:
    """A list of origins, each with its scheme, as Django's CSRF_TRUSTED_ORIGINS wants them."""
    listed = words(name)
    for origin in listed:
        if not origin.startswith(("http://", "https://")):
            raise ImproperlyConfigured(f"{name}: {origin!r} must begin with http:// or https://.")
    return listed


def secret(name: str, *, file: Path) -> str:
    """A secret from the environment or else from `file`; there is no default."""
    value = os.environ.get(name) or (file.read_text().strip() if file.is_file() else "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment, or run `make run`, which makes one.")
    return value


def database(name: str, *, default: Path) -> dict[str, Any]:
    """Django's settings of one database from an address.

    `sqlite:///relative.sqlite3`, `sqlite:////absolute.sqlite3`, or whatever libpq takes
    after postgres:// or postgresql:// (several hosts and `target_session_attrs` included).
    Not set: the SQLite file `default`, in a folder that is made for it.
    """
    address = os.environ.get(name, "")
    scheme = urlsplit(address).scheme
    if not address:
        default.parent.mkdir(exist_ok=True)
        return sqlite(default)
    if scheme == "sqlite":
        path = unquote(address.removeprefix("sqlite:///"))
        if not path or path == address or "?" in path:
            raise ImproperlyConfigured(f"{name} must look like sqlite:///path/to/file.sqlite3.")
        return sqlite(Path(path))
    if scheme in {"postgres", "postgresql"}:
        return postgresql(name, address)
    raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgresql://.")


def sqlite(path: Path) -> dict[str, Any]:
    """IMMEDIATE takes the write lock at the start, so that two writers wait instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def postgresql(name: str, address: str) -> dict[str, Any]:
    """A pool of connections, each tried before use, so that a page never pays for connecting."""
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError as error:
        # libpq's own sentence may repeat the address, and with it the password.
        raise ImproperlyConfigured(f"{name} is not an address that PostgreSQL understands.") from error
    if any(port and not port.isdecimal() for port in str(parts.get("port", "")).split(",")):
        raise ImproperlyConfigured(f"{name}: the port must be a number.")  # libpq would find out on connecting only
    if not parts.get("dbname"):
        raise ImproperlyConfigured(f"{name} names no database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**parts, "pool": {"min_size": 1, "max_size": 16, "timeout": 10}},
    }
