"""Filling a negotiation with what never was: `positions.invented`, written down in bulk with its history.

The small tables go the way of any package, with its rules. Articles and positions come one portion at a
time, so that memory does not grow with their number; that each would pass the rules of an import is for
the tests to show. It is all of it or nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from positions.actions import pouring
from positions.actions.loading import load_package
from positions.analysis.quotes import CONTEXT
from positions.exchange.package.content import Package, Record
from positions.exchange.package.problems import Broken
from positions.exchange.package.rules import check
from positions.invented.articles import PROVENANCE, Report, Statement, invent_articles
from positions.invented.cast import LARGEST, Cast, Size, invent_cast
from positions.models import Article, Negotiation, Position, Track, User
from positions.models.constraints import storable
from positions.models.parties import Party
from positions.models.proposals import Proposal
from positions.models.sources import Source

REASON = "generated"
CODER = "generated"
ARTICLES_AT_ONCE = 500
MOST_POSITIONS, MOST_ARTICLES = 10_000_000, 1_000_000  # some ten gigabytes: beyond that it is a mistyped number
ABOUT = (
    "Generated: every party, article, quote and position here was invented by this program. "
    "Made with manage.py generate, from the seed “{seed}”."
)
ARTICLE_FIELDS = (
    *("negotiation", "key", "source", "title", "published_on", "url", "language", "text", "text_length"),
    *("provenance", "version", "recorded_at"),
)
POSITION_FIELDS = (
    *("negotiation", "key", "article", "party", "proposal", "stance", "condition", "move", "attribution", "speaker"),
    *("party_as_written", "stated_on", "quote", "start", "end", "prefix", "suffix", "credibility", "note", "coder"),
    *("published_on", "text_length", "version", "recorded_at"),
)


class TooMuch(Exception):
    """What was asked for cannot be invented; the sentence says why."""


def generate(
    *,
    slug: str,
    size: Size,
    seed: str,
    public: bool,
    user: User | None,
    today: date,
    tell: Callable[[int], None] = lambda written: None,
) -> Negotiation:
    """Make a negotiation of this size and all that is in it. `tell` hears how many positions are written so far."""
    refuse(slug, size, seed, today)
    cast = invent_cast(size, seed)
    package = package_of(cast, slug=slug, seed=seed, public=public)
    if problems := check(package, readable=set(package.tables), today=today):
        raise Broken(problems)
    with transaction.atomic():
        negotiation = load_package(package=package, user=user).negotiation
        with pouring.pouring():
            desk = Writing(negotiation, cast, user)
            written = 0
            articles = invent_articles(cast, seed)
            while portion := list(islice(articles, ARTICLES_AT_ONCE)):
                written += desk.write(portion)
                tell(written)
            desk.keep_tracks()
    take_stock()
    return negotiation


def refuse(slug: str, size: Size, seed: str, today: date) -> None:
    try:
        storable(seed)
    except ValidationError as error:
        raise TooMuch(f"The seed cannot be kept. {error.messages[0]}") from error
    if Negotiation.objects.filter(slug=slug).exists():
        raise TooMuch(f"There is a negotiation {slug} already. Choose another name with --slug.")
    if not (1 <= size.parties <= LARGEST and 1 <= size.proposals <= LARGEST):
        raise TooMuch(f"There are names for 1 to {LARGEST} parties and as many proposals.")
    if size.articles < 1 or size.positions < 0:
        raise TooMuch("It takes one article at least, and no fewer than no positions.")
    if size.positions > MOST_POSITIONS or size.articles > MOST_ARTICLES:
        raise TooMuch(f"{MOST_POSITIONS:,} positions in {MOST_ARTICLES:,} articles are the most that can be made.")
    if size.last_day > today:
        raise TooMuch("No article can be published in the future. Choose an earlier day with --until.")
    if size.first_day < date(1, 2, 1):  # what is said some days before an article also has a date
        raise TooMuch("There are not so many years before that day.")
    if size.first_day >= size.last_day:
        raise TooMuch("The articles need days to be published on. Give a year at least with --years.")
    if size.positions / size.articles * 6 > max(6, size.parties * size.proposals):
        raise TooMuch(
            f"It cannot be so much with parties: {size.parties:,}, proposals: {size.proposals:,}, "
            f"articles: {size.articles:,}. Ask for more articles, parties or proposals, or for fewer positions."
        )


def package_of(cast: Cast, *, slug: str, seed: str, public: bool) -> Package:
    leading = " and ".join(actor.name for actor in cast.actors[:2])
    facts = {
        "slug": slug,
        "title": f"Invented talks of {leading}",
        "summary": "A generated negotiation: nothing of it happened.",
        "about_data": ABOUT.format(seed=seed),
        "public": public,
    }
    tables = {
        name: [Record(row, values) for row, values in enumerate(rows, start=2)] for name, rows in cast.tables.items()
    }
    return Package(negotiation=facts, tables=tables, texts={})


class Writing:
    """What is known while the articles are written down: the ids that go with the cast."""

    def __init__(self, negotiation: Negotiation, cast: Cast, user: User | None) -> None:
        self.negotiation = negotiation
        self.user = user.pk if user else None
        self.coder = user.get_username() if user else CODER
        parties = dict(Party.objects.filter(negotiation=negotiation).values_list("slug", "pk"))
        proposals = dict(Proposal.objects.filter(negotiation=negotiation).values_list("slug", "pk"))
        self.parties = [parties[actor.slug] for actor in cast.actors]
        self.proposals = [proposals[motion.slug] for motion in cast.motions]
        self.sources = dict(Source.objects.filter(negotiation=negotiation).values_list("slug", "pk"))
        self.tracks: set[tuple[int, int]] = set()

    def write(self, reports: list[Report]) -> int:
        """Articles, their positions as first read, what was corrected of them since, and the history of it all."""
        pouring.pour(Article, ARTICLE_FIELDS, map(self.article, reports))
        keys = [report.key for report in reports]
        found = Article.objects.filter(negotiation=self.negotiation, key__in=keys).order_by("pk")
        ids = dict(found.values_list("key", "pk"))
        span = [self.negotiation.pk, min(ids.values()), max(ids.values())]
        of_these = '"negotiation_id" = %s AND "{}" BETWEEN %s AND %s'
        kept = {"reason": REASON, "user": self.user, "values": span}
        pouring.keep_history(Article, where=of_these.format("id"), **kept)
        pouring.pour(Position, POSITION_FIELDS, self.positions(reports, ids))
        pouring.keep_history(Position, where=of_these.format("article_id"), **kept)
        self.correct([statement for report in reports for statement in report.statements if statement.earlier])
        return sum(len(report.statements) for report in reports)

    def article(self, report: Report) -> tuple[object, ...]:
        first = report.statements[0].recorded_at if report.statements else None
        return (
            *(self.negotiation.pk, report.key, self.sources[report.source], report.title, report.published_on),
            *("", "en", report.text, len(report.text), PROVENANCE, 1, first or self.negotiation.recorded_at),
        )

    def positions(self, reports: list[Report], ids: dict[str, int]) -> Iterator[tuple[object, ...]]:
        for report in reports:
            for one in report.statements:
                yield self.position(report, ids[report.key], one)

    def position(self, report: Report, article: int, one: Statement) -> tuple[object, ...]:
        text, start, end = report.text, one.start, one.end
        stance, condition = (one.earlier.stance, one.earlier.condition) if one.earlier else (one.stance, one.condition)
        party, proposal = self.parties[one.party], self.proposals[one.proposal]
        self.tracks.add((party, proposal))
        return (
            *(self.negotiation.pk, one.key, article, party, proposal, stance.value, condition, one.move),
            *(one.attribution, one.speaker, one.party_as_written, one.stated_on, text[start:end], start, end),
            *(text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], one.credibility, "", self.coder),
            *(report.published_on, len(text), 1, one.recorded_at),
        )

    def correct(self, statements: list[Statement]) -> None:
        table = connection.ops.quote_name(Position._meta.db_table)
        change = (
            f'UPDATE {table} SET "stance" = %s, "condition" = %s, "version" = 2 '  # noqa: S608
            'WHERE "negotiation_id" = %s AND "key" = %s'
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                change, [(one.stance.value, one.condition, self.negotiation.pk, one.key) for one in statements]
            )
        entries = [(one.earlier.corrected_at, self.negotiation.pk, one.key) for one in statements if one.earlier]
        where = '"negotiation_id" = %s AND "key" = %s'
        pouring.keep_changes(Position, reason="misread", user=self.user, where=where, several=entries)

    def keep_tracks(self) -> None:
        pairs = sorted(self.tracks)
        pouring.pour(Track, ("negotiation", "party", "proposal"), ((self.negotiation.pk, *pair) for pair in pairs))


def take_stock() -> None:
    """Let the database count what it holds, so that it plans well at once."""
    with connection.cursor() as cursor:
        for model in (Article, Position, Track, Article.history.model, Position.history.model):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
