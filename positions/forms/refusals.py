"""What an action refuses, shown in the form that asked for it. What was typed is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from positions.analysis.quotes import unix_lines


def show_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """Each sentence at its field; those about something the form does not ask for, at its head."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


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
    if getattr(field.field, "strip", False):
        text = text.strip()
    return known.get(text, text) if text else ""


def labels(choices: Any) -> dict[str, str]:
    """Choices by their value, those in groups included."""
    found: dict[str, str] = {}
    for value, label in choices:
        found |= labels(label) if isinstance(label, list | tuple) else {str(value): str(label)}
    return found
