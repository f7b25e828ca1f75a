"""Articles and positions in the admin, and what is deleted."""

import re
from html import unescape

import pytest
from django.urls import reverse

from positions.models import Article, Position, Track
from tests.admin.pages import address, opened, saved


def test_a_cited_text_cannot_be_typed_over_and_one_that_nobody_cites_can(world, as_staff):
    cited = world.articles[0]
    data = opened(as_staff, cited)
    assert "text" not in data
    saved(as_staff, cited, data | {"text": "Another.", "title": "Better title", "reason": "typo"})
    fresh = Article.objects.get(pk=cited.pk)
    assert (fresh.title, fresh.text) == ("Better title", cited.text)

    add = {"negotiation": world.negotiation.pk, "source": world.ledger.pk, "title": "Fog", "language": "en"}
    add |= {"published_on": "2024-05-05", "text": "\r\nFog on the harbour.\r\n"}
    assert as_staff.post(address(Article, "add"), add).status_code == 302
    article = Article.objects.get(title="Fog")
    assert (article.text, article.key, article.added_by) == (
        "\nFog on the harbour.\n",
        "2024-05-05-fog",
        world.people.staff,
    )
    data = opened(as_staff, article)
    assert data["text"] == "\nFog on the harbour.\n"
    saved(as_staff, article, data | {"text": "Thick fog.", "reason": "typo"})
    article.refresh_from_db()
    assert (article.text, article.text_length, article.version) == ("Thick fog.", 10, 2)


def test_an_article_s_correction_needs_a_reason_a_past_date_and_a_text(world, as_staff):
    data = opened(as_staff, world.articles[0]) | {"title": "B"}
    assert "This field is required." in saved(as_staff, world.articles[0], data)
    data["reason"] = "typo"
    for day, sentence in [
        ("2999-01-01", "This day is in the future"),
        ("2024-01-08", "A position in it says that it was stated 2024-01-09. Correct that first."),
        ("01/10/2024", "Enter a valid date."),
    ]:
        assert sentence in saved(as_staff, world.articles[0], data | {"published_on": day})
    add = {"negotiation": world.negotiation.pk, "source": world.ledger.pk, "title": "Fog", "language": "en"}
    response = as_staff.post(address(Article, "add"), add | {"published_on": "2024-05-05", "text": " \n "})
    assert "Paste the text of the article." in response.content.decode()


def test_a_position_corrected_in_the_admin_keeps_its_words_at_their_place(world, as_staff, staff):
    position = world.said(1, world.southmark, world.demand)
    data = opened(as_staff, position)
    assert not {"quote", "start", "end", "article", "published_on"} & data.keys()
    tampered = {"stance": "red_line", "reason": "read again", "quote": "x", "start": "0", "end": "1", "key": "x"}
    saved(as_staff, position, data | tampered)
    fresh = Position.objects.get(pk=position.pk)
    assert (fresh.stance, fresh.version) == ("red_line", 2)
    assert (fresh.quote, fresh.start, fresh.end, fresh.key) == (
        position.quote,
        position.start,
        position.end,
        position.key,
    )
    assert fresh.history.first().history_user == staff
    assert fresh.history.first().history_change_reason == "read again"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"stance": "conditional"}, "Say on what condition it would be accepted."),
        ({"stance": "declines", "condition": "if"}, "A stance off the scale cannot carry a condition."),
        ({"stance": "open", "reason": ""}, "This field is required."),
        (
            {"stated_on": "2999-01-01"},
            "The article was published on 2024-01-10, so it cannot report what was said later.",
        ),
        ({"party": "river"}, "The party belongs to another negotiation."),
    ],
)
def test_a_position_is_checked_in_the_admin_as_on_the_pages(world, as_staff, values, sentence):
    position = world.said(1, world.southmark, world.demand)
    data = opened(as_staff, position) | {"reason": "why"} | values
    if values.get("party"):
        data["party"] = str(world.upstream.pk)
    assert sentence in saved(as_staff, position, data)
    assert Position.objects.get(pk=position.pk).version == 1


def test_a_position_added_in_the_admin_finds_its_words(world, as_staff, staff):
    article = world.articles[0]
    add = {"article": article.pk, "party": world.league.pk, "proposal": world.offer.pk, "stance": "open", "start": ""}

    def added(**values: object):
        return as_staff.post(address(Position, "add"), add | values)

    assert "These words are not in the article. Copy them" in added(quote="no such words").content.decode()
    for missing in ({"article": ""}, {"quote": ""}, {"article": "", "quote": "harbour"}, {"party": "", "quote": "on"}):
        assert "This field is required." in added(**({"quote": "harbour"} | missing)).content.decode()
    starts = [found.start() for found in re.finditer("harbour", article.text)]
    again = unescape(added(quote="harbour").content.decode())
    assert f"The article has these words at {', '.join(map(str, starts))}. Give one of these numbers." in again
    assert "Give one of these numbers." in added(quote="harbour", start=starts[1] + 1).content.decode()
    assert added(quote="harbour", start=starts[1]).status_code == 302
    position = Position.objects.get(party=world.league, proposal=world.offer)
    assert (position.start, position.quote, position.coder) == (starts[1], "harbour", "staff")
    assert position.history.get().history_user == staff
    assert Track.objects.filter(party=world.league, proposal=world.offer).exists()


def test_deleting_asks_first_and_leaves_the_history(world, as_staff, staff):
    position = world.said(1, world.southmark, world.demand)
    page = address(Position, "delete", position.pk)
    assert "Are you sure" in as_staff.get(page).content.decode()
    assert Position.objects.filter(pk=position.pk).exists()
    as_staff.post(page, {"post": "yes"})
    assert not Position.objects.filter(pk=position.pk).exists()
    entry = Position.history.filter(id=position.pk).first()
    assert (entry.history_type, entry.history_user) == ("-", staff)


def test_many_positions_deleted_at_once_each_leave_their_history_and_close_their_tracks(world, as_staff, staff):
    rows = list(world.league.positions.all())
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    as_staff.post(address(Position, "changelist"), data)
    assert not world.league.positions.exists()
    assert not world.league.tracks.exists()
    assert Position.history.filter(history_type="-", history_user=staff).count() == len(rows) == 2


@pytest.mark.parametrize("name", ["southmark", "demand", "negotiation", "ledger", "articles"])
def test_what_positions_rest_on_is_not_deleted_and_the_page_says_what_holds_it(world, as_staff, name):
    row = world.articles[0] if name == "articles" else getattr(world, name)
    response = as_staff.get(address(type(row), "delete", row.pk))
    assert "would require deleting the following protected related objects" in response.content.decode()
    as_staff.post(address(type(row), "delete", row.pk), {"post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()


def test_accounts_are_switched_off_not_deleted(world, as_staff):
    user = world.people.analyst
    assert as_staff.get(reverse("admin:positions_user_delete", args=[user.pk])).status_code == 403
