"""What every benchmark finds ready: an example, somebody who edits it, long articles, and the server in front."""

import itertools
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.test import Client

from positions.actions.articles import add_article
from positions.actions.coding import code
from positions.actions.loading import load_package
from positions.analysis.stances import ON_SCALE
from positions.exchange.package.reading import read_package
from positions.models import Article, Deed, Negotiation, Position, User
from tests.benchmarks.generated import Worker, generated
from tests.benchmarks.table import Sheet

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "seeds" / "russia-ukraine"
LONG = 100_000  # code points: the length of a long article
TODAY = date(2100, 1, 1)
HOST = "127.0.0.1"


class Bench(Sheet):
    """The place where benchmarks are run, and the rows they have found."""

    def __init__(self, database: str) -> None:
        super().__init__(database)
        self.closing = ExitStack()
        self.user = User.objects.create_user("analyst")
        package = read_package(EXAMPLE, today=TODAY)
        self.negotiation: Negotiation = load_package(package=package, user=self.user).negotiation
        self.made = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.closing.close()

    def client(self) -> Client:
        """The analyst's browser without a browser: into the program, past the server."""
        client = Client(headers={"host": HOST})
        client.force_login(self.user)
        return client

    @property
    def session(self) -> dict[str, str]:
        """The cookie of somebody who has signed in."""
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": self.client().cookies[name].value}

    @cached_property
    def address(self) -> str:
        """The program behind its server, as `make run` starts it."""
        return self.closing.enter_context(server())

    @cached_property
    def generated(self) -> dict[str, Worker]:
        """The processes on a small and a large database that were filled for this run."""
        return self.closing.enter_context(generated(os.environ["DATABASE_URL"]))

    def long_article(self, *, positions: int) -> Article:
        """The example's texts as one article, with so many of its sentences marked, evenly over the whole of it.

        The positions are of the example's own parties and proposals, as many pairs as there may be.
        """
        texts = self.negotiation.articles.in_reading_order().exclude(title__startswith="Long").values_list("text")
        words = "\n\n".join(text for (text,) in itertools.islice(itertools.cycle(list(texts)), 200))[:LONG]
        article = add_article(
            negotiation=self.negotiation,
            source="Benchmark",
            title=f"Long article {next(self.made)} with {positions} positions",
            published_on=date(2026, 6, 1),
            text=words,
            user=self.user,
            today=TODAY,
        )
        parties = list(self.negotiation.parties.order_by("slug"))
        proposals = list(self.negotiation.proposals.order_by("slug"))
        places = sentences(article.text)[1::2]
        chosen = places[:: max(1, len(places) // positions)][:positions]
        for number, (start, end) in enumerate(chosen):
            values = {
                "party": parties[number % len(parties)],
                "proposal": proposals[number % len(proposals)],
                "stance": ON_SCALE[number % 7],
                "condition": "if the other side does",
            }
            quote = article.text[start:end]
            code(article=article, start=start, end=end, quote=quote, values=values, user=self.user)
        assert article.positions.count() == positions
        return article

    def take_back(self, article: Article, *, keep: int) -> None:
        """Remove what a benchmark coded, with its traces, so that the next round finds what this one found."""
        added = list(article.positions.order_by("pk").values_list("pk", flat=True)[keep:])
        Deed.objects.filter(traces__table="position", traces__row__in=added).delete()
        Position.history.filter(id__in=added).delete()
        Position.objects.filter(pk__in=added).delete()


def sentences(text: str) -> list[tuple[int, int]]:
    """Where sentences stand in a text; every other one stays free for a benchmark to code."""
    return [match.span() for match in re.finditer(r"[^\s.][^.\n]{20,300}\.", text)]


def free_sentence(article: Article) -> tuple[int, int]:
    """One in the middle of a long article that no position marks."""
    places = sentences(article.text)[::2]
    return places[len(places) // 2]


@contextmanager
def server() -> Iterator[str]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tracker.wsgi", "--bind", f"{HOST}:{port}"]
    command += ["--worker-class", "gthread", "--threads", "8", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=ROOT)
    address = f"http://{HOST}:{port}"
    try:
        for _ in range(100):
            try:
                with urlopen(f"{address}/healthz", timeout=5):
                    break
            except (URLError, ConnectionError):
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
