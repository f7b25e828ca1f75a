"""Forms that change many rows at once: merging, recoding, splitting. Each shows first what it would change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from positions.forms.choices import OneOf
from positions.forms.coding import grouped
from positions.models import Alias, Negotiation, Position, Proposal
from positions.models.constraints import storable
from positions.reports.order import by_issue, by_name

AS_IT_IS = ("", "– as it is –")
NONE = "-"  # chosen where a field shall be emptied, as an empty choice says that it stays


def reason(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=500,
        validators=[storable],
        error_messages={"required": "Say in a few words why. It stays in the history."},
        **options,
    )


class MergeForm(forms.Form):
    """Into which other row; `seen` is what was shown before."""

    into = OneOf(error_messages={"required": "Choose the one that stays."})
    reason = reason("Why they are one", required=False, help_text="A few words for the history, if you like.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: Any, others: Iterable[Any], **options: Any) -> None:
        super().__init__(data, **options)
        into = self.fields["into"]
        into.label = f"Merge “{row}” into"
        listed = list(others)
        into.offer(listed)
        names = Counter(str(one) for one in listed)
        into.choices = [("", "–"), *((str(one.pk), told_apart(one, names)) for one in listed)]


def told_apart(row: Any, names: Mapping[str, int]) -> str:
    """A name, with what distinguishes it from another of the same name."""
    if isinstance(row, Alias):
        return f"{row.alias} ({row.party.name})"
    return f"{row} ({row.slug})" if names[str(row)] > 1 else str(row)


def of_proposal(name: str, **options: Any) -> forms.Field:
    """A field of `Proposal` as a form asks for it."""
    field = Proposal._meta.get_field(name).formfield(**options)
    field.validators = [*field.validators, storable]
    return field


def unchanged_or(name: str, *, may_be_empty: bool) -> forms.ChoiceField:
    column: Any = Position._meta.get_field(name)
    empty = [(NONE, "nothing said of it")] if may_be_empty else []
    label = str(column.verbose_name).capitalize()
    return forms.ChoiceField(label=label, required=False, choices=[AS_IT_IS, *empty, *column.choices])


class RecodeForm(forms.Form):
    """What shall be said of many positions instead; what is left empty stays as it is."""

    party = OneOf(required=False, error_messages={"invalid_choice": "Choose a party of this negotiation."})
    proposal = OneOf(
        label="Demand or offer",
        required=False,
        error_messages={"invalid_choice": "Choose a demand or offer of this negotiation."},
    )
    stance = unchanged_or("stance", may_be_empty=False)
    move = unchanged_or("move", may_be_empty=True)
    attribution = unchanged_or("attribution", may_be_empty=True)
    reason = reason("Why they are recoded", help_text="It stays in the history of each, beside your name.")

    FIELDS = ("party", "proposal", "stance", "move", "attribution")

    def __init__(self, data: Any = None, *, negotiation: Negotiation, **options: Any) -> None:
        super().__init__(data, auto_id="recode-%s", **options)
        self.fields["party"].offer(by_name(negotiation.parties.all()))
        proposals = by_issue(negotiation.proposals.select_related("issue"))
        self.fields["proposal"].offer(proposals)
        self.fields["proposal"].choices = [AS_IT_IS, *grouped(proposals)]
        for name in ("party", "proposal"):
            field = self.fields[name]
            field.choices = [AS_IT_IS, *list(field.choices)[1:]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.values:
            self.add_error(None, "Choose at least one thing that shall be said instead.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes: only what shall be another."""
        chosen = {name: self.cleaned_data.get(name) for name in self.FIELDS}
        return {name: "" if value == NONE else value for name, value in chosen.items() if value}

    def kept(self) -> list[tuple[str, str]]:
        """Names and values as they were sent, to be sent once more."""
        return [(name, self.data.get(name, "")) for name in (*self.FIELDS, "reason")]


class SplitForm(forms.Form):
    """What the new proposal is called; its kind, issue, proposer and addressee are those of the one it comes from."""

    title = of_proposal("title", label="Title of the new one")
    description = of_proposal("description", widget=forms.Textarea(attrs={"rows": 3}))
    keywords = of_proposal("keywords")
    reason = reason("Why they are two", help_text="It stays in the history of each position that moves.")

    FIELDS = ("title", "description", "keywords")

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}

    def kept(self) -> list[tuple[str, str]]:
        return [(name, self.data.get(name, "")) for name in (*self.FIELDS, "reason")]
