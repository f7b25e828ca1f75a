"""Texts on a page, exactly as they are."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def exact(text: str) -> SafeString:
    """A text whose offsets on the page are those in the database: a bare CR would arrive as LF."""
    return mark_safe(escape(text).replace("\r", "&#13;"))  # noqa: S308  # escaped in the same line
