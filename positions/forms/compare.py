"""Which two articles to compare, and the search for another."""

import re
from calendar import month_name, monthrange
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from positions.forms.scope import clean_query
from positions.models import Article, Negotiation
from positions.reports.changes.article_choice import Search, coded

SIDES = ("from", "to")
OTHERS = (*SIDES, "choose", "find")  # the parameters that this form reads
LONGEST_SEARCH = 200  # characters
MONTHS = [name.lower() for name in month_name]
SHORT = 3  # letters of a month, as in Nov
SPELLINGS = [*MONTHS[1:], "sept", *(name[:SHORT] for name in MONTHS[1:])]
NUMERIC_DAY = re.compile(r"\b(?P<year>\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?\b", re.ASCII)
WRITTEN_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{'|'.join(SPELLINGS)})\.?\s+(?P<year>\d{{4}})\b", re.ASCII | re.IGNORECASE
)


class PairForm(forms.Form):
    """`from` and `to`; what is not chosen is filled in from the latest articles that were coded.

    After construction `earlier` and `later` hold the pair in the order of publication (None
    where the negotiation has no two coded articles), and `notices` what was ignored or turned round.
    `choosing` is the side for which another article is looked for, `text` what was typed, `search` how it was read.
    """

    def __init__(self, data: QueryDict, *, negotiation: Negotiation) -> None:
        super().__init__(auto_id="compare-%s")
        query = clean_query(data)
        articles = negotiation.articles.without_text().select_related("source")
        self.notices: list[str] = []
        first, second = self.named(query, "from", articles), self.named(query, "to", articles)
        if first and first == second:
            first = None
            self.notices.append("Both were the same article; it is compared with its neighbour.")
        self.earlier, self.later = self.completed(first, second, negotiation)
        for name, article in zip(SIDES, (self.earlier, self.later), strict=True):
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)
            self.initial[name] = article.pk if article else None
        self.text = query.get("find", "")[:LONGEST_SEARCH].strip()
        self.search = read_search(self.text)
        asked = query.get("choose", "from" if self.text else "")
        self.choosing = asked if asked in SIDES else ""
        if asked and not self.choosing:
            self.notices.append(f"“{asked}” is neither of the two sides, so it was ignored.")

    def completed(
        self, first: Article | None, second: Article | None, negotiation: Negotiation
    ) -> tuple[Article | None, Article | None]:
        """Both articles in the order of publication, a missing one filled in."""
        rows = coded(negotiation)
        if first is None and second is None:
            second = rows.newest_first().first()
        if second is None and first is not None:
            second = rows.after(first).newest_first().first() or rows.before(first).newest_first().first()
        elif first is None and second is not None:
            first = rows.before(second).newest_first().first() or rows.after(second).in_reading_order().first()
        if first and second and (first.published_on, first.pk) > (second.published_on, second.pk):
            self.notices.append("Shown in the order of publication: a change runs from the earlier to the later.")
            return second, first
        return first, second

    def named(self, query: QueryDict, name: str, articles: QuerySet[Article]) -> Article | None:
        """The article that a parameter names, if it is one of the negotiation."""
        given = query.get(name)
        if given is None:
            return None
        try:
            return forms.ModelChoiceField(articles).clean(given)
        except forms.ValidationError:
            self.notices.append(f"There is no article “{given}” here, so it was ignored.")
            return None


def read_search(text: str) -> Search:
    """What was typed as words and, where a date is among them, a period: 2025, 2025-11, Nov 2025, 24 November 2025."""
    for pattern in (WRITTEN_DAY, NUMERIC_DAY):
        for match in pattern.finditer(text):
            period = days_of(**match.groupdict())
            if period:
                rest = text[: match.start()] + " " + text[match.end() :]
                return Search(tuple(rest.split()), *period)
    return Search(tuple(text.split()))


def days_of(year: str, month: str | None, day: str | None) -> tuple[date, date] | None:
    """The first and the last day of a year, a month or a day; None where there is none such."""
    if month and month.isalpha():
        number = next(place for place, name in enumerate(MONTHS) if name[:SHORT] == month[:SHORT].lower())
    else:
        number = int(month or 0)
    try:
        if day:
            return (date(int(year), number, int(day)),) * 2
        first, last = number or 1, number or 12
        return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])
    except ValueError:
        return None
