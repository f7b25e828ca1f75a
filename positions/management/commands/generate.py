"""manage.py generate: an invented negotiation of any size, to measure or to try things out with."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from positions.actions.generating import TooMuch, generate
from positions.invented.cast import Size
from positions.models import User
from positions.models.base import KEY_LENGTH, valid_key

LAST_DAY = date(2025, 12, 31)  # fixed, so that the same seed gives the same articles tomorrow


def whole_number(text: str) -> int:
    """1000000 or 1_000_000."""
    try:
        number = int(text)
    except ValueError as error:
        raise ArgumentTypeError("give a whole number, for example 1000") from error
    if number < 0:
        raise ArgumentTypeError("give a number that is not below zero")
    return number


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("give a day as 2025-12-31") from error


def slug(text: str) -> str:
    try:
        valid_key(text)
    except ValidationError as error:
        raise ArgumentTypeError(error.messages[0]) from error
    if len(text) > KEY_LENGTH:
        raise ArgumentTypeError(f"give {KEY_LENGTH} characters at most")
    return text


class Command(BaseCommand):
    help = (
        "Fills the database with one invented negotiation, which says of itself that it is invented. "
        "The same options give the same negotiation."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        number: dict[str, Any] = {"type": whole_number, "metavar": "NUMBER"}
        parser.add_argument("--slug", type=slug, default="generated", help="its name in addresses (generated)")
        parser.add_argument("--positions", **number, default=1000, help="how many positions are coded (1,000)")
        parser.add_argument("--articles", **number, help="in how many articles (a tenth of the positions)")
        parser.add_argument("--parties", **number, default=50, help="how many parties speak (50)")
        parser.add_argument("--proposals", **number, default=40, help="on how many demands and offers (40)")
        parser.add_argument("--years", **number, default=10, help="how long it lasts (10)")
        parser.add_argument("--until", type=day, default=LAST_DAY, metavar="DAY", help=f"its last day ({LAST_DAY})")
        parser.add_argument("--seed", default="1", help="another word gives another negotiation (1)")
        parser.add_argument("--public", action="store_true", help="anybody may read it, without signing in")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="the account that may edit it")

    def handle(self, *args: Any, username: str | None, **options: Any) -> None:
        user = None
        if username is not None:
            user = User.objects.filter(username=username).first()
            if user is None:
                raise CommandError(f"There is no account {username!r}.")
        articles = options["articles"]
        try:
            size = Size(
                positions=options["positions"],
                articles=max(1, options["positions"] // 10) if articles is None else articles,
                parties=options["parties"],
                proposals=options["proposals"],
                first_day=options["until"] - timedelta(days=options["years"] * 365.25),
                last_day=options["until"],
            )
            negotiation = generate(
                slug=options["slug"],
                size=size,
                seed=options["seed"],
                public=options["public"],
                user=user,
                today=timezone.localdate(),
                tell=lambda written: self.tell(written, size.positions, options["verbosity"]),
            )
        except TooMuch as error:
            raise CommandError(str(error)) from error
        except OverflowError as error:
            raise CommandError("There are not so many years before that day.") from error
        self.stdout.write(
            f"Made “{negotiation.title}” (/n/{negotiation.slug}/), all of it invented. "
            f"Positions: {size.positions:,}; articles: {size.articles:,}."
        )

    def tell(self, written: int, wanted: int, verbosity: int) -> None:
        if verbosity > 1 or (verbosity == 1 and self.stderr.isatty()):
            self.stderr.write(f"\r{written:,} of {wanted:,} positions", ending="" if written < wanted else "\n")
