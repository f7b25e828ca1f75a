"""The project's settings, so that `pytest` alone works on a fresh clone.

SQLite unless DATABASE_URL says otherwise; `python -m tests` runs the suite on both databases.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "1")  # plain http; pytest-django turns settings.DEBUG itself off
os.environ.setdefault("SECRET_KEY", "only-for-tests-and-nowhere-else-0123456789-abcdefghij")

from tracker.settings import *  # noqa: F403
from tracker.settings import DATABASES

# Of this run alone, so that two runs at once do not meet.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    folder = tempfile.mkdtemp(prefix="positions-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # A file: threads of the live server and of races share it as they share the real one.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(folder) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_positions_{os.getpid()}"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; these accounts guard nothing

# Static files from where they are written, as with `make run`.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
