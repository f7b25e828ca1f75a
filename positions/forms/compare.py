"""Which two articles to compare."""

from django import forms
from django.http import QueryDict

from positions.forms.scope import clean_query
from positions.models import Article, Negotiation

OFFERED = 300  # a longer list is no help; any other article is compared from its own page


class PairForm(forms.Form):
    """`from` and `to`; what is not chosen is filled in from the latest articles that were coded.

    After construction `earlier` and `later` hold the pair in the order of publication (None
    where the negotiation has no two coded articles), and `notices` what was ignored or turned round.
    """

    def __init__(self, data: QueryDict, *, negotiation: Negotiation) -> None:
        super().__init__(auto_id="compare-%s")
        query = clean_query(data)
        articles = negotiation.articles.without_text().select_related("source")
        coded = articles.filter(positions__isnull=False).distinct()
        self.notices: list[str] = []
        first, second = self.named(query, "from", articles), self.named(query, "to", articles)
        if first and first == second:
            first = None
            self.notices.append("Both were the same article; it is compared with its neighbour.")
        if first is None and second is None:
            second = coded.newest_first().first()
        if second is None and first is not None:
            second = coded.after(first).newest_first().first() or coded.before(first).newest_first().first()
        elif first is None and second is not None:
            first = coded.before(second).newest_first().first() or coded.after(second).in_reading_order().first()
        if first and second and (first.published_on, first.pk) > (second.published_on, second.pk):
            first, second = second, first
            self.notices.append("Shown in the order of publication: a change runs from the earlier to the later.")
        self.earlier, self.later = first, second
        offered = {*coded.newest_first()[:OFFERED], *(article for article in (first, second) if article)}
        newest_first = sorted(offered, key=lambda article: (article.published_on, article.pk), reverse=True)
        choices = [(article.pk, f"{article.published_on:%Y-%m-%d} · {article.title}") for article in newest_first]
        for name, label, article in (("from", "From", first), ("to", "To", second)):
            self.fields[name] = forms.ChoiceField(choices=choices, label=label, required=False)
            self.initial[name] = article.pk if article else None

    def named(self, query: QueryDict, name: str, articles) -> Article | None:
        """The article that a parameter names, if it is one of the negotiation."""
        given = query.get(name)
        if given is None:
            return None
        try:
            return forms.ModelChoiceField(articles).clean(given)
        except forms.ValidationError:
            self.notices.append(f"There is no article “{given}” here, so it was ignored.")
            return None
