"""The dossiers of a demand, an offer and an issue."""

import pytest
from django.test import Client

from positions.actions.nouns import make
from positions.models import Agreement, Issue, Party, Proposal
from positions.reports.dossiers.lanes import A_FEW, MOST
from tests.crowds import crowd
from tests.world import World, say

pytestmark = pytest.mark.both


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_demand_shows_who_stands_where_from_insisting_to_ruling_out(client: Client, world: World):
    dossier = client.get("/n/harbour/demands/harbour-handed-over/").context["dossier"]
    assert [(lane.party.slug, lane.now.after.stance) for lane in dossier.past.lanes] == [
        ("northland", "supports"),
        ("coastal-league", "reserved"),
        ("southmark", "red_line"),
    ]
    assert dossier.past.statements == 11


def test_it_tells_by_whom_of_whom_and_since_when(client: Client, world: World):
    page = words(client.get("/n/harbour/demands/harbour-handed-over/"))
    assert 'Demanded by</dt><dd><a href="/n/harbour/parties/northland/">' in page
    assert 'Of</dt><dd><a href="/n/harbour/parties/southmark/">' in page
    assert "January 2024" in page
    assert "harbour; hand over" in page


def test_links_between_proposals_are_shown_from_both_ends(client: Client, world: World):
    titles = [world.demand.title, world.offer.title, world.counter_offer.title]
    for address in ("demands/harbour-handed-over", "offers/talks-in-port-haven", "offers/prisoners-first"):
        response = client.get(f"/n/harbour/{address}/")
        (root,) = response.context["dossier"].chains.roots
        assert [member.proposal.title for member in root.walk()] == titles
        page = words(response)
        assert page.count('<g class="chain-box"') == 3
        assert page.count('data-asked=""') == 1
        assert '<span class="chain-word">answers:</span> <a href="/n/harbour/offers/talks-in-port-haven/">' in page
        assert '<span class="chain-word">counters:</span> <a href="/n/harbour/offers/prisoners-first/">' in page
    offer = words(client.get("/n/harbour/offers/talks-in-port-haven/"))
    assert 'Answers the demand</dt><dd><a href="/n/harbour/demands/harbour-handed-over/">' in offer
    counter = words(client.get("/n/harbour/offers/prisoners-first/"))
    assert 'Counters the offer</dt><dd><a href="/n/harbour/offers/talks-in-port-haven/">' in counter


def test_an_offer_tells_place_date_talks_and_agreements(client: Client, world: World):
    response = client.get("/n/harbour/offers/talks-in-port-haven/")
    page = words(response)
    assert '<a href="/n/harbour/venues/port-haven/">Port Haven</a>' in page
    assert "20 March 2024" in page
    assert response.context["dossier"].talks.listed == [world.held_talks]
    covered = client.get("/n/harbour/offers/prisoners-first/").context["dossier"]
    assert covered.agreements.listed == [world.agreement]


def test_its_history_stands_party_by_party(client: Client, world: World):
    dossier = client.get("/n/harbour/demands/harbour-handed-over/").context["dossier"]
    kinds = {lane.party.slug: [move.kind for move in lane.moves] for lane in dossier.past.lanes}
    assert kinds == {
        "northland": ["softened", "reaffirmed", "reaffirmed", "new"],
        "southmark": ["hardened", "clarified", "blurred", "softened", "new"],
        "coastal-league": ["shifted", "new"],
    }


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("offers/harbour-handed-over", "demands/harbour-handed-over"),
        ("demands/prisoners-first", "offers/prisoners-first"),
    ],
)
def test_a_demand_asked_for_as_an_offer_is_sent_to_its_right_place(client: Client, world: World, asked, right):
    assert client.get(f"/n/harbour/{asked}/")["Location"] == f"/n/harbour/{right}/"


def test_a_proposal_without_positions_says_so_and_what_to_do(as_analyst: Client, world: World):
    values = {"title": "Tolls are shared", "kind": "offer", "issue": world.control, "proposer": world.league}
    make(noun=type(world.offer), negotiation=world.negotiation, values=values, user=world.people.analyst)
    page = words(as_analyst.get("/n/harbour/offers/tolls-are-shared/"))
    assert "No article is coded yet" in page
    assert "It answers no demand" in page


def test_the_queries_of_a_demand_do_not_grow(client: Client, world: World, django_assert_num_queries):
    address = "/n/harbour/demands/harbour-handed-over/"
    with django_assert_num_queries(16) as seen:
        client.get(address)
    user = world.people.analyst
    for number in range(12):
        values = {"name": f"Party {number}", "short_name": f"P{number}"}
        party = make(noun=Party, negotiation=world.negotiation, values=values, user=user)
        for article in world.articles:
            say(article, user, "harbour" if number else "Northland", party, world.demand, "open")
        values = {"title": f"O{number}", "kind": "offer", "issue": world.control, "proposer": party}
        make(
            noun=type(world.offer), negotiation=world.negotiation, values=values | {"answers": world.demand}, user=user
        )
        values = {"title": f"A{number}", "agreed_on": "2024-04-03", "parties": [party], "proposals": [world.demand]}
        make(noun=Agreement, negotiation=world.negotiation, values=values, user=user)
    with django_assert_num_queries(len(seen) + 1):  # the first agreements
        client.get(address)


def test_an_issue_shows_demands_offers_and_who_moved_last(client: Client, world: World):
    response = client.get("/n/harbour/issues/control/")
    dossier = response.context["dossier"]
    assert [row.proposal for row in dossier.demands] == [world.demand]
    assert [row.proposal for row in dossier.offers] == [world.offer]
    assert [(move.party.slug, move.proposal.slug, move.kind) for move in dossier.last] == [
        ("northland", "harbour-handed-over", "softened"),
        ("southmark", "harbour-handed-over", "hardened"),
        ("northland", "talks-in-port-haven", "condition_changed"),
        ("southmark", "talks-in-port-haven", "reaffirmed"),
        ("coastal-league", "harbour-handed-over", "shifted"),
    ]
    assert {(lane.party.slug, lane.proposal.slug) for lane in dossier.principals.lanes} == {
        ("northland", "harbour-handed-over"),
        ("northland", "talks-in-port-haven"),
        ("southmark", "harbour-handed-over"),
        ("southmark", "talks-in-port-haven"),
    }
    assert client.get("/n/harbour/issues/prisoners/").context["dossier"].agreements.listed == [world.agreement]


def test_of_very_many_parties_the_principals_and_the_latest_to_speak_come_first(client: Client, world: World):
    crowd(world, parties=45, articles=2)
    address = "/n/harbour/demands/harbour-handed-over/"
    response = client.get(address)
    past = response.context["dossier"].past
    shown = {lane.party.slug for lane in past.lanes}
    assert len(past.lanes) == MOST
    assert {"northland", "southmark"} < shown
    assert "coastal-league" not in shown  # no principal, and silent since the others spoke
    assert (past.more, past.statements) == (48 - MOST, 11 + 45 * 2)
    assert dict(past.tally)["open"] == 45  # of all, shown or not
    page = words(response)
    assert f'<a href="?all=1#lanes">and {48 - MOST} more parties</a>' in page
    assert "48 parties on record" in page
    whole = client.get(address, {"all": "1"})
    assert len(whole.context["dossier"].past.lanes) == 48
    assert "more parties" not in words(whole)
    assert "only the first</a>" in words(whole)
    assert len(client.get(address, {"all": "x"}).context["dossier"].past.lanes) == MOST


def test_one_party_too_many_is_no_reason_to_leave_any_out(client: Client, world: World):
    crowd(world, parties=MOST + A_FEW - 3, articles=1)
    address = "/n/harbour/demands/harbour-handed-over/"
    past = client.get(address).context["dossier"].past
    assert (len(past.lanes), past.more) == (40, 0)
    assert "only the first</a>" not in words(client.get(address, {"all": "1"}))


def test_of_more_than_forty_lines_the_first_are_shown_of_a_party_and_an_issue_too(client: Client, world: World):
    user = world.people.analyst
    for number in range(41):
        values = {"title": f"P{number}", "kind": "demand", "issue": world.control, "proposer": world.league}
        proposal = make(noun=Proposal, negotiation=world.negotiation, values=values, user=user)
        say(world.articles[0], user, "harbour", world.northland, proposal, "open")
        if number == 36:
            past = client.get("/n/harbour/parties/northland/").context["dossier"].past
            assert (len(past.heads), len(past.lanes)) == (40, 40)
    past = client.get("/n/harbour/parties/northland/").context["dossier"].past
    assert (len(past.heads), len(past.lanes)) == (44, 32)
    principals = client.get("/n/harbour/issues/control/").context["dossier"].principals
    assert (len(principals.lanes), principals.more) == (32, len(principals.heads) - 32)


def test_an_issue_with_nothing_on_it_says_so(client: Client, world: World):
    make(noun=Issue, negotiation=world.negotiation, values={"title": "Fishing"}, user=world.people.analyst)
    page = words(client.get("/n/harbour/issues/fishing/"))
    assert "No demand is made on this issue." in page
    assert "No offer is made on this issue." in page


@pytest.mark.parametrize("address", ["demands/nothing", "offers/open-the-dam", "issues/water", "issues/nothing"])
def test_what_is_not_here_is_not_found(client: Client, world: World, address):
    assert client.get(f"/n/harbour/{address}/").status_code == 404
