"""Two people saved the same row: both versions field by field, and which of each to keep.

A form carries the version it was opened on, and the history has the row as it was then. So
of every field that differs it is known who changed it: what only the others changed is
kept as theirs, what only this person changed as theirs own, and what both changed must be
chosen. Whatever is chosen, the other version stays in the history.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import QueryDict

from positions.analysis.quotes import unix_lines
from positions.forms.coding import number
from positions.forms.refusals import shown
from positions.models.base import Recorded
from positions.reports.edits import Edit, edits_since, row_at

NOT_COMPARED = ("reason", "place", "again", "remember_name")  # of the sending, not of the row
TOGETHER = {"quote": ("start", "end")}  # fields that go where another goes
SHOWN = 400  # characters of a longer value, from shortly before the two part
BEFORE = 60

Over = Callable[[Any], forms.Form]  # the form, not sent, over a row


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which what is saved now differs from what was typed here.

    `was` stood there when the form was opened; None where nobody knows. `kept` is what is
    ticked: theirs, mine, or nothing where both changed it. `mark` tells what was typed when the
    choice was offered: whoever types anew has chosen that.
    """

    name: str
    label: str
    was: str | None
    theirs: str
    mine: str
    kept: str
    must_be_made: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What to choose, and the `saves` of the others since this form was opened, newest first.

    `is_asked_again`: something had to be chosen, and was not.
    """

    saves: Sequence[Edit]
    choices: Sequence[Choice]
    opened: int
    is_asked_again: bool


class Merge:
    """What was sent with a form, the choices between two versions already made in it.

    `data` is for the form; `is_undecided` says that a choice is missing. Where there was no
    conflict before, it is what was sent.
    """

    def __init__(self, posted: QueryDict | None, *, row: Recorded, over: Over) -> None:
        self.posted = posted
        self.data = posted
        self.over = over
        self.is_undecided = False
        if posted is not None and posted.getlist("differs"):
            self.data = posted.copy()
            self.choose(row)

    def choose(self, row: Recorded) -> None:
        """Theirs is what this person was shown, which by now may have been changed once more."""
        shown_row = row_at(row, number(self.posted.get("version")) or 0)
        seen = self.over(shown_row or row)
        for name in self.posted.getlist("differs"):
            if name not in seen.fields or mark(self.posted, name) != self.posted.get(f"mark-{name}"):
                continue
            kept = self.posted.get(f"keep-{name}")
            if kept == "theirs" and shown_row is not None:
                for together in (name, *TOGETHER.get(name, ())):
                    put(self.data, seen[together])
            elif kept != "mine":
                self.is_undecided = True

    def conflict(self, form: forms.Form, current: Recorded) -> Conflict:
        """The bound form against the row as it stands now. Sending it again means to replace that version."""
        opened = number(self.posted.get("opened" if self.is_undecided else "version")) or 0
        is_as_shown = self.is_undecided and self.posted.get("version") == str(current.version)
        kept = {name: self.posted.get(f"keep-{name}", "") for name in self.posted.getlist("differs")}
        return conflict_of(
            form,
            current,
            over=self.over,
            opened=opened,
            kept=kept if is_as_shown else {},
            is_asked_again=self.is_undecided,
        )


def conflict_of(
    form: forms.Form,
    current: Recorded,
    *,
    over: Over,
    opened: int,
    kept: Mapping[str, str] = MappingProxyType({}),
    is_asked_again: bool = False,
) -> Conflict:
    """A bound form against the row as it stands now, where it was opened on another version.

    `kept` is what was ticked already. The form, sent again, means to replace the version of now.
    """
    past = row_at(current, opened)
    base = None if past is None else over(past)
    saved = over(current)
    form.data = form.data.copy()
    if passage := getattr(form, "passage", None):
        form.data["start"], form.data["end"] = str(passage.start), str(passage.end)
    form.data["version"] = str(current.version)
    choices = [
        choice(name, form, saved, base, kept=kept.get(name, ""))
        for name, field in form.fields.items()
        if name not in NOT_COMPARED and not field.widget.is_hidden and full(form, name) != full(saved, name)
    ]
    for name in getattr(form, "READ", ()):
        put(form.data, saved[name])
    return Conflict(saves=edits_since(current, opened), choices=choices, opened=opened, is_asked_again=is_asked_again)


def choice(name: str, form: forms.Form, saved: forms.Form, base: forms.Form | None, *, kept: str) -> Choice:
    was = None if base is None else full(base, name)
    theirs, mine = full(saved, name), full(form, name)
    if kept not in ("theirs", "mine"):
        kept = "" if was is None else {mine: "theirs", theirs: "mine"}.get(was, "")
    read = words_and_place if name in TOGETHER and shown(saved[name]) == shown(form[name]) else words_of
    skipped = length_in_common(theirs, mine) if max(len(theirs), len(mine)) > SHOWN else 0
    return Choice(
        name=name,
        label=str(form[name].label),
        was=None if base is None else cut(read(base, name), skipped),
        theirs=cut(read(saved, name), skipped),
        mine=cut(read(form, name), skipped),
        kept=kept,
        must_be_made=was not in (theirs, mine),
        mark=mark(form.data, name),
    )


def full(form: forms.Form, name: str) -> str:
    """All that is compared of a field, with what goes where it goes."""
    return "\x00".join(shown(form[one]) for one in (name, *TOGETHER.get(name, ())))


def words_of(form: forms.Form, name: str) -> str:
    return shown(form[name])


def words_and_place(form: forms.Form, name: str) -> str:
    """Where the same words are meant at another place."""
    return f"{shown(form[name])} (characters {shown(form['start'])}–{shown(form['end'])})"


def cut(words: str, skipped: int) -> str:
    """A long text from shortly before the place where two versions of it part."""
    begin = max(0, skipped - BEFORE)
    end = begin + SHOWN
    return f"{'…' if begin else ''}{words[begin:end]}{'…' if len(words) > end else ''}"


def length_in_common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def mark(data: QueryDict, name: str) -> str:
    """A short sign of what was typed in a field."""
    return sha256("\x00".join(map(unix_lines, data.getlist(name))).encode(errors="replace")).hexdigest()[:16]


def put(data: QueryDict, field: forms.BoundField) -> None:
    """Give a field what another form holds, as a browser would send it."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        data.setlist(field.name, ["on"] if value else [])
    elif isinstance(value, list | tuple):
        data.setlist(field.name, [str(one) for one in value])
    else:
        data[field.name] = "" if value is None else str(value)
