"""What every form that makes or edits a row has: the version read, the reason of a change, groups of fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

GUARDS = ("version", "reason")  # of an edit, not of the row


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two versions of a row: what this person typed, and what is saved now, in words."""

    label: str
    typed: str
    saved: str

    @property
    def differs(self) -> bool:
        return self.typed != self.saved


class EditForm(forms.ModelForm):
    """A new row may be given its slug; afterwards the slug stays, since addresses and files are made of it."""

    groups: Sequence[tuple[str, Sequence[str]]] = ()

    slug = forms.CharField(
        label="Name in addresses",
        max_length=64,
        required=False,
        help_text="Small letters, digits, hyphens. Left empty it is made for you. It cannot be changed later.",
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, error_messages=dict.fromkeys(("required", "invalid"), "Open this again.")
    )
    reason = forms.CharField(
        label="Why the change", max_length=500, required=False, help_text="A few words for the history."
    )

    def __init__(self, data: Any = None, *, instance: Any = None, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        if instance is None:
            del self.fields["version"], self.fields["reason"]
        else:
            self.fields.pop("slug", None)
            self.initial["version"] = instance.version

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in GUARDS}

    def grouped(self) -> list[tuple[str, list[BoundField]]]:
        """The fields under the headings of `groups`."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.groups]

    def differences(self, current: Any) -> list[Difference]:
        """What was typed beside what somebody else saved in the meantime, field by field."""
        saved = self.of(current)
        return [
            Difference(str(field.label), in_words(field), in_words(saved[field.name]))
            for field in self
            if field.name not in GUARDS
        ]

    def of(self, current: Any) -> "EditForm":
        """The same form as it opens on a row."""
        return type(self)(instance=current)


def in_words(field: BoundField) -> str:
    """A field's value as the form shows it: labels of choices, yes or no, else the text."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return "yes" if value else "no"
    if isinstance(field.field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.field.choices}
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(key), str(key)) for key in chosen if key not in (None, ""))
    return "" if value is None else str(value).replace("\r\n", "\n")
