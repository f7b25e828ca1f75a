"""Demands and offers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from positions.admin.moves import with_moves
from positions.admin.recorded import ReasonedForm, RecordedAdmin
from positions.models import Demand, Offer, Proposal
from positions.reports.scope import Scope

ONLY_OF_OFFERS = ("answers", "counters", "venue", "offered_for")


class DemandForm(ReasonedForm):
    kind = Proposal.Kind.DEMAND

    def prepare(self) -> None:
        self.instance.kind = self.kind
        super().prepare()


class OfferForm(DemandForm):
    kind = Proposal.Kind.OFFER


class ProposalAdmin(RecordedAdmin):
    """What both kinds have, and how parties moved on it."""

    change_form_template = "admin/positions/proposal/change_form.html"
    list_display = ["title", "proposer", "addressee", "issue", "proposed_on", "negotiation"]
    list_filter = ["issue__status", "negotiation"]
    list_select_related = ["negotiation", "proposer", "addressee", "issue"]
    search_fields = ["title", "slug", "keywords", "proposer__name", "issue__title"]
    ordering = ["negotiation", "issue__sort_order", "slug"]
    exclude = ["kind"]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        proposal = self.get_object(request, object_id)
        scope = proposal and Scope(negotiation=proposal.negotiation, proposals=(proposal,))
        return super().change_view(request, object_id, form_url, with_moves(scope, extra_context))

    def view_on_site(self, obj: Proposal) -> str:
        return reverse(obj.kind, args=[obj.negotiation.slug, obj.slug])


# A history belongs to a table; its views of one kind show the same.
for proxy in (Demand, Offer):
    proxy._meta.simple_history_manager_attribute = Proposal._meta.simple_history_manager_attribute


@admin.register(Demand)
class DemandAdmin(ProposalAdmin):
    form = DemandForm
    exclude = ["kind", *ONLY_OF_OFFERS]


@admin.register(Offer)
class OfferAdmin(ProposalAdmin):
    form = OfferForm
    list_display = [*ProposalAdmin.list_display[:-1], "venue", "offered_for", "negotiation"]
    list_select_related = [*ProposalAdmin.list_select_related, "venue"]


@admin.register(Proposal)
class AnyProposalAdmin(ProposalAdmin):
    """For searching both kinds at once, where another noun points at one; not on the index.

    The kind of a proposal is decided when it is made, so none is added here.
    """

    list_display = ["title", "kind", *ProposalAdmin.list_display[1:]]
    list_filter = ["kind", *ProposalAdmin.list_filter]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}
