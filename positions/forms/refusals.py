"""What an action refuses, shown in the form that asked for it. What was typed is kept."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from positions.analysis.quotes import unix_lines

NOT_COMPARED = ("reason", "place", "again")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which somebody else saved another value than the one typed here."""

    label: str
    saved: str
    typed: str


def show_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """Each sentence at its field; those about something the form does not ask for, at its head."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def show_conflict(form: forms.Form, saved: forms.Form, *, version: int) -> list[Difference]:
    """Field by field, where a bound form differs from `saved`, the same form over the row as it stands now.

    Sending the form again then means to replace that `version`.
    """
    replace_next_time(form, version=version)
    found = [
        Difference(form[name].label, saved=shown(saved[name]), typed=shown(form[name]))
        for name, field in form.fields.items()
        if name not in NOT_COMPARED and not field.widget.is_hidden
    ]
    return [difference for difference in found if difference.saved != difference.typed]


def replace_next_time(form: forms.Form, *, version: int) -> None:
    """The bound form, shown again, now carries the version that its person has been told of."""
    form.data = form.data.copy()
    form.data["version"] = str(version)


def shown(field: forms.BoundField) -> str:
    """The value as a person reads it: the label of what is chosen, yes or no for a tick."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return "yes" if value else "no"
    known = labels(getattr(field.field, "choices", ()))
    if isinstance(value, list | tuple):
        return ", ".join(sorted(known.get(str(one), str(one)) for one in value))
    text = "" if value is None else unix_lines(str(value))
    return known.get(text, text) if text else ""


def labels(choices: Any) -> dict[str, str]:
    """Choices by their value, those in groups included."""
    found: dict[str, str] = {}
    for value, label in choices:
        found |= labels(label) if isinstance(label, list | tuple) else {str(value): str(label)}
    return found
