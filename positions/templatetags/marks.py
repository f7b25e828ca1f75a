"""Stances and changes as marks: shape, colour and word together, so that colour is never the only sign."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from positions.analysis.changes import Kind
from positions.analysis.stances import SCALE, Stance

register = template.Library()

SILENT = "silent"  # no change at all: the one article says nothing of what the other did
KIND_ARROWS = {  # the style sheet colours them by kind
    Kind.NEW: "+",
    Kind.REAFFIRMED: "=",
    Kind.HARDENED: "▲",
    Kind.SOFTENED: "▽",
    Kind.REVERSED: "⇄",
    Kind.WITHDRAWN: "⊘",
    Kind.SHIFTED: "↕",
    Kind.CONDITION_ADDED: "§+",
    Kind.CONDITION_DROPPED: "§−",
    Kind.CONDITION_CHANGED: "§≠",
    Kind.BLURRED: "≈",
    Kind.CLARIFIED: "◉",
    Kind.CONTRADICTED: "⚡︎",
    SILENT: "·",
}

OFF_SCALE_MARKS = {Stance.AMBIGUOUS: "?", Stance.NO_POSITION: "·", Stance.DECLINES: "…"}

# Fill and ink for pictures that leave without a style sheet: those of tokens.css on paper, in light.
PAINTS = {
    Stance.DEMANDS: ("#0b4a8f", "#ffffff"),
    Stance.SUPPORTS: ("#2f78c0", "#ffffff"),
    Stance.CONDITIONAL: ("#a9cdeb", "#1b1c1e"),
    Stance.OPEN: ("#dddad2", "#1b1c1e"),
    Stance.RESERVED: ("#f6cfa6", "#1b1c1e"),
    Stance.REJECTS: ("#b85814", "#ffffff"),
    Stance.RED_LINE: ("#8c3606", "#ffffff"),
}
OFF_SCALE_PAINT = ("#fcfbf8", "#1b1c1e")


@register.filter
def stance_mark(code: str) -> str:
    """The value of a stance as it is printed, or the sign that stands for one off the scale: +3, 0, −2, ?"""
    value = SCALE[Stance(code)].value
    if value is None:
        return OFF_SCALE_MARKS[Stance(code)]
    return f"{value:+d}".replace("-", "−") if value else "0"


@register.filter
def stance_colour(code: str) -> str:
    return PAINTS.get(Stance(code), OFF_SCALE_PAINT)[0]


@register.filter
def stance_ink(code: str) -> str:
    """What is legible on that colour."""
    return PAINTS.get(Stance(code), OFF_SCALE_PAINT)[1]


@register.filter
def stance_word(code: str) -> str:
    """The word of a stance, without its mark."""
    return SCALE[Stance(code)].label


@register.filter
def kind_arrow(code: str) -> str:
    """The arrow or sign of a kind of change, without its word."""
    return KIND_ARROWS[code]


@register.filter
def kind_word(code: str) -> str:
    """The word of a kind of change, without its arrow."""
    return code if code == SILENT else Kind(code).label


# Each of these few marks is rendered once: a matrix or a list holds thousands of them.


@register.simple_tag
def stance(code: str) -> SafeString:
    """A stance as a small square, disc or diamond with its value, and its label beside it."""
    return stance_as_html(Stance(code))


@cache
def stance_as_html(code: Stance) -> SafeString:
    step = SCALE[code]
    context = {"code": code, "label": step.label, "rule": step.rule, "value": stance_mark(code)}
    return render_to_string("positions/_stance.html", context)


@register.simple_tag
def kind(code: str, way: str = "") -> SafeString:
    """A kind of change as arrow and word; `way` are the words for which way it went, where the kind does not tell."""
    return kind_as_html(str(code), way or "")


@cache
def kind_as_html(code: str, way: str) -> SafeString:
    context = {"code": code, "arrow": kind_arrow(code), "word": kind_word(code), "way": way}
    return render_to_string("positions/_kind.html", context)
