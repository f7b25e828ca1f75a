"""manage.py load PATH: a negotiation from a folder or zip in the exchange format."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from positions.actions.loading import Summary, load_package
from positions.exchange.package.problems import Broken
from positions.exchange.package.reading import read_package
from positions.models import Negotiation, User
from positions.permissions import can_edit


class Command(BaseCommand):
    help = "Loads a negotiation from a folder or zip in the exchange format: all of it or nothing, again and again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="the folder or the zip file")
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="the account that loads it")

    def handle(self, *args: Any, path: Path, dry_run: bool, username: str | None, **options: Any) -> None:
        user = None
        if username is not None:
            user = User.objects.filter(username=username).first()
            if user is None:
                raise CommandError(f"There is no account {username!r}.")
        try:
            package = read_package(path, today=timezone.localdate())
            if user is not None:
                refuse_who_may_not(user, slug=package.negotiation["slug"])
            summary = load_package(package=package, user=user, dry_run=dry_run)
        except Broken as error:
            raise CommandError(report(error)) from error
        self.stdout.write(account(summary))
        if dry_run:
            self.stdout.write("This was a dry run: nothing was written.")


def refuse_who_may_not(user: User, *, slug: str) -> None:
    """Loading into a negotiation that is there is editing it."""
    negotiation = Negotiation.objects.filter(slug=slug).first()
    if negotiation is not None and not (verdict := can_edit(user, negotiation)):
        raise CommandError(verdict.reason)


def report(error: Broken) -> str:
    """Every problem on a line of its own, and what became of the rest."""
    count = len(error.problems)
    return f"{error}\n{count} {'problem' if count == 1 else 'problems'}; nothing was loaded."


def account(summary: Summary) -> str:
    """What loading did, as a small table."""
    lines = [f"{'':14} {'created':>9} {'changed':>9} {'unchanged':>9}"]
    lines += [
        f"{name:14} {tally.created:>9,} {tally.changed:>9,} {tally.unchanged:>9,}"
        for name, tally in summary.tallies.items()
    ]
    if summary.differs_in_public:
        here, there = ("public", "private") if summary.negotiation.public else ("private", "public")
        lines.append(f"Here the negotiation is {here}, in the package {there}: it stays {here}.")
    if summary.led:
        rows, them, are = ("row", "it", "is") if summary.led == 1 else ("rows", "them", "are")
        lines.append(
            f"{summary.led:,} {rows} of the package {are} merged into others here: "
            f"what names {them} was read as naming those."
        )
    return "\n".join(lines)
