"""How to show the matrix, beside what it holds."""

from django import forms

from positions.forms.scope import ScopeForm
from positions.reports.matrix import BY_CHANGE, BY_GAP, BY_ISSUE


class MatrixForm(ScopeForm):
    """The filters, the two days, and the order of the rows."""

    sort = forms.ChoiceField(
        label="Sorted by",
        required=False,
        choices=[(BY_ISSUE, "issue"), (BY_GAP, "gap, widest first"), (BY_CHANGE, "latest change")],
        initial=BY_ISSUE,
    )

    def order(self) -> str:
        return self.cleaned_data.get("sort") or BY_ISSUE
