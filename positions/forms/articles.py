"""The form by which an article is added or corrected."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from positions.analysis.quotes import unix_lines
from positions.forms.choices import OneOf
from positions.models import Article, Negotiation, Source
from positions.models.constraints import storable
from positions.reports.order import by_name

FIELDS = ("title", "published_on", "url", "language", "provenance")

language_tag = RegexValidator(
    r"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", "Give a language tag, such as en, uk or pt-BR.", code="language"
)


class ArticleForm(forms.Form):
    """A pasted text and what is said of it. The source is one that exists or one named here."""

    title = forms.CharField(
        max_length=300,
        validators=[storable],
        error_messages={"required": "Give the article’s headline."},
    )
    published_on = forms.DateField(
        label="Published on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text="The day the article appeared, not the day of what it reports.",
        error_messages={
            "required": "Give the day it was published: positions are ordered by it.",
            "invalid": "There is no such day. Give it as 2025-07-20.",
        },
    )
    source = OneOf(
        required=False, error_messages={"invalid_choice": "Choose a source of this negotiation, or name a new one."}
    )
    new_source = forms.CharField(
        label="… or a new source",
        max_length=200,
        required=False,
        validators=[storable],
        help_text="Its name. Its reliability can be graded later.",
    )
    url = forms.URLField(
        label="Address",
        max_length=1000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "This is not a web address. It begins with https:// or http://."},
    )
    language = forms.CharField(
        max_length=35,
        initial="en",
        validators=[language_tag],
        help_text="A language tag, such as en, uk or pt-BR.",
        error_messages={"required": "Give the language of the text, such as en, uk or pt-BR."},
    )
    text = forms.CharField(
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        validators=[storable],
        help_text="Paste it whole. Once positions cite it, only a correction that they can follow changes it.",
        error_messages={"required": "Paste the text of the article."},
    )
    provenance = forms.CharField(
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[storable],
        help_text=Article._meta.get_field("provenance").help_text,
    )
    again = forms.BooleanField(required=False, label="It is another article: add it all the same")

    def __init__(self, data: Mapping[str, Any] | None = None, *, negotiation: Negotiation, **options: Any) -> None:
        super().__init__(data, auto_id="article-%s", **options)
        self.negotiation = negotiation
        self.twins: list[Article] = []
        self.fields["source"].offer(by_name(Source.objects.filter(negotiation=negotiation)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("new_source")
        if "source" in cleaned and "source" not in self.errors and "new_source" not in self.errors:
            if cleaned["source"] and named:
                self.add_error("new_source", "Choose a source or name a new one, not both.")
            elif not cleaned["source"] and not named:
                self.add_error("source", "Choose the source, or name a new one.")
        return cleaned

    def is_another(self) -> bool:
        """Whether nothing like it is there yet, or the person says that it is another article all the same."""
        text = unix_lines(self.cleaned_data["text"])
        others = Article.objects.filter(negotiation=self.negotiation).without_text().select_related("source")
        same = others.filter(text_length=len(text), text=text)
        if self.cleaned_data["url"]:
            same |= others.filter(url=self.cleaned_data["url"])
        self.twins = [] if self.cleaned_data["again"] else list(same.newest_first()[:3])
        return not self.twins

    def values(self) -> dict[str, Any]:
        """What the person says of the article, as the actions take it."""
        values = {name: self.cleaned_data[name] for name in (*FIELDS, "text")}
        return values | {"source": self.cleaned_data["source"] or self.cleaned_data["new_source"]}


class ArticleEditForm(ArticleForm):
    """The same for a correction, with its reason and the version that was read."""

    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=500,
        help_text="It stays in the history, beside your name.",
        error_messages={"required": "Say in a few words why. It stays in the history."},
        validators=[storable],
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, article: Article, is_cited: bool, **options: Any
    ) -> None:
        initial = {name: getattr(article, name) for name in (*FIELDS, "text", "version")}
        initial["source"] = article.source_id
        super().__init__(data, negotiation=article.negotiation, initial=initial, **options)
        self.article = article
        del self.fields["again"]
        if is_cited:
            self.fields["text"].widget.attrs["readonly"] = True
            self.fields["text"].help_text = "Positions cite this text, so it changes only where they can follow it."

    def values(self) -> dict[str, Any]:
        values = super().values()
        if unix_lines(values["text"]) == unix_lines(self.article.text):
            del values["text"]
        return values
