"""Lists of what a negotiation consists of, and the forms to add to them and edit."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from positions.actions import nouns as actions
from positions.actions import parties, proposals
from positions.actions.writing import Stale
from positions.forms import nouns as forms
from positions.forms.conflicts import Merge
from positions.forms.parties import PartyForm
from positions.forms.refusals import show_refusal
from positions.models import Agreement, Issue, Negotiation, Party, Proposal, Source, Talks, Venue
from positions.permissions import can_edit, negotiation_to_edit, negotiation_to_read
from positions.reports.edits import edits
from positions.reports.nouns import LISTS, counts
from positions.views.successors import merged_into

# What a link to an empty form may fill in, such as the demand that an offer is to answer.
PREFILLED = (
    "title",
    "name",
    "short_name",
    "aliases",
    "issue",
    "proposer",
    "addressee",
    "answers",
    "counters",
    "venue",
    "offer",
    "talks",
)


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of thing: how it is called, stored, asked for and reached. `key` is what its address is made of."""

    one: str
    many: str
    about: str
    model: type[Model]
    form: type[forms.NounForm]
    page: str = ""
    key: str = "slug"
    of_kind: str = ""
    make: Callable[..., Any] | None = None
    edit: Callable[..., Any] = actions.edit

    def rows(self, negotiation: Negotiation) -> Any:
        rows = self.model._default_manager.filter(negotiation=negotiation)
        return rows.filter(kind=self.of_kind) if self.of_kind else rows

    def address(self, negotiation: Negotiation, row: Any) -> str:
        if not self.page:
            return reverse("noun-list", args=[negotiation.slug, "sources"])
        return reverse(self.page, args=[negotiation.slug, getattr(row, self.key)])


NOUNS: Mapping[str, Noun] = {
    "parties": Noun(
        "party",
        "parties",
        "Whoever takes positions: a state, an armed group, a bloc, an organisation, a public.",
        Party,
        PartyForm,
        page="party",
        make=parties.add,
        edit=parties.edit,
    ),
    "demands": Noun(
        "demand",
        "demands",
        "What a party requires of others, put so that everybody can be for or against it.",
        Proposal,
        forms.DemandForm,
        page="demand",
        make=proposals.add,
        of_kind=Proposal.Kind.DEMAND,
    ),
    "offers": Noun(
        "offer",
        "offers",
        "What a party is willing to do or give. An offer may answer a demand or counter another offer.",
        Proposal,
        forms.OfferForm,
        page="offer",
        make=proposals.add,
        of_kind=Proposal.Kind.OFFER,
    ),
    "issues": Noun(
        "issue",
        "issues",
        "The themes under negotiation, to which demands and offers belong.",
        Issue,
        forms.IssueForm,
        page="issue",
    ),
    "venues": Noun("venue", "venues", "Places where talks are proposed or held.", Venue, forms.VenueForm, page="venue"),
    "talks": Noun(
        "talks",
        "talks",
        "Meetings and rounds, whether they were held or not.",
        Talks,
        forms.TalksForm,
        page="talks",
        key="pk",
    ),
    "agreements": Noun(
        "agreement",
        "agreements",
        "What was settled, and what became of it.",
        Agreement,
        forms.AgreementForm,
        page="agreement",
        key="pk",
    ),
    "sources": Noun(
        "source", "sources", "The outlets and bodies that published the articles.", Source, forms.SourceForm
    ),
}


@require_safe
def index(request: HttpRequest, slug: str, noun: str) -> HttpResponse:
    """All rows of one noun."""
    negotiation = negotiation_to_read(request.user, slug)
    context = frame(request, negotiation, noun) | {
        "rows": LISTS[noun](negotiation),
        "tabs": tabs(negotiation),
        "list_template": f"positions/nouns/{noun}.html",
    }
    return render(request, "positions/noun_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def new(request: HttpRequest, slug: str, noun: str) -> HttpResponse:
    """Add one; then its page opens. Made in passing, in a dialog: the form alone, then what to choose it by."""
    negotiation = negotiation_to_edit(request.user, slug)
    kind = NOUNS[noun]
    prefilled = {name: value for name, value in request.GET.items() if name in PREFILLED}
    form = kind.form(request.POST if request.method == "POST" else None, negotiation=negotiation, initial=prefilled)
    if form.is_valid():
        try:
            row = made(kind, negotiation, form.values, request.user)
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            if request.htmx:
                return render(request, "positions/workbench/_made.html", {"row": row, "noun": noun}, status=201)
            messages.success(request, f"Added “{row}”.")
            return redirect(kind.address(negotiation, row))
    context = frame(request, negotiation, noun) | {"form": form}
    page = "positions/workbench/_making.html" if request.htmx else "positions/noun_form.html"
    return render(request, page, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, slug: str, noun: str, pk: int) -> HttpResponse:
    """Change one, unless somebody else did so in the meantime: then both versions are shown."""
    negotiation = negotiation_to_edit(request.user, slug)
    kind = NOUNS[noun]
    row = kind.rows(negotiation).filter(pk=pk).first()
    if row is None:
        return edit_merged(request, negotiation, noun, merged_into(negotiation, kind.rows(negotiation), pk))
    context = frame(request, negotiation, noun) | {
        "row": copy(row),
        "address": kind.address(negotiation, row),
        "edits": edits(row),
    }
    # The form writes into the row it is given, valid or not; the page goes on to show the row as it is.
    over = partial(over_row, kind, negotiation)
    merge = Merge(request.POST if request.method == "POST" else None, row=row, over=over)
    form = kind.form(merge.data, negotiation=negotiation, instance=copy(row))
    status = 422 if form.is_bound else 200
    if merge.is_undecided:
        status = 409
        form.is_valid()
        context["conflict"] = merge.conflict(form, row)
    elif form.is_valid():
        try:
            kind.edit(
                instance=row,
                values=form.values,
                version=form.cleaned_data["version"],
                user=request.user,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            show_refusal(form, refusal)
        except Stale:
            status = 409
            context["conflict"] = merge.conflict(form, get_object_or_404(kind.rows(negotiation), pk=pk))
        else:
            messages.success(request, f"Saved “{row}”.")
            return redirect(kind.address(negotiation, row))
    return render(request, "positions/noun_form.html", context | {"form": form}, status=status)


def edit_merged(request: HttpRequest, negotiation: Negotiation, noun: str, kept: Any) -> HttpResponse:
    """It was merged in the meantime: on to the form of what took its place, with what was typed beside what stands."""
    messages.info(request, f"This was merged into “{kept}”.")
    action = reverse("noun-edit", args=[negotiation.slug, noun, kept.pk])
    if request.method != "POST":
        return redirect(action)
    kind = NOUNS[noun]
    posted = request.POST.copy()
    posted.setlist("differs", [])
    posted["version"] = "0"  # none of its own was seen
    form = kind.form(posted, negotiation=negotiation, instance=copy(kept))
    form.is_valid()
    conflict = Merge(posted, row=kept, over=partial(over_row, kind, negotiation)).conflict(form, kept)
    context = frame(request, negotiation, noun) | {
        "row": kept,
        "address": kind.address(negotiation, kept),
        "edits": edits(kept),
        "form": form,
        "conflict": conflict,
        "action": action,
    }
    return render(request, "positions/noun_form.html", context, status=409)


def over_row(kind: Noun, negotiation: Negotiation, row: Any) -> forms.NounForm:
    """The form over a row, as it is or as it was."""
    return kind.form(negotiation=negotiation, instance=row)


def made(kind: Noun, negotiation: Negotiation, values: Mapping[str, Any], user: Any) -> Any:
    if kind.make:
        return kind.make(negotiation=negotiation, values=values, user=user)
    return actions.make(noun=kind.model, negotiation=negotiation, values=values, user=user)


def frame(request: HttpRequest, negotiation: Negotiation, noun: str) -> dict[str, Any]:
    return {
        "negotiation": negotiation,
        "here": "nouns",
        "can_edit": can_edit(request.user, negotiation),
        "noun": noun,
        "kind": NOUNS[noun],
    }


def tabs(negotiation: Negotiation) -> list[tuple[str, str, int]]:
    """The eight lists: their address, their name, and how many rows each has."""
    numbers = counts(negotiation)
    return [(name, kind.many, numbers[name]) for name, kind in NOUNS.items()]
