"""The stance scale: seven steps from *rules out* to *insists*, and three answers off the scale.

The scale is symmetric about `open` (0). A stance off the scale has no value: it is never
averaged and never a distance, and always counts as "no usable position".
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Stance(StrEnum):
    """What a position says about a proposition; the codes used in files and addresses."""

    DEMANDS = "demands"
    SUPPORTS = "supports"
    CONDITIONAL = "conditional"
    OPEN = "open"
    RESERVED = "reserved"
    REJECTS = "rejects"
    RED_LINE = "red_line"
    AMBIGUOUS = "ambiguous"
    NO_POSITION = "no_position"
    DECLINES = "declines"

    @property
    def value_on_scale(self) -> int | None:
        """−3 … +3, or None off the scale."""
        return SCALE[self].value

    @property
    def label(self) -> str:
        """The words a page shows."""
        return SCALE[self].label

    @property
    def is_on_scale(self) -> bool:
        return SCALE[self].value is not None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the scale: its value (None off scale), its label, and the rule for coding it."""

    value: int | None
    label: str
    rule: str


SCALE = MappingProxyType(
    {
        Stance.DEMANDS: Step(3, "insists", "requires it, or makes it a condition of any deal"),
        Stance.SUPPORTS: Step(2, "accepts", "endorses or accepts it, no unmet condition"),
        Stance.CONDITIONAL: Step(1, "would accept if…", "acceptance tied to a condition, which must be given"),
        Stance.OPEN: Step(0, "open to discuss", "willing to discuss, explicitly uncommitted"),
        Stance.RESERVED: Step(-1, "reserved", "objects in part, or finds it premature; no refusal"),
        Stance.REJECTS: Step(-2, "rejects", "refuses"),
        Stance.RED_LINE: Step(-3, "rules out", "refuses and calls it non-negotiable"),
        Stance.AMBIGUOUS: Step(None, "ambiguous", "positional, but two incompatible readings"),
        Stance.NO_POSITION: Step(None, "mentions only", "speaks of it without taking a side"),
        Stance.DECLINES: Step(None, "declines to say", "was asked and would not answer"),
    }
)

ON_SCALE = tuple(stance for stance, step in SCALE.items() if step.value is not None)
OFF_SCALE = tuple(stance for stance, step in SCALE.items() if step.value is None)


def sign(value: int) -> int:
    """−1, 0 or +1."""
    return (value > 0) - (value < 0)


def percent(stance: Stance) -> float | None:
    """The stance on 0–100, (value + 3) / 6 × 100, for exports to models of bargaining; None off scale."""
    value = stance.value_on_scale
    return None if value is None else (value + 3) / 6 * 100


def agrees(stance: Stance) -> bool | None:
    """Agree or disagree, for exports to discourse networks; None where the stance takes no side."""
    value = stance.value_on_scale
    return None if not value else value > 0
