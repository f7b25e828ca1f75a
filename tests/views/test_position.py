"""A position's history, its correction and its removal."""

from html import unescape

import pytest
from django.urls import reverse

from positions.actions.coding import remove, revise
from positions.actions.nouns import make
from positions.models import Party, Position
from tests.world import say


def said(response):
    return unescape(response.content.decode())


def history_of(key):
    return reverse("position", args=["harbour", key])


def edit_of(key):
    return reverse("position-edit", args=["harbour", key])


def removal_of(key):
    return reverse("position-remove", args=["harbour", key])


@pytest.fixture
def refusal(world):
    """Southmark rejects the demand: article 1."""
    return world.said(1, world.southmark, world.demand)


def correction(position, **changes):
    values = {
        "quote": position.quote,
        "start": str(position.start),
        "end": str(position.end),
        "party": str(position.party_id),
        "proposal": str(position.proposal_id),
        "stance": position.stance,
        "condition": position.condition,
        "move": position.move,
        "credibility": str(position.credibility or ""),
        "version": str(position.version),
        "reason": "Read again.",
    }
    return values | changes


# Correcting


def test_the_form_holds_the_reading_as_it_stands(as_analyst, refusal):
    page = said(as_analyst.get(edit_of(refusal.key)))
    assert "\nSouthmark rejected the demand</textarea>" in page
    assert f'<input type="hidden" name="start" value="{refusal.start}"' in page
    assert 'name="version" value="1"' in page
    assert f'<option value="{refusal.party_id}" selected data-names="Southmark' in page
    assert '<option value="2" selected>2: probably true</option>' in page


def test_a_correction_is_saved_and_leads_back_to_the_passage(as_analyst, world, refusal):
    response = as_analyst.post(edit_of(refusal.key), correction(refusal, stance="red_line", note="Firmly."))
    article = reverse("article", args=["harbour", refusal.article_id])
    assert response.url == f"{article}#p-{refusal.key}"
    refusal.refresh_from_db()
    assert (refusal.stance, refusal.note, refusal.version) == ("red_line", "Firmly.", 2)
    assert refusal.history.first().history_change_reason == "Read again."


def test_the_passage_itself_can_be_moved(as_analyst, refusal):
    as_analyst.post(edit_of(refusal.key), correction(refusal, quote="rejected the demand"))
    refusal.refresh_from_db()
    assert refusal.quote == refusal.article.text[refusal.start : refusal.end] == "rejected the demand"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "Say in a few words why. It stays in the history."),
        ({"quote": "accepted the demand"}, "These words are not in the article."),
        ({"stance": "conditional"}, "Say on what condition it would be accepted."),
        ({"party": "0"}, "Choose a party of this negotiation."),
        (
            {"stated_on": "2024-01-11"},
            "The article was published on 2024-01-10, so it cannot report what was said later.",
        ),
        ({"stated_on": "2024-02"}, "it cannot report what was said later."),
        ({"stated_on": "2999"}, "it cannot report what was said later."),
    ],
)
def test_what_cannot_stand_is_refused_and_kept(as_analyst, refusal, changes, sentence):
    response = as_analyst.post(edit_of(refusal.key), correction(refusal, note="Kept <b>so</b>.", **changes))
    assert response.status_code == 422
    assert sentence in said(response)
    assert "Kept &lt;b&gt;so&lt;/b&gt;.</textarea>" in response.content.decode()
    refusal.refresh_from_db()
    assert (refusal.version, refusal.note) == (1, "")


@pytest.mark.parametrize("known", ["2024-01-10", "2024-01", "2024", "2023-12"])
def test_what_may_have_been_said_by_then_is_saved(as_analyst, refusal, known):
    assert as_analyst.post(edit_of(refusal.key), correction(refusal, stated_on=known)).status_code == 302
    refusal.refresh_from_db()
    assert refusal.stated_on == known


def test_a_passage_is_not_coded_as_said_after_its_article(as_analyst, world):
    address = reverse("position-new", args=["harbour", world.articles[0].pk])
    typed = {"quote": "Southmark", "start": "", "party": world.southmark.pk, "proposal": world.offer.pk}
    response = as_analyst.post(address, typed | {"stance": "open", "stated_on": "2999-01-01", "place": "82"})
    assert response.status_code == 422
    sentence = "The article was published on 2024-01-10, so it cannot report what was said later."
    assert response.context["form"].errors["stated_on"] == [sentence]


def test_a_party_or_proposal_of_another_negotiation_is_refused(as_analyst, world, refusal):
    for changes in ({"party": str(world.upstream.pk)}, {"proposal": str(world.river_demand.pk)}):
        assert as_analyst.post(edit_of(refusal.key), correction(refusal, **changes)).status_code == 422
    refusal.refresh_from_db()
    assert refusal.version == 1


def test_of_two_corrections_at_once_the_second_is_shown_both(as_analyst, as_editor, world, refusal):
    as_editor.post(edit_of(refusal.key), correction(refusal, stance="red_line", speaker="Its president"))
    mine = correction(refusal, stance="reserved", party=str(world.league.pk))
    response = as_analyst.post(edit_of(refusal.key), mine)
    assert response.status_code == 409
    assert {(row.label, row.theirs, row.mine) for row in response.context["conflict"].choices} == {
        ("Party", "Southmark", "Coastal League"),
        ("Stance", "rules out", "reserved"),
        ("Speaker", "Its president", ""),
    }
    page = said(response)
    assert response.context["form"]["party"].value() == str(world.league.pk)
    assert 'name="version" value="2"' in page
    refusal.refresh_from_db()
    assert (refusal.stance, refusal.version) == ("red_line", 2)
    as_analyst.post(edit_of(refusal.key), mine | {"version": "2"})
    refusal.refresh_from_db()
    assert (refusal.stance, refusal.party, refusal.version) == ("reserved", world.league, 3)


@pytest.mark.parametrize("version", ["", "x", "9" * 30])
def test_a_version_that_nobody_read_is_stale(as_analyst, refusal, version):
    assert as_analyst.post(edit_of(refusal.key), correction(refusal, version=version)).status_code == 409


def test_who_corrects_what_somebody_removed_is_told_and_keeps_what_they_typed(as_analyst, world, refusal):
    remove(position=refusal, version=1, user=world.people.editor, reason="Said by nobody.")
    typed = {
        "quote": "Southmark rejected the demand",
        "party": str(world.southmark.pk),
        "proposal": str(world.demand.pk),
        "stance": "red_line",
        "note": "Firmly.",
        "version": "1",
        "reason": "Read again.",
    }
    response = as_analyst.post(edit_of(refusal.key), typed)
    assert response.status_code == 409
    assert "editor removed this position" in said(response)
    assert "Said by nobody." in said(response)
    assert "Firmly.</textarea>" in said(response)
    assert "Save" not in said(response)
    assert as_analyst.get(edit_of(refusal.key)).url == history_of(refusal.key)


# Removing


def test_a_position_is_removed_with_a_reason(as_analyst, refusal):
    assert "Southmark rejected the demand" in said(as_analyst.get(removal_of(refusal.key)))
    response = as_analyst.post(removal_of(refusal.key), {"version": "1", "reason": "Said by nobody."})
    assert response.url == reverse("article", args=["harbour", refusal.article_id])
    assert not Position.objects.filter(key=refusal.key).exists()
    assert "Its history stays." in said(as_analyst.get(response.url))


def test_a_removal_needs_a_reason(as_analyst, refusal):
    response = as_analyst.post(removal_of(refusal.key), {"version": "1", "reason": ""})
    assert response.status_code == 422
    assert "Say in a few words why." in said(response)
    assert Position.objects.filter(key=refusal.key).exists()


def test_what_somebody_changed_is_read_again_before_it_is_removed(as_analyst, world, refusal):
    revise(
        position=world.said(1, world.southmark, world.demand),
        start=refusal.start,
        end=refusal.end,
        quote=refusal.quote,
        values={"stance": "red_line"},
        version=1,
        user=world.people.editor,
        reason="Firmly.",
    )
    response = as_analyst.post(removal_of(refusal.key), {"version": "1", "reason": "Said by nobody."})
    assert response.status_code == 409
    assert "It was not removed." in said(response)
    assert "rules out" in said(response)
    assert 'value="Said by nobody."' in said(response)
    assert 'name="version" value="2"' in said(response)
    assert Position.objects.filter(key=refusal.key).exists()


def test_what_is_removed_already_leads_to_its_history(as_analyst, world, refusal):
    key = refusal.key
    remove(position=refusal, version=1, user=world.people.editor, reason="Said by nobody.")
    assert as_analyst.post(removal_of(key), {"version": "1", "reason": "Me too."}).url == history_of(key)


# History


def test_the_history_tells_every_reading_with_who_when_why_and_what_changed(as_reader, world, refusal):
    revise(
        position=world.said(1, world.southmark, world.demand),
        start=refusal.start + len("Southmark "),
        end=refusal.end,
        quote="rejected the demand",
        values={"stance": "conditional", "condition": "the fog lifts", "party": world.league, "credibility": None},
        version=1,
        user=world.people.editor,
        reason="It was the League.",
    )
    response = as_reader.get(history_of(refusal.key))
    corrected, coded = response.context["history"].readings
    assert (coded.done, coded.by, coded.changes) == ("coded", world.people.analyst, [])
    assert (corrected.done, corrected.by, corrected.why) == ("corrected", world.people.editor, "It was the League.")
    end = refusal.end
    assert {(row.label, row.before, row.after) for row in corrected.changes} == {
        ("party", "Southmark", "Coastal League"),
        ("stance", "rejects", "would accept if…"),
        ("condition", "", "the fog lifts"),
        ("quote", "Southmark rejected the demand", "rejected the demand"),
        ("place in the text", f"characters {refusal.start}–{end}", f"characters {refusal.start + 10}–{end}"),
        ("credibility", "2: probably true", ""),
    }
    assert "It was the League." in said(response)


def test_a_removed_position_keeps_its_address_and_says_so(as_reader, world, refusal):
    key = refusal.key
    remove(position=refusal, version=1, user=world.people.editor, reason="Said by <nobody>.")
    response = as_reader.get(history_of(key))
    assert response.status_code == 200
    assert [reading.done for reading in response.context["history"].readings] == ["removed", "coded"]
    page = said(response)
    assert "Removed" in page
    assert "by editor on" in page
    assert "Said by <nobody>." in page
    assert "Said by <nobody>." not in response.content.decode()
    assert "Southmark rejected the demand" in page
    assert edit_of(key) not in page


@pytest.mark.parametrize("name", ["client", "as_stranger"])
def test_who_is_no_member_reads_what_stands_and_nothing_of_what_was_corrected(request, world, refusal, name):
    revise(
        position=world.said(1, world.southmark, world.demand),
        start=refusal.start,
        end=refusal.end,
        quote=refusal.quote,
        values={"stance": "red_line", "note": "As it stands."},
        version=1,
        user=world.people.editor,
        reason="Between us: misread.",
    )
    person = request.getfixturevalue(name)
    page = said(person.get(history_of(refusal.key)))
    assert "As it stands." in page
    assert "rules out" in page
    assert "Who corrected what is for members of the negotiation." in page
    for secret in ("Between us", "editor", "Corrected", "<h2>History", "rejects"):
        assert secret not in page, secret


@pytest.mark.parametrize(
    ("name", "status"), [("client", 404), ("as_stranger", 404), ("as_reader", 200), ("as_staff", 200)]
)
def test_a_removed_position_is_there_for_members_only(request, world, refusal, name, status):
    key = refusal.key
    remove(position=refusal, version=1, user=world.people.editor, reason="Said by nobody.")
    response = request.getfixturevalue(name).get(history_of(key))
    assert response.status_code == status
    assert ("Said by nobody." in said(response)) == (status == 200)


def test_a_removed_position_outlives_all_that_it_named(as_analyst, world):
    party = make(noun=Party, negotiation=world.negotiation, values={"name": "Fog", "short_name": "Fog"}, user=None)
    demand = copy_of(world.demand, slug="fog-lifts")
    article = copy_of(world.articles[0], key="fog")
    key = say(article, world.people.analyst, "Southmark", party, demand, "open").key
    remove(position=Position.objects.get(key=key), version=1, user=world.people.analyst, reason="Fog.")
    for row in (article, party, demand):
        row.delete()
    assert "A party that was deleted on “a proposal that was deleted”" in said(as_analyst.get(history_of(key)))
    assert as_analyst.post(edit_of(key), {}).url == history_of(key)


def copy_of(row, **changes):
    row = type(row).objects.get(pk=row.pk)
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def test_the_history_takes_as_many_queries_however_long_it_is(as_reader, world, refusal, django_assert_num_queries):
    with django_assert_num_queries(9):
        as_reader.get(history_of(refusal.key))
    for version in range(1, 5):
        position = world.said(1, world.southmark, world.demand)
        place = {"start": refusal.start, "end": refusal.end, "quote": refusal.quote}
        values = {"note": f"Number {version}."}
        person = [world.people.analyst, world.people.editor][version % 2]
        revise(position=position, values=values, version=version, user=person, reason="Again.", **place)
    with django_assert_num_queries(9):
        as_reader.get(history_of(refusal.key))


@pytest.mark.parametrize("key", ["never-was", "x" * 300])
def test_a_position_that_never_was_is_not_found(as_analyst, world, key):
    for address in (history_of(key), edit_of(key), removal_of(key)):
        assert as_analyst.get(address).status_code == 404
    assert as_analyst.post(edit_of(key), {}).status_code == 404


def test_a_position_of_another_negotiation_is_not_here(as_analyst, world):
    assert as_analyst.get(history_of(world.river_position.key)).status_code == 404
    assert as_analyst.get(edit_of(world.river_position.key)).status_code == 404


@pytest.mark.parametrize("name", ["as_reader", "as_stranger"])
def test_who_may_only_read_changes_nothing(request, world, refusal, name):
    person = request.getfixturevalue(name)
    assert person.get(history_of(refusal.key)).status_code == 200
    assert person.get(edit_of(refusal.key)).status_code == 403
    assert person.post(edit_of(refusal.key), correction(refusal, stance="red_line")).status_code == 403
    assert person.post(removal_of(refusal.key), {"version": "1", "reason": "No."}).status_code == 403
    refusal.refresh_from_db()
    assert (refusal.stance, refusal.version) == ("rejects", 1)


def test_the_history_of_a_private_negotiation_is_not_there_for_others(client, as_reader, world):
    address = reverse("position", args=["river", world.river_position.key])
    assert client.get(address).status_code == 404
    assert as_reader.get(address).status_code == 200
