"""Speech acts and the event codes that conflict data sets give them.

The codes follow CAMEO's verb ontology (Gerner, Schrodt, Yilmaz & Abu-Jabr 2002; manual 1.1b3)
and PLOVER's event types, which regroup them (Open Event Data Alliance 2018). Where CAMEO
offers several, the code is the general one of its branch.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class EventCode:
    """A CAMEO code (two to four digits, as text) and a PLOVER event type."""

    cameo: str
    plover: str


EVENT_CODES = MappingProxyType(
    {
        "demand": EventCode("10", "REQUEST"),
        "offer": EventCode("03", "AGREE"),
        "counter_offer": EventCode("036", "CONSULT"),
        "accept": EventCode("057", "AGREE"),
        "concede": EventCode("08", "CONCEDE"),
        "reject": EventCode("12", "REJECT"),
        "retract": EventCode("12", "REJECT"),
        "threaten": EventCode("13", "THREATEN"),
        "reaffirm": EventCode("01", "STATEMENT"),
        "other": EventCode("01", "STATEMENT"),
    }
)
