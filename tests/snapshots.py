"""All that stands in the database, to compare one moment with another."""

from typing import Any

from django.apps import apps

from positions.models import Deed, Trace

LEFT_OUT = (Deed, Trace)  # what was done goes on; what stands is compared


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table by its name, many-to-many tables and tracks included; histories and versions aside."""
    return {
        model._meta.label: sorted((without_version(model, row) for row in model._base_manager.values()), key=str)
        for model in apps.get_app_config("positions").get_models(include_auto_created=True)
        if not (model._meta.proxy or model in LEFT_OUT or "istorical" in model.__name__)
    }


def without_version(model: type, row: dict[str, Any]) -> dict[str, Any]:
    """Links and tracks are made anew when something is undone: their own numbers mean nothing."""
    hidden = {"version"} | ({"id"} if model._meta.auto_created or model.__name__ == "Track" else set())
    return {name: value for name, value in row.items() if name not in hidden}
