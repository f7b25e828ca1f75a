"""The filters of reports, read from a query string. What cannot be understood is shown and ignored."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from positions.analysis.changes import Kind
from positions.models import Article, Issue, Negotiation, Party, Position, Proposal, Source
from positions.reports.scope import Scope
from positions.templatetags.marks import KIND_MARKS

# Parameters of an address that say how to show a report, not what it holds.
PRESENTATION = {"page", "before", "plain", "by"}


class BySlug(forms.ModelMultipleChoiceField):
    """Rows of the negotiation, named by their slug; `label_name` is the attribute a list shows."""

    def __init__(self, *, label_name: str, **options: Any) -> None:
        super().__init__(queryset=None, to_field_name="slug", required=False, **options)
        self.label_name = label_name

    def label_from_instance(self, row: Any) -> str:
        return getattr(row, self.label_name)


class ScopeForm(forms.Form):
    """All filters there are. A page names those it offers; the others are not its parameters."""

    party = BySlug(label_name="name")
    issue = BySlug(label_name="title")
    proposal = BySlug(label_name="title")
    source = BySlug(label_name="name")
    article = forms.ModelChoiceField(queryset=None, required=False)
    type = forms.ChoiceField(
        label="Demand or offer", required=False, choices=[("", "both"), ("demand", "demands"), ("offer", "offers")]
    )
    stance = forms.MultipleChoiceField(required=False, choices=Position.Stance.choices)
    kind = forms.MultipleChoiceField(
        label="Kind of change", required=False, choices=[(kind.value, KIND_MARKS[kind][1]) for kind in Kind]
    )
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    as_of = forms.DateField(label="As of", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: QueryDict, *, negotiation: Negotiation, offers: Iterable[str]) -> None:
        super().__init__(clean_query(data))
        self.negotiation = negotiation
        self.unknown = sorted(set(data) - set(offers) - PRESENTATION)
        self.fields = {name: self.fields[name] for name in offers}
        querysets = {
            "party": Party.objects.filter(negotiation=negotiation),
            "issue": Issue.objects.filter(negotiation=negotiation),
            "proposal": Proposal.objects.filter(negotiation=negotiation),
            "source": Source.objects.filter(negotiation=negotiation),
            "article": Article.objects.filter(negotiation=negotiation).without_text(),
        }
        for name in offers:
            if name in querysets:
                self.fields[name].queryset = querysets[name]

    def scope(self) -> Scope:
        """The filters that could be understood, with a sentence for each that could not."""
        self.is_valid()
        good = self.cleaned_data
        notices = [
            f"“{self.data_text(name)}” is not a {self.fields[name].label or name} here; ignored."
            for name in self.errors
        ]
        notices += [f"“{name}” is not a filter of this page; ignored." for name in self.unknown]
        if good.get("since") and good.get("until") and good["since"] > good["until"]:
            notices.append("The first day is after the last, so nothing can match.")
        return Scope(
            negotiation=self.negotiation,
            parties=tuple(good.get("party") or ()),
            issues=tuple(good.get("issue") or ()),
            proposals=tuple(good.get("proposal") or ()),
            sources=tuple(good.get("source") or ()),
            article=good.get("article"),
            proposal_kind=good.get("type") or "",
            stances=tuple(good.get("stance") or ()),
            kinds=tuple(Kind(kind) for kind in good.get("kind") or ()),
            since=good.get("since"),
            until=good.get("until"),
            as_of=good.get("as_of"),
            notices=tuple(notices),
        )

    def data_text(self, name: str) -> str:
        return ", ".join(self.data.getlist(name))


def clean_query(data: QueryDict) -> QueryDict:
    """The parameters without empty ones and without what no database could hold."""
    cleaned = QueryDict(mutable=True)
    for name, values in data.lists():
        kept = [value.replace("\x00", "�") for value in values if value]
        if kept:
            cleaned.setlist(name, kept)
    return cleaned
