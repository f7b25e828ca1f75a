"""Outlets and the articles they published."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length

from positions.models.base import KeyField, Recorded, kept_history, known_to_be_after
from positions.models.constraints import SameRecord
from positions.models.negotiations import Negotiation

TEXT_LIMIT = 1_000_000  # code points; the longest article in the wild is a tenth of it


class Source(Recorded):
    """The outlet or body that published an article."""

    class Reliability(models.TextChoices):
        """The Admiralty grade of a source. F says that it cannot be judged, not that it is worst: never sort by it."""

        A = "A", "A: completely reliable"
        B = "B", "B: usually reliable"
        C = "C", "C: fairly reliable"
        D = "D", "D: not usually reliable"
        E = "E", "E: unreliable"
        F = "F", "F: cannot be judged"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="sources")
    slug = KeyField()
    name = models.CharField(max_length=200)
    reliability = models.CharField(max_length=1, choices=Reliability, blank=True)
    url = models.URLField("address", max_length=500, blank=True)
    description = models.TextField(blank=True, max_length=4000)

    history = kept_history()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "slug"], name="source_slug_once_per_negotiation"),
            models.UniqueConstraint(fields=["id", "negotiation"], name="source_belongs_to_negotiation"),
        ]

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(models.QuerySet["Article"]):
    def in_reading_order(self) -> Self:
        return self.order_by("published_on", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-published_on", "-pk")

    def without_text(self) -> Self:
        """For lists: a hundred titles should not read a hundred texts."""
        return self.defer("text")

    def before(self, article: "Article") -> Self:
        """Those that come earlier in reading order."""
        not_same_day = models.Q(published_on__lt=article.published_on)
        # The first clause lets the index find them in their order.
        return self.filter(published_on__lte=article.published_on).filter(not_same_day | models.Q(pk__lt=article.pk))

    def after(self, article: "Article") -> Self:
        """Those that come later in reading order."""
        not_same_day = models.Q(published_on__gt=article.published_on)
        return self.filter(published_on__gte=article.published_on).filter(not_same_day | models.Q(pk__gt=article.pk))


class Article(Recorded):
    """One dated text by one source. Once positions cite it, only a correction that follows their words changes it.

    `text_length` is the length of `text` in Unicode code points; positions copy it, so that
    the database itself can refuse a quote that ends outside the text.
    """

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="articles")
    key = KeyField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    title = models.CharField(max_length=300)
    published_on = models.DateField()
    url = models.URLField("address", max_length=1000, blank=True)
    language = models.CharField(max_length=35, default="en", help_text="A language tag, such as en, uk or pt-BR.")
    text = models.TextField()
    text_length = models.PositiveIntegerField(editable=False)
    provenance = models.TextField(
        blank=True, max_length=4000, help_text="What this text is: whose words, and what it summarises."
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ArticleQuerySet.as_manager()
    history = kept_history(
        indexes=[
            # Which articles were ever corrected, without a look at their texts.
            models.Index(
                fields=["negotiation", "history_type", "id", "published_on"], name="history_article_corrections"
            )
        ]
    )

    class Meta:
        ordering = ["-published_on", "-pk"]
        indexes = [models.Index(fields=["negotiation", "published_on", "id"], name="article_reading_order")]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "key"], name="article_key_once_per_negotiation"),
            models.UniqueConstraint(fields=["id", "negotiation", "published_on"], name="article_date_positions_copy"),
            models.UniqueConstraint(fields=["id", "text_length"], name="article_length_positions_copy"),
            models.UniqueConstraint(fields=["id", "negotiation"], name="article_belongs_to_negotiation"),
            models.CheckConstraint(
                condition=models.Q(text_length=Length("text")) & models.Q(text_length__gt=0),
                name="article_text_has_its_length",
                violation_error_message="An article needs a text.",
            ),
            SameRecord(
                field="source",
                agree_on=("negotiation",),
                name="article_source_in_its_negotiation",
                violation_error_message="The source belongs to another negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.published_on})"

    def clean(self) -> None:
        """An article cannot move to a day before what it reports was said."""
        super().clean()
        if self.pk is None or not isinstance(self.published_on, date):
            return
        stated = self.positions.exclude(stated_on="").values_list("stated_on", flat=True)
        late = [day for day in stated if known_to_be_after(day, self.published_on)]
        if late:
            raise ValidationError(
                {"published_on": f"A position in it says that it was stated {max(late)}. Correct that first."}
            )


class Progress(Recorded):
    """How far an article has been read, by whom and when. An article that has none says it by its positions."""

    class State(models.TextChoices):
        TO_READ = "to_read", "to read"
        IN_PROGRESS = "in_progress", "in progress"
        DONE = "done", "done"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="progress")
    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="progress")
    state = models.CharField(max_length=16, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    at = models.DateTimeField()

    history = kept_history()

    class Meta:
        verbose_name_plural = "progress"
        constraints = [
            SameRecord(
                field="article",
                agree_on=("negotiation",),
                name="progress_article_in_its_negotiation",
                violation_error_message="The article belongs to another negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_state_display()}"
