"""The form of a negotiation itself."""

from positions.forms.editing import EditForm
from positions.models import Negotiation


class NegotiationForm(EditForm):
    """What it is called and about, and who may read it."""

    groups = (
        ("What is negotiated", ("title", "summary")),
        ("The record", ("about_data", "public")),
        ("Address", ("slug",)),
    )

    class Meta:
        model = Negotiation
        fields = ("title", "slug", "summary", "about_data", "public")
