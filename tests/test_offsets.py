"""The words that somebody selects are the very same words everywhere: stored, marked, exported, loaded again."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.actions.loading import load_package
from positions.analysis.stances import ON_SCALE
from positions.exchange.package.reading import read_package
from positions.exchange.package.writing import write_folder
from positions.models import Article, Negotiation, Position, User
from tests.offsets import CLASSES, PIECES, Place, Served, classes_of, placed, selection
from tests.packages import HEADERS, Cells, row

TODAY = date(2024, 6, 1)
TEXTS = 26
SELECTIONS = 45  # in each text; some hold no words, and some are the same

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
texts = st.builds(
    lambda start, pieces, more: f"{start}{''.join([*pieces, *more])}end",
    st.sampled_from(["", "", "\n", "\r\n", "\r"]),
    st.tuples(*map(st.sampled_from, CLASSES.values())).flatmap(st.permutations),
    st.lists(st.sampled_from(PIECES) | st.text(characters, max_size=8), max_size=8),
)
ends = st.integers(0, 1_000_000)
selections = st.lists(st.tuples(ends, ends), min_size=SELECTIONS, max_size=SELECTIONS, unique=True)


def negotiation_with(text: str, slug: str, folder: Path, user: User) -> Negotiation:
    """A negotiation with one article, loaded from files since these keep every line end as it is."""
    tables = {table: [] for table in HEADERS} | {
        "parties": [row("parties", "north", "North", "North", "state", "")],
        "issues": [row("issues", "harbour", "Harbour", "open", "", 1)],
        "proposals": [row("proposals", "give", "demand", "Give it", "", "harbour", "north", *[""] * 7)],
        "sources": [row("sources", "ledger", "Ledger", "", "", "")],
        "articles": [row("articles", "fog", "ledger", "Fog", "2024-05-01", "", "en", "")],
    }
    about = {"slug": slug, "title": "Offsets", "summary": "", "about_data": "", "public": False}
    cells = Cells(negotiation=about, tables=tables, texts={"fog": text})
    return load_package(package=read_package(cells.write(folder), today=TODAY), user=user).negotiation


def loaded_elsewhere(negotiation: Negotiation, folder: Path, user: User) -> Negotiation:
    """Exported, and loaded into a negotiation that was empty before."""
    write_folder(negotiation, folder)
    file = folder / "negotiation.json"
    about = json.loads(file.read_text()) | {"slug": f"{negotiation.slug}-again"}
    file.write_text(json.dumps(about))
    return load_package(package=read_package(folder, today=TODAY), user=user).negotiation


def served(client: Client, article: Article) -> Served:
    """The article's page as a browser reads it, of which every block must begin where it says."""
    page = Served.read(client.get(reverse("article", args=[article.negotiation.slug, article.pk])).content.decode())
    assert page.text == article.text
    assert "".join(page.blocks.values()) in ("", article.text)
    for start, words in page.blocks.items():
        assert article.text[start : start + len(words)] == words
    return page


def code(client: Client, article: Article, place: Place, *, stance: str, htmx: bool) -> str | None:
    """Send what the page's script would; the words marked in the answer, where the answer shows them."""
    quote = place.quote.replace("\r\n", "\n").replace("\r", "\n")  # as a text field holds it
    data = {
        "quote": quote if htmx else quote.replace("\n", "\r\n"),  # as a form is sent
        "start": place.start,
        "end": place.end,
        "party": article.negotiation.parties.get().pk,
        "proposal": article.negotiation.proposals.get().pk,
        "stance": stance,
        "condition": "If",
    }
    address = reverse("position-new", args=[article.negotiation.slug, article.pk])
    answer = client.post(address, data, headers={"HX-Request": "true"} if htmx else {})
    assert answer.status_code == (200 if htmx else 302), answer.content.decode()
    if not htmx:
        return None
    position = Position.objects.order_by("pk").last()
    return Served.read(answer.content.decode()).marked[position.key]


@pytest.mark.both
def test_words_selected_anywhere_are_the_same_words_stored_marked_exported_and_loaded(db: None, tmp_path: Path) -> None:
    """At least a thousand selections in random texts, and some hundred with each class of what is hard."""
    user = User.objects.create_user("analyst")
    client = Client()
    client.force_login(user)
    seen: Counter[str] = Counter()

    @settings(max_examples=TEXTS, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(text=texts, chosen=selections)
    def hold(text: str, chosen: list[tuple[int, int]]) -> None:
        seen["texts"] += 1
        slug = f"offsets-{seen['texts']}"
        article = negotiation_with(text, slug, tmp_path / slug, user).articles.get()
        assert article.text == text
        on_page = served(client, article).text
        places = dict.fromkeys(placed(on_page, *selection(on_page, *pair)) for pair in chosen)
        wanted = [place for place in places if place and place.quote.strip()]
        for number, place in enumerate(wanted):
            marked = code(client, article, place, stance=ON_SCALE[number % 7], htmx=number % 10 == 0)
            position = Position.objects.order_by("pk").last()
            assert (position.start, position.end, position.quote) == (place.start, place.end, place.quote)
            assert text[place.start : place.end] == place.quote
            assert marked in (None, place.quote)
        by_key = {position.key: position.quote for position in article.positions.all()}
        assert served(client, article).marked == by_key
        again = loaded_elsewhere(article.negotiation, tmp_path / f"{slug}-out", user).articles.get()
        assert {position.key: position.quote for position in again.positions.all()} == by_key
        assert served(client, again).marked == by_key
        seen["cases"] += len(wanted)
        for place in wanted:
            seen.update(classes_of(text, place.start, place.end))

    hold()
    assert seen["cases"] >= 1000, seen
    rare = {name: seen[name] for name in (*CLASSES, "leading line end") if seen[name] < 100}
    assert not rare, seen
    assert not {name for name in CLASSES if seen[f"{name} inside"] < 50}, seen
