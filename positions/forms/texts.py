"""The form by which the text of an article is corrected, and the one that says where waiting words stand."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms

from positions.analysis.quotes import unix_lines
from positions.forms.coding import number
from positions.models import Article
from positions.models.base import valid_key
from positions.models.constraints import storable
from positions.models.sources import TEXT_LIMIT


class TextForm(forms.Form):
    """Another text, with its reason and the version that was read.

    Sent without `apply` it asks what would become of the positions. The answer carries `seen`,
    which says of which text and of which state of the article that was told.
    """

    text = forms.CharField(
        label="Text of the article",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        validators=[storable],
        error_messages={"required": "Paste the text of the article."},
    )
    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=500,
        help_text="It stays in the history, beside your name.",
        error_messages={"required": "Say in a few words why. It stays in the history."},
        validators=[storable],
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, article: Article, **options: Any) -> None:
        initial = {"text": article.text, "version": article.version}
        super().__init__(data, auto_id="text-%s", initial=initial, **options)
        self.article = article

    def clean_text(self) -> str:
        text = unix_lines(self.cleaned_data["text"])
        if not text.strip():
            raise forms.ValidationError("Paste the text of the article.")
        if len(text) > TEXT_LIMIT:
            raise forms.ValidationError(
                f"This text has {len(text):,} characters; at most {TEXT_LIMIT:,} can be stored."
            )
        if text == self.article.text:
            raise forms.ValidationError("This is the text as it stands. Correct something in it first.")
        return text

    @property
    def asks_to_apply(self) -> bool:
        return "apply" in self.data

    @property
    def version_read(self) -> int:
        return number(self.cleaned_data["version"]) or 0

    def mark(self, state: str) -> str:
        """What `seen` says after a preview of this text and that state."""
        return f"{state}.{sha256(self.cleaned_data['text'].encode()).hexdigest()[:32]}"

    def has_seen(self, state: str) -> bool:
        return bool(self.cleaned_data["seen"] == self.mark(state))

    def show_next_time(self, *, state: str, version: int) -> None:
        """The bound form, shown again, carries what its person has now been told."""
        self.data = self.data.copy()
        self.data["seen"], self.data["version"] = self.mark(state), str(version)


class PlaceForm(forms.Form):
    """Where the words of a waiting position stand, and the words that were shown there.

    What is no number is no place, and no version.
    """

    position = forms.CharField(validators=[valid_key])
    start = forms.CharField(required=False)
    end = forms.CharField(required=False)
    quote = forms.CharField(required=False, strip=False)
    version = forms.CharField(required=False)

    def number(self, name: str) -> int:
        found = number(self.cleaned_data.get(name))
        return -1 if found is None else found
