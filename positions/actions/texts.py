"""Correcting the text of an article that positions cite: their words are followed into the new text.

A position whose words stand where they stood is left alone; others move along, with an entry of
history that says from where to where; those whose words cannot be told wait, unplaced, until
somebody says which words are meant (`positions.analysis.anchors` has the rules). What is only
copied of the text, its length and the words around a quote, follows without an entry.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from positions.actions import articles, bulk, coding, deeds, writing
from positions.analysis import quotes
from positions.analysis.anchors import Correction, Fate, Found
from positions.models import Article, Position, User

COPIED = ("prefix", "suffix")
PLACE = ("start", "end", "quote", *COPIED, "text_length", "version")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The article as it is now, and how many of its positions wait for their words."""

    article: Article
    waiting: int


def correct_text(*, article: Article, text: str, version: int, user: User, reason: str, seen: str = "") -> Corrected:
    """Give an article another text.

    `seen` is the `state` of the article of which the person saw what would become of its
    positions; where that is no longer so, nothing is written (`Stale`).
    """
    words = f"corrected the text of “{article.title}”"
    with deeds.doing(words, negotiation=article.negotiation_id, user=user, article=article.pk):
        writing.take_turn(pk=article.negotiation_id)
        found = Article.objects.filter(pk=article.pk).first()
        if found is None or found.version != version or (seen and seen != state(found)):
            raise writing.Stale(found)
        article = found
        reason = writing.needs_reason(reason)
        old = article.text
        articles.set_text(article, text)
        if article.text == old:
            raise ValidationError({"text": "This is the text as it stands. Correct something in it first."})
        correction = Correction(article.text, old)
        staying: list[Position] = []
        leaving: list[tuple[Position, Found | None]] = []
        for row in article.positions.order_by("pk"):
            place = correction.follow(row.passage, waits=row.is_unplaced)
            if place and place.fate is Fate.SAME_PLACE and not row.is_unplaced:
                staying.append(row)
            else:
                leaving.append((row, place))
        take_off([row.pk for row, _ in leaving if not row.is_unplaced])
        writing.update(article, version=version, user=user, reason=reason)
        follow(leaving, article.text_length, user)
        surround(staying, article.text)
        return Corrected(article, sum(not place for _, place in leaving))


def take_off(positions: Sequence[int]) -> None:
    """Free their place of the text's length, so that it can become shorter than they reach; they are written next."""
    for ids in bulk.portions(positions):
        Position.objects.filter(pk__in=ids).update(text_length=None)


def follow(leaving: Sequence[tuple[Position, Found | None]], text_length: int, user: User) -> None:
    """Write where the words went, or that they wait. Nobody else writes meanwhile, so no version is missed."""
    rows = []
    for row, found in leaving:
        if row.is_unplaced and not found:
            continue
        row._change_reason = what_became(row, found)
        if found:
            for name in ("start", "end", "quote", *COPIED):
                setattr(row, name, getattr(found.passage, name))
        row.text_length = text_length if found else None
        row.version += 1
        deeds.note(row, before=row.version - 1, after=row.version)
        rows.append(row)
    bulk.update(Position, rows, PLACE)
    bulk.keep_history(Position, rows, made=False, user=user, reason="the text was corrected")


def what_became(row: Position, found: Found | None) -> str:
    """What the position's history says."""
    if not found:
        return "the text was corrected: these words are no longer in it, or it cannot be told which are meant"
    place = f"{row.start}–{row.end} to {found.passage.start}–{found.passage.end}"
    if row.is_unplaced:
        return f"the text was corrected: it holds these words again, at {found.passage.start}–{found.passage.end}"
    if found.fate is Fate.SIMILAR:
        return f"the text was corrected: similar words, {found.likeness:.0%}: moved from {place}"
    return f"the text was corrected: moved from {place}"


def surround(rows: Sequence[Position], text: str) -> None:
    """Copy the words around those that stay where they are."""
    changed = []
    for row in rows:
        now = quotes.passage(text, row.start, row.end)
        if (row.prefix, row.suffix) != (now.prefix, now.suffix):
            row.prefix, row.suffix = now.prefix, now.suffix
            changed.append(row)
    bulk.update(Position, changed, COPIED)


def place_by_hand(*, position: Position, start: int, end: int, quote: str, version: int, user: User) -> Position:
    """Say which words of the corrected text a waiting position means: `quote`, as the person saw them there."""
    words = f"said where the words of {position} are"
    with deeds.doing(words, negotiation=position.negotiation_id, user=user, article=position.article_id):
        writing.take_turn(pk=position.negotiation_id)
        found = Position.objects.select_related("party", "proposal").filter(pk=position.pk).first()
        if found is None:
            raise writing.Stale(None)
        coding.cite(found, found.article_id)
        coding.place(found, start, end, quote)
        writing.update(
            found, version=version, user=user, reason=f"placed by hand in the corrected text, at {start}–{end}"
        )
        coding.refuse_twice(found)
    return found


def state(article: Article) -> str:
    """A token of the article and its positions as they are: another after any change to one of them."""
    version = Article.objects.filter(pk=article.pk).values_list("version", flat=True).first()
    positions = article.positions.order_by("pk").values_list("pk", "version")
    return hashlib.sha256(repr((version, list(positions))).encode()).hexdigest()[:32]
