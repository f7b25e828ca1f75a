"""Forms that add to what a negotiation consists of."""

from datetime import date

import pytest
from django.test import Client

from positions.actions.undoing import undo
from positions.models import Article, Deed, Issue, Party, Proposal, Talks, Venue
from positions.views.nouns import NOUNS
from tests.views.nouns import HTML, as_saved, text, typed
from tests.world import World

pytestmark = pytest.mark.both


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
        ("demands", {"issue": ""}, "issue", "Choose the issue, or name a new one."),
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
        ("talks", {"starts_on": "0000-00-00"}, "starts_on", "There is no such day. Give it as 2025-07-20."),
        ("talks", {"starts_on": "03/04/2024"}, "starts_on", "There is no such day."),
        ("talks", {"starts_on": "2024-03-06", "ends_on": "03/07/2024"}, "ends_on", "There is no such day."),
        ("talks", {"starts_on": "2999-01-01", "status": "held"}, "starts_on", "This day is in the future"),
        ("talks", {"starts_on": "2999-01-01", "status": "collapsed"}, "starts_on", "This day is in the future"),
        ("talks", {"article": "nothing"}, "article", "There is no such article here."),
        ("talks", {"article": "x\x00"}, "article", "Null characters"),
        ("talks", {"article": "/articles/999999999999999999/"}, "article", "There is no such article here."),
        ("talks", {"parties": ["0", "\x00", "99999999999999999999"]}, "parties", "not in the list any more"),
        ("agreements", {"agreed_on": "2024-13-01"}, "agreed_on", "There is no such day."),
        ("agreements", {"agreed_on": "03/04/2024"}, "agreed_on", "There is no such day."),
        ("agreements", {"agreed_on": "2999-01-01"}, "agreed_on", "This day is in the future"),
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


# Made in passing


HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("noun", NOUNS)
def test_in_passing_the_form_comes_alone_and_refused_it_comes_again(as_analyst: Client, world: World, noun):
    address = f"/n/harbour/{noun}/new/"
    empty = as_analyst.get(address, headers=HTMX)
    assert empty.status_code == 200
    assert "<html" not in text(empty)
    assert f'action="{address}"' in text(empty)
    before = NOUNS[noun].model.objects.count()
    refused = as_analyst.post(address, {}, headers=HTMX)
    assert refused.status_code == 422
    assert "<html" not in text(refused)
    assert "Nothing was added yet." in text(refused)
    assert NOUNS[noun].model.objects.count() == before
    shown = {*empty.context["form"].quick_fields(), *empty.context["form"].other_fields()}
    assert {field.name for field in shown} == set(empty.context["form"].fields)


@pytest.mark.parametrize("noun", NOUNS)
def test_in_passing_the_answer_is_what_to_choose_it_by(as_analyst: Client, world: World, noun):
    response = as_analyst.post(f"/n/harbour/{noun}/new/", typed(noun, world), headers=HTMX)
    row = NOUNS[noun].rows(world.negotiation).order_by("-pk").first()
    assert response.status_code == 201
    assert f'<option value="{row.pk}"' in text(response)
    assert str(row) in text(response)
    assert "HX-Request" in response["Vary"]


def test_a_party_made_in_passing_brings_its_names_and_a_demand_its_keywords(as_analyst: Client, world: World):
    values = typed("parties", world) | {"aliases": f"Dockers\n{HTML}"}
    party = text(as_analyst.post("/n/harbour/parties/new/", values, headers=HTMX))
    assert 'data-names="Port workers;Workers;' in party
    assert ";Dockers" in party
    assert HTML not in party
    values = typed("demands", world) | {"keywords": "toll; share"}
    demand = text(as_analyst.post("/n/harbour/demands/new/", values, headers=HTMX))
    assert '<optgroup label="Control of the harbour">' in demand
    assert (
        'data-keywords="toll; share" data-kind="demand" data-issue="Control of the harbour" data-proposer="' in demand
    )
    assert ">Demand: Tolls are shared</option>" in demand


def test_words_of_the_article_fill_the_name_in(as_analyst: Client, world: World):
    response = as_analyst.get("/n/harbour/demands/new/?title=The+%3Cfog%3E&proposer=" + str(world.league.pk))
    assert 'value="The &lt;fog&gt;"' in text(response)
    assert f'<option value="{world.league.pk}" selected>' in text(response)


def test_a_demand_brings_its_new_issue_and_an_offer_its_new_venue_in_one_step(as_analyst: Client, world: World):
    values = typed("offers", world) | {"issue": "", "new_issue": " Fishing   rights", "new_venue": "Mill House"}
    deeds = Deed.objects.count()
    as_analyst.post("/n/harbour/offers/new/", values)
    offer = Proposal.objects.get(slug="tolls-are-shared")
    assert (offer.issue.title, offer.venue.name) == ("Fishing rights", "Mill House")
    assert offer.issue.negotiation == world.negotiation
    assert Deed.objects.count() == deeds + 1
    undo(negotiation=world.negotiation, user=world.people.analyst, deed=Deed.objects.latest("pk").pk)
    assert not Issue.objects.filter(title="Fishing rights").exists()
    assert not Venue.objects.filter(name="Mill House").exists()


def test_an_issue_named_anew_that_is_there_already_is_that_one(as_analyst: Client, world: World):
    values = typed("demands", world) | {"issue": "", "new_issue": "PRISONERS"}
    as_analyst.post("/n/harbour/demands/new/", values)
    assert Proposal.objects.get(slug="tolls-are-shared").issue == world.prisoners


@pytest.mark.parametrize(
    ("noun", "changes", "field", "sentence"),
    [
        ("demands", {"issue": ""}, "issue", "Choose the issue, or name a new one."),
        ("demands", {"new_issue": "Fog"}, "new_issue", "Choose issue or name a new one, not both."),
        ("demands", {"issue": "", "new_issue": "x" * 201}, "new_issue", "at most 200 characters"),
        ("demands", {"issue": "", "new_issue": "a\x00b"}, "new_issue", "cannot be stored"),
        ("offers", {"venue": "PORT", "new_venue": "Fog"}, "new_venue", "Choose venue or name a new one, not both."),
    ],
)
def test_what_cannot_be_named_along_is_refused_and_nothing_is_made(
    as_analyst: Client, world: World, noun, changes, field, sentence
):
    if changes.get("venue"):
        changes = changes | {"venue": world.port_haven.pk}
    before = Proposal.objects.count(), Issue.objects.count(), Venue.objects.count()
    response = as_analyst.post(f"/n/harbour/{noun}/new/", typed(noun, world) | changes)
    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert (Proposal.objects.count(), Issue.objects.count(), Venue.objects.count()) == before


def test_who_may_not_edit_makes_nothing_in_passing(as_reader: Client, client: Client, world: World):
    before = Party.objects.count()
    assert as_reader.post("/n/harbour/parties/new/", typed("parties", world), headers=HTMX).status_code == 403
    assert client.post("/n/harbour/parties/new/", typed("parties", world), headers=HTMX).status_code == 302
    assert Party.objects.count() == before
