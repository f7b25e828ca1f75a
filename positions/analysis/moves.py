"""Speech acts and the event codes that conflict data sets give them.

CAMEO is the verb ontology of Gerner, Schrodt, Yilmaz and Abu-Jabr (2002; manual 1.1b3, 2012).
The code is always the general one of its branch, “not specified below”: to offer and to agree
are both 030 there, and what an offer is about (036, to meet) or whether an agreement was signed
(057) is not in the speech act. PLOVER is its successor by the Open Event Data Alliance, with
event types instead of a tree. It codes no statement that changes nothing, so reaffirming, and
whatever is none of the other acts, has no type there.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class EventCode:
    """A CAMEO code (three digits, as text) and a PLOVER event type, empty where it has none."""

    cameo: str
    plover: str = ""


EVENT_CODES = MappingProxyType(
    {
        "demand": EventCode("100", "DEMAND"),
        "offer": EventCode("030", "AGREE"),  # CAMEO: express intent to cooperate
        "counter_offer": EventCode("030", "AGREE"),
        "accept": EventCode("030", "AGREE"),
        "concede": EventCode("080", "CONCEDE"),  # CAMEO: yield
        "reject": EventCode("120", "REJECT"),
        "retract": EventCode("120", "REJECT"),  # no code of its own: whoever takes an offer back refuses it
        "threaten": EventCode("130", "THREATEN"),
        "reaffirm": EventCode("010"),  # CAMEO: make a statement
        "other": EventCode("010"),
    }
)
NO_CODE = EventCode("")


def event_code(move: str) -> EventCode:
    """The codes of a speech act; empty ones where none was coded."""
    return EVENT_CODES.get(move, NO_CODE)
