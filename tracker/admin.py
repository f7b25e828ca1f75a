"""The admin's site: its name, and its index in the order in which one works."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

GROUPS = (
    ("What is negotiated", ("Negotiation", "Issue", "Demand", "Offer", "Agreement")),
    ("Who, where and when", ("Party", "Venue", "Talks")),
    ("What was said", ("Source", "Article", "Position")),
    ("Accounts", ("User", "Group")),
)


class Suggestions(AutocompleteJsonView):
    """Rows to link to, each with its negotiation: two negotiations may both have a Russia."""

    def get_queryset(self) -> QuerySet[Model]:
        rows = super().get_queryset()
        has_one = any(field.name == "negotiation" for field in rows.model._meta.fields)
        return rows.select_related("negotiation") if has_one else rows

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        found = super().serialize_result(obj, to_field_name)
        negotiation = getattr(obj, "negotiation", None)
        return found | {"text": f"{obj} · {negotiation}"} if negotiation else found


class TrackerAdminSite(admin.AdminSite):
    site_header = "Negotiation positions"
    site_title = "Negotiation positions"
    index_title = "Everything on record"

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast("HttpResponse", Suggestions.as_view(admin_site=self)(request))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The nouns by what they are about, not by where their code is."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        listed = {model["object_name"]: (app, model) for app in apps for model in app["models"]}
        grouped = []
        for name, nouns in GROUPS:
            found = [listed.pop(noun) for noun in nouns if noun in listed]
            if found:
                grouped.append({**found[0][0], "name": name, "models": [model for _, model in found]})
        left = [model for _, model in listed.values()]
        return [*grouped, {**apps[0], "name": "More", "models": left}] if left else grouped
