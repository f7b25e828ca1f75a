"""How a party's stance on a proposal goes on from one article to the next.

Mostly it is repeated. The longer nothing was heard, the likelier it has moved: usually by one
step, now and then by two, or a condition comes or goes, or for a while no usable answer is given. Whoever
made the proposal starts at its own pole, and drops it sooner than speak against it; others begin where their
leaning towards the proposer puts them.
"""

from dataclasses import dataclass
from random import Random

from positions.analysis.stances import ON_SCALE, Stance
from positions.invented.words import CONDITIONS

BY_VALUE = {stance.value_on_scale: stance for stance in ON_SCALE}
UNUSABLE = (Stance.AMBIGUOUS, Stance.NO_POSITION, Stance.DECLINES)
RESTLESS = 900  # days of silence after which a change is as good as certain, were there no limit
AT_LEAST, AT_MOST = 0.03, 0.4  # how likely a change is after a day, and after years
RETRACTS = 0.0008


@dataclass(slots=True)
class Course:
    """Where a party stands on a proposal. `day` counts days, and is None before it first spoke."""

    proposes: bool
    leaning: float
    kind: str
    value: int = 0
    off_scale: Stance | None = None
    condition: str = ""
    day: int | None = None

    def go_on(self, day: int, chance: Random) -> tuple[Stance, str, str]:
        """The stance, the condition and the speech act on that day."""
        if self.day is None:
            self.begin(chance)
            self.day = day
            return self.said(self.kind if self.proposes else "")
        likely = min(AT_MOST, AT_LEAST + (day - self.day) / RESTLESS)
        self.day = day
        if self.off_scale is not None:
            if chance.random() < 0.5:
                self.off_scale = None
            return self.said("")
        if self.proposes and chance.random() < RETRACTS:
            self.value, self.off_scale, self.condition = 0, Stance.NO_POSITION, ""
            return self.said("retract")
        if chance.random() >= likely:
            return self.said("reaffirm" if chance.random() < 0.5 else "")
        return self.change(chance)

    def said(self, move: str) -> tuple[Stance, str, str]:
        """What an article reports. Where no usable answer is given, stance and condition are kept for later."""
        if self.off_scale is not None:
            return self.off_scale, "", move
        return BY_VALUE[self.value], self.condition, move

    def begin(self, chance: Random) -> None:
        if self.proposes:
            self.value = chance.choice((2, 3, 3))
        else:
            self.value = max(-3, min(3, round(3 * self.leaning + chance.gauss(0, 1))))
        self.settle(chance)

    def settle(self, chance: Random) -> None:
        """Who would accept if… names a condition; others seldom do."""
        if self.value == 1 or (self.value > 1 and chance.random() < 0.05):
            self.condition = self.condition or chance.choice(CONDITIONS)
        else:
            self.condition = ""

    def change(self, chance: Random) -> tuple[Stance, str, str]:
        what = chance.random()
        if what < 0.1:
            self.off_scale = chance.choice(UNUSABLE)
            return self.said("")
        if what < 0.25 and self.value > 0:
            if self.value == 1 or not self.condition:
                self.condition = chance.choice(CONDITIONS)
            else:
                self.condition = ""
            return self.said("")
        inward = chance.random() < (0.62 if abs(self.value) > 1 else 0.45)
        way = (1 if self.value < 0 else -1) * (1 if inward else -1)
        lowest = 0 if self.proposes else -3
        before, self.value = self.value, max(lowest, min(3, self.value + way * (2 if what > 0.92 else 1)))
        self.settle(chance)
        return self.said(self.move(before))

    def move(self, before: int) -> str:
        if self.proposes:
            return "concede" if self.value < before else self.kind
        if self.value <= -2:
            return "reject"
        return "accept" if self.value == 2 and before < 2 else ""
