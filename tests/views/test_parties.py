"""The dossier of a party."""

from datetime import date

import pytest
from django.test import Client

from positions.actions.articles import add_article
from positions.actions.nouns import make
from positions.models import Demand, Participation, Party, Proposal, Track
from positions.reports.dossiers.lanes import lanes
from tests.crowds import crowd
from tests.world import World, say

pytestmark = pytest.mark.both


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_it_tells_who_the_party_is(client: Client, world: World):
    values = {"party": world.northland, "role": "guarantor", "since": "2024-02", "until": "2024"}
    make(noun=Participation, negotiation=world.negotiation, values=values, user=world.people.analyst)
    page = words(client.get("/n/harbour/parties/northland/"))
    assert "Norhaven, the northern government" in page
    assert "principal" in page
    assert 'guarantor <span class="meta">(February 2024 – 2024)</span>' in page
    assert "8 positions" in page
    assert "First round in Port Haven" in page
    assert "Exchange of prisoners" in page


def test_it_shows_where_the_party_stands_issue_by_issue(client: Client, world: World):
    dossier = client.get("/n/harbour/parties/northland/").context["dossier"]
    found = [
        (issue.slug, [(lane.proposal.slug, lane.now.after.stance, lane.now.kind) for lane in lanes])
        for issue, lanes in dossier.issues
    ]
    assert found == [
        (
            "control",
            [
                ("harbour-handed-over", "supports", "softened"),
                ("talks-in-port-haven", "conditional", "condition_changed"),
            ],
        ),
        ("prisoners", [("prisoners-first", "supports", "reaffirmed")]),
    ]


def test_its_history_runs_from_the_newest_with_words_and_links(client: Client, world: World):
    response = client.get("/n/harbour/parties/southmark/")
    lanes = [lane for _, lanes in response.context["dossier"].issues for lane in lanes]
    moves = next(lane.moves for lane in lanes if lane.proposal == world.demand)
    assert [move.kind for move in moves] == ["hardened", "clarified", "blurred", "softened", "new"]
    page = words(response)
    for move in moves:
        assert move.after.quote in page
        assert f'/n/harbour/articles/{move.after.article_id}/#p-{move.after.key}"' in page


def test_what_it_put_on_the_table_and_what_is_asked_of_it(client: Client, world: World):
    dossier = client.get("/n/harbour/parties/southmark/").context["dossier"]
    assert dossier.proposals == [world.offer]
    assert dossier.addressed == [world.demand, world.counter_offer]


def test_a_party_nobody_wrote_about_says_so(client: Client, as_analyst: Client, world: World):
    values = {"name": "Silent Isles", "short_name": "Isles"}
    make(noun=Party, negotiation=world.negotiation, values=values, user=world.people.analyst)
    assert "No article is coded yet in which Silent Isles" in words(client.get("/n/harbour/parties/silent-isles/"))
    page = words(as_analyst.get("/n/harbour/parties/silent-isles/"))
    assert "Open an article" in page


def test_only_analysts_are_shown_what_edits(client: Client, as_analyst: Client, as_reader: Client, world: World):
    edit = f"/n/harbour/parties/{world.northland.pk}/edit/"
    assert edit in words(as_analyst.get("/n/harbour/parties/northland/"))
    assert edit not in words(as_reader.get("/n/harbour/parties/northland/"))
    assert edit not in words(client.get("/n/harbour/parties/northland/"))


def test_the_queries_do_not_grow_with_the_history(client: Client, world: World, django_assert_num_queries):
    address = "/n/harbour/parties/coastal-league/"
    with django_assert_num_queries(16) as seen:
        client.get(address)
    user = world.people.analyst
    for number, article in enumerate(world.articles):
        values = {"title": f"P{number}", "kind": "demand", "issue": world.control, "proposer": world.league}
        proposal = make(noun=Proposal, negotiation=world.negotiation, values=values, user=user)
        for word in ("harbour", "Northland", "Southmark"):
            say(article, user, word, world.league, proposal, "open")
    with django_assert_num_queries(len(seen)):
        client.get(address)


def test_a_long_history_is_cut_at_a_whole_article(world: World):
    rows = Track.objects.filter(party=world.northland)
    whole = lanes(rows)
    assert (whole.is_cut, len(whole.moves), whole.statements) == (False, 8, 8)
    cut = lanes(rows, longest=3)
    assert cut.is_cut
    assert [move.after.article for move in cut.moves] == [world.articles[4], world.articles[4], world.articles[3]]
    assert [lane.now.after.pk for lane in cut.lanes] == [lane.now.after.pk for lane in whole.lanes]


def test_a_cut_history_leads_to_the_whole(client: Client, world: World, monkeypatch):
    monkeypatch.setattr(lanes, "__kwdefaults__", {"longest": 1})
    page = words(client.get("/n/harbour/parties/northland/"))
    assert 'The 1 latest. <a href="/n/harbour/changes/?party=northland">All of them</a>' in page


def test_it_counts_who_stands_where_and_says_how_old_that_is(client: Client, world: World):
    response = client.get("/n/harbour/parties/southmark/")
    past = response.context["dossier"].past
    assert [(str(stance), number) for stance, number in past.tally] == [("supports", 2), ("red_line", 1)]
    assert (past.first, past.last, past.coverage) == (date(2024, 1, 10), date(2024, 4, 2), date(2024, 4, 2))
    assert past.stale == 0
    add_article(
        negotiation=world.negotiation,
        source=world.articles[0].source,
        title="Two years on",
        published_on=date(2026, 4, 3),
        text="Nothing new.",
        user=world.people.analyst,
        today=date(2026, 4, 4),
    )
    page = words(client.get("/n/harbour/parties/southmark/"))
    assert "3 of 3 rest on evidence more than a year older than that." in page
    assert "No newer word than 2 April 2024: may no longer hold." in page


def test_a_line_off_the_scale_says_the_last_clear_stance(client: Client, world: World):
    assert "last on the scale" not in words(client.get("/n/harbour/parties/southmark/"))
    article = add_article(
        negotiation=world.negotiation,
        source=world.articles[0].source,
        title="No answer",
        published_on=date(2024, 4, 5),
        text="Southmark would not say.",
        user=world.people.analyst,
        today=date(2024, 4, 6),
    )
    say(article, world.people.analyst, "would not say", world.southmark, world.demand, "declines")
    page = words(client.get("/n/harbour/parties/southmark/"))
    link = f'<a href="/n/harbour/articles/{world.articles[4].pk}/changes/">2 April 2024</a>'
    assert f"last on the scale: rules out, {link}" in page
    assert page.count("last on the scale") == 1


def test_evidence_of_one_day_is_no_period(client: Client, world: World):
    crowd(world, parties=1, articles=1)
    page = words(client.get("/n/harbour/parties/party-0/"))
    assert 'Evidence of <time datetime="2024-04-10">10 April 2024</time>; the negotiation' in page
    page = words(client.get("/n/harbour/parties/southmark/"))
    assert 'Evidence from <time datetime="2024-01-10">10 January 2024</time> to <time' in page


def test_each_line_says_since_when_and_what_was_before(client: Client, world: World):
    page = words(client.get("/n/harbour/parties/northland/"))
    first, last = world.articles[0].pk, world.articles[4].pk
    assert f'Since <a href="/n/harbour/articles/{last}/changes/">2 Apr 2024</a>; before that' in page
    assert f'<a href="/n/harbour/articles/{first}/changes/">1' not in page
    assert "Northland: accepts on 2 April 2024, before that insists; latest evidence 2 April 2024" in page


def test_its_proposals_are_drawn_with_what_answers_them(client: Client, world: World):
    response = client.get("/n/harbour/parties/northland/")
    (root,) = response.context["dossier"].chains.roots
    assert [(member.depth, member.how, member.proposal) for member in root.walk()] == [
        (0, "", world.demand),
        (1, "answers", world.offer),
        (2, "counters", world.counter_offer),
    ]
    assert [member.asked for member in root.walk()] == [True, False, True]
    assert [member.reply.after.stance for member in root.walk()] == ["red_line", "conditional", "supports"]


@pytest.mark.parametrize("slug", ["nobody", "upstream", "x" * 300])
def test_a_party_that_is_not_here_is_not_found(client: Client, world: World, slug):
    assert client.get(f"/n/harbour/parties/{slug}/").status_code == 404


def test_markup_in_names_is_shown_as_text(client: Client, world: World):
    user = world.people.analyst
    evil = "<img src=x onerror=alert(1)>"
    party = make(
        noun=Party,
        negotiation=world.negotiation,
        values={"slug": "evil", "name": evil, "short_name": "<b>x</b>", "description": evil},
        user=user,
    )
    values = {"title": evil, "kind": "demand", "issue": world.control, "proposer": party, "slug": "evil"}
    demand = make(noun=Demand, negotiation=world.negotiation, values=values, user=user)
    say(world.articles[0], user, "harbour", party, demand, "conditional", condition=evil)
    for address in ("parties/evil/", "demands/evil/", "issues/control/", "parties/", "demands/", ""):
        page = client.get(f"/n/harbour/{address}").content.decode()
        assert "<img" not in page, address
        assert "<b>x" not in page, address
        assert "&lt;" in page, address
