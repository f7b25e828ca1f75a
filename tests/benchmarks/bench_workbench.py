"""The workbench on the server: a long article with 300 positions beside the same with one.

Opening it, and saving one more position as the page’s script does. Queries must not grow with
what stands on the page already: 1.5 times at most.
"""

from collections.abc import Callable
from functools import partial

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.models import Article
from tests.benchmarks.bench import Bench, free_sentence
from tests.benchmarks.table import medians, milliseconds

MANY = 300
BAR = 1.5
ROUNDS = 15


def measure(bench: Bench) -> None:
    articles = {count: bench.long_article(positions=count) for count in (MANY, 1)}
    client = bench.client()
    for name, asking in (("open", opening), ("save", saving)):
        asks = {count: asking(bench, client, article) for count, article in articles.items()}

        def fresh(count: int) -> None:
            bench.take_back(articles[count], keep=count)

        def timed(count: int, ask: Callable[[], HttpResponse]) -> float:
            taken = milliseconds(ask)
            fresh(count)
            return taken

        times = medians({count: partial(timed, count, ask) for count, ask in asks.items()}, rounds=ROUNDS)
        counted, answers = {}, {}
        for count, ask in asks.items():
            with CaptureQueriesContext(connection) as captured:
                answers[count] = ask()
            counted[count] = len(captured)
            fresh(count)
        what = f"{name} 100 KB with {MANY} positions : with 1"
        bench.row(f"{what}, queries", counted[MANY], counted[1], "", bar=BAR)
        bench.row(f"{what}, server", times[MANY], times[1], "ms")
        bench.row(f"{what}, answer", *(len(answers[count].content) / 1000 for count in (MANY, 1)), "KB")


def opening(bench: Bench, client: Client, article: Article) -> Callable[[], HttpResponse]:
    address = reverse("article", args=[article.negotiation.slug, article.pk])

    def ask() -> HttpResponse:
        answer = client.get(address)
        assert answer.status_code == 200
        return answer

    return ask


def saving(bench: Bench, client: Client, article: Article) -> Callable[[], HttpResponse]:
    """One more sentence in the middle of the text, said by a party on a proposal."""
    address = reverse("position-new", args=[article.negotiation.slug, article.pk])
    start, end = free_sentence(article)
    data = {
        "quote": article.text[start:end],
        "start": start,
        "end": end,
        "party": bench.negotiation.parties.order_by("slug")[0].pk,
        "proposal": bench.negotiation.proposals.order_by("slug")[0].pk,
        "stance": "supports",
    }

    def ask() -> HttpResponse:
        answer = client.post(address, data, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.content.decode()
        return answer

    return ask
