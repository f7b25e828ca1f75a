"""Fields that choose rows of one negotiation. The rows are read when the form is made, so choosing costs no query."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from positions.models import Article, Negotiation
from positions.models.constraints import storable
from positions.reports.order import by_name, by_title, issue_order

SUGGESTED = 200  # articles in the list under the field; any other can be named too


class OneOf(forms.ChoiceField):
    """One row or, where it may be empty, none."""

    default_error_messages = {"invalid_choice": "Choose one of the list."}

    def offer(self, rows: Iterable[Any]) -> None:
        self.rows = {str(row.pk): row for row in rows}
        nothing = "–" if self.rows else "– there is none yet: add one first –"
        self.choices = [("", nothing), *((key, str(row)) for key, row in self.rows.items())]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class SomeOf(forms.MultipleChoiceField):
    """Any number of rows, ticked."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": "One of these is not in the list any more. Look through it again."}

    def offer(self, rows: Iterable[Any]) -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [(key, str(row)) for key, row in self.rows.items()]

    def clean(self, value: Any) -> list[Any]:
        return [self.rows[key] for key in super().clean(value)]


class NamedArticle(forms.CharField):
    """An article by its key or the address of its page: there may be too many for a list to choose from."""

    widget = forms.TextInput(attrs={"list": "articles-suggested"})

    def offer(self, articles: QuerySet[Article]) -> None:
        self.articles = articles
        self.suggested = list(articles.newest_first().without_text()[:SUGGESTED])

    def prepare_value(self, value: Any) -> Any:
        """A stored article, which a form holds by its number, is shown by its key."""
        if not isinstance(value, int):
            return value
        known = next((article for article in self.suggested if article.pk == value), None)
        known = known or self.articles.without_text().filter(pk=value).first()
        return known.key if known else ""  # one that the history names may be gone

    def clean(self, value: Any) -> Article | None:
        words = super().clean(value)
        if not words:
            return None
        storable(words)
        address = re.search(r"/articles/(\d{1,18})(?:/|$)", words, flags=re.ASCII)
        found = Q(pk=int(address[1])) if address else Q(key=words)
        article = self.articles.without_text().filter(found).first()
        if article is None:
            raise ValidationError("There is no such article here. Choose one from the list, or paste its address.")
        return article


def offer_rows(form: forms.BaseModelForm, negotiation: Negotiation) -> None:
    """Fill the lists to choose from, as far as the form has them."""
    proposals = negotiation.proposals.all()
    offers = proposals.filter(kind="offer")
    rows: dict[str, Callable[[], Any]] = {
        "parties": lambda: by_name(negotiation.parties.all()),
        "proposer": lambda: by_name(negotiation.parties.all()),
        "addressee": lambda: by_name(negotiation.parties.all()),
        "issue": lambda: sorted(negotiation.issues.all(), key=issue_order),
        "venue": lambda: by_name(negotiation.venues.all()),
        "answers": lambda: by_title(proposals.filter(kind="demand")),
        "counters": lambda: by_title(offers.exclude(pk=form.instance.pk)),
        "offer": lambda: by_title(offers),
        "proposals": lambda: by_title(proposals),
        "talks": lambda: negotiation.talks.order_by("-starts_on", "-pk"),
        "article": negotiation.articles.all,
    }
    for name, field in form.fields.items():
        if name in rows:
            field.offer(rows[name]())
