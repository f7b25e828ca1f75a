"""Two people save the same: who changed what, what is kept of each, and what must be chosen."""

from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from positions.actions import nouns, parties
from positions.actions.coding import revise
from positions.actions.parties import add_alias
from positions.models import Alias, Article, Negotiation, Party, Position, Talks


class Fields(HTMLParser):
    """What a browser would send of the form that has the choices of a conflict, or of the page's own form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area: str | None = None
        self.select: str | None = None
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "form":
            self.inside = "novalidate" in given
        if not self.inside:
            return
        if tag == "input" and name and name != "csrfmiddlewaretoken":
            is_tick = given.get("type") in ("radio", "checkbox")
            if not is_tick or "checked" in given:
                self.sent.setdefault(name, []).append(given.get("value", "on" if is_tick else "") or "")
        elif tag == "textarea":
            self.area, self.sent[name] = name, [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.sent.setdefault(self.select, []).append(given["value"])

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "form":
            self.inside = False

    def handle_data(self, data):
        if self.area and self.inside:
            self.sent[self.area][0] += data.removeprefix("\n") if not self.sent[self.area][0] else data


def as_sent(response):
    return Fields(response.content.decode()).sent


def by_name(response):
    return {choice.name: choice for choice in response.context["conflict"].choices}


def kept(response):
    return {name: choice.kept for name, choice in by_name(response).items()}


@pytest.fixture
def refusal(world):
    """Southmark rejects the demand: article 1."""
    return world.said(1, world.southmark, world.demand)


@pytest.fixture
def edit(refusal):
    return reverse("position-edit", args=["harbour", refusal.key])


def opened(client, address):
    return as_sent(client.get(address)) | {"reason": "read again"}


def now(position):
    return Position.objects.get(pk=position.pk)


def test_what_one_side_alone_changed_is_kept_and_what_both_changed_must_be_chosen(as_analyst, as_editor, edit, refusal):
    mine, theirs = opened(as_analyst, edit), opened(as_editor, edit)
    as_editor.post(edit, theirs | {"stance": "red_line", "speaker": "Its president"})
    response = as_analyst.post(edit, mine | {"stance": "reserved", "note": "Mildly."})
    assert response.status_code == 409
    assert kept(response) == {"stance": "", "note": "mine", "speaker": "theirs"}
    stance = by_name(response)["stance"]
    assert (stance.was, stance.theirs, stance.mine) == ("rejects", "rules out", "reserved")
    assert {name: choice.must_be_made for name, choice in by_name(response).items()} == {
        "stance": True,
        "note": False,
        "speaker": False,
    }


def test_it_is_said_who_saved_when_and_why(as_analyst, editor, edit, refusal):
    mine = opened(as_analyst, edit)
    refused = now(refusal)
    for version, stance in ((1, "red_line"), (2, "reserved")):
        revise(
            position=now(refusal),
            start=refused.start,
            end=refused.end,
            quote=refused.quote,
            values={"stance": stance},
            version=version,
            user=editor,
            reason=f"It <says> {stance}.",
        )
    response = as_analyst.post(edit, mine | {"note": "Mildly."})
    saves = response.context["conflict"].saves
    assert [(save.who, save.why) for save in saves] == [
        ("editor", "It <says> reserved."),
        ("editor", "It <says> red_line."),
    ]
    assert "editor changed this on" in response.content.decode()
    assert "It &lt;says&gt; reserved." in response.content.decode()


@pytest.mark.parametrize(
    ("chosen", "stance", "speaker", "note"),
    [
        ({"keep-stance": "theirs"}, "red_line", "Its president", "Mildly."),
        ({"keep-stance": "mine"}, "reserved", "Its president", "Mildly."),
        ({"keep-stance": "mine", "keep-speaker": "mine", "keep-note": "theirs"}, "reserved", "", ""),
    ],
)
def test_what_is_chosen_is_saved_and_neither_version_is_lost(
    as_analyst, as_editor, edit, refusal, chosen, stance, speaker, note
):
    mine, theirs = opened(as_analyst, edit), opened(as_editor, edit)
    as_editor.post(edit, theirs | {"stance": "red_line", "speaker": "Its president"})
    again = as_sent(as_analyst.post(edit, mine | {"stance": "reserved", "note": "Mildly."}))
    assert as_analyst.post(edit, again | chosen).status_code == 302
    saved = now(refusal)
    assert (saved.stance, saved.speaker, saved.note, saved.version) == (stance, speaker, note, 3)
    assert "red_line" in [entry.stance for entry in saved.history.all()]


def test_a_choice_that_is_missing_is_asked_for_again(as_analyst, as_editor, edit, refusal):
    mine, theirs = opened(as_analyst, edit), opened(as_editor, edit)
    as_editor.post(edit, theirs | {"stance": "red_line", "speaker": "Its president", "note": "Loudly."})
    first = as_analyst.post(edit, mine | {"stance": "reserved", "note": "Mildly."})
    assert kept(first) == {"stance": "", "speaker": "theirs", "note": ""}
    second = as_analyst.post(edit, as_sent(first) | {"keep-note": "mine"})
    assert second.status_code == 409
    assert "Nothing was saved yet: choose where both of you changed the same." in second.content.decode()
    assert kept(second) == {"stance": "", "note": "mine"}
    assert by_name(second)["stance"].was == "rejects"
    assert now(refusal).version == 2
    assert as_analyst.post(edit, as_sent(second) | {"keep-stance": "mine"}).status_code == 302
    saved = now(refusal)
    assert (saved.stance, saved.speaker, saved.note) == ("reserved", "Its president", "Mildly.")


def test_if_somebody_saves_once_more_the_new_state_is_shown(as_analyst, as_editor, edit, refusal):
    mine, theirs = opened(as_analyst, edit), opened(as_editor, edit)
    as_editor.post(edit, theirs | {"stance": "red_line"})
    again = as_sent(as_analyst.post(edit, mine | {"stance": "reserved"})) | {"keep-stance": "mine"}
    as_editor.post(edit, opened(as_editor, edit) | {"stance": "open", "speaker": "Nobody"})
    third = as_analyst.post(edit, again)
    assert third.status_code == 409
    assert kept(third) == {"stance": "", "speaker": "theirs"}
    assert (by_name(third)["stance"].was, by_name(third)["stance"].theirs) == ("rules out", "open to discuss")
    assert as_analyst.post(edit, as_sent(third) | {"keep-stance": "mine"}).status_code == 302
    assert (now(refusal).stance, now(refusal).speaker, now(refusal).version) == ("reserved", "Nobody", 4)


def test_theirs_is_what_was_shown_and_not_what_came_after(as_analyst, as_editor, edit, refusal):
    mine, theirs = opened(as_analyst, edit), opened(as_editor, edit)
    as_editor.post(edit, theirs | {"stance": "red_line"})
    again = as_sent(as_analyst.post(edit, mine | {"stance": "reserved"})) | {"keep-stance": "theirs"}
    as_editor.post(edit, opened(as_editor, edit) | {"note": "Later."})
    third = as_analyst.post(edit, again)
    assert kept(third) == {"note": "theirs"}
    as_analyst.post(edit, as_sent(third))
    assert (now(refusal).stance, now(refusal).note) == ("red_line", "Later.")


def test_who_types_anew_in_a_field_has_chosen_that(as_analyst, as_editor, edit, refusal):
    mine, theirs = opened(as_analyst, edit), opened(as_editor, edit)
    as_editor.post(edit, theirs | {"stance": "red_line", "speaker": "Its president"})
    again = as_sent(as_analyst.post(edit, mine | {"stance": "reserved"}))
    assert again["keep-speaker"] == ["theirs"]
    assert as_analyst.post(edit, again | {"speaker": "Its envoy", "stance": "open"}).status_code == 302
    assert (now(refusal).speaker, now(refusal).stance) == ("Its envoy", "open")


def test_the_quote_and_its_place_are_one_thing(as_analyst, as_editor, edit, refusal):
    mine, theirs = opened(as_analyst, edit), opened(as_editor, edit)
    as_editor.post(edit, theirs | {"quote": "rejected the demand"})
    response = as_analyst.post(edit, mine | {"quote": "Southmark rejected", "note": "Shorter."})
    assert kept(response) == {"quote": "", "note": "mine"}
    assert as_analyst.post(edit, as_sent(response) | {"keep-quote": "theirs"}).status_code == 302
    saved = now(refusal)
    assert saved.quote == saved.article.text[saved.start : saved.end] == "rejected the demand"
    assert saved.note == "Shorter."


def test_the_same_words_at_another_place_differ_by_their_place(as_analyst, as_editor, edit, refusal):
    text = refusal.article.text
    places = [place for place in range(len(text)) if text.startswith(" the ", place)]
    mine, theirs = opened(as_analyst, edit), opened(as_editor, edit)
    for client, form, place, status in ((as_editor, theirs, places[0], 302), (as_analyst, mine, places[1], 409)):
        there = {"quote": "the", "start": str(place + 1), "end": str(place + 4)}
        response = client.post(edit, form | there)
        assert response.status_code == status
    quote = by_name(response)["quote"]
    assert quote.theirs == f"the (characters {places[0] + 1}–{places[0] + 4})"
    assert quote.mine == f"the (characters {places[1] + 1}–{places[1] + 4})"
    as_analyst.post(edit, as_sent(response) | {"keep-quote": "theirs"})
    assert now(refusal).start == places[0] + 1


@pytest.mark.parametrize(
    "nonsense", [{"differs": ["stance", "x", "reason"]}, {"differs": "quote", "keep-quote": "theirs"}]
)
@pytest.mark.parametrize("version", ["1", "77", "", "x"])
def test_choices_that_nobody_was_offered_change_nothing_of_what_is_typed(as_analyst, edit, refusal, nonsense, version):
    sent = opened(as_analyst, edit) | nonsense | {"version": version, "note": "Mine."}
    assert as_analyst.post(edit, sent).status_code == (302 if version == "1" else 409)
    assert now(refusal).note == ("Mine." if version == "1" else "")


def test_of_a_version_that_nobody_knows_every_difference_must_be_chosen(as_analyst, edit, refusal):
    response = as_analyst.post(edit, opened(as_analyst, edit) | {"version": "77", "note": "Mine."})
    assert kept(response) == {"note": ""}
    assert by_name(response)["note"].was is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_saved_and_the_other_chooses(world, as_analyst, as_editor, edit, refusal):
    clients = (as_analyst, as_editor)
    sent = [
        opened(client, edit) | {"stance": stance} for client, stance in zip(clients, ("red_line", "open"), strict=True)
    ]
    together = Barrier(2, timeout=30)

    def send(place):
        try:
            together.wait()
            return clients[place].post(edit, sent[place])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    late = next(place for place, answer in enumerate(answers) if answer.status_code == 409)
    labels = {"red_line": "rules out", "open": "open to discuss"}
    first = now(refusal).stance
    stance = by_name(answers[late])["stance"]
    assert (stance.theirs, stance.mine) == (labels[first], labels[sent[late]["stance"]])
    assert clients[late].post(edit, as_sent(answers[late]) | {"keep-stance": "mine"}).status_code == 302
    entries = now(refusal).history.order_by("history_id")
    assert [entry.stance for entry in entries] == ["rejects", first, sent[late]["stance"]]


# The other forms


def test_ticked_rows_are_compared_as_they_were_when_the_form_was_opened(as_analyst, as_editor, world):
    address = reverse("noun-edit", args=["harbour", "talks", world.held_talks.pk])
    mine, theirs = opened(as_analyst, address), opened(as_editor, address)
    both = [str(world.northland.pk), str(world.southmark.pk)]
    as_editor.post(address, theirs | {"title": "Round one", "parties": both})
    response = as_analyst.post(address, mine | {"outcome": "Nothing."})
    assert kept(response) == {"title": "theirs", "parties": "theirs", "outcome": "mine"}
    assert as_analyst.post(address, as_sent(response)).status_code == 302
    talks = Talks.objects.get(pk=world.held_talks.pk)
    assert (talks.title, talks.outcome, talks.parties.count()) == ("Round one", "Nothing.", 2)


def test_a_tick_and_a_negotiation_are_merged_too(as_analyst, as_editor, world):
    address = reverse("negotiation-edit", args=["harbour"])
    mine, theirs = opened(as_analyst, address), opened(as_editor, address)
    del theirs["public"]
    as_editor.post(address, theirs)
    response = as_analyst.post(address, mine | {"title": "Port dispute"})
    assert kept(response) == {"title": "mine", "public": "theirs"}
    as_analyst.post(address, as_sent(response))
    saved = Negotiation.objects.get(slug="harbour")
    assert (saved.title, saved.public) == ("Port dispute", False)


def test_an_article_is_merged_and_of_a_long_text_the_place_is_shown_where_the_two_part(as_analyst, as_editor, world):
    from positions.actions.articles import add_article
    from tests.world import TODAY

    fog = add_article(
        negotiation=world.negotiation,
        source=world.radio,
        title="Fog",
        published_on=TODAY,
        text="Fog. " * 400 + "End.",
        user=world.people.analyst,
        today=TODAY,
    )
    address = reverse("article-edit", args=["harbour", fog.pk])
    mine, theirs = opened(as_analyst, address), opened(as_editor, address)
    as_editor.post(address, theirs | {"text": "Fog. " * 400 + "Theirs.", "title": "Mist"})
    response = as_analyst.post(address, mine | {"text": "Fog. " * 400 + "Mine.", "provenance": "By ear."})
    assert kept(response) == {"title": "theirs", "text": "", "provenance": "mine"}
    text = by_name(response)["text"]
    assert (text.theirs[0], text.theirs[-7:], text.mine[-5:]) == ("…", "Theirs.", "Mine.")
    assert len(text.theirs) < 100
    as_analyst.post(address, as_sent(response) | {"keep-text": "theirs"})
    saved = Article.objects.get(pk=fog.pk)
    assert (saved.title, saved.text[-7:], saved.provenance) == ("Mist", "Theirs.", "By ear.")


def names(party):
    return sorted(Alias.objects.filter(party=party).values_list("alias", flat=True))


def test_the_names_of_a_party_are_compared_as_they_were(as_analyst, as_editor, world):
    address = reverse("noun-edit", args=["harbour", "parties", world.southmark.pk])
    mine, theirs = opened(as_analyst, address), opened(as_editor, address)
    as_editor.post(address, theirs | {"aliases": "Sudmark\nthe south", "roles": ["host"]})
    response = as_analyst.post(address, mine | {"description": "In the south."})
    assert kept(response) == {"description": "mine", "aliases": "theirs", "roles": "theirs"}
    as_analyst.post(address, as_sent(response))
    assert names(world.southmark) == ["Sudmark", "the south"]
    assert [role.role for role in world.southmark.participations.all()] == ["host"]
    assert Party.objects.get(pk=world.southmark.pk).description == "In the south."


def test_mine_chosen_over_a_name_of_theirs_takes_it_out(as_analyst, as_editor, world):
    address = reverse("noun-edit", args=["harbour", "parties", world.southmark.pk])
    mine, theirs = opened(as_analyst, address), opened(as_editor, address)
    as_editor.post(address, theirs | {"aliases": "Sudmark\nthe south"})
    response = as_analyst.post(address, mine | {"aliases": "Sudmark\nSM"})
    assert kept(response) == {"aliases": ""}
    as_analyst.post(address, as_sent(response) | {"keep-aliases": "mine"})
    assert names(world.southmark) == ["SM", "Sudmark"]


def test_a_name_added_in_passing_is_not_lost_to_a_form_opened_before(as_analyst, editor, world):
    address = reverse("noun-edit", args=["harbour", "parties", world.southmark.pk])
    mine = opened(as_analyst, address)
    add_alias(party=world.southmark, alias="the south", user=editor)
    assert as_analyst.post(address, mine | {"aliases": "SM"}).status_code == 302
    assert names(world.southmark) == ["SM", "the south"]


def test_the_form_of_a_row_whose_article_is_gone_from_the_history_still_opens(as_analyst, as_editor, world):
    from positions.actions.articles import add_article
    from tests.world import TODAY

    fog = add_article(
        negotiation=world.negotiation,
        source=world.radio,
        title="Fog",
        published_on=TODAY,
        text="Fog.",
        user=None,
        today=TODAY,
    )
    talks = world.proposed_talks
    nouns.edit(instance=Talks.objects.get(pk=talks.pk), values={"article": fog}, version=1, user=None)
    address = reverse("noun-edit", args=["harbour", "talks", talks.pk])
    mine = opened(as_analyst, address)
    nouns.edit(instance=Talks.objects.get(pk=talks.pk), values={"article": None}, version=2, user=None)
    fog.delete()
    response = as_analyst.post(address, mine | {"article": "", "title": "Second"})
    assert response.status_code == 409
    assert kept(response) == {"title": "mine"}


def test_a_new_party_has_no_names_that_were_read(world, analyst):
    values = {"name": "Fog", "short_name": "Fog", "aliases": ["Mist"], "roles": []}
    party = parties.add(negotiation=world.negotiation, values=values, user=analyst)
    assert names(party) == ["Mist"]
