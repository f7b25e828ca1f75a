"""How a row is written: its key, its version, its history – and eight people at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from positions.actions import articles, coding, loading, writing
from positions.actions.nouns import edit, make
from positions.actions.writing import Stale, free_key
from positions.exchange.package.reading import read_package
from positions.exchange.package.writing import write_folder
from positions.models import Alias, Article, Issue, Negotiation, Party, Position, Source
from positions.models.base import KEY_LENGTH, valid_key
from tests.world import TODAY, World

pytestmark = pytest.mark.both

# Keys


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Prisoners of war", "prisoners-of-war"),
        ("  Çeşme – talks!  ", "cesme-talks"),
        ("2024-03-20 Two days", "2024-03-20-two-days"),
        ("snake_case__twice", "snake-case-twice"),
        ("--a--b--", "a-b"),
        ("2024-03-20 Переговоры", "2024-03-20"),
        ("new", "new-2"),
        ("New!", "new-2"),
        ("Newer", "newer"),
    ],
)
def test_a_key_is_made_of_plain_letters_digits_and_single_hyphens(world, words, key):
    assert free_key(words, rows=Issue, negotiation=world.negotiation) == key
    valid_key(key)


@pytest.mark.parametrize("words", ["Переговоры", "和談", "مفاوضات", "🕊🕊", "", "   ", "___"])
def test_words_without_a_plain_letter_get_a_key_at_random(world, words):
    one, other = (free_key(words, rows=Issue, negotiation=world.negotiation) for _ in range(2))
    assert one != other
    for key in (one, other):
        valid_key(key)
        assert len(key) == 10


@pytest.mark.parametrize("words", ["x" * 500, "word " * 100, "x" * 58 + "-" + "y" * 100])
def test_a_long_title_gives_a_key_that_fits_even_when_numbered(world, words):
    keys = []
    for _ in range(3):
        key = free_key(words, rows=Issue, negotiation=world.negotiation)
        keys.append(make(noun=Issue, negotiation=world.negotiation, values={"title": "t", "slug": key}, user=None).slug)
    assert keys == [keys[0], f"{keys[0]}-2", f"{keys[0]}-3"]
    assert len(keys[0]) + len("-9999") <= KEY_LENGTH
    valid_key(keys[0])


def test_keys_are_numbered_within_one_negotiation_only(world):
    titles = ["Water", "Water", "water!", "Water rights", "Water"]
    made = [make(noun=Issue, negotiation=world.negotiation, values={"title": title}, user=None) for title in titles]
    assert [issue.slug for issue in made] == ["water", "water-2", "water-3", "water-rights", "water-4"]
    assert world.river.issues.get().slug == "water"


def test_a_negotiation_s_own_key_is_free_among_all(world):
    assert free_key("Harbour", rows=Negotiation, negotiation=None) == "harbour-2"


@pytest.mark.parametrize("key", ["new", "a--b", "-a", "a-", "A", "é", "a_b", "a b", "a/b", "", "a\n"])
def test_a_key_of_another_shape_is_refused(key):
    with pytest.raises(ValidationError, match="small letters"):
        valid_key(key)


# Versions and history


def test_inserting_starts_the_history(world):
    party = Party(negotiation=world.negotiation, slug="west", name="Westland", short_name="West")
    writing.insert(party, user=world.people.analyst, reason="host")
    entry = party.history.get()
    assert (entry.history_type, entry.history_user, entry.history_change_reason) == ("+", world.people.analyst, "host")
    assert party.version == 1


def test_an_invalid_row_is_not_inserted(world):
    with pytest.raises(ValidationError) as refusal:
        writing.insert(Party(negotiation=world.negotiation, slug="Not A Slug", name="", short_name="W"), user=None)
    assert set(refusal.value.message_dict) == {"slug", "name"}
    assert not Party.objects.filter(short_name="W").exists()
    assert not Party.history.filter(short_name="W").exists()


def test_updating_counts_the_version_and_keeps_who_and_why(world):
    world.league.name = "League of the Coast"
    writing.update(world.league, version=1, user=world.people.editor, reason="renamed itself")
    entry = world.league.history.first()
    assert (entry.history_user, entry.history_change_reason) == (world.people.editor, "renamed itself")
    assert [row.name for row in world.league.history.all()] == ["League of the Coast", "Coastal League"]
    assert Party.objects.get(pk=world.league.pk).version == 2


def test_an_invalid_update_changes_neither_row_nor_version(world):
    world.league.name = ""
    with pytest.raises(ValidationError):
        writing.update(world.league, version=1, user=world.people.editor)
    fresh = Party.objects.get(pk=world.league.pk)
    assert (fresh.name, fresh.version, fresh.history.count()) == ("Coastal League", 1, 1)


@pytest.mark.parametrize("version", [0, 2, 99])
def test_an_update_from_another_version_is_told_what_stands_now(world, version):
    world.league.name = "Mine"
    with pytest.raises(Stale, match="Somebody else changed this after you opened it") as refusal:
        writing.update(world.league, version=version, user=world.people.editor)
    assert refusal.value.current.name == "Coastal League"
    assert world.league.history.count() == 1


def test_deleting_keeps_the_history(world):
    alias = world.southmark.aliases.get()
    writing.delete(alias, version=1, user=world.people.editor, reason="nobody says so")
    entry = Alias.history.filter(alias="Sudmark").first()
    assert (entry.history_type, entry.history_change_reason) == ("-", "nobody says so")


# Eight at once


def at_once(write, number: int = 8) -> list[object]:
    """Let so many threads, each with its own connection, start the same write together; their results or refusals."""
    together = Barrier(number, timeout=30)

    def one(place: int) -> object:
        try:
            together.wait()
            return write(place)
        except (Stale, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.mark.django_db(transaction=True)
def test_of_eight_people_who_revise_the_same_version_one_is_saved_and_seven_are_told(world: World):
    key = world.said(1, world.southmark, world.demand).pk
    read = [Position.objects.get(pk=key) for _ in range(8)]

    def revise(place: int) -> Position:
        position = read[place]
        return coding.revise(
            position=position,
            start=position.start,
            end=position.end,
            quote=position.quote,
            values={"note": f"writer {place}"},
            version=1,
            user=world.people.editor,
            reason="race",
        )

    results = at_once(revise)
    saved = [result for result in results if isinstance(result, Position)]
    assert [type(result) for result in results].count(Stale) == 7
    stored = Position.objects.get(pk=key)
    assert (stored.note, stored.version) == (saved[0].note, 2)
    assert stored.history.count() == 2
    assert all(result.current.note == stored.note for result in results if isinstance(result, Stale))


@pytest.mark.django_db(transaction=True)
def test_of_eight_people_who_edit_the_same_party_one_is_saved(world: World):
    def rename(place: int) -> Party:
        return edit(
            instance=Party.objects.get(pk=world.league.pk),
            values={"name": f"League {place}"},
            version=1,
            user=world.people.editor,
        )

    results = at_once(rename)
    assert [type(result) for result in results].count(Stale) == 7
    assert Party.objects.get(pk=world.league.pk).version == 2
    assert world.league.history.count() == 2


@pytest.mark.django_db(transaction=True)
def test_eight_people_who_code_the_same_pair_for_the_first_time_share_one_track(world: World):
    article = world.articles[0]
    values = {"party": world.league, "proposal": world.counter_offer, "stance": "open"}

    def code(place: int) -> Position:
        words = {"start": place, "end": place + 5, "quote": article.text[place : place + 5]}
        return coding.code(article=article, **words, values=values, user=world.people.editor)

    assert all(isinstance(result, Position) for result in at_once(code))
    assert world.league.tracks.filter(proposal=world.counter_offer).count() == 1
    assert world.league.positions.filter(proposal=world.counter_offer).count() == 8


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_eight_times_at_once_is_recorded_once(world: World):
    values = {"party": world.league, "proposal": world.counter_offer, "stance": "open"}

    def code(place: int) -> Position:
        words = {"start": 0, "end": 5, "quote": world.articles[0].text[:5]}
        return coding.code(article=world.articles[0], **words, values=values, user=world.people.editor)

    refused = [result for result in at_once(code) if not isinstance(result, Position)]
    assert [result.message_dict for result in refused] == 7 * [
        {"quote": ["This party is recorded with this very stance at these words already."]}
    ]
    assert world.league.positions.filter(proposal=world.counter_offer).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_article_that_is_sent_eight_times_at_once_is_added_once(world: World):
    def add(place: int) -> Article:
        return articles.add_article(
            negotiation=world.negotiation,
            source="The Mole",
            title="Fog",
            published_on=TODAY,
            text="Nothing could be seen.\r\n",
            user=world.people.editor,
            today=TODAY,
        )

    refused = [result for result in at_once(add) if not isinstance(result, Article)]
    assert [result.message_dict for result in refused] == 7 * [{"text": ["This very article has been added already."]}]
    assert Article.objects.filter(title="Fog").count() == 1
    assert Source.objects.filter(name="The Mole").count() == 1


@pytest.mark.django_db(transaction=True)
def test_three_people_code_and_edit_while_the_same_negotiation_is_loaded_again_and_again(world: World, tmp_path: Path):
    """None waits for another who waits for them: each writes in turn, in whatever order they touch the rows."""
    write_folder(world.negotiation, tmp_path / "harbour")
    package = read_package(tmp_path / "harbour", today=TODAY)
    editor = world.people.editor

    def load() -> None:
        for _ in range(12):
            loading.load_package(package=package, user=editor)

    def work(person: int) -> None:
        parties, proposals = (world.northland, world.southmark, world.league), (world.demand, world.offer)
        for count in range(16):
            values = {"party": parties[(person + count) % 3], "proposal": proposals[count % 2], "stance": "open"}
            article = world.articles[(person + count) % 4]
            place = {"start": person, "end": 10 + count, "quote": article.text[person : 10 + count]}
            position = coding.code(article=article, values=values, user=editor, **place)
            values["party"] = parties[(person + count + 1) % 3]
            again = {"values": values, "version": 1, "reason": "misread"}
            coding.revise(position=position, user=editor, **place, **again)
        articles.edit_article(
            article=world.articles[person],
            values={"url": "https://example.org/"},
            version=1,
            user=editor,
            reason="found",
            today=TODAY,
        )

    before = Position.objects.count()
    at_once(lambda place: work(place) if place else load(), number=4)
    assert Position.objects.count() == before + 48
    assert Position.objects.filter(version=2, start__in=(1, 2, 3), end__gte=10).count() == 48
    assert set(Position.objects.values_list("party", "proposal")) == set(
        world.negotiation.tracks.values_list("party", "proposal")
    ) | set(world.river.tracks.values_list("party", "proposal"))
