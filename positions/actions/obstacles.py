"""What stands in the way of going back, each as a sentence: who did what, when."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NoReturn

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError
from django.db.models import DO_NOTHING, SET_NULL, ForeignKey, Model
from django.utils import timezone

from positions.actions import bulk
from positions.models import Article, Deed, Position, Successor, Track, User
from positions.models.base import Recorded

NOT_NULL_VIOLATION = "23502"  # as PostgreSQL numbers it
BESIDE = (Deed, Track)  # rows that follow others by themselves


def refuse(sentence: str) -> NoReturn:
    raise ValidationError(sentence)


def refuse_changed(model: type[Recorded], pk: int, row: Recorded | None, *, user: User) -> NoReturn:
    """The row is not as the deed left it."""
    last = latest(model, pk)
    name = called(row or (last.instance if last else None))
    refuse(f"{who(last, user)} {'changed' if row else 'removed'} {name}{when(last)}. To go back would lose that.")


def refuse_forgotten(row: Recorded | None) -> NoReturn:
    refuse(f"The history does not tell any more what {called(row)} was.")


def refuse_absent(model: type[Model], pk: int, needs: Any, by: str, *, user: User) -> NoReturn:
    """What a row names, in its field `by`, is not there any more."""
    last = latest(model, pk)
    if last and isinstance(needs._meta.get_field(by), ForeignKey):
        setattr(needs, by, last.instance)  # its words may name it
    name = called(last.instance) if last else f"the {model._meta.verbose_name}"
    refuse(f"{who(last, user)} removed {name}{when(last)}, which {called(needs)} needs.")


def refuse_missing(
    model: type[Recorded], rows: Iterable[Any], linked: Mapping[str, Mapping[int, Collection[int]]], *, user: User
) -> None:
    """Everything that the rows name must be there."""
    rows = list(rows)
    for field in model._meta.concrete_fields:
        if field.remote_field and field.remote_field.on_delete is not SET_NULL:
            naming = {pk: row for row in rows if (pk := getattr(row, field.attname)) is not None}
            for pk in absent(field.related_model, naming):
                refuse_absent(field.related_model, pk, naming[pk], field.name, user=user)
    row_of = {row.pk: row for row in rows}
    for name, links in linked.items():
        target = model._meta.get_field(name).related_model
        naming = {pk: row_of[row] for row, pks in links.items() for pk in pks}
        for pk in absent(target, naming):
            refuse_absent(target, pk, naming[pk], name, user=user)


def absent(model: type[Model], pks: Collection[int]) -> list[int]:
    return [pk for ids in bulk.portions(pks) for pk in sorted(set(ids) - model._base_manager.in_bulk(ids).keys())]


def refuse_in_use(model: type[Recorded], gone: Mapping[int, Any], *, user: User) -> None:
    """Nothing may be left that names a row that is gone, not even what would go with it."""
    for relation in model._meta.get_fields(include_hidden=True) if gone else ():
        naming: Any = relation.related_model
        if not relation.auto_created or relation.concrete or not (relation.one_to_many or relation.one_to_one):
            continue
        if relation.on_delete is DO_NOTHING or naming in BESIDE:
            continue
        field = relation.field
        for ids in bulk.portions(gone):
            row = naming._base_manager.filter(**{f"{field.name}__in": ids}).first()
            if row is not None:
                named = gone[getattr(row, field.attname)]
                setattr(row, field.name, named)  # its words may name it
                refuse_needed(owner(row, field), field, named, user=user)
    for ids in bulk.portions(gone):
        table = model._meta.model_name
        led = Successor.objects.filter(table=table, successor__in=ids).first()
        if led is not None:
            refuse_needed(led, Successor._meta.get_field("successor"), gone[led.successor], user=user)


def owner(row: Any, field: Any) -> Any:
    """The row itself; of a row between two, the one that names the other."""
    if not row._meta.auto_created:
        return row
    return next(getattr(row, one.name) for one in row._meta.concrete_fields if one.remote_field and one != field)


def refuse_needed(row: Any, field: Any, named: Any, *, user: User) -> NoReturn:
    """Whoever first wrote that the row names the other."""
    entries = type(row).history.filter(id=row.pk).exclude(history_type="-").select_related("history_user")
    try:
        type(row)._meta.get_field(field.name)
        entry = entries.filter(**{field.attname: named.pk}).order_by("history_id").first()
    except FieldDoesNotExist:
        entry = entries.order_by("-history_id").first()
    label = row._meta.verbose_name
    name = called(named)
    refuse(f"{who(entry, user)} saved the {label} {called(row)}{when(entry)}, which needs {name}. Remove that first.")


def refuse_taken(model: type[Recorded], rows: Iterable[Any], now: Mapping[int, Any], *, user: User) -> None:
    """A name that may be given once must not be another's by now."""
    keys = [constraint.fields for constraint in model._meta.total_unique_constraints if "id" not in constraint.fields]
    keys += [(field.name,) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    for names in keys:
        fields = [model._meta.get_field(name) for name in names]

        def key(row: Any, fields: Iterable[Any] = fields) -> tuple[Any, ...]:
            return tuple(getattr(row, field.attname) for field in fields)

        wanted = {key(row): row for row in rows if row.pk not in now or key(row) != key(now[row.pk])}
        own = {row.pk for row in wanted.values()}
        values = sorted({given[-1] for given in wanted if None not in given})
        for part in bulk.portions(values):
            for other in model._base_manager.filter(**{f"{names[-1]}__in": part}):
                if other.pk not in own and key(other) in wanted:
                    refuse_name(other, fields[-1], wanted[key(other)], user=user)


def refuse_name(other: Any, field: Any, row: Any, *, user: User) -> NoReturn:
    entry = latest(type(other), other.pk)
    given = f"the {field.verbose_name} “{getattr(other, field.attname)}”" if not field.remote_field else "its place"
    refuse(f"{called(other)} has {given} of {called(row)} by now. {who(entry, user)} saved it{when(entry)}.")


def refuse_misplaced(row: Position, *, user: User) -> None:
    """The words must stand in the text at their place."""
    article = row.article
    if not row.is_unplaced and article.text[row.start : row.end] != row.quote:
        entry = latest(Article, article.pk)
        refuse(
            f"{called(row)} cites words that do not stand at their place in {called(article)} in this version. "
            f"{who(entry, user)} saved the article{when(entry)}."
        )
    refuse_unclean([row])


def refuse_twice(rows: Iterable[Position], *, user: User) -> None:
    """The same reading of the same words must not have been coded by somebody else since.

    Two that came to stand side by side by a merge may come to do so again.
    """
    names = Position.ONE_READING
    readings: dict[tuple[Any, ...], list[Position]] = defaultdict(list)
    for row in rows:
        readings[tuple(getattr(row, name) for name in names)].append(row)
    own = {row.pk for same in readings.values() for row in same}
    twins: list[tuple[Position, int]] = []
    for ids in bulk.portions({row.article_id for same in readings.values() for row in same}):
        for pk, *reading in Position.objects.filter(article__in=ids).values_list("pk", *names):
            if pk not in own:
                twins += [(row, pk) for row in readings.get(tuple(reading), ())]
    stood = stood_together({pk for row, pk in twins for pk in (row.pk, pk)}) if twins else set()
    for row, pk in twins:
        if frozenset((row.pk, pk)) not in stood:
            entry = latest(Position, pk)
            refuse(f"{called(row)} stands at these very words already. {who(entry, user)} saved that{when(entry)}.")


def stood_together(pks: Collection[int]) -> set[frozenset[int]]:
    """The pairs of these positions that were the same reading at the same time once."""
    names = Position.ONE_READING
    entries = [
        entry
        for ids in bulk.portions(pks)
        for entry in Position.history.filter(id__in=ids).values_list("history_id", "history_type", "id", *names)
    ]
    standing: dict[int, tuple[Any, ...]] = {}
    alike: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    found: set[frozenset[int]] = set()
    for _, how, pk, *reading in sorted(entries):
        alike[standing.pop(pk, ())].discard(pk)
        if how != "-":
            standing[pk] = tuple(reading)
            found |= {frozenset((pk, other)) for other in alike[standing[pk]]}
            alike[standing[pk]].add(pk)
    return found


def refuse_unclean(rows: Iterable[Recorded]) -> None:
    """What a model says of rows beside their columns must hold among the rows as they are now."""
    for row in rows:
        try:
            row.clean()
        except ValidationError as error:
            refuse(f"{called(row)} cannot be as it was: {' '.join(error.messages)}")


def is_of_others(error: IntegrityError) -> bool:
    """Whether it comes of what stands there now. An empty column would be a fault of ours."""
    if str(error).startswith("NOT NULL constraint failed"):  # as SQLite says it
        return False
    return getattr(error.__cause__, "sqlstate", None) != NOT_NULL_VIOLATION


def refused_by_database(error: IntegrityError) -> str:
    """The sentence of the constraint, as far as the database names it."""
    for model in apps.get_app_config("positions").get_models():
        for constraint in model._meta.constraints:
            if re.search(rf"\b{re.escape(constraint.name)}\b", str(error)):
                return f"What stands here now does not go together with it. {constraint.get_violation_error_message()}"
    return "What stands here now does not go together with it. Somebody has changed something it builds upon."


def latest(model: type[Model], pk: int) -> Any:
    """The last entry of a row's history."""
    return model.history.filter(id=pk).select_related("history_user").order_by("-history_id").first()


def who(entry: Any, user: User) -> str:
    if entry is None or entry.history_user is None:
        return "Somebody has since"
    return "You have since" if entry.history_user_id == user.pk else f"{entry.history_user.get_username()} has since"


def when(entry: Any) -> str:
    return f" ({timezone.localtime(entry.history_date):%-d %B %Y, %H:%M %Z})" if entry else ""


def called(row: Any) -> str:
    """A row by its words; one whose words name what is gone, by its kind."""
    try:
        return f"“{row}”" if row is not None else "it"
    except ObjectDoesNotExist:
        return f"a {row._meta.verbose_name}"
