"""Every address of the app. The suffix is the format; without one it is the page."""

from django.urls import URLPattern, path, register_converter

from positions.views import (
    article,
    articles,
    changes,
    compare,
    export,
    housekeeping,
    matrix,
    negotiations,
    news,
    nouns,
    parties,
    place,
    places,
    position,
    positions,
    progress,
    proposals,
    recoding,
    rounds,
    steps,
    texts,
    timeline,
    venues,
)


class Format:
    """The suffix of a download."""

    regex = "csv|json|svg"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Noun:
    """The part of an address that says which kind of thing is listed or made."""

    regex = "|".join(nouns.NOUNS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Format, "format")
register_converter(Noun, "noun")

N = "n/<slug:slug>/"


def page_and_files(address: str, view, name: str) -> list[URLPattern]:
    """A page at `address/`, and the same as a file at `address.csv` and so on."""
    return [path(f"{address}/", view, name=name), path(f"{address}.<format:suffix>", view, name=f"{name}-file")]


urlpatterns = [
    path("", negotiations.index, name="negotiation-list"),
    path("healthz", negotiations.health, name="health"),
    path("new/", negotiations.new, name="negotiation-new"),
    path(N, negotiations.standing, name="negotiation"),
    path(f"{N}edit/", negotiations.edit, name="negotiation-edit"),
    path(f"{N}export.zip", export.package, name="negotiation-export"),
    # articles and what they say
    path(f"{N}articles/", articles.index, name="article-list"),
    path(f"{N}articles/new/", articles.new, name="article-new"),
    path(f"{N}articles/<int:pk>/", article.read, name="article"),
    path(f"{N}articles/<int:pk>/edit/", articles.edit, name="article-edit"),
    path(f"{N}articles/<int:pk>/positions/", article.code, name="position-new"),
    path(f"{N}articles/<int:pk>/said/", article.said, name="article-said"),
    path(f"{N}articles/<int:pk>/news/", news.since, name="article-news"),
    path(f"{N}articles/<int:pk>/state/", progress.mark, name="article-state"),
    path(f"{N}articles/<int:pk>/text/", texts.correct, name="article-text"),
    path(f"{N}articles/<int:pk>/unplaced/", texts.unplaced, name="article-unplaced"),
    *page_and_files(f"{N}articles/<int:pk>/changes", changes.of_article, "article-changes"),
    *page_and_files(f"{N}positions", positions.index, "position-list"),
    path(f"{N}positions/<slug:key>/", position.history, name="position"),
    path(f"{N}positions/<slug:key>/edit/", position.revise, name="position-edit"),
    path(f"{N}positions/<slug:key>/remove/", position.remove, name="position-remove"),
    path(f"{N}positions/<slug:key>/place/", place.move, name="position-place"),
    # what somebody did, and taking it back
    path(f"{N}steps/", steps.index, name="deed-list"),
    path(f"{N}steps/undo/", steps.undo, name="undo"),
    path(f"{N}steps/redo/", steps.redo, name="redo"),
    path(f"{N}steps/keep/", steps.keep, name="keep"),
    # many things at once
    path(f"{N}<noun:noun>/<int:pk>/merge/", housekeeping.merge, name="noun-merge"),
    path(f"{N}aliases/<int:pk>/merge/", housekeeping.merge_alias, name="alias-merge"),
    path(f"{N}recode/", recoding.recode, name="position-recode"),
    path(f"{N}proposals/<int:pk>/split/", recoding.split, name="proposal-split"),
    # how positions move
    *page_and_files(f"{N}changes", changes.index, "change-list"),
    *page_and_files(f"{N}compare", compare.show, "compare"),
    *page_and_files(f"{N}timeline", timeline.show, "timeline"),
    *page_and_files(f"{N}matrix", matrix.show, "matrix"),
    path(f"{N}map/", places.show, name="map"),
    # what a negotiation consists of: lists, and forms to add and edit
    path(f"{N}<noun:noun>/", nouns.index, name="noun-list"),
    path(f"{N}<noun:noun>/new/", nouns.new, name="noun-new"),
    path(f"{N}<noun:noun>/<int:pk>/edit/", nouns.edit, name="noun-edit"),
    # dossiers
    path(f"{N}parties/<slug:key>/", parties.dossier, name="party"),
    path(f"{N}demands/<slug:key>/", proposals.dossier, {"kind": "demand"}, name="demand"),
    path(f"{N}offers/<slug:key>/", proposals.dossier, {"kind": "offer"}, name="offer"),
    path(f"{N}issues/<slug:key>/", proposals.issue, name="issue"),
    path(f"{N}venues/<slug:key>/", venues.dossier, name="venue"),
    path(f"{N}talks/<int:pk>/", rounds.talks, name="talks"),
    path(f"{N}agreements/<int:pk>/", rounds.agreement, name="agreement"),
]
