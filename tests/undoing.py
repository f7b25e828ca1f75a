"""What a negotiation's rows hold, to be compared before and after going back and forth."""

from typing import Any

from django.apps import apps

from positions.actions import undoing
from positions.models import Deed, Position, Track, User
from positions.models.base import Recorded
from tests.world import World

Everything = dict[str, list[dict[str, Any]]]


class Contents:
    @staticmethod
    def models() -> list[type[Recorded]]:
        """The tables of all that has a history."""
        models = apps.get_app_config("positions").get_models()
        return [model for model in models if issubclass(model, Recorded) and not model._meta.proxy]


def contents(*, versions: bool = False) -> Everything:
    """All rows with all their columns and links, by table; without their versions, which only ever grow."""
    found: Everything = {}
    for model in Contents.models():
        rows = list(model._base_manager.order_by("pk").values())
        for row in rows:
            if not versions:
                del row["version"]
        for many in model._meta.many_to_many:
            links = many.remote_field.through._base_manager.values_list(many.m2m_column_name(), many.m2m_reverse_name())
            found[f"{model.__name__}.{many.name}"] = sorted(links)
        found[model.__name__] = rows
    found["Track"] = sorted(Track.objects.values_list("party", "proposal"))
    pairs = sorted(set(Position.objects.order_by().values_list("party", "proposal")))
    assert found["Track"] == pairs, "tracks are the pairs that have positions"
    return found


def undo_last(world: World, user: User) -> Deed:
    deed = Deed.objects.of(user.pk, world.negotiation.pk).to_undo().first()
    return undoing.undo(negotiation=world.negotiation, user=user, deed=deed.pk if deed else 0)


def redo_last(world: World, user: User) -> Deed:
    deed = Deed.objects.of(user.pk, world.negotiation.pk).to_redo().first()
    return undoing.redo(negotiation=world.negotiation, user=user, deed=deed.pk if deed else 0)
