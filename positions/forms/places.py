"""What the map of venues may be asked for."""

from positions.forms.scope import ScopeForm, Several
from positions.models import Talks


class PlacesForm(ScopeForm):
    """A period, and the talks of some statuses."""

    status = Several(label="Talks", required=False, choices=Talks.Status.choices)

    def statuses(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data.get("status") or ())
