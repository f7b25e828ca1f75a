"""The list of negotiations, where one stands, and the forms to start and edit one."""

from datetime import date

import pytest
from django.test import Client

from positions.actions.articles import add_article
from positions.actions.nouns import make, start_negotiation
from positions.models import Issue, Negotiation, Party, Position, Proposal
from tests.world import TODAY, World, say

pytestmark = pytest.mark.both
HTML = "<script>alert(1)</script>"


def text(response) -> str:
    return response.content.decode()


def words(response) -> str:
    """The page with its white space folded."""
    return " ".join(text(response).split())


def test_the_health_page_asks_no_database(client: Client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_the_list_tells_coverage_and_the_latest_movement(client: Client, world: World):
    page = words(client.get("/"))
    assert "5 articles · 19 positions · latest article 2 April 2024" in page
    assert "Latest change, 2 April 2024" in page
    assert "Northland · Southmark" in page
    newest = world.said(5, world.northland, world.demand)
    assert f"/n/harbour/articles/{newest.article_id}/#p-{newest.key}" in page
    assert "softened" in page
    assert "River accord" not in page


def test_the_empty_list_says_what_to_do(client: Client, as_stranger: Client, world: World):
    Negotiation.objects.update(public=False)
    assert "Sign in" in text(client.get("/"))
    assert "No negotiation is public yet." in text(client.get("/"))
    assert "ask an analyst to add you" in text(as_stranger.get("/"))


def test_a_member_sees_what_is_not_public(as_reader: Client, world: World):
    page = text(as_reader.get("/"))
    assert "River accord" in page
    assert "not public" in page


def test_the_list_takes_as_many_queries_for_ten_negotiations_as_for_one(
    client: Client, world: World, django_assert_num_queries
):
    with django_assert_num_queries(5) as seen:
        client.get("/")
    for number in range(9):
        start_negotiation(values={"title": f"Talks {number}", "public": True}, user=world.people.analyst)
    with django_assert_num_queries(len(seen)):
        assert text(client.get("/")).count("negotiation-card") == 10


def test_where_things_stand_shows_who_moved_with_words_and_links(client: Client, world: World):
    page = words(client.get("/n/harbour/"))
    for number, party, proposal in (
        (5, world.northland, world.demand),
        (5, world.southmark, world.demand),
        (5, world.southmark, world.counter_offer),
        (4, world.northland, world.offer),
    ):
        position = world.said(number, party, proposal)
        assert f'href="/n/harbour/articles/{position.article_id}/#p-{position.key}"' in page
    assert page.index("hardened") < page.index("Two days of talks in Port Haven")
    assert page.index("Prisoners come home") < page.index("Two days of talks in Port Haven")
    assert "“Northland would welcome a transfer of the harbour”" in page
    assert "the prisoners are home by then" in page


def test_who_said_the_same_again_is_told_apart_from_who_moved(client: Client, world: World):
    stories = client.get("/n/harbour/").context["standing"].news.stories
    assert [(row.party, row.proposal) for row in stories[0].reaffirmed] == [(world.northland, world.counter_offer)]
    assert [row.kind for row in stories[0].moves] == ["reversed", "hardened", "softened"]


@pytest.mark.parametrize(("query", "days"), [("", 90), ("?days=30", 30), ("?days=365", 365)])
def test_movement_is_counted_back_from_the_newest_article(client: Client, world: World, query, days):
    response = client.get(f"/n/harbour/{query}")
    standing = response.context["standing"]
    assert (standing.movers.until, (standing.movers.until - standing.movers.since).days) == (date(2024, 4, 2), days)
    assert f'aria-current="true">{days} days</a>' in text(response)
    assert "Latest article</b>" in text(response)


def test_who_moved_most_says_how_as_its_lines_do_and_what_is_too_old_to_go_by(client: Client, world: World):
    quote = "Southmark said that the harbour is not negotiable"
    say(world.articles[4], world.people.analyst, quote, world.southmark, world.offer, "rejects")
    page = words(client.get("/n/harbour/?days=30"))
    away = "reversed (away from its own proposal)"
    assert f"<b>6 steps</b> on 2 proposals: 1 hardened, 1 {away}</p>" in page
    assert 'reversed <span class="kind-direction">(away from its own proposal)</span>' in page
    assert "stale:" not in page
    Position.objects.filter(proposal=world.offer, stance="supports").delete()
    article = add_article(
        negotiation=world.negotiation,
        source=world.radio,
        title="Long before",
        published_on=date(2021, 3, 1),
        text="Southmark offers to meet.",
        user=world.people.analyst,
        today=TODAY,
    )
    say(article, world.people.analyst, "Southmark offers to meet.", world.southmark, world.offer, "supports")
    page = words(client.get("/n/harbour/?days=30"))
    assert page.count('<span class="stale">stale: on 3 March 2024 the earlier stance was 3 years old</span>') == 1


@pytest.mark.parametrize("query", ["?days=7", "?days=x", "?days=%00", "?other=1"])
def test_days_that_are_not_offered_are_said_and_ignored(client: Client, world: World, query):
    response = client.get(f"/n/harbour/{query}")
    assert (response.status_code, response.context["standing"].days) == (200, 90)
    assert 'class="notice"' in text(response)


def test_an_article_in_which_nobody_moved_is_told_in_a_line(client: Client, world: World):
    article = add_article(
        negotiation=world.negotiation,
        source=world.radio,
        title="Nothing new",
        published_on=date(2024, 5, 1),
        text="Southmark rules it out.",
        user=world.people.analyst,
        today=TODAY,
    )
    say(article, world.people.analyst, "Southmark rules it out.", world.southmark, world.demand, "red_line")
    news = client.get("/n/harbour/").context["standing"].news
    assert [story.article for story in news.quiet] == [article]
    assert [story.article for story in news.stories] == [world.articles[4], world.articles[3], world.articles[2]]


def test_issues_show_the_principals_only(client: Client, world: World):
    issues = client.get("/n/harbour/").context["standing"].issues
    assert [row.issue for row in issues] == [world.control, world.prisoners]
    assert (issues[0].demands, issues[0].offers) == (1, 1)
    stances = {
        line.proposal: [(row.party.slug, row.after.stance) for row in line.now]
        for row in issues
        for line in row.proposals
    }
    assert stances[world.demand] == [("northland", "supports"), ("southmark", "red_line")]
    assert stances[world.offer] == [("southmark", "supports"), ("northland", "conditional")]


def test_talks_agreements_and_coverage_stand_at_the_side(client: Client, world: World):
    standing = client.get("/n/harbour/").context["standing"]
    assert standing.next_talks == [world.proposed_talks]
    assert standing.latest_talks == [world.held_talks]
    assert standing.agreements == [world.agreement]
    page = words(client.get("/n/harbour/"))
    assert ">5</a>, 10 January – 2 April 2024" in page
    assert "Made up for these tests." in page
    for address in ("/n/harbour/timeline/", "/n/harbour/matrix/", "/n/harbour/export.zip", "/n/harbour/positions.csv"):
        assert f'href="{address}"' in page


def test_a_new_negotiation_tells_its_analyst_the_first_three_steps(as_analyst: Client, client: Client, world: World):
    start_negotiation(values={"title": "Grain corridor", "public": True}, user=world.people.analyst)
    page = text(as_analyst.get("/n/grain-corridor/"))
    for address in ("parties/new/", "demands/new/", "articles/new/"):
        assert f'href="/n/grain-corridor/{address}"' in page
    assert "parties/new/" not in text(client.get("/n/grain-corridor/"))
    assert "Sign in to code articles and edit." in text(client.get("/n/grain-corridor/"))


def test_the_queries_of_where_things_stand_do_not_grow(client: Client, world: World, django_assert_num_queries):
    with django_assert_num_queries(24) as seen:
        client.get("/n/harbour/")
    for number in range(8):
        issue = make(
            noun=Issue, negotiation=world.negotiation, values={"title": f"I{number}"}, user=world.people.analyst
        )
        values = {"title": f"P{number}", "kind": "demand", "issue": issue, "proposer": world.league}
        make(noun=Proposal, negotiation=world.negotiation, values=values, user=world.people.analyst)
    with django_assert_num_queries(len(seen)):
        client.get("/n/harbour/")


def test_starting_a_negotiation_opens_it(as_stranger: Client, world: World):
    response = as_stranger.post("/new/", {"title": "Grain corridor", "slug": "", "summary": "", "about_data": ""})
    assert response["Location"] == "/n/grain-corridor/"
    negotiation = Negotiation.objects.get(slug="grain-corridor")
    assert not negotiation.public
    assert negotiation.memberships.get().user == world.people.stranger


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 10_000}, "at most 200 characters"),
        ({"title": "a\x00b"}, "Null characters are not allowed."),
        ({"title": "Good", "slug": "new"}, "not “new” alone"),
        ({"title": "Good", "slug": "Über alles"}, "small letters"),
        ({"title": "Good", "slug": "harbour"}, "already exists"),
        ({"title": "Good", "summary": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_what_cannot_be_started_is_said_at_its_field(as_stranger: Client, world: World, typed, sentence):
    response = as_stranger.post("/new/", typed)
    assert response.status_code == 422
    assert sentence in text(response)
    assert Negotiation.objects.count() == 2


def test_editing_keeps_the_address_and_the_reason(as_analyst: Client, world: World):
    values = {"title": "Port dispute", "slug": "port", "summary": HTML, "about_data": "", "public": "on"}
    response = as_analyst.post("/n/harbour/edit/", values | {"version": 1, "reason": "renamed by both sides"})
    assert response["Location"] == "/n/harbour/"
    fresh = Negotiation.objects.get(slug="harbour")
    assert (fresh.title, fresh.version) == ("Port dispute", 2)
    assert fresh.history.first().history_change_reason == "renamed by both sides"
    page = text(as_analyst.get("/n/harbour/"))
    assert HTML not in page
    assert "&lt;script&gt;" in page


def test_a_stale_edit_shows_both_versions_and_keeps_what_was_typed(as_analyst: Client, as_editor: Client, world: World):
    typed = {"summary": "", "about_data": "", "public": "on", "version": 1}
    as_editor.post("/n/harbour/edit/", typed | {"title": "Theirs"})
    response = as_analyst.post("/n/harbour/edit/", typed | {"title": "Mine"})
    assert response.status_code == 409
    page = text(response)
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert Negotiation.objects.get(slug="harbour").title == "Theirs"
    again = {name: value for name, value in response.context["form"].data.items() if name != "csrfmiddlewaretoken"}
    assert as_analyst.post("/n/harbour/edit/", again).status_code == 302
    assert Negotiation.objects.get(slug="harbour").title == "Mine"


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", "\x00"])
def test_a_form_without_its_version_is_refused(as_analyst: Client, world: World, version):
    response = as_analyst.post("/n/harbour/edit/", {"title": "Mine", "version": version})
    assert response.status_code == 422
    assert "Nothing was saved." in text(response)
    assert Negotiation.objects.get(slug="harbour").title == "Harbour dispute"


def test_signing_in_and_out(client: Client, world: World):
    page = client.get("/accounts/login/?next=/n/harbour/")
    assert 'value="/n/harbour/"' in text(page)
    wrong = client.post("/accounts/login/", {"username": "analyst", "password": HTML})
    assert "correct username and password" in text(wrong)
    assert HTML not in text(wrong)
    right = {"username": "analyst", "password": "harbour-lights-2024", "next": "/n/harbour/"}
    assert client.post("/accounts/login/", right)["Location"] == "/n/harbour/"
    assert "Sign out" in text(client.get("/"))
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert "Sign in" in text(client.get("/"))


def test_signing_in_leads_to_no_other_site(client: Client, world: World):
    values = {"username": "analyst", "password": "harbour-lights-2024", "next": "https://elsewhere.example/"}
    assert client.post("/accounts/login/", values)["Location"] == "/"


def test_a_password_can_be_changed(as_analyst: Client, world: World):
    assert as_analyst.get("/accounts/password_change/").status_code == 200
    values = {"old_password": "harbour-lights-2024", "new_password1": "12345", "new_password2": "12345"}
    assert "too short" in text(as_analyst.post("/accounts/password_change/", values))
    values |= {"new_password1": "low-tide-at-noon", "new_password2": "low-tide-at-noon"}
    response = as_analyst.post("/accounts/password_change/", values, follow=True)
    assert "Your password was changed" in text(response)


def test_a_lost_password_is_not_promised_by_mail(client: Client, world: World):
    assert client.get("/accounts/password_reset/").status_code == 404


def test_somebody_refused_is_told_why(as_reader: Client, world: World):
    response = as_reader.get("/n/harbour/edit/")
    assert response.status_code == 403
    assert "Only analysts of “Harbour dispute” may edit it." in text(response)


def test_a_missing_page_offers_signing_in(client: Client, world: World):
    response = client.get("/n/river/")
    assert response.status_code == 404
    assert "/accounts/login/?next=/n/river/" in text(response)
    assert "River accord" not in text(response)


def test_a_form_without_its_token_is_refused_in_words(world: World):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people.analyst)
    response = client.post("/new/", {"title": "Forged"})
    assert response.status_code == 403
    assert "The form was too old" in text(response)
    assert not Negotiation.objects.filter(title="Forged").exists()


def test_parties_of_other_negotiations_are_not_mixed_in(client: Client, world: World):
    make(noun=Party, negotiation=world.river, values={"name": "Zzz", "short_name": "Zzz"}, user=world.people.analyst)
    assert "Zzz" not in text(client.get("/n/harbour/"))
