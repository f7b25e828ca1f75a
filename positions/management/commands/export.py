"""manage.py export NEG PATH: a negotiation as a folder or zip in the exchange format."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from positions.exchange.package import writing
from positions.models import Negotiation


class Command(BaseCommand):
    help = "Writes a negotiation in the exchange format, to a folder or, where PATH ends in .zip, to a zip file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("negotiation", metavar="NEG", help="its slug, as in its address")
        parser.add_argument(
            "path", metavar="PATH", type=Path, help="a new or empty folder, an earlier export, or a zip"
        )

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        slug = options["negotiation"]
        negotiation = Negotiation.objects.filter(slug=slug).first()
        if negotiation is None:
            present = ", ".join(sorted(Negotiation.objects.values_list("slug", flat=True))) or "none yet"
            raise CommandError(f"There is no negotiation {slug!r}. There are: {present}.")
        try:
            writing.check_place(negotiation, path)
            if path.suffix.lower() == ".zip":
                writing.write_zip_file(negotiation, path)
            else:
                writing.write_folder(negotiation, path)
        except writing.NotOurs as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error}.") from error
        self.stdout.write(f"Wrote {negotiation} to {path}.")
