"""How near the principals are to agreeing on a proposal.

The *gap* is the number of steps on the scale between the principal that accepts it most and
the one that accepts it least (`positions.analysis.matrix`). Three things are not told by it alone:

refused
    Every principal on the scale is against it. They agree, but not on this proposal: nothing is near.
settled
    An agreement covers it that still holds. Nothing is left to be near to.

over
    It was an offer for a day that has passed. Nobody can agree to it any more.

*Converging* and *diverging* compare the gap with an earlier one between the same principals.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from positions.analysis.matrix import Gap, GapMove, gap_move

CLOSE = 2  # steps: from accepting to being open to discuss


@dataclass(frozen=True, slots=True)
class Distance:
    """The gap now, and the one between the same parties then; None where not all of them were on the scale."""

    now: Gap
    then: Gap | None

    @property
    def is_refused(self) -> bool:
        return self.now.high < 0

    @property
    def trend(self) -> str:
        """“converging”, “diverging” or “unchanged”; empty where there is nothing to compare with."""
        return GapMove(self.then, self.now).course or ""


def distance(pairs: Sequence[tuple[int | None, int | None]]) -> Distance | None:
    """Of each principal the value then and now, None for off the scale; None with fewer than two on it now."""
    move = gap_move(pairs)
    return Distance(move.now, move.before) if move.now else None
