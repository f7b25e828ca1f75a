"""All changes, newest article first; and as a file in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from positions.analysis.changes import Kind
from positions.models import Article
from positions.reports import positions
from positions.reports.changes import MovedPosition, in_order, moved, up_to, walk
from positions.reports.changes.pairs import wanted
from positions.reports.scope import Scope

PAGE_LENGTH = 60  # changes
BATCH = 60  # articles read at a time
MOST_BATCHES = 10  # then the page says how far it has looked


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some changes, newest article first. `continues_before` is the article to go on from, None at the end."""

    rows: list[MovedPosition]
    articles_read: int
    continues_before: Article | None

    @property
    def articles(self) -> dict[int, list[MovedPosition]]:
        """The rows of each article, newest first."""
        found: dict[int, list[MovedPosition]] = {}
        for row in self.rows:
            found.setdefault(row.after.article_id, []).append(row)
        return found

    @property
    def reaffirmed(self) -> int:
        """How many of the rows repeat what was said before; all the others are changes, also what is new."""
        return sum(row.kind == Kind.REAFFIRMED for row in self.rows)

    @property
    def changed(self) -> int:
        return len(self.rows) - self.reaffirmed

    @property
    def reaffirming(self) -> int:
        """How many articles of the page changed nothing: everything that they report was reaffirmed."""
        return sum(all(row.kind == Kind.REAFFIRMED for row in rows) for rows in self.articles.values())

    @property
    def since(self) -> date:
        return self.rows[-1].after.published_on

    @property
    def until(self) -> date:
        return self.rows[0].after.published_on


def latest(scope: Scope, *, before: Article | None = None) -> ChangePage:
    """The newest changes, walking back through the articles until the page is full."""
    rows = positions.select(scope)
    found: list[MovedPosition] = []
    articles_read = 0
    for _ in range(MOST_BATCHES):
        earlier = rows.filter(up_to(before)).exclude(article=before) if before else rows
        batch = list(
            earlier.order_by("-published_on", "-article_id").values_list("published_on", "article").distinct()[:BATCH]
        )
        keys = [article for _, article in batch]
        changed = in_order(row for row in moved(rows.filter(article__in=keys)) if wanted(row, scope))
        for article, group in groupby(changed, key=lambda row: row.after.article):
            found.extend(group)
            if len(found) >= PAGE_LENGTH:
                return ChangePage(found, articles_read + keys.index(article.pk) + 1, more(rows, article))
        articles_read += len(keys)
        if len(batch) < BATCH:
            return ChangePage(found, articles_read, None)
        before = Article.objects.without_text().get(pk=keys[-1])
    return ChangePage(found, articles_read, before)


def more(rows, article: Article) -> Article | None:
    """The article to go on from, unless it is the last."""
    return article if rows.filter(up_to(article)).exclude(article=article).exists() else None


def all_changes(scope: Scope) -> Iterator[MovedPosition]:
    """Every change the scope asks for in reading order, oldest first, in constant memory."""
    sources = {source.pk for source in scope.sources}
    for row in walk(positions.on_tracks(scope)):
        after = row.after
        if (
            wanted(row, scope)
            and (not sources or after.article.source_id in sources)
            and (not scope.since or after.published_on >= scope.since)
            and (not scope.until or after.published_on <= scope.until)
        ):
            yield row
