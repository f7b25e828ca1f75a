"""Undoing and doing again: each person their own deeds, from the last to the first.

Undoing brings every row that a deed wrote back to the state it had before; doing again brings it
back to the state after. Both are changes like any other, with a version and an entry of history.
They are refused where a row is not in the state that the deed left: then somebody has changed it since.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from positions.actions import coding, writing
from positions.models import (
    Agreement,
    Alias,
    Article,
    Deed,
    Issue,
    Membership,
    Negotiation,
    Participation,
    Party,
    Position,
    Progress,
    Proposal,
    Source,
    Successor,
    Talks,
    Trace,
    User,
    Venue,
)
from positions.models.base import Recorded

# What may be named by what comes after it.
ORDER: Sequence[type[Recorded]] = (
    Negotiation,
    Membership,
    Source,
    Party,
    Alias,
    Participation,
    Issue,
    Venue,
    Proposal,
    Article,
    Talks,
    Agreement,
    Progress,
    Position,
    Successor,
)


def undo(*, negotiation: Negotiation, user: User, deed: int) -> Deed:
    """Take back the last thing this person did here. `deed` is the one they saw; another is refused."""
    return turn_back(Deed.objects.of(user.pk, negotiation.pk).to_undo(), negotiation, user, deed, redo=False)


def redo(*, negotiation: Negotiation, user: User, deed: int) -> Deed:
    """Do again what this person undid last."""
    return turn_back(Deed.objects.of(user.pk, negotiation.pk).to_redo(), negotiation, user, deed, redo=True)


def turn_back(stack: Any, negotiation: Negotiation, user: User, seen: int, *, redo: bool) -> Deed:
    try:
        with transaction.atomic():
            writing.take_turn(pk=negotiation.pk)
            deed: Deed | None = stack.first()
            if deed is None:
                raise ValidationError(f"There is nothing to {'redo' if redo else 'undo'}.")
            if deed.pk != seen:
                raise ValidationError(f"You did something else since: “{deed}”. Look again before you go back.")
            Return(deed, user=user, redo=redo).make()
            deed.state = Deed.State.DONE if redo else Deed.State.UNDONE
            deed.save(update_fields=["state"])
            return deed
    except ProtectedError as error:
        row = next(iter(error.protected_objects))
        raise ValidationError(f"It is in use by now, by “{row}”. Remove that first.") from error
    except IntegrityError as error:
        raise ValidationError("What stands there now does not go together with it.") from error


class Return:
    """The way of all rows of a deed from one state to the other."""

    def __init__(self, deed: Deed, *, user: User, redo: bool) -> None:
        self.user = user
        self.start, self.goal = ("before", "after") if redo else ("after", "before")
        self.reason = f"{'redone' if redo else 'undone'}: {deed}"
        self.traces = list(deed.traces.order_by("pk"))
        self.now: dict[int, Recorded | None] = {}  # by trace
        self.tracks: set[tuple[int, int]] = set()

    def make(self) -> None:
        for trace in self.traces:
            self.now[trace.pk] = self.standing(trace)
        back = [trace for trace in self.traces if getattr(trace, self.goal) is not None]
        gone = [trace for trace in self.traces if getattr(trace, self.goal) is None]
        for trace in in_order(back):
            self.bring_back(trace)
        positions = [trace for trace in gone if model_of(trace) is Position]
        for trace in positions:
            self.take_out(trace)
        for party, proposal in self.tracks:
            coding.settle_track(party, proposal)
        for trace in reversed(in_order(trace for trace in gone if trace not in positions)):
            self.take_out(trace)

    def standing(self, trace: Trace) -> Recorded | None:
        """The row as it stands, which must be as the deed left it."""
        row = model_of(trace)._base_manager.filter(pk=trace.row).first()
        if (row.version if row else None) != getattr(trace, self.start):  # type: ignore[attr-defined]
            raise ValidationError(changed_since(trace, row))
        self.track_of(row)
        return row

    def bring_back(self, trace: Trace) -> None:
        """Write the state that the history has of that version, as a new version."""
        model, version = model_of(trace), getattr(trace, self.goal)
        past = history(trace).filter(version=version).order_by("-history_date", "-history_id").first()
        if past is None:
            raise ValidationError(f"The history has no longer what “{self.now[trace.pk]}” was.")
        row: Any = past.instance
        if isinstance(row, Position):
            coding.cite(row, row.article_id)
        last = history(trace).order_by("-version").values_list("version", flat=True).first()
        now = self.now[trace.pk]
        if now is None:
            row.version = last + 1
            writing.insert(row, user=self.user, reason=self.reason)
        else:
            row._state.adding = False
            writing.update(row, version=now.version, user=self.user, reason=self.reason)
        for field in model._meta.many_to_many:
            name = field.m2m_reverse_name()
            getattr(row, field.name).set([getattr(link, name) for link in getattr(past, field.name).all()])
        self.track_of(row)
        means = Trace.objects.filter(table=trace.table, row=trace.row)
        means.filter(before=version).update(before=row.version)
        means.filter(after=version).update(after=row.version)

    def take_out(self, trace: Trace) -> None:
        now: Any = self.now[trace.pk]
        writing.delete(now, version=now.version, user=self.user, reason=self.reason)

    def track_of(self, row: Recorded | None) -> None:
        if isinstance(row, Position):
            self.tracks.add((row.party_id, row.proposal_id))


def model_of(trace: Trace) -> type[Recorded]:
    return apps.get_model("positions", trace.table)


def history(trace: Trace) -> Any:
    return model_of(trace).history.filter(id=trace.row)  # type: ignore[attr-defined]


def in_order(traces: Iterable[Trace]) -> list[Trace]:
    return sorted(traces, key=lambda trace: (ORDER.index(model_of(trace)), trace.pk))


def changed_since(trace: Trace, row: Recorded | None) -> str:
    """Who changed the row since, and when."""
    last = history(trace).select_related("history_user").order_by("-history_date", "-history_id").first()
    who = last.history_user.get_username() if last and last.history_user else "Somebody"
    when = f" on {timezone.localtime(last.history_date):%-d %B %Y, %H:%M}" if last else ""
    what = f"changed “{row}”" if row else f"removed “{last.instance if last else trace}”"
    return f"{who} has {what}{when}, after you. To go back would lose that."
