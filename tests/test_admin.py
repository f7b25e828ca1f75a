"""The staff's side: every noun, with the same checks, versions and history as the pages."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.actions.nouns import edit, make
from positions.models import Alias, Article, Demand, Negotiation, Offer, Party, Position, Proposal, Source, Talks, Track
from tests.world import World

REGISTERED = [model for model in admin.site._registry if model._meta.app_label in {"positions", "auth"}]
NOUNS = [model for model in REGISTERED if hasattr(model, "version")]
NAMES = [model._meta.object_name for model in REGISTERED]


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def some_row(model: type[Model]) -> Model:
    row = model._default_manager.order_by("pk").first()
    return row or model._default_manager.create(name="a group")


def what_the_page_holds(page: str) -> dict[str, str | list[str]]:
    """What a browser would send back: the fields of the form as they stand."""
    form = page[page.index('_form" novalidate') :].split("</form>", maxsplit=1)[0]
    data: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        kind = given.get("type", "text")
        if "name" in given and kind not in ("submit", "button") and (kind != "checkbox" or " checked" in tag):
            data[given["name"]] = unescape(given.get("value", "on" if kind == "checkbox" else ""))
    for name, text in re.findall(r'<textarea name="(\w[\w-]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL):
        data[name] = unescape(text)
    for name, options in re.findall(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        data[name] = [unescape(value) for value in re.findall(r'<option value="([^"]*)" selected', options)]
    return {name: value for name, value in data.items() if "__prefix__" not in name}


def opened(client: Client, row: Model, model: type[Model] | None = None) -> dict[str, str | list[str]]:
    return what_the_page_holds(client.get(address(model or type(row), "change", row.pk)).content.decode())


def saved(client: Client, row: Model, data: dict, model: type[Model] | None = None) -> str:
    """Send the form. The page that answers: the form again with errors, or the list after saving."""
    response = client.post(address(model or type(row), "change", row.pk), data, follow=True)
    assert response.status_code == 200
    return unescape(response.content.decode())


# Every noun has its pages


def test_every_noun_is_in_the_admin():
    asked_for = ["Negotiation", "Party", "Issue", "Demand", "Offer", "Venue", "Talks", "Agreement", "Source", "Article"]
    assert {model._meta.object_name for model in NOUNS} == {*asked_for, "Proposal", "Position"}
    assert {"User", "Group"} <= set(NAMES)


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_the_staff_see_list_search_add_change_and_history_of_every_noun(world, as_staff, model):
    row = some_row(model)
    for found in (as_staff.get(address(model, "changelist")), as_staff.get(address(model, "changelist"), {"q": "a"})):
        assert found.status_code == 200
    assert as_staff.get(address(model, "change", row.pk)).status_code == 200
    assert as_staff.get(address(model, "history", row.pk)).status_code == 200
    adding = as_staff.get(address(model, "add"))
    assert adding.status_code == (403 if model is Proposal else 200)


@pytest.mark.parametrize("model", NOUNS, ids=[model._meta.object_name for model in NOUNS])
def test_an_earlier_version_can_be_looked_at_but_not_saved_over_the_present_one(world, as_staff, model):
    row = some_row(model)
    past = address(model, "simple_history", row.pk, row.history.last().pk)
    assert as_staff.get(past).status_code == 200
    assert as_staff.post(past, {"_save": "1"}).status_code == 403


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_nobody_but_the_staff_sees_the_admin(world, client, as_analyst, model):
    row = some_row(model)
    pages = [address(model, "changelist"), address(model, "add"), address(model, "change", row.pk)]
    for page in [reverse("admin:index"), *pages, address(model, "history", row.pk)]:
        for stranger in (client, as_analyst):
            response = stranger.get(page)
            assert response.status_code == 302
            assert response.url.startswith("/admin/login/")


def test_the_index_has_the_nouns_by_what_they_are_about(world, as_staff):
    page = as_staff.get(reverse("admin:index"))
    groups = [
        (group["name"], [model["object_name"] for model in group["models"]]) for group in page.context["app_list"]
    ]
    assert groups == [
        ("What is negotiated", ["Negotiation", "Issue", "Demand", "Offer", "Agreement"]),
        ("Who, where and when", ["Party", "Venue", "Talks"]),
        ("What was said", ["Source", "Article", "Position"]),
        ("Accounts", ["User", "Group"]),
    ]


@pytest.mark.parametrize("pk", ["999999", "99999999999999999999999", "x", "0"])
def test_a_row_that_is_not_there_is_no_crash(world, as_staff, pk):
    for model in (Party, Demand, Position):
        response = as_staff.get(address(model, "change", pk))
        assert response.status_code == 302
        assert response.url == reverse("admin:index")


@pytest.mark.parametrize("model", NOUNS, ids=[model._meta.object_name for model in NOUNS])
def test_links_to_other_rows_are_searched_for_not_picked_from_a_list(world, as_staff, model):
    """The one list left is of choices; a search answers for every noun that others point at."""
    page = as_staff.get(address(model, "change", some_row(model).pk)).content.decode()
    for name, attributes in re.findall(r'<select name="([\w-]+)"([^>]*)>', page):
        field = name.rsplit("-", 1)[-1]
        linked = {one.name for one in model._meta.get_fields() if one.is_relation} | {"user"}
        assert ("admin-autocomplete" in attributes) == (field in linked), name


def test_suggestions_say_of_which_negotiation_they_are_and_read_no_text(world, as_staff):
    def suggested(model: str, field: str, term: str) -> list[str]:
        asked = {"app_label": "positions", "model_name": model, "field_name": field, "term": term}
        with CaptureQueriesContext(connection) as queries:
            found = as_staff.get(reverse("admin:autocomplete"), asked).json()["results"]
        assert not any('"text"' in query["sql"] and "positions_article" in query["sql"] for query in queries)
        return [one["text"] for one in found]

    assert suggested("position", "party", "North") == ["Northland · Harbour dispute"]
    assert suggested("proposal", "venue", "") == ["Port Haven · Harbour dispute", "Weir House · River accord"]
    assert suggested("talks", "article", "dam") == ["Upstream wants the dam open (2024-02-01) · River accord"]
    assert suggested("membership", "user", "edit") == ["editor"]


# How parties move


def rows_of_moves(page: str) -> list[list[str]]:
    table = page[page.index('id="moves-heading"') :].split("</table>", maxsplit=1)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


def test_a_party_s_page_shows_how_it_moved_from_what_to_what_in_which_words(world, as_staff):
    page = as_staff.get(address(Party, "change", world.southmark.pk)).content.decode()
    rows = rows_of_moves(page)
    assert rows[0] == [
        "2 Apr 2024 Prisoners come home",
        "Southmark hands over the harbour",
        "−1 reserved → to −3 rules out",
        "▲ hardened",
        "“Southmark said that the harbour is not negotiable”",
    ]
    assert [row[3].split(" ", 1)[1] for row in rows] == [
        "hardened",
        "reversed (away from its own pole)",
        "clarified",
        "reaffirmed",
        "new",
        "blurred",
        "softened",
        "new",
        "new",
    ]
    position = world.said(5, world.southmark, world.demand)
    assert f'href="/n/harbour/articles/{position.article_id}/#p-{position.key}"' in page


@pytest.mark.parametrize("model", [Demand, Proposal])
def test_a_proposal_s_page_shows_how_all_parties_moved_on_it(world, as_staff, model):
    rows = rows_of_moves(as_staff.get(address(model, "change", world.demand.pk)).content.decode())
    assert [(row[1], row[3].split()[1]) for row in rows] == [
        ("Northland", "softened"),
        ("Southmark", "hardened"),
        ("Southmark", "clarified"),
        ("Coastal League", "shifted"),
        ("Northland", "reaffirmed"),
        ("Southmark", "blurred"),
        ("Northland", "reaffirmed"),
        ("Southmark", "softened"),
        ("Coastal League", "new"),
        ("Northland", "new"),
        ("Southmark", "new"),
    ]


def test_a_party_nobody_speaks_of_says_what_to_do_next(world, as_staff):
    party = make(noun=Party, negotiation=world.negotiation, values={"name": "Gulls", "short_name": "Gulls"}, user=None)
    page = as_staff.get(address(Party, "change", party.pk)).content.decode()
    assert "No article says anything about this yet." in page


# Saving


def test_what_is_saved_in_the_admin_has_its_version_and_its_history(world, as_staff, staff):
    data = opened(as_staff, world.league) | {"name": "League of the Coast", "reason": "renamed itself"}
    saved(as_staff, world.league, data)
    world.league.refresh_from_db()
    entry = world.league.history.first()
    assert (world.league.name, world.league.version) == ("League of the Coast", 2)
    assert (entry.history_user, entry.history_change_reason) == (staff, "renamed itself")
    assert world.league.history.count() == 2


def test_saving_without_a_change_writes_nothing(world, as_staff):
    for row in (world.league, world.held_talks, world.articles[0], world.negotiation):
        data = opened(as_staff, row) | ({"reason": "none"} if isinstance(row, Article) else {})
        assert "was changed successfully" in saved(as_staff, row, data)
        versions = type(row).history.filter(id=row.pk).count()
        assert type(row).objects.get(pk=row.pk).version == 1
        assert versions == row.history.count() <= 2


@pytest.mark.both
@pytest.mark.parametrize("name", ["league", "negotiation", "held_talks", "offer", "ledger", "port_haven"])
def test_of_two_people_who_open_the_same_row_the_second_loses_nothing_of_the_first_s(world, as_staff, editor, name):
    row = getattr(world, name)
    model = Offer if isinstance(row, Proposal) else type(row)
    data = opened(as_staff, row, model)
    title = "title" if hasattr(row, "title") else "name"
    if name == "negotiation":
        row.summary = "First."
        from positions.actions.nouns import edit_negotiation

        edit_negotiation(negotiation=row, values={title: "First"}, version=1, user=editor)
    else:
        edit(instance=row, values={title: "First"}, version=1, user=editor)
    page = saved(as_staff, row, data | {title: "Second"}, model)
    assert "Somebody else changed this after you opened it, and nothing of yours was saved." in page
    assert 'value="Second"' in page  # what was typed is still there
    fresh = type(row).objects.get(pk=row.pk)
    assert (getattr(fresh, title), fresh.version) == ("First", 2)
    assert "after you opened it" in saved(as_staff, row, data | {title: "Second"}, model)  # and again


def test_a_form_without_its_version_is_refused(world, as_staff):
    data = opened(as_staff, world.league) | {"name": "X"}
    del data["read_version"]
    assert "after you opened it" in saved(as_staff, world.league, data)
    assert Party.objects.get(pk=world.league.pk).name == "Coastal League"


def test_what_breaks_a_rule_is_refused_in_the_form(world, as_staff):
    offer = opened(as_staff, world.offer, Offer)
    for field, value, sentence in [
        ("answers", world.river_demand.pk, "The demand it answers belongs to another negotiation."),
        ("counters", world.offer.pk, "An offer cannot counter itself."),
        ("slug", "new", "not “new” alone"),
        ("proposed_on", "2024-13", "There is no such date as 2024-13."),
        ("title", "a\x00b", "ull characters are not allowed"),
        ("slug", world.demand.slug, "already exists"),
    ]:
        assert sentence in saved(as_staff, world.offer, offer | {field: value}, Offer)
    talks = opened(as_staff, world.held_talks)
    assert "Of another negotiation: Upstream." in saved(
        as_staff, world.held_talks, talks | {"parties": [world.upstream.pk]}
    )
    assert "cannot end before they start" in saved(as_staff, world.held_talks, talks | {"ends_on": "2024-03-01"})
    assert Proposal.objects.get(pk=world.offer.pk).version == Talks.objects.get(pk=world.held_talks.pk).version == 1


def test_a_noun_is_added_with_a_key_of_its_own_and_its_history(world, as_staff, staff):
    data = {"negotiation": world.negotiation.pk, "name": "Lighthouse keepers", "short_name": "Keepers", "kind": "other"}
    assert as_staff.post(address(Party, "add"), data).status_code == 302
    party = Party.objects.get(slug="lighthouse-keepers")
    assert party.history.get().history_user == staff


@pytest.mark.parametrize(("model", "kind"), [(Demand, "demand"), (Offer, "offer")])
def test_a_demand_and_an_offer_are_added_as_what_they_are(world, as_staff, model, kind):
    values = {"title": "Open the harbour", "issue": world.control.pk, "proposer": world.southmark.pk}
    response = as_staff.post(address(model, "add"), values | {"negotiation": world.negotiation.pk})
    assert response.status_code == 302
    proposal = Proposal.objects.get(slug="open-the-harbour")
    assert proposal.kind == kind
    assert proposal.history.count() == 1


def test_parties_of_talks_are_kept_with_their_history(world, as_staff, staff):
    data = opened(as_staff, world.held_talks) | {"parties": [world.northland.pk]}
    saved(as_staff, world.held_talks, data)
    assert list(world.held_talks.parties.all()) == [world.northland]
    latest = world.held_talks.history.first()
    assert [row.party for row in latest.parties.all()] == [world.northland]
    assert latest.history_user == staff


def test_aliases_are_added_changed_and_removed_with_their_history(world, as_staff, staff):
    data = opened(as_staff, world.northland)
    aliases = {data[f"aliases-{place}-alias"]: f"aliases-{place}" for place in range(2)}
    data[f"{aliases['Norhaven']}-alias"] = "Nordhaven"
    data[f"{aliases['the northern government']}-DELETE"] = "on"
    data |= {"aliases-TOTAL_FORMS": "3", "aliases-2-alias": "The North", "aliases-2-party": str(world.northland.pk)}
    data |= {"aliases-2-id": "", "aliases-2-read_version": "1"}
    saved(as_staff, world.northland, data)
    assert {alias.alias for alias in world.northland.aliases.all()} == {"Nordhaven", "The North"}
    assert Party.objects.get(pk=world.northland.pk).version == 1
    kept = world.northland.aliases.get(alias="Nordhaven")
    assert (kept.version, kept.history.first().history_user) == (2, staff)
    gone = Alias.history.filter(alias="the northern government").first()
    assert (gone.history_type, gone.history_user) == ("-", staff)


def test_an_alias_that_somebody_else_changed_or_that_means_another_party_is_refused(world, as_staff, editor):
    data = opened(as_staff, world.southmark)
    assert "already exists" in saved(as_staff, world.southmark, data | {"aliases-0-alias": "Norhaven"})
    edit(instance=world.southmark.aliases.get(), values={"alias": "Sued"}, version=1, user=editor)
    assert "after you opened it" in saved(as_staff, world.southmark, data | {"aliases-0-alias": "Sudland"})
    assert world.southmark.aliases.get().alias == "Sued"


# Articles and positions


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
    assert "This day is in the future" in saved(as_staff, world.articles[0], data | {"published_on": "2999-01-01"})
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


# Cost


def queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)


def many_more(world: World) -> None:
    from positions.actions.articles import add_article
    from tests.world import TODAY, say

    user = world.people.analyst

    def more(noun: type, **values: object) -> Model:
        return make(noun=noun, negotiation=world.negotiation, values=values, user=user)

    for number in range(12):
        party = more(Party, name=f"Party {number}", short_name=f"P{number}")
        shared = {"issue": world.control, "proposer": party, "title": f"Proposal {number}"}
        demand = more(Demand, kind="demand", addressee=world.league, **shared)
        more(Offer, kind="offer", answers=demand, venue=world.port_haven, **shared)
        article = add_article(
            negotiation=world.negotiation,
            source=more(Source, name=f"Source {number}"),
            title=f"Article {number}",
            published_on=TODAY,
            text="They said no, and they said yes.",
            user=user,
            today=TODAY,
        )
        say(article, user, "said no", party, demand, "rejects")
        say(article, user, "said yes", world.southmark, demand, "supports")
        say(article, user, "they said", party, world.demand, "open")
        more(Talks, title=f"Talks {number}", venue=world.port_haven, parties=[party])


LISTS = [model for model in NOUNS if model is not Negotiation]


@pytest.mark.parametrize("model", LISTS, ids=[model._meta.object_name for model in LISTS])
def test_a_list_asks_the_same_questions_whatever_its_length(world, as_staff, model):
    before = queries(as_staff, address(model, "changelist"))
    many_more(world)
    assert queries(as_staff, address(model, "changelist")) == before <= 12


@pytest.mark.parametrize("name", ["southmark", "demand"])
def test_the_page_of_a_party_or_demand_asks_the_same_questions_however_much_it_moved(world, as_staff, name):
    row = getattr(world, name)
    model = Demand if name == "demand" else Party
    before = queries(as_staff, address(model, "change", row.pk))
    many_more(world)
    assert queries(as_staff, address(model, "change", row.pk)) == before <= 24


def test_only_the_latest_fifty_changes_are_shown_and_the_page_says_so(world, as_staff):
    for _ in range(5):
        many_more(world)
    page = as_staff.get(address(Party, "change", world.southmark.pk)).content.decode()
    assert len(rows_of_moves(page)) == 50
    assert "These are the latest 50." in page
    assert 'href="/n/harbour/changes/?party=southmark"' in page
