"""Negotiations, and what they consist of."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from positions.admin.moves import with_moves
from positions.admin.recorded import RecordedAdmin, RecordedInline
from positions.models import (
    Agreement,
    Alias,
    Issue,
    Membership,
    Negotiation,
    Participation,
    Party,
    Source,
    Talks,
    Venue,
)
from positions.reports.scope import Scope


class MembershipInline(RecordedInline):
    model = Membership
    fields = ["user", "role", "read_version"]
    autocomplete_fields = ["user"]
    verbose_name = "person"
    verbose_name_plural = "who may read and edit"


@admin.register(Negotiation)
class NegotiationAdmin(RecordedAdmin):
    list_display = ["title", "slug", "public"]
    list_filter = ["public"]
    search_fields = ["title", "slug", "summary"]
    inlines = [MembershipInline]

    def view_on_site(self, obj: Negotiation) -> str:
        return reverse("negotiation", args=[obj.slug])


@admin.register(Issue)
class IssueAdmin(RecordedAdmin):
    list_display = ["title", "negotiation", "status", "sort_order"]
    list_filter = ["status", "negotiation"]
    list_select_related = ["negotiation"]
    search_fields = ["title", "slug", "description"]

    def view_on_site(self, obj: Issue) -> str:
        return reverse("issue", args=[obj.negotiation.slug, obj.slug])


class AliasInline(RecordedInline):
    model = Alias
    fields = ["alias", "read_version"]


class ParticipationInline(RecordedInline):
    model = Participation
    fields = ["role", "since", "until", "note", "read_version"]
    verbose_name = "role"
    verbose_name_plural = "roles in the negotiation"


@admin.register(Party)
class PartyAdmin(RecordedAdmin):
    """With its other names, its roles, and how it moved."""

    list_display = ["name", "short_name", "kind", "negotiation"]
    list_filter = ["kind", "participations__role", "negotiation"]
    list_select_related = ["negotiation"]
    search_fields = ["name", "short_name", "slug", "aliases__alias"]
    inlines = [AliasInline, ParticipationInline]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None):
        party = self.get_object(request, object_id)
        context = with_moves(party and Scope(negotiation=party.negotiation, parties=(party,)), extra_context)
        return super().change_view(request, object_id, form_url, context)

    def view_on_site(self, obj: Party) -> str:
        return reverse("party", args=[obj.negotiation.slug, obj.slug])


@admin.register(Venue)
class VenueAdmin(RecordedAdmin):
    list_display = ["name", "country", "neutral", "latitude", "longitude", "negotiation"]
    list_filter = ["neutral", "negotiation"]
    list_select_related = ["negotiation"]
    search_fields = ["name", "slug", "country"]

    def view_on_site(self, obj: Venue) -> str:
        return reverse("venue", args=[obj.negotiation.slug, obj.slug])


@admin.register(Source)
class SourceAdmin(RecordedAdmin):
    list_display = ["name", "reliability", "url", "negotiation"]
    list_filter = ["reliability", "negotiation"]
    list_select_related = ["negotiation"]
    search_fields = ["name", "slug", "url"]


@admin.register(Talks)
class TalksAdmin(RecordedAdmin):
    list_display = ["title", "starts_on", "ends_on", "venue", "format", "status", "negotiation"]
    list_filter = ["status", "format", "negotiation"]
    list_select_related = ["negotiation", "venue"]
    search_fields = ["title", "key", "venue__name", "outcome"]
    date_hierarchy = "starts_on"

    def view_on_site(self, obj: Talks) -> str:
        return reverse("talks", args=[obj.negotiation.slug, obj.pk])


@admin.register(Agreement)
class AgreementAdmin(RecordedAdmin):
    list_display = ["title", "agreed_on", "status", "talks", "negotiation"]
    list_filter = ["status", "negotiation"]
    list_select_related = ["negotiation", "talks"]
    search_fields = ["title", "key", "summary"]
    date_hierarchy = "agreed_on"

    def view_on_site(self, obj: Agreement) -> str:
        return reverse("agreement", args=[obj.negotiation.slug, obj.pk])
