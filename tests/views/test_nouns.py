"""Lists of what a negotiation consists of, and the forms to add to them and edit."""

from datetime import date

import pytest
from django.test import Client

from positions.actions.nouns import make
from positions.models import Agreement, Alias, Article, Issue, Participation, Party, Proposal, Source, Talks, Venue
from positions.views.nouns import NOUNS
from tests.world import World

pytestmark = pytest.mark.both
HTML = "<script>alert(1)</script>"


def text(response) -> str:
    return response.content.decode()


def words(response) -> str:
    return " ".join(text(response).split())


def typed(noun: str, world: World) -> dict[str, object]:
    """The least that each form asks for."""
    proposal = {"title": "Tolls are shared", "issue": world.control.pk, "proposer": world.northland.pk}
    return {
        "parties": {"name": "Port workers", "short_name": "Workers", "kind": "organisation"},
        "demands": proposal,
        "offers": proposal,
        "issues": {"title": "Fishing", "status": "open", "sort_order": 3},
        "venues": {"name": "Weir House"},
        "talks": {"title": "Third round", "status": "proposed", "format": "bilateral"},
        "agreements": {"title": "Truce", "status": "agreed", "agreed_on": "2024-05-01"},
        "sources": {"name": "The Tide"},
    }[noun]


def as_saved(client: Client, address: str) -> dict[str, object]:
    """What a browser would send of an edit form in which nothing was changed."""
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


# Lists


def test_each_list_shows_its_rows_with_what_tells_most(client: Client, world: World):
    lists = {noun: words(client.get(f"/n/harbour/{noun}/")) for noun in NOUNS}
    assert "Norhaven, the northern government" in lists["parties"]
    assert "Southmark hands over the harbour" in lists["demands"]
    assert "Talks" not in lists["demands"].split("</nav>")[-1]
    assert "answers: <a" in lists["offers"]
    assert "agreed</span>" in lists["issues"]
    assert "20 Mar 2024" in lists["venues"]
    assert "20–21 March 2024" in lists["talks"]
    assert "Northland, Southmark" in lists["agreements"]
    assert "B: usually reliable" in lists["sources"]
    assert "2 Apr 2024" in lists["sources"]


def test_the_tabs_count_the_rows_of_each_list(client: Client, world: World):
    tabs = client.get("/n/harbour/parties/").context["tabs"]
    assert {name: number for name, _, number in tabs} == {
        "parties": 3,
        "demands": 1,
        "offers": 2,
        "issues": 2,
        "venues": 1,
        "talks": 2,
        "agreements": 1,
        "sources": 2,
    }


def test_demands_show_how_every_party_stands(client: Client, world: World):
    rows = client.get("/n/harbour/demands/").context["rows"]
    assert [(move.party.slug, move.after.stance) for move in rows[0].now] == [
        ("northland", "supports"),
        ("coastal-league", "reserved"),
        ("southmark", "red_line"),
    ]


def test_names_are_in_the_same_order_on_every_database(client: Client, world: World):
    for name in ("Éire", "aland", "Zeta", "österland"):
        values = {"name": name, "short_name": name}
        make(noun=Party, negotiation=world.negotiation, values=values, user=world.people.analyst)
    names = [party.name for party in client.get("/n/harbour/parties/").context["rows"]]
    assert names == ["aland", "Coastal League", "Northland", "Southmark", "Zeta", "Éire", "österland"]


def test_talks_still_to_come_stand_before_all_others(client: Client, world: World):
    values = {"title": "Never held", "status": "cancelled"}
    cancelled = make(noun=Talks, negotiation=world.negotiation, values=values, user=world.people.analyst)
    assert client.get("/n/harbour/talks/").context["rows"] == [world.proposed_talks, world.held_talks, cancelled]


@pytest.mark.parametrize("noun", NOUNS)
def test_an_empty_list_says_what_to_do(as_analyst: Client, as_reader: Client, world: World, noun):
    address = f"/n/empty/{noun}/"
    as_analyst.post("/new/", {"title": "Empty", "public": "on"})
    assert f'href="{address}new/"' in words(as_analyst.get(address)).split('class="empty"')[1]
    assert "Only analysts of “Empty” may edit it." in words(as_reader.get(address)).split('class="empty"')[1]


@pytest.mark.parametrize(
    ("noun", "budget"),
    [
        ("parties", 5),
        ("demands", 7),
        ("offers", 7),
        ("issues", 3),
        ("venues", 3),
        ("talks", 4),
        ("agreements", 5),
        ("sources", 3),
    ],
)
def test_the_queries_of_a_list_do_not_grow(client: Client, world: World, django_assert_num_queries, noun, budget):
    with django_assert_num_queries(budget):
        client.get(f"/n/harbour/{noun}/")
    for number in range(10):
        make_another(noun, number, world)
    with django_assert_num_queries(budget):
        assert len(client.get(f"/n/harbour/{noun}/").context["rows"]) > 10


def make_another(noun: str, number: int, world: World) -> None:
    title = f"Another {number}"
    proposal = {"title": title, "issue": world.control, "proposer": world.league, "addressee": world.northland}
    values = {
        "parties": {"name": title, "short_name": "Another"},
        "demands": proposal | {"kind": "demand"},
        "offers": proposal | {"kind": "offer", "answers": world.demand, "counters": world.offer},
        "issues": {"title": title},
        "venues": {"name": title},
        "talks": {"title": title, "venue": world.port_haven, "parties": [world.northland]},
        "agreements": {"title": title, "agreed_on": date(2024, 5, 1), "parties": [world.northland]},
        "sources": {"name": title},
    }[noun]
    make(noun=NOUNS[noun].model, negotiation=world.negotiation, values=values, user=world.people.analyst)


# New


@pytest.mark.parametrize(
    ("noun", "address"),
    [
        ("parties", "parties/port-workers/"),
        ("demands", "demands/tolls-are-shared/"),
        ("offers", "offers/tolls-are-shared/"),
        ("issues", "issues/fishing/"),
        ("venues", "venues/weir-house/"),
        ("talks", "talks/{pk}/"),
        ("agreements", "agreements/{pk}/"),
        ("sources", "sources/"),
    ],
)
def test_each_noun_is_made_from_the_least_its_form_asks_for(as_analyst: Client, world: World, noun, address):
    response = as_analyst.post(f"/n/harbour/{noun}/new/", typed(noun, world))
    row = NOUNS[noun].rows(world.negotiation).order_by("-pk").first()
    assert response["Location"] == f"/n/harbour/{address.format(pk=row.pk)}"
    assert as_analyst.get(response["Location"]).status_code == 200
    entry = row.history.last()
    assert (entry.history_user, entry.history_change_reason) == (world.people.analyst, "made")


@pytest.mark.parametrize("noun", NOUNS)
def test_an_empty_form_is_refused_field_by_field(as_analyst: Client, world: World, noun):
    before = NOUNS[noun].model.objects.count()
    response = as_analyst.post(f"/n/harbour/{noun}/new/", {})
    assert response.status_code == 422
    assert "This field is required." in text(response)
    assert "Nothing was saved." in text(response)
    assert NOUNS[noun].model.objects.count() == before


def test_a_party_is_made_with_its_names_and_roles(as_analyst: Client, world: World):
    values = typed("parties", world) | {"aliases": "the dockers\r\n\r\n  the   dockers \r\nDock union", "roles": "host"}
    as_analyst.post("/n/harbour/parties/new/", values)
    party = Party.objects.get(slug="port-workers")
    assert sorted(alias.alias for alias in party.aliases.all()) == ["Dock union", "the dockers"]
    assert [role.role for role in party.participations.all()] == ["host"]


def test_a_name_that_another_party_has_is_refused_and_nothing_is_made(as_analyst: Client, world: World):
    values = typed("parties", world) | {"aliases": "Norhaven"}
    response = as_analyst.post("/n/harbour/parties/new/", values)
    assert response.status_code == 422
    assert response.context["form"].errors["aliases"] == ["“Norhaven” already names Northland."]
    assert not Party.objects.filter(slug="port-workers").exists()
    assert ">Norhaven</textarea>" in text(response).replace("\n", "")


def test_a_slug_can_be_chosen_once_and_only_once(as_analyst: Client, world: World):
    values = typed("issues", world) | {"slug": "fish"}
    assert as_analyst.post("/n/harbour/issues/new/", values)["Location"] == "/n/harbour/issues/fish/"
    response = as_analyst.post("/n/harbour/issues/new/", values)
    assert response.status_code == 422
    assert "This name is taken here." in text(response)
    issue = Issue.objects.get(slug="fish")
    address = f"/n/harbour/issues/{issue.pk}/edit/"
    as_analyst.post(address, as_saved(as_analyst, address) | {"slug": "other", "title": "Fish"})
    issue.refresh_from_db()
    assert (issue.slug, issue.title) == ("fish", "Fish")


def test_a_demand_and_an_offer_share_their_names(as_analyst: Client, world: World):
    values = typed("offers", world) | {"slug": world.demand.slug}
    assert "This name is taken here." in text(as_analyst.post("/n/harbour/offers/new/", values))


def test_an_offer_is_made_as_an_answer_with_place_and_date(as_analyst: Client, world: World):
    values = typed("offers", world) | {
        "answers": world.demand.pk,
        "counters": world.offer.pk,
        "venue": world.port_haven.pk,
        "proposed_on": "2024-05",
        "offered_for": "2024-06-01",
    }
    as_analyst.post("/n/harbour/offers/new/", values)
    offer = Proposal.objects.get(slug="tolls-are-shared")
    assert (offer.kind, offer.answers, offer.counters, offer.venue) == (
        "offer",
        world.demand,
        world.offer,
        world.port_haven,
    )
    assert (offer.proposed_on, offer.offered_for) == ("2024-05", "2024-06-01")


def test_a_demand_takes_nothing_that_only_an_offer_has(as_analyst: Client, world: World):
    values = typed("demands", world) | {"answers": world.demand.pk, "kind": "offer"}
    as_analyst.post("/n/harbour/demands/new/", values)
    demand = Proposal.objects.get(slug="tolls-are-shared")
    assert (demand.kind, demand.answers) == ("demand", None)


def test_a_link_may_fill_in_what_is_known(as_analyst: Client, world: World):
    address = f"/n/harbour/offers/new/?answers={world.demand.pk}&issue={world.control.pk}"
    assert f'<option value="{world.demand.pk}" selected>' in text(as_analyst.get(address))
    for nonsense in ("answers=0", "answers=%00", "answers=x&issue=" + "9" * 40, "title=x", "version=3"):
        assert as_analyst.get(f"/n/harbour/offers/new/?{nonsense}").status_code == 200


def test_talks_are_made_with_parties_and_their_article(as_analyst: Client, world: World):
    article = world.articles[2]
    values = typed("talks", world) | {
        "parties": [world.northland.pk, world.league.pk],
        "status": "held",
        "starts_on": "2024-03-07",
        "article": f"http://127.0.0.1/n/harbour/articles/{article.pk}/",
        "offer": world.offer.pk,
    }
    as_analyst.post("/n/harbour/talks/new/", values)
    talks = Talks.objects.get(key="third-round")
    assert set(talks.parties.all()) == {world.northland, world.league}
    assert (talks.article, talks.offer, talks.starts_on) == (article, world.offer, date(2024, 3, 7))


@pytest.mark.parametrize(
    ("noun", "more", "field", "sentence"),
    [
        ("parties", {"name": "x" * 10_000}, "name", "at most 200 characters"),
        ("parties", {"name": "a\x00b"}, "name", "Null characters"),
        ("parties", {"short_name": "x" * 17}, "short_name", "at most 16"),
        ("parties", {"kind": "planet"}, "kind", "Select a valid choice"),
        ("parties", {"roles": ["king"]}, "roles", "Select a valid choice"),
        ("parties", {"aliases": "x" * 201}, "aliases", "longer than 200 characters"),
        ("parties", {"slug": "Not A Slug"}, "slug", "small letters"),
        ("parties", {"slug": "new"}, "slug", "not “new” alone"),
        ("demands", {"issue": ""}, "issue", "required"),
        ("demands", {"issue": "99999999999999999999999"}, "issue", "Choose one of the list."),
        ("demands", {"issue": "\x00"}, "issue", "Choose one of the list."),
        ("demands", {"proposed_on": "0000-00-00"}, "proposed_on", "There is no such date"),
        ("demands", {"proposed_on": "2024-02-30"}, "proposed_on", "There is no such date"),
        ("demands", {"proposed_on": "last May"}, "proposed_on", "2022-03"),
        ("offers", {"answers": "-1"}, "answers", "Choose one of the list."),
        ("issues", {"sort_order": "99999"}, "sort_order", "9999"),
        ("issues", {"sort_order": "x"}, "sort_order", "whole number"),
        ("venues", {"latitude": "91", "longitude": "0"}, "latitude", "90"),
        ("venues", {"latitude": "NaN", "longitude": "0"}, "latitude", "number"),
        ("venues", {"latitude": "1e999999", "longitude": "0"}, "latitude", ""),
        ("venues", {"latitude": "1.23456", "longitude": "0"}, "latitude", "decimal places"),
        ("venues", {"latitude": "1"}, "__all__", "Give both coordinates"),
        ("talks", {"starts_on": "2024-03-07", "ends_on": "2024-03-06"}, "ends_on", "cannot end before they start"),
        ("talks", {"ends_on": "2024-03-06"}, "starts_on", "the day on which the talks start"),
        ("talks", {"status": "held"}, "starts_on", "Talks that were held"),
        ("talks", {"starts_on": "0000-00-00"}, "starts_on", "valid date"),
        ("talks", {"article": "nothing"}, "article", "There is no such article here."),
        ("talks", {"article": "x\x00"}, "article", "Null characters"),
        ("talks", {"article": "/articles/999999999999999999/"}, "article", "There is no such article here."),
        ("talks", {"parties": ["0", "\x00", "99999999999999999999"]}, "parties", "not in the list any more"),
        ("agreements", {"agreed_on": "2024-13-01"}, "agreed_on", "valid date"),
        ("agreements", {"proposals": ["x"]}, "proposals", "not in the list any more"),
        ("sources", {"url": "javascript:alert(1)"}, "url", "valid URL"),
        ("sources", {"reliability": "Z"}, "reliability", "Select a valid choice"),
        ("sources", {"description": "x" * 4001}, "description", "at most 4000"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_field_and_kept(
    as_analyst: Client, world: World, noun, more, field, sentence
):
    before = NOUNS[noun].model.objects.count()
    response = as_analyst.post(f"/n/harbour/{noun}/new/", typed(noun, world) | more)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert field in errors, errors
    assert sentence in errors[field][0]
    assert NOUNS[noun].model.objects.count() == before
    given = typed(noun, world)
    kept = next(iter({"name", "title"} & (set(given) - set(more))), None)
    if kept:
        assert f'value="{given[kept]}"' in text(response)


@pytest.mark.parametrize(
    ("noun", "field", "stranger"),
    [
        ("demands", "issue", "river_issue"),
        ("demands", "proposer", "upstream"),
        ("offers", "answers", "river_demand"),
        ("offers", "venue", "river_venue"),
        ("talks", "parties", "upstream"),
        ("talks", "article", "river_article"),
        ("agreements", "proposals", "river_demand"),
    ],
)
def test_rows_of_another_negotiation_cannot_be_chosen(as_analyst: Client, world: World, noun, field, stranger):
    row = getattr(world, stranger)
    value = row.key if isinstance(row, Article) else row.pk
    response = as_analyst.post(f"/n/harbour/{noun}/new/", typed(noun, world) | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors


@pytest.mark.parametrize("noun", NOUNS)
def test_markup_in_every_field_is_shown_as_text(as_analyst: Client, world: World, noun):
    """In the form that comes back, on the page of the row, and in its list."""
    long = dict.fromkeys(("name", "title", "description", "summary", "outcome", "keywords", "country", "aliases"), HTML)
    form = as_analyst.get(f"/n/harbour/{noun}/new/").context["form"]
    values = typed(noun, world) | {name: value for name, value in long.items() if name in form.fields}
    refused = as_analyst.post(f"/n/harbour/{noun}/new/", values | {"slug": HTML, "starts_on": HTML, "agreed_on": HTML})
    assert HTML not in text(refused)
    assert "&lt;script&gt;" in text(refused)
    page = as_analyst.post(f"/n/harbour/{noun}/new/", values, follow=True)
    for shown in (page, as_analyst.get(f"/n/harbour/{noun}/"), as_analyst.get("/n/harbour/talks/new/")):
        assert shown.status_code == 200
        assert HTML not in text(shown)
    assert "&lt;script&gt;" in text(page)


# Edit


@pytest.mark.parametrize("noun", NOUNS)
def test_saving_a_form_unchanged_changes_nothing_but_the_version(as_analyst: Client, world: World, noun):
    row = NOUNS[noun].rows(world.negotiation).order_by("pk").first()
    address = f"/n/harbour/{noun}/{row.pk}/edit/"
    fields = [field.attname for field in row._meta.concrete_fields if field.name != "version"]
    many = [field.name for field in row._meta.many_to_many]

    def facts(row) -> dict[str, object]:
        return {name: getattr(row, name) for name in fields} | {
            name: set(getattr(row, name).values_list("pk", flat=True)) for name in many
        }

    before = facts(row)
    response = as_analyst.post(address, as_saved(as_analyst, address))
    assert response.status_code == 302, response.context["form"].errors
    fresh = NOUNS[noun].rows(world.negotiation).get(pk=row.pk)
    assert facts(fresh) == before
    assert fresh.version == row.version + 1


def test_who_changed_what_when_and_why_is_shown(as_analyst: Client, as_editor: Client, world: World):
    address = f"/n/harbour/demands/{world.demand.pk}/edit/"
    values = as_saved(as_editor, address)
    as_editor.post(address, values | {"title": "Southmark gives the harbour up", "reason": "as the text has it"})
    page = as_analyst.get("/n/harbour/demands/harbour-handed-over/")
    edit = page.context["edits"][0]
    assert (edit.who, edit.what, edit.why, edit.fields) == ("editor", "changed", "as the text has it", ["title"])
    assert "“as the text has it”" in text(page)


def test_an_edit_of_a_party_keeps_dated_roles_and_swaps_the_rest(as_analyst: Client, world: World):
    values = {"party": world.league, "role": "guarantor", "since": "2024-02"}
    make(noun=Participation, negotiation=world.negotiation, values=values, user=world.people.analyst)
    address = f"/n/harbour/parties/{world.league.pk}/edit/"
    values = as_saved(as_analyst, address)
    assert values["roles"] == ["mediator"]
    as_analyst.post(address, values | {"roles": ["host", "observer"], "aliases": "the League"})
    roles = {(role.role, role.since) for role in world.league.participations.all()}
    assert roles == {("host", ""), ("observer", ""), ("guarantor", "2024-02")}
    assert [alias.alias for alias in Alias.objects.filter(party=world.league)] == ["the League"]
    removed = Participation.history.get(role="mediator", history_type="-")
    assert removed.history_user == world.people.analyst


def test_two_people_at_once_one_is_told_and_loses_nothing(as_analyst: Client, as_editor: Client, world: World):
    address = f"/n/harbour/talks/{world.held_talks.pk}/edit/"
    mine, theirs = as_saved(as_analyst, address), as_saved(as_editor, address)
    theirs |= {"title": "Round one", "parties": [world.northland.pk, world.southmark.pk]}
    assert as_editor.post(address, theirs).status_code == 302
    response = as_analyst.post(address, mine | {"title": "First round", "outcome": "Nothing.", "reason": "minutes"})
    assert response.status_code == 409
    differences = {row.label: (row.saved, row.typed) for row in response.context["differences"]}
    assert differences == {
        "Title": ("Round one", "First round"),
        "Outcome": ("No result on the harbour; prisoners to be discussed further.", "Nothing."),
        "Parties": ("Northland, Southmark", "Coastal League, Northland, Southmark"),
    }
    assert 'value="First round"' in text(response)
    assert 'value="minutes"' in text(response)
    assert Talks.objects.get(pk=world.held_talks.pk).title == "Round one"
    again = {name: response.context["form"].data.getlist(name) for name in response.context["form"].data}
    assert as_analyst.post(address, again).status_code == 302
    fresh = Talks.objects.get(pk=world.held_talks.pk)
    assert (fresh.title, fresh.version, fresh.parties.count()) == ("First round", 3, 3)


def test_an_invalid_edit_keeps_what_was_typed_and_the_title_of_the_page(as_analyst: Client, world: World):
    address = f"/n/harbour/venues/{world.port_haven.pk}/edit/"
    values = as_saved(as_analyst, address) | {"name": "Port Heaven", "latitude": "100"}
    response = as_analyst.post(address, values)
    assert response.status_code == 422
    assert "Edit “Port Haven”" in text(response)
    assert 'value="Port Heaven"' in text(response)
    assert Venue.objects.get(pk=world.port_haven.pk).name == "Port Haven"


def test_an_offer_cannot_counter_itself(as_analyst: Client, world: World):
    address = f"/n/harbour/offers/{world.offer.pk}/edit/"
    response = as_analyst.post(address, as_saved(as_analyst, address) | {"counters": world.offer.pk})
    assert response.status_code == 422
    assert "counters" in response.context["form"].errors


def test_a_demand_is_not_edited_as_an_offer(as_analyst: Client, world: World):
    assert as_analyst.get(f"/n/harbour/offers/{world.demand.pk}/edit/").status_code == 404
    assert as_analyst.get(f"/n/harbour/demands/{world.offer.pk}/edit/").status_code == 404


def test_a_row_removed_in_the_meantime_is_not_found(as_analyst: Client, world: World):
    source = make(noun=Source, negotiation=world.negotiation, values={"name": "Gone"}, user=world.people.analyst)
    address = f"/n/harbour/sources/{source.pk}/edit/"
    values = as_saved(as_analyst, address)
    source.delete()
    assert as_analyst.post(address, values).status_code == 404


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("address", ["new/", "{pk}/edit/"])
def test_only_analysts_add_and_edit(
    client: Client, as_reader: Client, as_stranger: Client, world: World, noun, address
):
    row = NOUNS[noun].rows(world.negotiation).order_by("pk").first()
    address = f"/n/harbour/{noun}/{address.format(pk=row.pk)}"
    version = row.version
    for visitor in (as_reader, as_stranger):
        assert visitor.post(address, typed(noun, world) | {"version": 1}).status_code == 403
    assert client.post(address, typed(noun, world))["Location"] == f"/accounts/login/?next={address}"
    row.refresh_from_db()
    assert row.version == version


def test_the_queries_of_a_form_do_not_grow(as_analyst: Client, world: World, django_assert_num_queries):
    address = f"/n/harbour/agreements/{world.agreement.pk}/edit/"
    with django_assert_num_queries(16) as seen:
        as_analyst.get(address)
    for number in range(6):
        for noun in ("parties", "offers", "venues", "talks"):
            make_another(noun, number, world)
    with django_assert_num_queries(len(seen)):
        as_analyst.get(address)


def test_an_agreement_covers_what_was_ticked(as_analyst: Client, world: World):
    address = f"/n/harbour/agreements/{world.agreement.pk}/edit/"
    values = as_saved(as_analyst, address) | {"proposals": [world.offer.pk, world.demand.pk], "parties": []}
    as_analyst.post(address, values)
    fresh = Agreement.objects.get(pk=world.agreement.pk)
    assert set(fresh.proposals.all()) == {world.offer, world.demand}
    assert not fresh.parties.exists()


def test_saving_a_row_and_its_links_is_one_edit(as_analyst: Client, world: World):
    address = f"/n/harbour/talks/{world.held_talks.pk}/"
    assert [edit.what for edit in as_analyst.get(address).context["edits"]] == ["made"]
    values = as_saved(as_analyst, f"{address}edit/") | {"outcome": "Nothing.", "parties": [world.northland.pk]}
    as_analyst.post(f"{address}edit/", values | {"reason": "minutes"})
    newest, oldest = as_analyst.get(address).context["edits"]
    assert (newest.what, newest.why, newest.fields) == ("changed", "minutes", ["outcome", "what it is linked to"])
    assert oldest.what == "made"
