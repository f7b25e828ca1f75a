"""Since when a party has stood as it stands: the article that brought its stance about, and what that one changed.

A stance is *held* from the first of the articles that stand by it, with none between that stands by another. Conditions
do not matter, and off the scale one way of saying nothing is as good as another. Cost follows the changes asked for:
a few index probes each, however often a stance was repeated.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from positions.analysis.stances import OFF_SCALE, Stance
from positions.models import Position
from positions.reports.changes import MovedPosition, earlier_than_its_article
from positions.reports.changes.tracks import Names, Wanted, changes_of
from positions.reports.gaps import Pair
from positions.reports.order import LATEST_FIRST

OLDEST_FIRST = ("published_on", "article_id", "start", "id")


def pair_of(row: Any) -> Pair:
    return (row.party_id, row.proposal_id)


def stays(found: MovedPosition) -> bool:
    """The party stands where it stood in the article before."""
    before, after = found.before, found.after
    if before is None or after is None:
        return False
    return before.stance == after.stance or {before.stance, after.stance} <= set(OFF_SCALE)


def held(found: Iterable[MovedPosition], names: Names) -> dict[Pair, MovedPosition]:
    """For each change (one a track): the one since which the party has stood so. Six queries at most."""
    found = list(found)
    same = [row.after for row in found if row.after and stays(row)]
    rows = Position.objects.filter(pk__in=[row.pk for row in same])
    track = Position.objects.filter(party=OuterRef("party"), proposal=OuterRef("proposal"))
    wanted = began(same, rows, Position.objects.all(), track, key="id")
    earlier = {pair_of(row.after): row for row in changes_of(wanted, names)} if wanted else {}
    return {pair_of(row.after): row for row in found} | earlier


def began(same: Sequence[Any], rows: QuerySet[Any], every: QuerySet[Any], track: QuerySet[Any], *, key: str) -> Wanted:
    """For each of `same`, rows that stand for their article: the article that began to stand so. Two queries.

    `rows` are the same as a query, `every` all there are, known by `key`, and `track` those of the outer row's track.
    """
    if not same:
        return {}
    earlier = track.filter(earlier_than_its_article())
    of_its_article = track.filter(published_on=OuterRef("published_on"), article=OuterRef("article")).exclude(
        stance__in=OFF_SCALE
    )
    later = of_its_article.filter(Q(start__gt=OuterRef("start")) | Q(start=OuterRef("start"), id__gt=OuterRef("id")))
    otherwise = (
        earlier.exclude(stance=OuterRef("stance"))
        .exclude(Exists(later))
        .exclude(Q(stance__in=OFF_SCALE) & Exists(of_its_article))
        .order_by(*LATEST_FIRST)
    )
    on_scale = earlier.exclude(stance__in=OFF_SCALE).order_by(*LATEST_FIRST)
    asked = (
        rows.order_by()
        .annotate(
            otherwise=Subquery(otherwise.values(key)[:1]),
            on_scale=Subquery(on_scale.values(key)[:1]),
            first=Subquery(track.order_by(*OLDEST_FIRST).values("article_id")[:1]),
        )
        .values_list("party_id", "proposal_id", "stance", "otherwise", "on_scale", "first")
    )
    last, first = {}, {}  # the last that stood otherwise; the first article of all where none did
    for party, proposal, stance, other, placed, article in asked:
        number = other if Stance(stance).is_on_scale else placed
        if number is None:
            first[party, proposal] = article
        else:
            last[number] = (party, proposal)
    after_it = track.filter(
        Q(published_on__gte=OuterRef("published_on"))
        & (Q(published_on__gt=OuterRef("published_on")) | Q(article__gt=OuterRef("article")))
    ).order_by(*OLDEST_FIRST)
    following = every.filter(**{f"{key}__in": list(last)}).order_by()
    following = following.annotate(following=Subquery(after_it.values("article_id")[:1]))
    return first | {last[number]: article for number, article in following.values_list(key, "following")}
