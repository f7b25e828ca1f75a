"""Forms of the nouns of a negotiation: what may be said of a party, a demand, talks … when it is made or edited."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from positions.forms.choices import NamedArticle, OneOf, SomeOf, offer_rows
from positions.forms.editing import EditForm
from positions.models import (
    Agreement,
    Issue,
    Negotiation,
    Proposal,
    Source,
    Successor,
    Talks,
    Venue,
)
from positions.models.constraints import storable

DAY = "%Y-%m-%d"  # alone: with a slash between them, day and month are anybody's guess


def day(**options: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
        input_formats=[DAY],
        error_messages={"invalid": "There is no such day. Give it as 2025-07-20."},
        **options,
    )


def named(label: str, help_text: str) -> forms.CharField:
    """A row that is made along with this one, by its name alone."""
    return forms.CharField(label=label, max_length=200, required=False, validators=[storable], help_text=help_text)


class NounForm(EditForm):
    """A form of one noun, whose choices are rows of the same negotiation."""

    def __init__(
        self,
        data: Any = None,
        *,
        negotiation: Negotiation,
        instance: Any = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, instance=instance, initial={**self.beside(instance), **(initial or {})})
        self.negotiation = negotiation
        if instance is None:
            self.instance.negotiation = negotiation
        offer_rows(self, negotiation)

    def beside(self, instance: Any) -> dict[str, Any]:
        """What an edit begins with beyond the row's own columns: its ticked rows, by id."""
        if instance is None:
            return {}
        many = {field.name: field.m2m_reverse_name() for field in instance._meta.many_to_many}
        past = past_of(instance)
        return {
            name: [getattr(link, many[name]) for link in getattr(past, name).all()]
            if past
            else list(getattr(instance, name).values_list("pk", flat=True))
            for name in self._meta.fields or ()
            if name in many
        }

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug and self._meta.model.objects.filter(negotiation=self.negotiation, slug=slug).exists():
            raise forms.ValidationError("This name is taken here. Choose another, or leave it empty.")
        table = self._meta.model._meta.model_name
        if slug and Successor.objects.filter(negotiation=self.negotiation, table=table, slug=slug).exists():
            raise forms.ValidationError("Links of this name lead to what it was merged into. Choose another.")
        return slug


def past_of(instance: Any) -> Any:
    """The entry of the history that a row was read from; None for a row as it stands."""
    return getattr(instance, "_history", None)


class IssueForm(NounForm):
    groups = (("What it is about", ("title", "status", "description")), ("Place and address", ("sort_order", "slug")))
    quick = ("title", "status")

    sort_order = forms.IntegerField(
        label="Place in lists", min_value=0, max_value=9999, initial=0, help_text="Small numbers come first."
    )

    class Meta:
        model = Issue
        fields = ("title", "status", "description", "sort_order", "slug")


class VenueForm(NounForm):
    groups = (
        ("Where it is", ("name", "country", "latitude", "longitude", "neutral", "description")),
        ("Address", ("slug",)),
    )
    quick = ("name", "country", "neutral")

    class Meta:
        model = Venue
        fields = ("name", "country", "latitude", "longitude", "neutral", "description", "slug")
        help_texts = {
            "latitude": "Decimal degrees, north positive: 41.0082",
            "longitude": "Decimal degrees, east positive: 28.9784",
            "neutral": "On the soil of none of the principals.",
        }


class DemandForm(NounForm):
    kind = Proposal.Kind.DEMAND
    named_here: Sequence[tuple[str, str, bool]] = (
        ("issue", "new_issue", True),
    )  # chosen or named; whether one must be
    groups = (
        ("What is demanded", ("title", "issue", "new_issue", "description", "keywords")),
        ("By whom, of whom, since when", ("proposer", "addressee", "proposed_on")),
        ("Address", ("slug",)),
    )
    quick = ("title", "issue", "new_issue", "proposer")

    issue = OneOf()
    new_issue = named("… or a new issue", "Its title. What else is to be said of it can be said later.")
    proposer = OneOf(label="Demanded by", help_text="Who put it on the table.")
    addressee = OneOf(label="Demanded of", required=False, help_text="Of whom it is required, if of one party.")

    class Meta:
        model = Proposal
        fields = ("title", "issue", "description", "keywords", "proposer", "addressee", "proposed_on", "slug")
        labels = {"proposed_on": "First put on"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = self.kind
        for chosen, new, _ in self.named_here:
            if kwargs.get("instance") is None:
                self.fields[chosen].required = False  # one of the two is
            else:
                del self.fields[new]

    def clean(self) -> None:
        super().clean()
        for chosen, new, is_needed in self.named_here:
            if new not in self.fields or chosen in self.errors or new in self.errors:
                continue
            is_chosen, is_named = (bool(self.cleaned_data.get(name)) for name in (chosen, new))
            if is_chosen and is_named:
                self.add_error(new, f"Choose {self[chosen].label.lower()} or name a new one, not both.")
            elif is_needed and not is_chosen and not is_named:
                self.add_error(chosen, f"Choose the {self[chosen].label.lower()}, or name a new one.")

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "kind": self.kind}


class OfferForm(DemandForm):
    kind = Proposal.Kind.OFFER
    groups = (
        ("What is offered", ("title", "issue", "new_issue", "description", "keywords")),
        ("By whom, to whom, since when", ("proposer", "addressee", "proposed_on")),
        ("What it replies to", ("answers", "counters")),
        ("Where and when", ("venue", "new_venue", "offered_for")),
        ("Address", ("slug",)),
    )
    named_here = (*DemandForm.named_here, ("venue", "new_venue", False))

    proposer = OneOf(label="Offered by", help_text="Who put it on the table.")
    addressee = OneOf(label="Offered to", required=False)
    answers = OneOf(label="Answers the demand", required=False)
    counters = OneOf(label="Counters the offer", required=False)
    venue = OneOf(required=False, help_text="If the offer names a place.")
    new_venue = named("… or a new venue", "Its name. Country and coordinates can be given later.")

    class Meta(DemandForm.Meta):
        fields = (*DemandForm.Meta.fields, "answers", "counters", "venue", "offered_for")


class TalksForm(NounForm):
    groups = (
        ("The meeting", ("title", "status", "format", "venue", "starts_on", "ends_on")),
        ("Who sits at the table", ("parties",)),
        ("Where it came from, what came of it", ("offer", "outcome", "article")),
    )

    quick = ("title", "status", "venue", "starts_on", "parties")

    slug = None
    venue = OneOf(required=False)
    starts_on = day(label="First day", required=False)
    ends_on = day(label="Last day", required=False, help_text="Empty for a single day.")
    parties = SomeOf(required=False)
    offer = OneOf(label="The offer they came from", required=False)
    article = NamedArticle(
        label="An article that reports them", required=False, help_text="Its key, or the address of its page."
    )

    class Meta:
        model = Talks
        fields = (
            "title", "status", "format", "venue", "starts_on", "ends_on", "parties", "offer", "outcome", "article",
        )  # fmt: skip

    def clean(self) -> None:
        super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "Talks cannot end before they start.")
        if end and not start and "starts_on" not in self.errors:
            self.add_error("starts_on", "Give the day on which the talks start as well.")
        if self.cleaned_data.get("status") == Talks.Status.HELD and not start and "starts_on" not in self.errors:
            self.add_error("starts_on", "Talks that were held need the day on which they started.")


class AgreementForm(NounForm):
    groups = (
        ("What was settled", ("title", "summary", "agreed_on", "status")),
        ("Between whom", ("parties",)),
        ("Which demands and offers it covers", ("proposals",)),
        ("Where it was reached", ("venue", "talks", "article")),
    )

    slug = None
    agreed_on = day(label="Agreed on")
    parties = SomeOf(required=False)
    proposals = SomeOf(label="Demands and offers", required=False)
    venue = OneOf(required=False)
    talks = OneOf(label="Reached at the talks", required=False)
    article = NamedArticle(
        label="An article that reports it", required=False, help_text="Its key, or the address of its page."
    )

    class Meta:
        model = Agreement
        fields = ("title", "summary", "agreed_on", "status", "parties", "proposals", "venue", "talks", "article")


class SourceForm(NounForm):
    groups = (("Who publishes", ("name", "reliability", "url", "description")), ("Address", ("slug",)))

    url = forms.URLField(label="Web address", required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Source
        fields = ("name", "reliability", "url", "description", "slug")
