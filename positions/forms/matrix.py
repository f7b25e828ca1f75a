"""How to show the matrix, beside what it holds."""

from django import forms

from positions.forms.scope import ScopeForm
from positions.reports.matrix import BY_CHANGE, BY_GAP, BY_ISSUE


class MatrixForm(ScopeForm):
    """The filters, the two days, the order of the rows, and the page of parties."""

    sort = forms.ChoiceField(
        label="Sorted by",
        required=False,
        choices=[(BY_ISSUE, "issue"), (BY_GAP, "gap, widest first"), (BY_CHANGE, "latest change")],
        initial=BY_ISSUE,
    )

    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def order(self) -> str:
        return self.cleaned_data.get("sort") or BY_ISSUE

    def page_of_parties(self) -> int:
        return self.cleaned_data.get("page") or 1
