"""The filters of reports, read from a query string. What cannot be understood is shown and ignored."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from positions.analysis.changes import Kind
from positions.models import Article, Issue, Negotiation, Party, Position, Progress, Proposal, Source, Successor
from positions.reports.order import by_name, by_title
from positions.reports.scope import Scope


class Several(forms.MultipleChoiceField):
    """Any of its choices. What is not one of them is set aside in `unknown`; the others still count."""

    widget = forms.CheckboxSelectMultiple

    unknown: Sequence[str] = ()
    chosen = 0  # how many of the choices are ticked

    def clean(self, value: Any) -> list[Any]:
        given = self.to_python(value)
        self.unknown = [one for one in given if not self.valid_value(one)]
        known = [one for one in given if self.valid_value(one)]
        self.chosen = len(known)
        return known


class BySlug(Several):
    """Rows of the negotiation, named by their slug and listed in the order that `order` puts them in."""

    def __init__(self, *, order: Callable[[Iterable[Any]], list[Any]], **options: Any) -> None:
        super().__init__(required=False, **options)
        self.order = order
        self.rows: Mapping[str, Any] = {}

    def offer(self, rows: QuerySet[Any]) -> None:
        self.rows = {row.slug: row for row in self.order(rows)}
        self.choices = [(slug, str(row)) for slug, row in self.rows.items()]

    def clean(self, value: Any) -> list[Any]:
        """The rows themselves."""
        return [self.rows[slug] for slug in super().clean(value)]


def day(label: str | None = None) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])


class ScopeForm(forms.Form):
    """All filters there are. A page names those it offers; the others are not its parameters."""

    party = BySlug(order=by_name)
    issue = BySlug(order=by_title)
    proposal = BySlug(order=by_title)
    type = forms.ChoiceField(required=False, choices=[("", "both"), ("demand", "demands"), ("offer", "offers")])
    source = BySlug(order=by_name)
    stance = Several(required=False, choices=Position.Stance.choices)
    kind = Several(
        label="Kind of change",
        required=False,
        choices=[(kind.value, kind.label) for kind in Kind],
    )
    article = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    since = day()
    until = day()
    as_of = day("As of")
    known_on = day("Known on")
    state = forms.ChoiceField(required=False, choices=[("", "any"), *Progress.State.choices], widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict, *, negotiation: Negotiation, offers: Iterable[str], others: Iterable[str] = ()
    ) -> None:
        """`others` are parameters of the page that this form does not read."""
        super().__init__(clean_query(data), auto_id="filter-%s")
        self.negotiation = negotiation
        offered = set(offers)
        self.unknown = sorted(set(data) - offered - set(others) - {"plain"})
        self.fields = {name: field for name, field in self.fields.items() if name in offered}
        models = {"party": Party, "issue": Issue, "proposal": Proposal, "source": Source}
        for name in offered & set(models):
            self.fields[name].offer(models[name].objects.filter(negotiation=negotiation))
        self.lead_on()
        if "article" in offered:
            self.fields["article"].queryset = Article.objects.filter(negotiation=negotiation).without_text()

    def clean_known_on(self) -> date | None:
        """Nobody knows yet what will be known."""
        on = self.cleaned_data["known_on"]
        if on and on > timezone.now().astimezone(UTC).date():
            raise forms.ValidationError("That day is still to come.", code="to_come")
        return on

    def lead_on(self) -> None:
        """A name that was merged stands for what took its place: links and bookmarks go on to say what they said."""
        fields = {name: self.fields[name] for name in ("party", "proposal") if name in self.fields}
        unknown = {
            slug
            for name, field in fields.items()
            for slug in self.data.getlist(name)
            if slug not in field.rows and re.fullmatch(r"[a-z0-9-]{1,64}", slug)
        }
        leads = Successor.objects.of_names(self.negotiation, unknown) if unknown else {}
        for name, field in fields.items():
            slug_of = {row.pk: slug for slug, row in field.rows.items()}
            former = {slug: slug_of[pk] for (table, slug), pk in leads.items() if table == name and pk in slug_of}
            given = self.data.getlist(name)
            if former.keys() & set(given):
                self.data.setlist(name, list(dict.fromkeys(former.get(slug, slug) for slug in given)))

    def scope(self) -> Scope:
        """The filters that could be understood, with a sentence for each that could not."""
        self.is_valid()
        good = self.cleaned_data
        ignored = {name: self.data.getlist(name) for name in self.errors}
        ignored |= {name: field.unknown for name, field in self.several() if field.unknown}
        notices = [
            f"{' and '.join(f'“{value}”' for value in values)} {self.what_is_wrong(name)}, so it was ignored."
            for name, values in ignored.items()
        ]
        notices += [f"“{name}” is not a filter of this page, so it was ignored." for name in self.unknown]
        if good.get("since") and good.get("until") and good["since"] > good["until"]:
            notices.append("The first day asked for is after the last, so nothing can match.")
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
            known_on=good.get("known_on"),
            reading=good.get("state") or "",
            notices=tuple(notices),
        )

    def several(self) -> list[tuple[str, Several]]:
        return [(name, field) for name, field in self.fields.items() if isinstance(field, Several)]

    def what_is_wrong(self, name: str) -> str:
        if self.has_error(name, "to_come"):
            return "is a day still to come"
        return f"is not a known {self.name_of(name)}"

    def name_of(self, name: str) -> str:
        return "date" if isinstance(self.fields[name], forms.DateField) else str(self[name].label).lower()


def clean_query(data: QueryDict) -> QueryDict:
    """The parameters without empty ones and without what no database could hold."""
    cleaned = QueryDict(mutable=True)
    for name, values in data.lists():
        kept = [value.replace("\x00", "�") for value in values if value]
        if kept:
            cleaned.setlist(name, kept)
    return cleaned
