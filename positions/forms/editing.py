"""What every form that makes or edits a row has: the version read, the reason of a change, groups of fields."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

GUARDS = ("version", "reason")  # of an edit, not of the row


class EditForm(forms.ModelForm):
    """A new row may be given its slug; afterwards the slug stays, since addresses and files are made of it."""

    groups: Sequence[tuple[str, Sequence[str]]] = ()
    quick: Sequence[str] = ()  # what is asked first where a row is made in passing

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
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
        if instance is None:
            del self.fields["version"], self.fields["reason"]
        else:
            self.fields.pop("slug", None)
            self.initial["version"] = instance.version

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in GUARDS}

    def quick_fields(self) -> list[BoundField]:
        return [self[name] for name in self.quick if name in self.fields]

    def other_fields(self) -> list[BoundField]:
        """The rest, in the order of the groups."""
        return [field for _, fields in self.grouped() for field in fields if field.name not in self.quick]

    def others_are_wrong(self) -> bool:
        return any(field.errors for field in self.other_fields())

    def grouped(self) -> list[tuple[str, list[BoundField]]]:
        """The fields under the headings of `groups`."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.groups]
