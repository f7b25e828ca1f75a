"""Articles, and the positions read out of them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from positions.actions import articles, coding, writing
from positions.admin.recorded import ReasonedForm, RecordedAdmin
from positions.analysis import quotes
from positions.models import Article, Position


class ArticleForm(ReasonedForm):
    needs_reason = True

    def prepare(self) -> None:
        if "text" in self.fields:
            articles.set_text(self.instance, self.cleaned_data["text"])
        articles.check_date(self.instance, today=timezone.localdate())
        articles.give_key(self.instance)


@admin.register(Article)
class ArticleAdmin(RecordedAdmin):
    """The text is fixed as soon as a position cites it."""

    form = ArticleForm
    list_display = ["title", "published_on", "source", "language", "negotiation"]
    list_filter = ["negotiation", "language"]
    list_select_related = ["negotiation", "source"]
    search_fields = ["title", "key", "source__name"]
    date_hierarchy = "published_on"
    ordering = ["-published_on", "-pk"]
    fixed = ("negotiation", "key")

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        names = super().get_readonly_fields(request, obj)
        if obj and obj.positions.exists():
            return ("text", *names)
        return names

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["strip"] = False  # a text may begin with a line break, and offsets count it
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows = super().get_queryset(request)
        match = request.resolver_match
        lists = ("positions_article_changelist", "autocomplete")
        return rows.defer("text") if match and match.url_name in lists else rows

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        if not change:
            obj.added_by = request.user
            super().save_model(request, obj, form, change)
        elif form.changes_the_row:
            articles.edit_article(
                article=obj,
                values={name: form.cleaned_data[name] for name in form.changed_data if name in articles.EDITABLE},
                version=form.cleaned_data["read_version"],
                user=request.user,
                reason=form.cleaned_data["reason"],
                today=timezone.localdate(),
            )

    def view_on_site(self, obj: Article) -> str:
        return reverse("article", args=[obj.negotiation.slug, obj.pk])


class PositionForm(ReasonedForm):
    """A new one finds its words in the article; after that they keep their place."""

    needs_reason = True

    def clean(self) -> dict[str, Any]:
        """Find the place first: the model's own check then has something to look at."""
        super().clean()
        if self.adding and not self.errors:
            place = self.find_words(self.cleaned_data["article"])
            self.cleaned_data |= {"start": place.start, "quote": place.quote}
            self.instance.end = place.end
        return self.cleaned_data

    def _post_clean(self) -> None:
        if not self.errors:
            super()._post_clean()

    def prepare(self) -> None:
        if self.adding:
            self.instance.negotiation = self.instance.article.negotiation
            self.instance.key = writing.random_key()
            self.instance.coder = "–"  # whoever saves it
            coding.cite(self.instance, self.instance.article_id)
        coding.fill(self.instance, {})

    def find_words(self, article: Article) -> quotes.Passage:
        """The only place of the words, or the one at the start given."""
        quote, start = self.cleaned_data["quote"], self.cleaned_data.get("start")
        if start is not None and (chosen := quotes.find_at(article.text, quote, start)):
            return chosen
        places = quotes.find(article.text, quote)
        if not places:
            raise ValidationError({"quote": "These words are not in the article. Copy them from the text exactly."})
        if len(places) == 1 and start is None:
            return places[0]
        starts = ", ".join(str(one.start) for one in places)
        more = " and elsewhere" if len(places) == quotes.MOST_PLACES else ""
        raise ValidationError({"start": f"The article has these words at {starts}{more}. Give one of these numbers."})


@admin.register(Position)
class PositionAdmin(RecordedAdmin):
    """The reading can be corrected here; other words are marked on the article's own page."""

    form = PositionForm
    list_display = ["published_on", "party", "stance", "proposal", "short_quote"]
    list_display_links = ["published_on", "short_quote"]
    list_filter = ["negotiation", "stance", "move", "attribution", "credibility"]
    list_select_related = ["negotiation", "party", "proposal", "article"]
    search_fields = ["key", "quote", "condition", "speaker", "party__name", "proposal__title", "article__title"]
    date_hierarchy = "published_on"
    ordering = ["-published_on", "-article_id", "start", "pk"]
    fixed = ("negotiation", "article", "where")
    derived = ("key", "coder", "published_on")
    when_added = ("article", "quote", "start")

    @admin.display(description="quote")
    def short_quote(self, obj: Position) -> str:
        return obj.quote if len(obj.quote) <= 90 else f"{obj.quote[:88]}…"

    @admin.display(description="words")
    def where(self, obj: Position) -> str:
        """The quote in its surroundings, which leads to the article's page."""
        return format_html(
            '<blockquote class="passage">{}<mark>{}</mark>{}</blockquote>'
            '<a href="{}">Characters {}–{} of the article; to mark other words, edit it there</a>',
            obj.prefix,
            obj.quote,
            obj.suffix,
            self.view_on_site(obj),
            obj.start,
            obj.end,
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Position | None = None) -> tuple[str, ...]:
        return ("negotiation", "article", "where", *self.derived, *self.recorded) if obj else ()

    def get_fields(self, request: HttpRequest, obj: Position | None = None) -> list[str]:
        beside = ["reason", "read_version"]
        if obj is None:
            return [*self.when_added, *Position.READING, "read_version"]
        return ["negotiation", "article", "where", *Position.READING, *beside, *self.derived, *self.recorded]

    def get_form(self, request: HttpRequest, obj: Position | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None:
            form.base_fields["start"].required = False
            form.base_fields["start"].help_text = "Only needed where the article has these words more than once."
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[Position]:
        rows = super().get_queryset(request)
        match = request.resolver_match
        return rows.defer("article__text") if match and match.url_name == "positions_position_changelist" else rows

    def save_model(self, request: HttpRequest, obj: Position, form: PositionForm, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in Position.READING}
        if not change:
            made = coding.code(
                article=obj.article, start=obj.start, end=obj.end, quote=obj.quote, values=values, user=request.user
            )
            obj.pk = made.pk
            obj.refresh_from_db()
        elif form.changes_the_row:
            coding.revise(
                position=Position.objects.get(pk=obj.pk),
                start=obj.start,
                end=obj.end,
                quote=obj.quote,
                values=values,
                version=form.cleaned_data["read_version"],
                user=request.user,
                reason=form.cleaned_data["reason"],
            )

    def delete_model(self, request: HttpRequest, obj: Position) -> None:
        coding.remove(position=obj, version=obj.version, user=request.user, reason="deleted in the admin")

    def view_on_site(self, obj: Position) -> str:
        return f"{reverse('article', args=[obj.negotiation.slug, obj.article_id])}#p-{obj.key}"
