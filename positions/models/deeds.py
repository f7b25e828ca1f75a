"""What was done, step by step, so that it can be undone."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from positions.models.negotiations import Negotiation
from positions.models.sources import Article


class DeedQuerySet(models.QuerySet["Deed"]):
    def of(self, user_id: int, negotiation_id: int) -> Self:
        """What this person did in this negotiation: each undoes their own."""
        return self.filter(user=user_id, negotiation=negotiation_id)

    def to_undo(self) -> Self:
        """The last thing done first."""
        return self.filter(state=Deed.State.DONE).order_by("-pk")

    def to_redo(self) -> Self:
        """The last thing undone first: things are undone from the last to the first."""
        return self.filter(state=Deed.State.UNDONE).order_by("pk")


class Deed(models.Model):
    """One thing a person did: all that one action wrote, and what is undone in one go.

    What the rows held before and after stands in their histories; a deed only says which
    versions those are (`Trace`).
    """

    class State(models.TextChoices):
        DONE = "done", "done"
        UNDONE = "undone", "undone"
        PASSED = "passed", "undone, and something else was done since"
        KEPT = "kept", "could not be undone, and was left as it is"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="deeds")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deeds")
    words = models.CharField(max_length=300)
    # Kept when the article goes: whoever brings it back finds the deeds on it where they were.
    article = models.ForeignKey(Article, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    done_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.DONE)

    objects = DeedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "negotiation", "state", "id"], name="deed_stack")]

    def __str__(self) -> str:
        return self.words


class Trace(models.Model):
    """A row that a deed wrote: `table` and `row` name it, `before` and `after` are its versions.

    No `before`: the deed made the row. No `after`: it removed the row. When undoing brings an
    earlier state back, that state gets a new version; every trace that meant the state then
    names the new version (`positions.actions.returning`).
    """

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="traces")
    table = models.CharField(max_length=32)
    row = models.BigIntegerField()
    before = models.PositiveIntegerField(null=True)
    after = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["table", "row"], name="trace_of_row")]
        constraints = [
            models.UniqueConstraint(fields=["deed", "table", "row"], name="trace_once_per_deed_and_row"),
            models.CheckConstraint(
                condition=models.Q(before__isnull=False) | models.Q(after__isnull=False),
                name="trace_is_of_a_row_that_was_or_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.before} → {self.after}"
