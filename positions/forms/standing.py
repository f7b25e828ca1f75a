"""How far the front page of a negotiation looks back."""

from django import forms

from positions.forms.scope import ScopeForm
from positions.reports.standing import DAYS, USUAL_DAYS


class StandingForm(ScopeForm):
    """So many days, counted back from the newest article."""

    days = forms.ChoiceField(
        label="Number of days", required=False, choices=[(str(days), f"{days} days") for days in DAYS]
    )

    def days_back(self) -> int:
        return int(self.cleaned_data.get("days") or USUAL_DAYS)
