"""A process on one generated database that measures itself when asked: `python -m tests.benchmarks.worker`.

Reads one question a line, `["page", "/n/generated/matrix/"]`, and answers with one line.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import django
from django.contrib.auth.signals import user_logged_in
from django.test.utils import override_settings


def main() -> None:
    django.setup()
    from django.contrib.auth.models import update_last_login

    from tests.benchmarks.measuring import Measuring

    user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
    # Nothing is written, not even a sign-in: the database may be one that others read.
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        measuring = Measuring()
        for line in sys.stdin:
            what, *arguments = json.loads(line)
            way: Callable[..., Any] = getattr(measuring, what)
            try:
                answer = {"found": way(*arguments)}
            except Exception as error:  # noqa: BLE001 – one page that fails shall not end the others
                answer = {"failed": f"{arguments}: {type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
