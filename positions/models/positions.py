"""The coded statements, and the tracks they run on."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast, Length, Substr
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from positions.analysis import quotes, stances
from positions.models.base import KeyField, PartialDateField, Recorded, kept_history, known_to_be_after
from positions.models.constraints import SameRecord
from positions.models.negotiations import Negotiation
from positions.models.parties import Party
from positions.models.proposals import Proposal
from positions.models.sources import Article


class Track(models.Model):
    """A party on a proposal: a lane of the timeline, a cell of the matrix, and the address of both.

    Made with the first position of the pair. Holds no fact of its own, so it needs no history.
    """

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="tracks")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="tracks")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="tracks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "proposal"], name="one_track_per_party_and_proposal"),
            models.UniqueConstraint(fields=["party", "proposal", "negotiation"], name="track_belongs_to_negotiation"),
            SameRecord(field="party", agree_on=("negotiation",), name="track_party_in_its_negotiation"),
            SameRecord(field="proposal", agree_on=("negotiation",), name="track_proposal_in_its_negotiation"),
        ]

    def __str__(self) -> str:
        return f"{self.party} on {self.proposal}"


# Whether the index `position_reading` holds a position: with a longer condition it might not fit into PostgreSQL's.
FITS_INDEX = models.Q(LessThanOrEqual(Length("condition"), 500))
OUTGROWS_INDEX = models.Q(GreaterThan(Length("condition"), 500))


class PositionQuerySet(models.QuerySet["Position"]):
    def on(self, proposal: Proposal) -> Self:
        return self.filter(proposal=proposal)

    def by(self, party: Party) -> Self:
        return self.filter(party=party)

    def until(self, day: date) -> Self:
        """Those of articles published on that day or earlier."""
        return self.filter(published_on__lte=day)

    def in_reading_order(self) -> Self:
        # By the id itself: ordering by the relation would join the article and follow its own, newest-first ordering.
        return self.order_by("published_on", "article_id", "start", "pk")

    def newest_first(self) -> Self:
        """By article from the newest; within an article in the order of its text."""
        return self.order_by("-published_on", "-article_id", "start", "pk")

    def placed(self) -> Self:
        """Those whose words stand in the text of their article as it is now."""
        return self.filter(text_length__isnull=False)

    def unplaced(self) -> Self:
        """Those whose words wait to be found in the corrected text."""
        return self.filter(text_length=None)

    def on_scale(self) -> Self:
        return self.exclude(stance__in=stances.OFF_SCALE)

    def with_names(self) -> Self:
        """With all that a row of a list shows, in one query and without any article's text."""
        return self.select_related("party", "proposal__issue", "article__source").defer("article__text")


class Position(Recorded):
    """One coded statement: this article reports that this party takes this stance on this proposal, in these words.

    `start` and `end` count Unicode code points of the article's text, end exclusive, and
    `quote` is exactly what stands there; `prefix` and `suffix` are the 32 code points around
    it (W3C Web Annotation: TextPositionSelector and TextQuoteSelector). `published_on` and
    `text_length` are the article's, copied: the database keeps them equal.

    What a party's position is in general is derived from these rows (`positions.analysis.changes`), never stored.
    """

    Stance = models.TextChoices(
        "Stance", {stance.name: (stance.value, step.label) for stance, step in stances.SCALE.items()}
    )

    class Move(models.TextChoices):
        """The speech act (its PLOVER/CAMEO code is in `positions.analysis.moves`)."""

        DEMAND = "demand", "demands"
        OFFER = "offer", "offers"
        COUNTER_OFFER = "counter_offer", "makes a counter-offer"
        ACCEPT = "accept", "accepts"
        CONCEDE = "concede", "concedes"
        REJECT = "reject", "rejects"
        RETRACT = "retract", "retracts"
        THREATEN = "threaten", "threatens"
        REAFFIRM = "reaffirm", "reaffirms"
        OTHER = "other", "other"

    class Attribution(models.TextChoices):
        DIRECT_QUOTE = "direct_quote", "direct quote"
        PARAPHRASE = "paraphrase", "paraphrase"
        OFFICIAL_TEXT = "official_text", "official text"
        REPORTED_BY_THIRD_PARTY = "reported_by_third_party", "reported by a third party"
        ANONYMOUS_OFFICIAL = "anonymous_official", "anonymous official"
        INFERRED = "inferred", "inferred"

    class Credibility(models.IntegerChoices):
        """The Admiralty grade of the information. 6 says that it cannot be judged: never sort or average by it."""

        CONFIRMED = 1, "1: confirmed"
        PROBABLY_TRUE = 2, "2: probably true"
        POSSIBLY_TRUE = 3, "3: possibly true"
        DOUBTFUL = 4, "4: doubtful"
        IMPROBABLE = 5, "5: improbable"
        CANNOT_BE_JUDGED = 6, "6: cannot be judged"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="positions")
    key = KeyField("id")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="positions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="positions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=16, choices=Stance)
    condition = models.TextField(
        blank=True, max_length=2000, help_text="What the stance is tied to, in the article's words."
    )
    move = models.CharField("speech act", max_length=16, choices=Move, blank=True)
    attribution = models.CharField(max_length=32, choices=Attribution, blank=True)
    speaker = models.CharField(max_length=200, blank=True, help_text="Name and office, as the article writes them.")
    party_as_written = models.CharField(max_length=200, blank=True, help_text="“Kyiv”, “the Kremlin”.")
    stated_on = PartialDateField(help_text="When it was said, if the article tells: 2025, 2025-07 or 2025-07-19.")
    quote = models.TextField(help_text="The exact words of the article.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    prefix = models.CharField(max_length=quotes.CONTEXT, blank=True)
    suffix = models.CharField(max_length=quotes.CONTEXT, blank=True)
    credibility = models.PositiveSmallIntegerField(choices=Credibility, null=True, blank=True)
    note = models.TextField(blank=True, max_length=4000)
    coder = models.CharField(max_length=150, help_text="The account that coded it.")
    published_on = models.DateField(editable=False)
    text_length = models.PositiveIntegerField(null=True, editable=False)

    QUOTE_LIMIT = 10_000  # characters; a longer passage is no statement but a document
    # What an analyst says of a position, beside the passage itself.
    READING = (
        "party",
        "proposal",
        "stance",
        "condition",
        "move",
        "attribution",
        "speaker",
        "party_as_written",
        "stated_on",
        "credibility",
        "note",
    )
    # The columns in which two positions are one reading of the same words. Nobody codes it twice; a merge may.
    ONE_READING = ("article_id", "party_id", "proposal_id", "stance", "start", "end")

    objects = PositionQuerySet.as_manager()
    history = kept_history(
        indexes=[
            # What was known on a day of a track: one probe, as of the rows themselves.
            models.Index(
                fields=["party", "proposal", "published_on", "article", "start", "id", "history_id"],
                name="history_position_track",
            )
        ]
    )

    class Meta:
        ordering = ["-published_on", "-article_id", "start", "pk"]
        indexes = [
            # The position before a given one on the same track is one probe of this index.
            models.Index(
                fields=["party", "proposal", "published_on", "article", "start", "id", "stance"], name="position_track"
            ),
            models.Index(
                fields=["negotiation", "published_on", "article", "start", "id"], name="position_reading_order"
            ),
            # All that decides a kind of change, in the order of its track, so that all changes are one pass over it.
            models.Index(
                fields=["party", "proposal", "published_on", "article", "start", "id", "stance", "move", "condition"],
                condition=FITS_INDEX,
                name="position_reading",
            ),
            # Tells in one probe whether that index holds all.
            models.Index(fields=["negotiation"], condition=OUTGROWS_INDEX, name="position_outgrown"),
            # Few at any time, and every front page counts them.
            models.Index(fields=["negotiation"], condition=models.Q(text_length=None), name="position_unplaced"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "key"], name="position_id_once_per_negotiation"),
            models.CheckConstraint(
                condition=models.Q(stance__in=[str(stance) for stance in stances.Stance]),
                name="position_stance_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(stance="conditional") | ~models.Q(condition=""),
                name="position_conditional_has_its_condition",
                violation_error_message="Say on what condition it would be accepted.",
            ),
            models.CheckConstraint(
                condition=models.Q(stance__in=[str(stance) for stance in stances.ON_SCALE]) | models.Q(condition=""),
                name="position_off_scale_has_no_condition",
                violation_error_message="A stance off the scale cannot carry a condition.",
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")),
                name="position_quote_starts_before_it_ends",
                violation_error_message="The quote must start before it ends.",
            ),
            models.CheckConstraint(
                condition=models.Q(end__lte=models.F("text_length")),
                name="position_quote_ends_inside_the_text",
                violation_error_message="The quote ends after the text does.",
            ),
            models.CheckConstraint(
                condition=models.Q(end=models.F("start") + Length("quote")),
                name="position_quote_is_as_long_as_its_place",
                violation_error_message="The quote is not as long as its place in the text.",
            ),
            models.CheckConstraint(
                condition=models.Q(credibility=None) | models.Q(credibility__range=(1, 6)),
                name="position_credibility_is_a_grade",
            ),
            models.CheckConstraint(
                # As far as the date is known: 2025-07 is in order for an article of 20 July 2025.
                condition=models.Q(stated_on="")
                | models.Q(stated_on__lte=Substr(Cast("published_on", models.CharField()), 1, Length("stated_on"))),
                name="position_was_stated_before_it_was_published",
                violation_error_message="The article cannot report what was said after it was published.",
            ),
            SameRecord(
                field="article",
                agree_on=("negotiation", "published_on"),
                cascade_update=True,
                name="position_copies_its_article_s_date",
            ),
            SameRecord(
                field="article",
                agree_on=("text_length",),
                cascade_update=True,
                name="position_copies_its_article_s_length",
            ),
            SameRecord(
                field="party",
                agree_on=("negotiation",),
                name="position_party_in_its_negotiation",
                violation_error_message="The party belongs to another negotiation.",
            ),
            SameRecord(
                field="proposal",
                agree_on=("negotiation",),
                name="position_proposal_in_its_negotiation",
                violation_error_message="The proposal belongs to another negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_stance_display()} – {self.proposal}"

    def clean(self) -> None:
        """The quote must stand in the text at its very place, and nothing is reported before it is said."""
        super().clean()
        errors = {}
        if not self.is_unplaced and self.article.text[self.start : self.end] != self.quote:
            errors["quote"] = "These words are not in the article at this place. Copy them from the text exactly."
        day = self.article.published_on
        if known_to_be_after(self.stated_on, day):
            errors["stated_on"] = f"The article was published on {day}, so it cannot report what was said later."
        if errors:
            raise ValidationError(errors)

    @property
    def is_unplaced(self) -> bool:
        return self.text_length is None

    @property
    def passage(self) -> quotes.Passage:
        """Its place, or where it last stood if it is unplaced."""
        return quotes.Passage(self.start, self.end, self.quote, self.prefix, self.suffix)

    @property
    def stance_value(self) -> int | None:
        """−3 … +3, None off the scale."""
        return stances.Stance(self.stance).value_on_scale
