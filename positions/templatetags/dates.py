"""Dates as people write them, however much of them is known."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import date_format

from positions.analysis.timeline import MONTHS

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


@register.filter
@lru_cache(maxsize=10_000)
def short_day(day: date) -> str:
    """3 Jun 2025; in a table of thousands of days."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@register.filter
def iso_day(day: date) -> str:
    """2025-06-03, for machines."""
    return day.isoformat()
