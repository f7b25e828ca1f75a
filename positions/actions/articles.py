"""Adding articles, and correcting what is said about them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from positions.actions import deeds, nouns, writing
from positions.analysis.quotes import unix_lines
from positions.models import Article, Negotiation, Source, User
from positions.models.sources import TEXT_LIMIT

# What may be corrected. The text only as long as no position cites it.
EDITABLE = ("title", "source", "published_on", "url", "language", "provenance", "text")


def add_article(
    *,
    negotiation: Negotiation,
    source: Source | str,
    title: str,
    published_on: date,
    text: str,
    user: User | None,
    url: str = "",
    language: str = "en",
    provenance: str = "",
    today: date,
) -> Article:
    """Store a pasted text. Line ends become LF, as browsers send others than the page holds.

    A `source` given by its name is made if there is none of that name. `today` bounds the
    date: nothing can have been published later.
    """
    with deeds.doing(f"added “{title}”", negotiation=negotiation.pk, user=user):
        writing.take_turn(pk=negotiation.pk)
        article = Article(
            negotiation=negotiation,
            source=source_of(source, negotiation=negotiation, user=user),
            title=title,
            published_on=published_on,
            url=url,
            language=language,
            provenance=provenance,
            added_by=user,
        )
        give_key(article)
        set_text(article, text)
        check_date(article, today=today)
        writing.insert(article, user=user, reason="added")
        refuse_twice(article)
    return article


def edit_article(
    *, article: Article, values: Mapping[str, Any], version: int, user: User, reason: str, today: date
) -> Article:
    """Correct an article; its text only as long as no position cites it. A corrected date moves its positions along."""
    with deeds.doing("corrected", negotiation=article.negotiation_id, user=user, article=article.pk) as deed:
        writing.take_turn(pk=article.negotiation_id)
        found = Article.objects.filter(pk=article.pk).first()
        if found is None:
            raise writing.Stale(None)
        article = found
        for name in EDITABLE:
            if name in values and name not in ("source", "text"):
                setattr(article, name, values[name])
        if "source" in values:
            article.source = source_of(values["source"], negotiation=article.negotiation, user=user)
        if "text" in values and unix_lines(values["text"]) != article.text:
            if article.positions.exists():
                raise ValidationError({"text": "Positions cite this text, so it can no longer change."})
            set_text(article, values["text"])
        check_date(article, today=today)
        writing.update(article, version=version, user=user, reason=writing.needs_reason(reason))
        deed.words = f"corrected what is said about “{article.title}”"
    return article


def source_of(given: Source | str, *, negotiation: Negotiation, user: User | None) -> Source:
    """The source itself, or the one of that name, capitals and spaces aside: a new one where there is none."""
    if isinstance(given, Source):
        return given
    name = " ".join(given.split())
    for source in Source.objects.filter(negotiation=negotiation):
        if source.name.casefold() == name.casefold():
            return source
    return nouns.make(
        noun=Source, negotiation=negotiation, values={"name": name}, user=user, reason="named by an article"
    )


def give_key(article: Article) -> None:
    """A key made of its day and title, where it has none yet."""
    if not article.key:
        dated = f"{article.published_on} {article.title}"
        article.key = writing.free_key(dated, rows=Article, negotiation=article.negotiation, field="key")


def set_text(article: Article, text: str) -> None:
    article.text = unix_lines(text)
    article.text_length = len(article.text)
    if not article.text.strip():
        raise ValidationError({"text": "Paste the text of the article."})
    if article.text_length > TEXT_LIMIT:
        raise ValidationError(
            {"text": f"This text has {article.text_length:,} characters; at most {TEXT_LIMIT:,} can be stored."}
        )


def refuse_twice(article: Article) -> None:
    """An article may be like another, but not in everything: then its form was sent twice."""
    same = ("negotiation", "source", "title", "published_on", "url", "text_length", "text")
    if Article.objects.filter(**{name: getattr(article, name) for name in same}).exclude(pk=article.pk).exists():
        raise ValidationError({"text": "This very article has been added already."})


def check_date(article: Article, *, today: date) -> None:
    if article.published_on > today:
        raise ValidationError({"published_on": "This day is in the future: nothing was published on it yet."})
