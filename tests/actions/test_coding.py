"""Marking who said what, correcting it, and taking it back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from positions.actions import articles, coding
from positions.actions.writing import Stale
from positions.models import Article, Position, Track
from tests.world import TODAY, World

pytestmark = pytest.mark.both

QUOTE = "Southmark had accepted the exchange overnight"


@pytest.fixture
def article(world: World) -> Article:
    return world.articles[4]


def mark(world: World, article: Article, quote: str = QUOTE, **values: object) -> Position:
    start = article.text.index(quote)
    values = {"party": world.league, "proposal": world.offer, "stance": "supports", **values}
    return coding.code(
        article=article, start=start, end=start + len(quote), quote=quote, values=values, user=world.people.analyst
    )


def revised(world: World, position: Position, **values: object) -> Position:
    return coding.revise(
        position=position,
        start=position.start,
        end=position.end,
        quote=position.quote,
        values=values,
        version=position.version,
        user=world.people.editor,
        reason="misread",
    )


def test_the_same_reading_of_the_same_words_is_recorded_once(world, article):
    before = article.positions.count()
    mark(world, article)
    with pytest.raises(ValidationError) as refusal:
        mark(world, article, note="again")
    assert refusal.value.message_dict == {
        "quote": ["This party is recorded with this very stance at these words already."]
    }
    for other in ({"party": world.northland}, {"proposal": world.demand}, {"stance": "rejects"}, {"quote": QUOTE[:9]}):
        mark(world, article, **other)
    assert article.positions.count() == before + 5


def test_a_coded_passage_is_a_position_with_its_words_and_their_surroundings(world, article):
    position = mark(
        world,
        article,
        stance="conditional",
        condition="  if all come home \n",
        move="accept",
        attribution="paraphrase",
        speaker="a spokesman",
        party_as_written="the League",
        stated_on="2024-04",
        credibility=2,
        note="Overnight.",
    )
    position.refresh_from_db()
    start = article.text.index(QUOTE)
    assert (position.start, position.end, position.quote) == (start, start + len(QUOTE), QUOTE)
    assert position.prefix == article.text[start - 32 : start]
    assert position.suffix == article.text[position.end : position.end + 32]
    assert position.condition == "if all come home"
    assert (position.published_on, position.text_length) == (article.published_on, len(article.text))
    assert (position.negotiation, position.coder, position.version) == (world.negotiation, "analyst", 1)
    assert position.stance_value == 1
    assert len(position.key) == 10


def test_coding_writes_one_entry_of_history_with_who_and_why(world, article):
    entry = mark(world, article).history.get()
    assert (entry.history_type, entry.history_user, entry.history_change_reason) == ("+", world.people.analyst, "coded")


def test_the_first_position_of_a_pair_opens_its_track_and_the_second_finds_it(world, article):
    tracks = Track.objects.filter(party=world.league, proposal=world.offer)
    assert not tracks
    mark(world, article)
    mark(world, article, "Northland would welcome a transfer of the harbour")
    assert tracks.get().negotiation == world.negotiation


def test_the_same_words_may_be_coded_for_two_parties(world, article):
    mark(world, article)
    mark(world, article, party=world.northland)
    assert article.positions.filter(quote=QUOTE).count() == 2


REFUSED = [
    ({"stance": "conditional"}, "condition", "Say on what condition it would be accepted."),
    ({"stance": "conditional", "condition": " \n "}, "condition", "Say on what condition it would be accepted."),
    (
        {"stance": "declines", "condition": "if x"},
        "condition",
        "A stance off the scale cannot carry a condition. Take the condition out.",
    ),
    ({"stance": "maybe"}, "stance", "Value 'maybe' is not a valid choice."),
    ({"stance": ""}, "stance", "This field cannot be blank."),
    ({"move": "shout"}, "move", "Value 'shout' is not a valid choice."),
    ({"credibility": 7}, "credibility", "Value 7 is not a valid choice."),
    (
        {"stated_on": "2024-13"},
        "stated_on",
        "There is no such date as 2024-13. Give a date as 2022, 2022-03 or 2022-03-29.",
    ),
    (
        {"stated_on": "0000-00-00"},
        "stated_on",
        "There is no such date as 0000-00-00. Give a date as 2022, 2022-03 or 2022-03-29.",
    ),
    ({"note": "a\x00b"}, "note", "This contains a NUL character, which cannot be stored. Remove it."),
    (
        {"speaker": "a\ud83db"},
        "speaker",
        "This contains half of a broken character (a lone surrogate), which cannot be stored. Remove it.",
    ),
    ({"speaker": "x" * 201}, "speaker", "Ensure this value has at most 200 characters (it has 201)."),
]


@pytest.mark.parametrize(("values", "field", "sentence"), REFUSED)
def test_what_cannot_be_coded_is_refused_at_its_field_and_nothing_is_written(world, article, values, field, sentence):
    before = (Position.objects.count(), Position.history.count(), Track.objects.count())
    with pytest.raises(ValidationError) as refusal:
        mark(world, article, **values)
    assert refusal.value.message_dict == {field: [sentence]}
    assert (Position.objects.count(), Position.history.count(), Track.objects.count()) == before


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (6, 5), (0, 10_000), (10**30, 10**30 + 1)])
def test_a_place_outside_the_text_is_refused(world, article, start, end):
    values = {"party": world.league, "proposal": world.offer, "stance": "open"}
    with pytest.raises(ValidationError) as refusal:
        coding.code(
            article=article,
            start=start,
            end=end,
            quote=article.text[max(0, start) : end],
            values=values,
            user=world.people.analyst,
        )
    assert refusal.value.message_dict == {"quote": ["These words are not in the article. Copy them from the text."]}


def test_a_party_or_proposal_of_another_negotiation_is_refused(world, article):
    for values in ({"party": world.upstream}, {"proposal": world.river_demand}):
        with pytest.raises(ValidationError, match="belongs to another negotiation"):
            mark(world, article, **values)
    assert not Track.objects.filter(negotiation=world.negotiation, party=world.upstream).exists()


# Revising


def test_a_revision_keeps_the_earlier_reading_with_who_corrected_it_and_why(world):
    position = world.said(1, world.southmark, world.demand)
    revised(world, position, stance="red_line", note="He said “never”.")
    now, before = position.history.all()
    assert (before.stance, before.history_type) == ("rejects", "+")
    assert (now.stance, now.history_type, now.version) == ("red_line", "~", 2)
    assert (now.history_user, now.history_change_reason) == (world.people.editor, "misread")
    position.refresh_from_db()
    assert (position.stance, position.version, position.coder) == ("red_line", 2, "analyst")


def test_a_revision_can_move_to_other_words(world):
    position = world.said(1, world.southmark, world.demand)
    start = position.article.text.index("rejected")
    coding.revise(
        position=position,
        start=start,
        end=start + 8,
        quote="rejected",
        values={},
        version=1,
        user=world.people.editor,
        reason=" closer ",
    )
    position.refresh_from_db()
    assert (position.quote, position.stance) == ("rejected", "rejects")
    assert position.history.first().history_change_reason == "closer"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_revision_needs_a_reason(world, reason):
    position = world.said(1, world.southmark, world.demand)
    with pytest.raises(ValidationError) as refusal:
        coding.revise(
            position=position,
            start=position.start,
            end=position.end,
            quote=position.quote,
            values={"stance": "open"},
            version=1,
            user=world.people.editor,
            reason=reason,
        )
    assert refusal.value.message_dict == {"reason": ["Say in a few words why. It stays in the history."]}
    position.refresh_from_db()
    assert (position.stance, position.version, position.history.count()) == ("rejects", 1, 1)


def test_a_refused_revision_leaves_everything_as_it_was(world):
    position = world.said(3, world.northland, world.offer)
    with pytest.raises(ValidationError, match="belongs to another negotiation"):
        revised(world, position, party=world.upstream)
    fresh = Position.objects.get(pk=position.pk)
    assert (fresh.party, fresh.version, fresh.history.count()) == (world.northland, 1, 1)


def test_of_two_revisions_of_one_version_the_second_is_told_and_given_the_first(world):
    one, other = (world.said(1, world.southmark, world.demand) for _ in range(2))
    revised(world, one, stance="red_line")
    with pytest.raises(Stale) as refusal:
        revised(world, other, stance="open")
    assert refusal.value.current == one
    assert (refusal.value.current.stance, refusal.value.current.version) == ("red_line", 2)
    assert Position.objects.get(pk=one.pk).stance == "red_line"
    assert one.history.count() == 2


def test_revising_what_somebody_removed_is_told(world):
    one, other = (world.said(1, world.southmark, world.demand) for _ in range(2))
    coding.remove(position=one, version=1, user=world.people.analyst, reason="twice")
    with pytest.raises(Stale, match="Somebody else removed this after you opened it") as refusal:
        revised(world, other, stance="open")
    assert refusal.value.current is None


def test_a_position_can_be_revised_to_another_party_and_its_tracks_follow(world):
    position = world.said(4, world.southmark, world.offer)
    revised(world, position, party=world.league)
    assert Track.objects.filter(party=world.league, proposal=world.offer).exists()
    assert Track.objects.filter(party=world.southmark, proposal=world.offer).exists()  # article 2 is still on it
    revised(world, world.said(2, world.southmark, world.offer), party=world.league)
    assert not Track.objects.filter(party=world.southmark, proposal=world.offer).exists()


# Removing


def test_a_removed_position_stays_in_the_history_with_who_and_why(world):
    position = world.said(1, world.southmark, world.demand)
    key = position.pk
    coding.remove(position=position, version=1, user=world.people.editor, reason="coded twice")
    assert not Position.objects.filter(pk=key).exists()
    entry = Position.history.filter(id=key).first()
    assert (entry.history_type, entry.history_user, entry.history_change_reason) == (
        "-",
        world.people.editor,
        "coded twice",
    )
    assert (entry.stance, entry.quote) == ("rejects", "Southmark rejected the demand")


def test_removing_needs_a_reason(world):
    position = world.said(1, world.southmark, world.demand)
    with pytest.raises(ValidationError, match="Say in a few words why"):
        coding.remove(position=position, version=1, user=world.people.editor, reason=" ")
    assert Position.objects.filter(pk=position.pk).exists()


def test_removing_what_somebody_changed_is_told_and_removes_nothing(world):
    one, other = (world.said(1, world.southmark, world.demand) for _ in range(2))
    revised(world, one, stance="red_line")
    with pytest.raises(Stale) as refusal:
        coding.remove(position=other, version=1, user=world.people.analyst, reason="no")
    assert refusal.value.current.stance == "red_line"
    assert Position.objects.filter(pk=one.pk, version=2).exists()


def test_removing_twice_is_told(world):
    one, other = (world.said(1, world.southmark, world.demand) for _ in range(2))
    coding.remove(position=one, version=1, user=world.people.analyst, reason="no")
    with pytest.raises(Stale):
        coding.remove(position=other, version=1, user=world.people.analyst, reason="no")


def test_a_track_without_positions_is_closed_so_that_it_holds_no_party_back(world):
    (position,) = world.league.positions.filter(article=world.articles[2])
    tracks = Track.objects.filter(party=world.league)
    coding.remove(position=position, version=1, user=world.people.analyst, reason="no")
    assert tracks.exists()
    (position,) = world.league.positions.all()
    coding.remove(position=position, version=1, user=world.people.analyst, reason="no")
    assert not tracks.exists()


# The article moves on under an open form


def test_an_article_s_date_corrected_meanwhile_does_not_stop_coding_or_revising(world, article):
    stale_article = Article.objects.get(pk=article.pk)
    stale_position = Position.objects.select_related("article").filter(article=article).first()
    articles.edit_article(
        article=article,
        values={"published_on": date(2024, 4, 3)},
        version=1,
        user=world.people.editor,
        reason="wrong day",
        today=TODAY,
    )
    assert mark(world, stale_article).published_on == date(2024, 4, 3)
    assert revised(world, stale_position, note="as before").published_on == date(2024, 4, 3)
    connection.check_constraints()
