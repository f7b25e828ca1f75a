"""Moving the borders of a passage."""

import pytest
from django.urls import reverse

from positions.actions import coding
from positions.models import Deed, Position

pytestmark = pytest.mark.both

HTMX = {"HX-Request": "true"}


@pytest.fixture
def position(world):
    return world.said(1, world.northland, world.demand)


def moved(client, position, start, end, version=None, **headers):
    values = {"start": start, "end": end, "version": position.version if version is None else version}
    if isinstance(start, int):
        values["quote"] = position.article.text[start:end]
    return client.post(reverse("position-place", args=["harbour", position.key]), values, headers=headers)


def test_the_passage_begins_and_ends_where_it_was_moved_to(as_editor, world, position):
    response = moved(as_editor, position, position.start + 4, position.end - 5)
    assert response.status_code == 302
    assert response["Location"] == f"/n/harbour/articles/{position.article_id}/#p-{position.key}"
    after = Position.objects.get(pk=position.pk)
    assert after.quote == "harbour must be handed"
    assert (after.start, after.end) == (position.start + 4, position.end - 5)
    assert after.prefix.endswith("“The ")
    assert after.suffix.startswith(" over,”")
    entry = after.history.latest()
    assert (entry.history_user, entry.history_change_reason) == (world.people.editor, "moved its borders")
    assert Deed.objects.of(world.people.editor.pk, world.negotiation.pk).get().words.startswith("moved the borders of")


def test_all_else_of_the_position_stays(as_editor, position):
    moved(as_editor, position, position.start, position.end - 5)
    after = Position.objects.get(pk=position.pk)
    for name in (*Position.READING, "coder", "key", "recorded_at"):
        assert getattr(after, name) == getattr(position, name)


def test_moved_to_where_it_stands_nothing_is_written(as_editor, world, position):
    assert moved(as_editor, position, position.start, position.end).status_code == 302
    assert Position.objects.get(pk=position.pk).version == position.version
    assert not Deed.objects.of(world.people.editor.pk, world.negotiation.pk)


def test_a_border_moved_meanwhile_is_told_with_both_versions(as_editor, as_analyst, world, position):
    moved(as_analyst, position, position.start + 4, position.end)
    response = moved(as_editor, position, position.start, position.end - 5)
    assert response.status_code == 409
    text = response.content.decode()
    assert "harbour must be handed over" in text
    assert "The harbour must be handed" in text
    assert Position.objects.get(pk=position.pk).start == position.start + 4


def test_a_position_removed_meanwhile_is_told(as_editor, world, position):
    coding.remove(position=position, version=position.version, user=world.people.analyst, reason="misread")
    response = moved(as_editor, position, position.start, position.end - 5)
    assert response.status_code == 409
    assert "removed" in response.content.decode()


BAD = [
    ("", ""),
    ("x", "5"),
    ("-1", "5"),
    ("5", "5"),
    ("9", "5"),
    ("0", "99999"),
    ("9" * 30, "9" * 31),
    ("٣", "٥"),
    ("1.5", "7"),
    ("\x00", "3"),
]


@pytest.mark.parametrize(("start", "end"), BAD)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_place_outside_the_text_is_refused_with_a_sentence(as_editor, position, start, end, headers):
    response = moved(as_editor, position, start, end, **headers)
    assert response.status_code == 422
    assert "These words are not in the article" in response.content.decode()
    assert Position.objects.get(pk=position.pk).version == position.version


@pytest.mark.parametrize(("start", "end"), BAD)
def test_what_is_no_place_is_refused_even_when_it_comes_late(as_editor, position, start, end):
    assert moved(as_editor, position, start, end, version=position.version - 1).status_code == 422


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 30])
def test_without_the_version_that_was_read_nothing_is_saved(as_editor, position, version):
    assert moved(as_editor, position, position.start, position.end - 5, version=version).status_code == 409
    assert Position.objects.get(pk=position.pk).version == position.version


def test_onto_the_same_reading_of_the_same_words_it_cannot_be_moved(as_editor, world, position):
    values = {name: getattr(position, name) for name in Position.READING}
    shorter = coding.code(
        article=position.article,
        start=position.start,
        end=position.end - 5,
        quote=position.quote[:-5],
        values=values,
        user=world.people.editor,
    )
    response = moved(as_editor, shorter, position.start, position.end)
    assert response.status_code == 422
    assert "recorded with this very stance at these words already" in response.content.decode()


def test_a_position_that_never_was_is_not_found(as_editor, world):
    response = as_editor.post(reverse("position-place", args=["harbour", "nothing"]), {"start": 1, "end": 2})
    assert response.status_code == 404


def test_whoever_is_signed_out_is_asked_to_sign_in_and_an_open_page_is_told(client, position):
    response = moved(client, position, position.start, position.end - 5)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/accounts/login/?next=/n/harbour/positions/{position.key}/",
    )
    assert moved(client, position, position.start, position.end - 5, **HTMX).status_code == 401


def test_an_open_page_gets_what_changed_on_it(as_editor, position):
    response = moved(as_editor, position, position.start + 4, position.end, **HTMX)
    text = response.content.decode()
    assert response.status_code == 200
    assert f'data-saved="{position.key}"' in text
    assert f'id="c-{position.key}"' in text
    assert 'data-version="2"' in text
