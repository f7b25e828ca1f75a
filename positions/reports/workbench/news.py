"""What others changed on an article since somebody opened it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from positions.models import Article, Position, User

MOST_NAMED = 2  # people; of more their number is said

# Net effect on a position of all its entries since the mark: (did it stand before, does it stand now).
NET = {(False, True): "added", (True, True): "corrected", (True, False): "removed"}


@dataclass(frozen=True, slots=True)
class News:
    """Who did what since the mark. `corrected` and `removed` are the keys of positions; `added` is a number.

    `mark` is where the next question begins: what is told here is told again until somebody asks
    with it. `who` has an empty name where no account did it, as in a load from the command line.
    """

    mark: str
    who: Sequence[str]
    added: int
    corrected: Sequence[str]
    removed: Sequence[str]
    text_corrected: bool

    @property
    def people(self) -> str:
        """“editor”, “editor and staff”, “editor, staff and 3 others”."""
        names = [name or "Somebody" for name in self.who]
        if len(names) > MOST_NAMED + 1:
            return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} others"
        return " and ".join([part for part in (", ".join(names[:-1]), *names[-1:]) if part])

    @property
    def deeds(self) -> str:
        """“added 2 positions, corrected 1 and removed 1”."""
        counted = [("added", self.added), ("corrected", len(self.corrected)), ("removed", len(self.removed))]
        parts = [f"{verb} {count}" for verb, count in counted if count]
        if parts:
            parts[0] += " position" if parts[0].endswith(" 1") else " positions"
        if self.text_corrected:
            parts.append("corrected the text")
        return " and ".join([part for part in (", ".join(parts[:-1]), *parts[-1:]) if part])


def mark(article: int) -> str:
    """The latest entry of the histories of an article's positions and of the article itself. One query.

    Read it before the positions are read, so that nothing falls between. Entries of one article are
    numbered in the order in which they are committed, since writers of one negotiation wait for each
    other; those of others are not, so the latest of all would not do.
    """
    own = {
        "positions": Position.history.filter(article=OuterRef("pk")),
        "text": Article.history.filter(id=OuterRef("pk")),
    }
    row = Article.objects.filter(pk=article).values_list(*(latest(entries) for entries in own.values())).first()
    return "-".join(map(str, row)) if row else ""


def latest(entries: QuerySet[Any]) -> Any:
    """The highest number among the entries.

    Of the bare column PostgreSQL would look for it by walking all histories back from their end,
    past every entry of other articles; of a sum it goes by the index of the article.
    """
    found = entries.order_by().annotate(same=Value(1)).values("same").annotate(last=Max(F("history_id") + 0))
    return Coalesce(Subquery(found.values("last")), 0)


def read_mark(text: str) -> tuple[int, int] | None:
    """The two numbers of a mark; None for what is none."""
    numbers = text.split("-")
    if len(numbers) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in numbers):
        return None
    return int(numbers[0]), int(numbers[1])


def news(article: int, since: tuple[int, int], *, user: User | None) -> News | None:
    """What others than `user` did since; None where they did nothing. Two queries, four when there is some."""
    position_entries = list(of_others(Position.history.filter(article=article), since[0], user, "key", "history_type"))
    text_entries = list(of_others(Article.history.filter(id=article), since[1], user, "history_type"))
    if not position_entries and not text_entries:
        return None
    net = net_effects((key, kind) for _, _, key, kind in position_entries)
    text_corrected = bool(text_entries) and is_another_text(article, since[1])
    told = {key for keys in net.values() for key in keys}
    read = ((since[0], position_entries), (since[1], text_entries))
    who = [name for _, name, key, _ in position_entries if key in told]
    who += [name for _, name, _ in text_entries if text_corrected]
    if not who:
        return None
    return News(
        mark="-".join(str(max([start, *(entry[0] for entry in entries)])) for start, entries in read),
        who=list(dict.fromkeys(name or "" for name in who)),
        added=len(net.get("added", ())),
        corrected=net.get("corrected", ()),
        removed=net.get("removed", ()),
        text_corrected=text_corrected,
    )


def of_others(entries: QuerySet[Any], since: int, user: User | None, *fields: str) -> QuerySet[Any]:
    """The entries after the mark that this person did not make, in order, with the name of who did."""
    own = Q(history_user=user.pk) & Q(history_user__isnull=False) if user else Q(pk__in=())
    found = entries.filter(history_id__gt=since).exclude(own).order_by("history_id")
    return found.values_list("history_id", "history_user__username", *fields)


def net_effects(entries: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Keys of positions by what became of them, all in all; one that came and went again is nothing."""
    found: dict[str, list[str]] = {}
    by_key = groupby(sorted(entries, key=lambda entry: entry[0]), key=lambda entry: entry[0])  # which keeps their order
    for key, group in by_key:
        kinds = [kind for _, kind in group]
        if effect := NET.get((kinds[0] != "+", kinds[-1] != "-")):
            found.setdefault(effect, []).append(key)
    return found


def is_another_text(article: int, entry: int) -> bool:
    """Whether the text differs from what it was at that entry of its history; compared where it lies."""
    before = Article.history.filter(history_id=entry, id=article).values("text")
    return Article.objects.filter(pk=article).exclude(text=Subquery(before)).exists()
