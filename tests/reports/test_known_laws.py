"""Whatever the desk did, day by day: what it knew on each day is what it saw on that day."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.actions import articles, coding, merging, recoding, undoing
from positions.actions.merge_plans import plan
from positions.models import Article, Deed, Party, Position, Proposal, User
from positions.models.base import Recorded
from positions.reports.matrix import Matrix, matrix
from positions.reports.scope import Scope
from tests.world import TODAY, World

pytestmark = pytest.mark.both

BEGINNING = date(2024, 4, 10)  # when the world was recorded
AS_OF = (date(2024, 2, 20), date(2024, 3, 21), TODAY)
HISTORIES = [model for model in Recorded.__subclasses__() if hasattr(model, "history")]


def pick(rows: Any, number: int) -> Any:
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def own(world: World, model: Any) -> Any:
    return model.objects.filter(negotiation=world.negotiation)


def code(world: World, user: User, number: int) -> None:
    article = pick(own(world, Article), number)
    stance = ("open", "rejects", "supports", "declines", "demands")[number % 5]
    values = {
        "party": pick(own(world, Party), number // 3),
        "proposal": pick(own(world, Proposal), number // 5),
        "stance": stance,
    }
    start, end = number % 5, 7 + number % 7
    coding.code(article=article, start=start, end=end, quote=article.text[start:end], values=values, user=user)


def revise(world: World, user: User, number: int) -> None:
    row = pick(own(world, Position), number)
    values = {
        "stance": ("open", "rejects", "supports")[number % 3],
        "condition": "",
        "party": pick(own(world, Party), number // 2),
    }
    place = {"start": row.start, "end": row.end, "quote": row.quote}
    coding.revise(position=row, values=values, version=row.version, user=user, reason="x", **place)


def remove(world: World, user: User, number: int) -> None:
    row = pick(own(world, Position), number)
    coding.remove(position=row, version=row.version, user=user, reason="x")


def move_article(world: World, user: User, number: int) -> None:
    article = pick(own(world, Article), number)
    values = {"published_on": date(2024, 1, 20) + timedelta(days=7 * (number % 11))}
    articles.edit_article(
        article=article, values=values, version=article.version, user=user, reason="x", today=date(2024, 6, 1)
    )


def merge(world: World, user: User, number: int) -> None:
    model = (Party, Proposal)[number % 2]
    rows = list(own(world, model).order_by("pk"))
    gone, kept = rows[number % len(rows)], rows[(number + 1) % len(rows)]
    merging.merge(gone=gone, kept=kept, seen=plan(gone=gone, kept=kept).seen, user=user)


def recode(world: World, user: User, number: int) -> None:
    keys = [row.key for row in own(world, Position).order_by("pk") if (row.pk + number) % 3 == 0]
    values = {"stance": "open"} if number % 2 else {"party": pick(own(world, Party), number)}
    seen = recoding.plan(rows=recoding.standing(world.negotiation, keys), values=values).seen
    recoding.recode(negotiation=world.negotiation, keys=keys, seen=seen, values=values, user=user, reason="x")


def undo(world: World, user: User, number: int) -> None:
    last = Deed.objects.of(user.pk, world.negotiation.pk).to_undo().first()
    undoing.undo(negotiation=world.negotiation, user=user, deed=last.pk if last else 0)


def redo(world: World, user: User, number: int) -> None:
    last = Deed.objects.of(user.pk, world.negotiation.pk).to_redo().first()
    undoing.redo(negotiation=world.negotiation, user=user, deed=last.pk if last else 0)


ACTS = (code, code, code, revise, revise, remove, move_article, merge, recode, undo, undo, redo)
DAY = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 60)), max_size=3)


class Back(Exception):
    """All that an example wrote is taken back."""


def shown(found: Matrix) -> list[Any]:
    """What stands in the matrix, whoever it is asked of, without where it leads."""
    return [
        (
            row.proposal.slug,
            row.gap,
            [move for _, move in row.moves],
            [
                (
                    cell.party.slug,
                    cell.position.pk,
                    cell.position.stance,
                    cell.position.condition,
                    cell.position.published_on,
                    cell.position.article.key,
                    cell.position.article.source.slug,
                    cell.before and cell.before.pk,
                    cell.change.kind,
                    cell.change.direction,
                    cell.age,
                    cell.stance_since,
                    cell.stands and (cell.stands.change.kind, cell.stands.position.pk, cell.stands.origin),
                )
                for cell in sorted((cell for cell in row.cells if cell), key=lambda cell: cell.party.slug)
            ],
        )
        for group in found.issues
        for row in group.rows
    ]


def seen_now(world: World) -> list[Any]:
    """The matrix as everybody sees it, as of several days."""
    return [shown(matrix(Scope(negotiation=world.negotiation, as_of=day), today=TODAY)) for day in AS_OF]


def known(world: World, on: date) -> list[Any]:
    return [shown(matrix(Scope(negotiation=world.negotiation, as_of=day, known_on=on), today=TODAY)) for day in AS_OF]


def let_it_be(day: date, *, after: dict[Any, int]) -> None:
    """Date the entries that were made since, and the rows that were made with them."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    for model, last in after.items():
        fresh = model.history.filter(history_id__gt=last)
        made = set(fresh.filter(history_type="+").values_list("id", flat=True))
        old = set(model.history.filter(history_id__lte=last).values_list("id", flat=True))
        fresh.update(history_date=noon)
        model.history.filter(id__in=made - old).update(recorded_at=noon)
        model._base_manager.filter(pk__in=made - old).update(recorded_at=noon)


def last_entries() -> dict[Any, int]:
    numbers = {model: model.history.order_by("-history_id").values_list("history_id", flat=True) for model in HISTORIES}
    return {model: found.first() or 0 for model, found in numbers.items()}


@settings(
    max_examples=12,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(days=st.lists(DAY, min_size=2, max_size=6))
def test_what_was_known_on_a_day_is_what_was_seen_on_it(world: World, days: list[Any]) -> None:
    with suppress(Back), transaction.atomic():
        Deed.objects.all().delete()
        let_it_be(BEGINNING, after=dict.fromkeys(HISTORIES, 0))
        day, seen = BEGINNING, {BEGINNING: seen_now(world)}
        for acts in days:
            day += timedelta(days=1)
            before = last_entries()
            for act, number in acts:
                with suppress(ValidationError, AttributeError, IndexError), transaction.atomic():
                    act(world, world.people.analyst, number)
            let_it_be(day, after=before)
            connection.check_constraints()
            seen[day] = seen_now(world)
        assert {then: known(world, then) for then in seen} == seen
        assert known(world, BEGINNING - timedelta(days=1)) == [[], [], []]
        assert known(world, date.max) == seen[day]
        raise Back


def test_the_acts_of_the_law_are_not_all_refused(world: World, analyst: User) -> None:
    Deed.objects.all().delete()
    for number, act in ((1, code), (1, revise), (2, remove), (3, move_article), (4, recode), (8, merge)):
        act(world, analyst, number)
    undo(world, analyst, 0)
    redo(world, analyst, 0)
    assert Deed.objects.count() == 6
