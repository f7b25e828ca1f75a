"""The addresses at which the timeline shows another period: closer, wider, earlier, later, and parts of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from positions.analysis import periods
from positions.analysis.timeline import Period
from positions.drawing.timeline.overview import Overview, draw_overview
from positions.models import Negotiation
from positions.reports.timeline.overview import articles_over

LAST_DAYS = (365, 90, 30)


@dataclass(frozen=True, slots=True)
class Step:
    """A link to another period. Without an address it leads nowhere: there is no more."""

    name: str
    sign: str
    label: str
    key: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    label: str
    address: str
    is_present: bool


@dataclass(frozen=True, slots=True)
class StepsInTime:
    """What stands above the chart. `seen` is the period of the chart, `whole` that of the same filters without one.

    `is_of_some` says that the overview is of the articles alone that speak of what is asked for.
    """

    seen: Period
    whole: Period
    steps: list[Step]
    shortcuts: list[Shortcut]
    overview: Overview | None
    is_of_some: bool


def steps_in_time(
    request: HttpRequest,
    negotiation: Negotiation,
    seen: Period | None,
    whole: Period | None,
    tracks: Sequence[int] = (),
) -> StepsInTime | None:
    """None where nothing is seen. With tracks, the overview is of them."""
    if seen is None or whole is None:
        return None

    def address(period: Period) -> str:
        return address_of(request, period, whole)

    def step(name: str, sign: str, label: str, key: str, to: Period) -> Step:
        return Step(name, sign, label, key, "" if to == seen else address(to))

    days = periods.a_step(seen)
    return StepsInTime(
        seen=seen,
        whole=whole,
        steps=[
            step("earlier", "←", "Earlier", "←", periods.moved(seen, -days, whole)),
            step("later", "→", "Later", "→", periods.moved(seen, days, whole)),
            step("closer", "+", "Closer", "+", periods.closer(seen, whole)),
            step("wider", "−", "Wider", "−", periods.wider(seen, whole)),
        ],
        shortcuts=[
            Shortcut("Whole period", address(whole), seen == whole),
            *(
                Shortcut(f"Last {number} days", address(last), seen == last)
                for number in LAST_DAYS
                if (last := periods.latest(number, whole)) != whole
            ),
        ],
        overview=draw_overview(articles_over(negotiation, whole, tracks), seen, address),
        is_of_some=bool(tracks),
    )


def address_of(request: HttpRequest, period: Period, whole: Period) -> str:
    """This page with all that is asked for, but of that period.

    An end of the whole stays open: what comes later counts.
    """
    query = request.GET.copy()
    for name in ("since", "until"):
        query.pop(name, None)
    if period.first > whole.first:
        query["since"] = period.first.isoformat()
    if period.last < whole.last:
        query["until"] = period.last.isoformat()
    return f"{request.path}?{query.urlencode()}" if query else request.path
