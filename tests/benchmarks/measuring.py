"""What the process on a generated database can be asked (`tests.benchmarks.worker`)."""

import resource
from datetime import timedelta
from time import perf_counter

from django.db import connection
from django.db.transaction import atomic
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.models import Article, Negotiation, User
from positions.reports.changes.kinds import told
from positions.reports.scope import Scope
from tests.tallies import tally

HOST = "127.0.0.1"


class Measuring:
    """What can be asked."""

    def __init__(self) -> None:
        self.negotiation = Negotiation.objects.get()
        self.client = Client(headers={"host": HOST})
        self.client.force_login(User.objects.filter(is_superuser=True).order_by("pk")[0])

    def page(self, address: str) -> float:
        """Milliseconds."""
        start = perf_counter()
        answer = self.client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        taken = (perf_counter() - start) * 1000
        if answer.status_code != 200 or not body:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        return taken

    def weight(self, address: str) -> dict[str, float]:
        """What the page asks of the database, and what it sends: queries and kilobytes."""
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return {"queries": len(captured), "KB": len(body) / 1000}

    def addresses(self) -> dict[str, str]:
        """The pages by name: of the newest articles, and of the first of every noun."""
        one = self.negotiation
        articles = Article.objects.filter(negotiation=one).without_text().newest_first()
        # One that says about as much as any other, and one of a year before.
        newest = min(articles[:50], key=lambda article: abs(article.positions.count() - 10))
        before = articles.filter(published_on__lte=newest.published_on - timedelta(days=365))[0]
        principal = one.parties.filter(participations__role="principal").order_by("slug")[0]
        observer = one.parties.filter(participations__role="observer").order_by("slug")[0]
        demand, offer = (one.proposals.filter(kind=kind).order_by("pk")[0] for kind in ("demand", "offer"))
        issue, venue, talks = (rows.order_by("pk")[0] for rows in (one.issues, one.venues, one.talks))
        year = f"?since={newest.published_on - timedelta(days=365)}&until={newest.published_on}"
        then = newest.published_on - timedelta(days=1000)

        def at(name: str, *arguments: object) -> str:
            return reverse(name, args=[one.slug, *arguments])

        return {
            "changes of an article": at("article-changes", newest.pk),
            "compare": f"{at('compare')}?from={before.pk}&to={newest.pk}",
            "party, a principal": at("party", principal.slug),
            "party, an observer": at("party", observer.slug),
            "demand": at("demand", demand.slug),
            "offer": at("offer", offer.slug),
            "issue": at("issue", issue.slug),
            "venue": at("venue", venue.slug),
            "talks": at("talks", talks.pk),
            "matrix": at("matrix"),
            "matrix as of a day": f"{at('matrix')}?as_of={then}",
            "matrix as known on a day": f"{at('matrix')}?known_on={then}",
            "timeline of one year": f"{at('timeline')}{year}",
            "timeline of ten years": at("timeline"),
            "timeline of one party": f"{at('timeline')}?party={principal.slug}",
            "timeline of one year, SVG": f"{reverse('timeline-file', args=[one.slug, 'svg'])}{year}",
            "timeline of ten years, SVG": reverse("timeline-file", args=[one.slug, "svg"]),
            "all changes": at("change-list"),
            "where things stand": at("negotiation"),
            "map": at("map"),
            "article": at("article", newest.pk),
            "articles": at("article-list"),
            "positions": at("position-list"),
        }

    def kinds(self) -> float:
        """Milliseconds for every change of the negotiation, one after the other."""
        start = perf_counter()
        found = sum(1 for _ in told(Scope(negotiation=self.negotiation)))
        taken = (perf_counter() - start) * 1000
        assert 0 < found <= self.negotiation.positions.count()
        return taken

    def tally(self) -> float:
        """Milliseconds for how many there are of each kind."""
        start = perf_counter()
        assert sum(tally(Scope(negotiation=self.negotiation)).values())
        return (perf_counter() - start) * 1000

    def window(self, counted: bool) -> float:
        """Milliseconds for the bare window function over the same rows: each position's stance beside the one before.

        Every row is fetched, or the database only counts them.
        """
        bare = (
            "SELECT id, party_id, proposal_id, article_id, published_on, stance, "
            "lag(stance) OVER (PARTITION BY party_id, proposal_id "
            "ORDER BY published_on, article_id, start, id) AS earlier "
            "FROM positions_position WHERE negotiation_id = %s"
        )
        start = perf_counter()
        with connection.chunked_cursor() as cursor, atomic():
            if counted:
                cursor.execute(f"SELECT count(*), count(earlier) FROM ({bare}) AS rows", [self.negotiation.pk])
            else:
                cursor.execute(bare, [self.negotiation.pk])
            while cursor.fetchmany(2000):
                pass
        return (perf_counter() - start) * 1000

    def memory(self) -> float:
        """The most that this process has had so far, in megabytes."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
