"""One address of every kind: what the tests of access, of queries and of the browser walk over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from positions.models import Agreement, Article, Negotiation, Position, Talks
from positions.views.nouns import NOUNS

# The files a page is to be had as.
SUFFIXES = {
    "article-changes": ("csv", "json"),
    "position-list": ("csv", "json"),
    "change-list": ("csv", "json"),
    "compare": ("csv", "json"),
    "timeline": ("csv", "json", "svg"),
    "matrix": ("csv", "json"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """`name` is the URL's, and `label` the name with what tells apart the addresses that share one.

    `who` is who may: anybody (the negotiations and their health), a reader or an editor of the
    negotiation, or whoever signed in. `how` is what it answers with: a page, a file, or nothing
    to GET because it takes POST only.
    """

    name: str
    url: str
    label: str
    who: str
    how: str = "page"

    def __str__(self) -> str:
        return self.label


def general() -> Iterator[Address]:
    """The addresses outside any negotiation."""
    yield Address("negotiation-list", reverse("negotiation-list"), "negotiation-list", "anybody")
    yield Address("health", reverse("health"), "health", "anybody", "file")
    yield Address("negotiation-new", reverse("negotiation-new"), "negotiation-new", "signed in")


def addresses(negotiation: Negotiation) -> list[Address]:
    """One of each kind, for the rows that the negotiation has."""
    return [*reading(negotiation), *files(negotiation), *dossiers(negotiation), *editing(negotiation)]


def to(negotiation: Negotiation, name: str, who: str, *, how: str = "page", label: str = "", **rest: Any) -> Address:
    return Address(name, reverse(name, kwargs={"slug": negotiation.slug, **rest}), label or name, who, how)


def newest_article(negotiation: Negotiation) -> Article | None:
    """The one whose page holds most: with positions, if any has some."""
    cited = Article.objects.filter(negotiation=negotiation, positions__isnull=False)
    return cited.newest_first().first() or Article.objects.filter(negotiation=negotiation).first()


def newest_position(negotiation: Negotiation) -> Position | None:
    return Position.objects.filter(negotiation=negotiation).newest_first().first()


def reading(negotiation: Negotiation) -> Iterator[Address]:
    for name in ("negotiation", "article-list", "position-list", "change-list", "compare", "timeline", "matrix", "map"):
        yield to(negotiation, name, "reader")
    if article := newest_article(negotiation):
        yield to(negotiation, "article", "reader", pk=article.pk)
        yield to(negotiation, "article-changes", "reader", pk=article.pk)
        yield to(negotiation, "article-news", "reader", how="file", pk=article.pk)
        yield to(negotiation, "article-said", "reader", how="file", pk=article.pk)
    if position := newest_position(negotiation):
        yield to(negotiation, "position", "reader", key=position.key)
    for noun in NOUNS:
        yield to(negotiation, "noun-list", "reader", label=f"noun-list-{noun}", noun=noun)


def files(negotiation: Negotiation) -> Iterator[Address]:
    yield to(negotiation, "negotiation-export", "reader", how="file")
    article = newest_article(negotiation)
    for name, suffixes in SUFFIXES.items():
        if name == "article-changes" and not article:
            continue
        row = {"pk": article.pk} if name == "article-changes" and article else {}
        for suffix in suffixes:
            label = f"{name}.{suffix}"
            yield to(negotiation, f"{name}-file", "reader", how="file", label=label, suffix=suffix, **row)


def dossiers(negotiation: Negotiation) -> Iterator[Address]:
    named = {
        "party": negotiation.parties,
        "demand": negotiation.proposals.filter(kind="demand"),
        "offer": negotiation.proposals.filter(kind="offer"),
        "issue": negotiation.issues,
        "venue": negotiation.venues,
    }
    for name, rows in named.items():
        if row := rows.order_by("slug").first():
            yield to(negotiation, name, "reader", key=row.slug)
    if talks := Talks.objects.filter(negotiation=negotiation).order_by("pk").first():
        yield to(negotiation, "talks", "reader", pk=talks.pk)
    if agreement := Agreement.objects.filter(negotiation=negotiation).order_by("pk").first():
        yield to(negotiation, "agreement", "reader", pk=agreement.pk)


def editing(negotiation: Negotiation) -> Iterator[Address]:
    yield to(negotiation, "negotiation-edit", "editor")
    yield to(negotiation, "article-new", "editor")
    yield to(negotiation, "deed-list", "editor")
    yield to(negotiation, "undo", "editor", how="post")
    yield to(negotiation, "redo", "editor", how="post")
    yield to(negotiation, "keep", "editor", how="post")
    if article := newest_article(negotiation):
        yield to(negotiation, "article-edit", "editor", pk=article.pk)
        yield to(negotiation, "position-new", "editor", how="post", pk=article.pk)
        yield to(negotiation, "article-state", "editor", how="post", pk=article.pk)
        yield to(negotiation, "article-text", "editor", pk=article.pk)
        yield to(negotiation, "article-unplaced", "editor", pk=article.pk)
    if position := newest_position(negotiation):
        yield to(negotiation, "position-edit", "editor", key=position.key)
        yield to(negotiation, "position-remove", "editor", key=position.key)
        yield to(negotiation, "position-place", "editor", how="post", key=position.key)
    for name, noun in NOUNS.items():
        yield to(negotiation, "noun-new", "editor", label=f"noun-new-{name}", noun=name)
        if row := noun.rows(negotiation).order_by("pk").first():
            yield to(negotiation, "noun-edit", "editor", label=f"noun-edit-{name}", noun=name, pk=row.pk)
    yield from housekeeping(negotiation)


def housekeeping(negotiation: Negotiation) -> Iterator[Address]:
    """What changes many rows at once. A merge begins with the choice of the other row."""
    yield to(negotiation, "position-recode", "editor")
    for name in ("parties", "demands", "offers", "venues"):
        if row := NOUNS[name].rows(negotiation).order_by("pk").first():
            yield to(negotiation, "noun-merge", "editor", label=f"noun-merge-{name}", noun=name, pk=row.pk)
    if alias := negotiation.aliases.order_by("pk").first():
        yield to(negotiation, "alias-merge", "editor", pk=alias.pk)
    if proposal := negotiation.proposals.order_by("pk").first():
        yield to(negotiation, "proposal-split", "editor", pk=proposal.pk)


def body(response: HttpResponse) -> bytes:
    """All of an answer; a streamed one must be read to its end, which also closes its files."""
    return b"".join(response.streaming_content) if response.streaming else response.content
