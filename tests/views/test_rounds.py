"""The dossiers of talks and of an agreement."""

from datetime import date

import pytest
from django.test import Client

from positions.actions.coding import code
from positions.actions.nouns import make
from positions.models import Agreement, Party, Proposal, Talks
from positions.templatetags.dates import partial, span
from tests.world import World

pytestmark = pytest.mark.both


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_talks_tell_who_met_where_when_and_why(client: Client, world: World):
    response = client.get(f"/n/harbour/talks/{world.held_talks.pk}/")
    page = words(response)
    assert "20–21 March 2024" in page
    assert '<a href="/n/harbour/venues/port-haven/">Port Haven</a>, Westland' in page
    assert 'Came from</dt><dd><a href="/n/harbour/offers/talks-in-port-haven/">' in page
    assert f'Reported in</dt><dd><a href="/n/harbour/articles/{world.articles[3].pk}/">' in page
    dossier = response.context["dossier"]
    assert dossier.parties == [world.league, world.northland, world.southmark]
    assert dossier.agreements == [world.agreement]


def test_dated_talks_lead_to_those_before_and_after(client: Client, world: World):
    def talks(title: str, day: date) -> Talks:
        values = {"title": title, "status": "held", "starts_on": day}
        return make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)

    later, earlier = talks("Later", date(2024, 5, 1)), talks("Earlier", date(2024, 1, 5))
    dossier = client.get(f"/n/harbour/talks/{world.held_talks.pk}/").context["dossier"]
    assert (dossier.earlier, dossier.later) == (earlier, later)


def test_talks_on_one_day_are_one_after_the_other(client: Client, world: World):
    values = {"title": "In the evening", "status": "held", "starts_on": world.held_talks.starts_on}
    evening = make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    first = client.get(f"/n/harbour/talks/{world.held_talks.pk}/").context["dossier"]
    second = client.get(f"/n/harbour/talks/{evening.pk}/").context["dossier"]
    assert (first.earlier, first.later) == (None, evening)
    assert (second.earlier, second.later) == (world.held_talks, None)


def test_talks_tell_what_moved_around_them(client: Client, world: World):
    response = client.get(f"/n/harbour/talks/{world.held_talks.pk}/")
    around = response.context["dossier"].around
    assert (around.since, around.until) == (date(2024, 3, 20), date(2024, 4, 20))
    assert [(move.party.slug, move.proposal.slug, move.kind) for move in around.moves] == [
        ("northland", "harbour-handed-over", "softened"),
        ("northland", "talks-in-port-haven", "condition_changed"),
        ("southmark", "harbour-handed-over", "hardened"),
        ("southmark", "prisoners-first", "new"),
    ]
    # Southmark repeats that it accepts the offer, Northland that it accepts the counter-offer.
    assert (around.spoke, around.same, around.is_cut) == (6, 2, False)
    assert "6 stances of those at the table were reported in these days: 2 stood as before" in words(response)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", "if both sides disarm", "condition_added"),
        ("if both sides disarm", "", "condition_dropped"),
        ("if both sides disarm", "if Northland disarms", "condition_changed"),
        ("if both sides disarm", "if both  sides\ndisarm", None),
    ],
)
def test_another_condition_on_the_same_stance_is_a_move_around_talks(client: Client, world: World, before, after, kind):
    user = world.people.analyst
    for number, condition in ((2, before), (4, after)):
        values = {"party": world.league, "proposal": world.counter_offer, "stance": "open", "condition": condition}
        text = world.articles[number].text
        start = len(text) - 5
        code(article=world.articles[number], start=start, end=len(text), quote=text[start:], values=values, user=user)
    around = client.get(f"/n/harbour/talks/{world.held_talks.pk}/").context["dossier"].around
    kinds = {(move.party, move.proposal): move.kind for move in around.moves}
    assert kinds.get((world.league, world.counter_offer)) == kind
    assert (around.spoke, around.same) == (7, 2 if kind else 3)


def test_an_evasive_word_beside_a_stance_is_no_move_around_talks(client: Client, world: World):
    text = world.articles[3].text
    code(
        article=world.articles[3],
        start=len(text) - 5,
        end=len(text),
        quote=text[-5:],
        values={"party": world.southmark, "proposal": world.offer, "stance": "ambiguous"},
        user=world.people.analyst,
    )
    around = client.get(f"/n/harbour/talks/{world.held_talks.pk}/").context["dossier"].around
    assert (world.southmark, world.offer) not in [(move.party, move.proposal) for move in around.moves]
    assert (around.spoke, around.same) == (6, 2)


def test_talks_tell_who_stands_where_on_the_offer_they_came_from(client: Client, world: World):
    reply = client.get(f"/n/harbour/talks/{world.held_talks.pk}/").context["dossier"].reply
    assert [(row.party.slug, row.after.stance) for row in reply] == [
        ("southmark", "supports"),
        ("northland", "conditional"),
    ]


def test_talks_stand_in_their_series(client: Client, world: World):
    values = {"title": "Later", "status": "agreed", "starts_on": date(2024, 5, 1)}
    later = make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    response = client.get(f"/n/harbour/talks/{world.held_talks.pk}/")
    assert [(mark.address, mark.key, mark.is_here) for mark in response.context["rounds"].marks] == [
        ("talks", world.held_talks.pk, True),
        ("agreement", world.agreement.pk, False),
        ("talks", later.pk, False),
    ]
    undated = client.get(f"/n/harbour/talks/{world.proposed_talks.pk}/")
    assert undated.context["rounds"] is None
    assert undated.context["dossier"].around is None


def test_an_agreement_shows_its_parties_on_what_it_covers(client: Client, world: World):
    past = client.get(f"/n/harbour/agreements/{world.agreement.pk}/").context["dossier"].past
    assert [(lane.party.slug, [move.kind for move in lane.moves]) for lane in past.lanes] == [
        ("northland", ["reaffirmed", "new"]),
        ("southmark", ["reversed", "new"]),
    ]


def test_talks_without_a_date_or_place_say_so(client: Client, world: World):
    page = words(client.get(f"/n/harbour/talks/{world.proposed_talks.pk}/"))
    assert "no date" in page
    assert "no place named" in page


def test_an_agreement_shows_what_it_covers_and_who_stands_where_now(client: Client, world: World):
    response = client.get(f"/n/harbour/agreements/{world.agreement.pk}/")
    dossier = response.context["dossier"]
    assert dossier.parties == [world.northland, world.southmark]
    assert [row.proposal for row in dossier.proposals] == [world.counter_offer]
    assert [(row.party.slug, row.after.stance) for row in dossier.proposals[0].now] == [
        ("northland", "supports"),
        ("southmark", "supports"),
    ]
    page = words(response)
    assert f'<a href="/n/harbour/talks/{world.held_talks.pk}/">First round in Port Haven</a>' in page
    position = world.said(5, world.southmark, world.counter_offer)
    assert f"/n/harbour/articles/{position.article_id}/#p-{position.key}" in page


def test_the_queries_of_an_agreement_do_not_grow(client: Client, world: World, django_assert_num_queries):
    address = f"/n/harbour/agreements/{world.agreement.pk}/"
    with django_assert_num_queries(12) as seen:
        client.get(address)
    user = world.people.analyst
    values = {"title": "P", "kind": "offer", "issue": world.control, "proposer": world.league}
    proposals = [
        make(
            noun=Proposal,
            negotiation=world.negotiation,
            values=values | {"counters": world.offer, "answers": world.demand, "addressee": world.northland},
            user=user,
        )
        for _ in range(6)
    ]
    world.agreement.proposals.add(*proposals)
    world.agreement.parties.add(
        make(noun=Party, negotiation=world.negotiation, values={"name": "Q", "short_name": "Q"}, user=user)
    )
    with django_assert_num_queries(len(seen)):
        client.get(address)


@pytest.mark.parametrize("address", ["talks/0", "talks/99999999999999999999999", "agreements/0", "talks/abc"])
def test_what_is_not_here_is_not_found(client: Client, world: World, address):
    assert client.get(f"/n/harbour/{address}/").status_code == 404


def test_an_agreement_of_another_negotiation_is_not_found(as_analyst: Client, world: World):
    values = {"title": "Water", "agreed_on": date(2024, 1, 1)}
    agreement = make(noun=Agreement, negotiation=world.river, values=values, user=world.people.analyst)
    assert as_analyst.get(f"/n/river/agreements/{agreement.pk}/").status_code == 200
    assert as_analyst.get(f"/n/harbour/agreements/{agreement.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("known", "shown"),
    [("2022", "2022"), ("2022-03", "March 2022"), ("2022-03-29", "29 March 2022"), ("", ""), ("soon", "soon")],
)
def test_a_date_is_written_as_far_as_it_is_known(known, shown):
    assert partial(known) == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2024, 3, 20), None, "20 March 2024"),
        (date(2024, 3, 20), date(2024, 3, 20), "20 March 2024"),
        (date(2024, 3, 20), date(2024, 3, 21), "20–21 March 2024"),
        (date(2024, 2, 28), date(2024, 3, 1), "28 February – 1 March 2024"),
        (date(2023, 12, 31), date(2024, 1, 1), "31 December 2023 – 1 January 2024"),
        (None, None, ""),
    ],
)
def test_a_span_says_month_and_year_once(first, last, shown):
    assert span(first, last) == shown
