"""The negotiations a person may read, each with its coverage and its latest change."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, IntegerField, OuterRef, Prefetch, Subquery

from positions.analysis.changes import Kind
from positions.models import Article, Negotiation, Participation, Party, Position, User
from positions.reports.changes import MovedPosition, in_order, moved
from positions.reports.order import by_name, by_title

# Movement tells most; then that something is new; that it was said again tells least.
QUIET = {Kind.NEW: 1, Kind.REAFFIRMED: 2}


@dataclass(frozen=True, slots=True)
class Listed:
    """A negotiation in the list. `latest` is the most telling change of its newest coded article."""

    negotiation: Negotiation
    principals: list[Party]
    articles: int
    positions: int
    last_article: Article | None
    latest: MovedPosition | None


def listed(user: User | AnonymousUser) -> list[Listed]:
    """By title. The number of queries does not depend on how many there are."""
    newest = Article.objects.filter(negotiation=OuterRef("pk")).newest_first()
    coded = Position.objects.filter(negotiation=OuterRef("pk")).newest_first()
    roles = Participation.objects.filter(role=Participation.Role.PRINCIPAL).select_related("party")
    rows = list(
        Negotiation.objects.visible_to(user)
        .annotate(
            article_count=number_of(Article),
            position_count=number_of(Position),
            newest_pk=Subquery(newest.values("pk")[:1]),
            coded_pk=Subquery(coded.values("article")[:1]),
        )
        .prefetch_related(Prefetch("participations", queryset=roles, to_attr="principal_roles"))
    )
    articles = {row.pk: row for row in Article.objects.filter(pk__in=[row.newest_pk for row in rows]).without_text()}
    latest: dict[int, MovedPosition] = {}
    for move in in_order(moved(Position.objects.filter(article__in=[row.coded_pk for row in rows]))):
        best = latest.get(move.after.negotiation_id)
        if best is None or QUIET.get(move.kind, 0) < QUIET.get(best.kind, 0):
            latest[move.after.negotiation_id] = move
    return [
        Listed(
            negotiation=row,
            principals=by_name({role.party for role in row.principal_roles}),
            articles=row.article_count,
            positions=row.position_count,
            last_article=articles.get(row.newest_pk),
            latest=latest.get(row.pk),
        )
        for row in by_title(rows)
    ]


def number_of(model: Any) -> Any:
    """How many rows of a model the negotiation has, 0 included, without multiplying joins."""
    rows = model.objects.filter(negotiation=OuterRef("pk")).order_by().values("negotiation")
    return Subquery(rows.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
