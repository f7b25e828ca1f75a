"""manage.py welcome: what `make run` does before it serves.

Loads each folder of seeds/ whose negotiation is not there yet. One that is there is left as
it is, so that a person's own edits stay. Makes the account `analyst` with a random password,
kept in var/sign-in for this person's eyes only, so that every run prints the same sign-in.
The account is an analyst of what was loaded and, as the machine is the person's own, a
superuser who sees the admin.
"""

import json
import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from positions.actions.accounts import make_local_analyst
from positions.actions.loading import load_package
from positions.exchange.package.problems import Broken
from positions.exchange.package.reading import read_package
from positions.exchange.package.tables import NEGOTIATION_FILE
from positions.models import Negotiation, User

USERNAME = "analyst"


class Command(BaseCommand):
    help = "Loads the example negotiations that are not there yet, makes a sign-in, and prints where to go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000/", help="the address to print")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        user, password = sign_in()
        for folder in missing_examples():
            self.stdout.write(f"Loading the example in {folder.name} …")
            try:
                load_package(package=read_package(folder, today=timezone.localdate()), user=user)
            except Broken as error:
                raise CommandError(f"The example in {folder} cannot be loaded:\n{error}") from error
        self.stdout.write(f"\nReady. Open   {address}\n\n{words_about(user, password)}\n")


def sign_in() -> tuple[User, str]:
    """The analyst's account and password; the password is empty where it is not ours to know."""
    user = User.objects.filter(username=USERNAME).first()
    if user is None:
        password = secrets.token_urlsafe(12)
        keep(password)  # first: an account whose password is lost would be worse than a password without account
        return make_local_analyst(username=USERNAME, password=password), password
    password = kept()
    return user, password if password and user.check_password(password) else ""


def words_about(user: User, password: str) -> str:
    if password:
        return f"Sign in as    {user.username}\nPassword      {password}\n\nReading needs no sign-in; editing does."
    return (
        f"Sign in as    {user.username}, with the password you gave this account."
        f"\n\nForgotten?    manage.py changepassword {user.username}"
    )


def missing_examples() -> list[Path]:
    """The folders of seeds/ whose negotiation nobody has loaded yet."""
    present = set(Negotiation.objects.values_list("slug", flat=True))
    folders = sorted(file.parent for file in (settings.BASE_DIR / "seeds").glob(f"*/{NEGOTIATION_FILE}"))
    return [folder for folder in folders if slug_of(folder) not in present]


def slug_of(folder: Path) -> str:
    try:
        return str(json.loads((folder / NEGOTIATION_FILE).read_bytes())["slug"])
    except (ValueError, KeyError, TypeError):
        return ""  # loading says what is wrong with it


def keep(password: str) -> None:
    """Store the sign-in so that only this account of the machine can read it."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    place = settings.VAR_DIR / "sign-in"
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{USERNAME} {password}\n")


def kept() -> str:
    place = settings.VAR_DIR / "sign-in"
    try:
        username, password = place.read_text().split()
    except (OSError, ValueError):
        return ""
    return password if username == USERNAME else ""
