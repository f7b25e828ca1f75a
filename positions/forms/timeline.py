"""How to show the timeline, beside what it holds."""

from django import forms

from positions.analysis.timeline import SILENCE
from positions.forms.scope import ScopeForm
from positions.reports.timeline.tracks import BY_ISSUE, BY_PARTY

LONGEST_SILENCE = 36_500  # days


class TimelineForm(ScopeForm):
    """The filters, the grouping of the lanes, and after how many days without evidence a band becomes a gap."""

    by = forms.ChoiceField(
        label="Grouped by", required=False, choices=[(BY_ISSUE, "issue"), (BY_PARTY, "party")], initial=BY_ISSUE
    )
    silence = forms.IntegerField(
        label="Gap after (days)",
        required=False,
        min_value=1,
        max_value=LONGEST_SILENCE,
        widget=forms.NumberInput(attrs={"placeholder": SILENCE, "inputmode": "numeric"}),
    )

    def grouping(self) -> str:
        return self.cleaned_data.get("by") or BY_ISSUE

    def days_of_silence(self) -> int:
        return self.cleaned_data.get("silence") or SILENCE
