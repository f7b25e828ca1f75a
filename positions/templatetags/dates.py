"""Dates as people write them, however much of them is known."""

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def partial(value: str) -> str:
    """2022, March 2022 or 29 March 2022; nothing for an unknown date, and anything else as it is."""
    parts = value.split("-")
    try:
        day = date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        return value
    return date_format(day, {1: "Y", 2: "F Y"}.get(len(parts), "j F Y"))


@register.filter
def span(first: date | None, last: date | None) -> str:
    """From one day to another, saying month and year once: 20–21 March 2024."""
    if first is None:
        return ""
    if last is None or last == first:
        return date_format(first, "j F Y")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_format(last, 'j F Y')}"
    return f"{date_format(first, 'j F' if first.year == last.year else 'j F Y')} – {date_format(last, 'j F Y')}"
