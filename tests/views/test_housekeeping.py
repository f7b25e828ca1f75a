"""The pages on which two rows are merged: a choice, all that would change, and then the deed."""

import json

import pytest
from django.test import Client

from positions.actions.merge_plans import plan
from positions.actions.merging import merge
from positions.actions.nouns import edit, make
from positions.models import Alias, Demand, Party, Position, Venue
from tests.addresses import body
from tests.snapshots import everything
from tests.views.nouns import HTML, text, words
from tests.world import World, say

pytestmark = pytest.mark.both


def merge_page(world: World, row, noun: str = "parties") -> str:
    return f"/n/harbour/{noun}/{row.pk}/merge/"


def agreed(client: Client, address: str, into) -> dict[str, object]:
    """What a browser sends after the preview."""
    shown = client.get(address, {"into": into.pk}).context["plan"]
    return {"into": into.pk, "seen": shown.seen, "reason": ""}


def test_the_choice_is_among_the_others_of_the_same_kind(as_analyst: Client, world: World):
    choices = as_analyst.get(merge_page(world, world.league)).context["form"].fields["into"].choices
    assert [label for _, label in choices] == ["–", "Northland", "Southmark"]
    choices = as_analyst.get(merge_page(world, world.offer, "offers")).context["form"].fields["into"].choices
    assert [label for _, label in choices] == ["–", "Prisoners are exchanged before any talks"]


def test_two_of_the_same_name_are_told_apart(as_analyst: Client, world: World):
    for _ in range(2):
        values = {"name": "Port workers", "short_name": "Workers"}
        make(noun=Party, negotiation=world.negotiation, values=values, user=world.people.analyst)
    page = text(as_analyst.get(merge_page(world, world.league)))
    assert "Port workers (port-workers)" in page
    assert "Port workers (port-workers-2)" in page


def test_the_preview_names_all_that_changes_and_writes_nothing(as_analyst: Client, world: World):
    before = everything()
    response = as_analyst.get(merge_page(world, world.northland), {"into": world.league.pk})
    page = words(response)
    assert response.status_code == 200
    assert '<b class="affected-number">8</b> positions' in page
    assert '<b class="affected-number">2</b> demands and offers it put on the table' in page
    assert '<b class="affected-number">1</b> demand or offer addressed to it' in page
    assert '<b class="affected-number">2</b> meetings at which it sat' in page
    assert '<b class="affected-number">2</b> names articles use' in page
    assert "“Northland” becomes a name by which articles call Coastal League." in page
    for position in Position.objects.filter(party=world.northland):
        assert f'/n/harbour/articles/{position.article_id}/#p-{position.key}"' in page
    assert everything() == before


def test_the_preview_tells_what_the_changes_will_say(as_analyst: Client, world: World):
    found = as_analyst.get(merge_page(world, world.league), {"into": world.southmark.pk}).context["effect"]
    assert found.differs
    seen = plan(gone=world.league, kept=world.southmark).seen
    merge(gone=world.league, kept=world.southmark, seen=seen, user=world.people.analyst)
    rows = json.loads(body(Client().get("/n/harbour/changes.json?party=southmark&proposal=harbour-handed-over")))
    told: dict[str, int] = {}
    for row in rows:
        told[row["kind"]] = told.get(row["kind"], 0) + 1
    assert {str(kind): number for kind, number in found.after.items()} == told


def test_confirming_merges_and_says_where_to_undo(as_analyst: Client, world: World):
    address = merge_page(world, world.league)
    response = as_analyst.post(address, agreed(as_analyst, address, world.southmark), follow=True)
    assert response.redirect_chain == [("/n/harbour/parties/southmark/", 302)]
    page = words(response)
    assert "Merged “Coastal League” into “Southmark”." in page
    assert 'href="/n/harbour/steps/"' in page
    assert not Party.objects.filter(pk=world.league.pk).exists()


def test_a_merge_that_would_be_another_by_now_is_shown_afresh(as_analyst: Client, world: World):
    address = merge_page(world, world.league)
    sent = agreed(as_analyst, address, world.southmark)
    say(world.articles[4], world.people.editor, "Both sides exchanged", world.league, world.counter_offer, "open")
    before = everything()
    response = as_analyst.post(address, sent)
    assert response.status_code == 409
    assert "Something changed since you looked" in text(response)
    assert everything() == before
    sent["seen"] = response.context["plan"].seen
    assert as_analyst.post(address, sent).status_code == 302


def test_a_merge_that_nobody_saw_is_shown_first(as_analyst: Client, world: World):
    response = as_analyst.post(merge_page(world, world.league), {"into": world.southmark.pk})
    assert response.status_code == 409
    assert Party.objects.filter(pk=world.league.pk).exists()


def test_what_was_merged_meanwhile_leads_on(as_analyst: Client, world: World):
    address = merge_page(world, world.league)
    sent = agreed(as_analyst, address, world.southmark)
    as_analyst.post(address, sent)
    for response in (as_analyst.post(address, sent), as_analyst.get(address)):
        assert response["Location"] == "/n/harbour/parties/southmark/"
    form = address.replace("/merge/", "/edit/")
    response = as_analyst.get(form)
    assert response["Location"] == f"/n/harbour/parties/{world.southmark.pk}/edit/"
    assert "This was merged into “Southmark”." in as_analyst.get(response["Location"]).content.decode()


@pytest.mark.parametrize("into", ["", "nonsense", "0", str(2**64), "-1", "\x00", "river", "itself", "a demand"])
def test_a_choice_that_is_none_is_refused(as_analyst: Client, world: World, into: str):
    forged = {"river": world.upstream.pk, "itself": world.league.pk, "a demand": 10**6}
    value = forged.get(into, into)
    before = everything()
    posted = as_analyst.post(merge_page(world, world.league), {"into": value, "seen": "x"})
    assert posted.status_code == 422
    assert "Choose" in text(posted)
    got = as_analyst.get(merge_page(world, world.league), {"into": value})
    assert got.status_code == 200
    assert "plan" not in got.context
    assert everything() == before


def test_what_cannot_be_merged_has_no_such_page(as_analyst: Client, world: World):
    for noun, row in (("issues", world.control), ("sources", world.ledger), ("talks", world.held_talks)):
        assert as_analyst.get(merge_page(world, row, noun)).status_code == 404
    assert as_analyst.get(merge_page(world, world.demand, "offers")).status_code == 404
    assert as_analyst.get(merge_page(world, world.upstream)).status_code == 404
    for number in (0, 2**63, 2**64):
        assert as_analyst.get(f"/n/harbour/parties/{number}/merge/").status_code == 404
        assert as_analyst.get(f"/n/harbour/aliases/{number}/merge/").status_code == 404


def test_names_are_written_out_wherever_they_stand(as_analyst: Client, world: World):
    values = {"name": HTML, "short_name": "<i>", "description": HTML}
    other = make(noun=Party, negotiation=world.negotiation, values=values, user=world.people.analyst)
    for gone, kept in ((other, world.league), (world.league, other)):
        assert HTML not in text(as_analyst.get(merge_page(world, gone), {"into": kept.pk}))


@pytest.mark.parametrize("suffix", ["", "?since=2024-01-01&plain=1"])
def test_the_old_address_of_what_was_merged_leads_to_its_successor(as_analyst: Client, world: World, suffix: str):
    """Through chains as well, and not to be remembered by a browser, since it can be undone."""
    other = make(noun=Venue, negotiation=world.negotiation, values={"name": "Quay"}, user=world.people.analyst)
    offer = make(
        noun=Demand,
        negotiation=world.negotiation,
        values={"kind": "demand", "title": "Give it", "issue": world.control, "proposer": world.southmark},
        user=world.people.analyst,
    )
    merges = [
        (world.northland, world.league),
        (world.league, world.southmark),
        (world.port_haven, other),
        (world.demand, offer),
        (world.offer, world.counter_offer),
    ]
    for pair in merges:
        gone, kept = (type(row)._base_manager.get(pk=row.pk) for row in pair)
        merge(gone=gone, kept=kept, seen=plan(gone=gone, kept=kept).seen, user=world.people.analyst)
    leads = {
        "parties/northland/": "parties/southmark/",
        "parties/coastal-league/": "parties/southmark/",
        "venues/port-haven/": "venues/quay/",
        "demands/harbour-handed-over/": "demands/give-it/",
        "offers/harbour-handed-over/": "demands/give-it/",
        "offers/talks-in-port-haven/": "offers/prisoners-first/",
    }
    for old, new in leads.items():
        response = Client().get(f"/n/harbour/{old}{suffix}")
        assert (response.status_code, response["Location"]) == (301, f"/n/harbour/{new}{suffix}")
        assert "no-store" in response["Cache-Control"]
    assert Client().get("/n/harbour/parties/nowhere/").status_code == 404
    assert Client().get("/n/river/parties/northland/").status_code == 404


def test_a_name_whose_successor_is_gone_leads_nowhere(as_analyst: Client, world: World):
    other = make(
        noun=Party,
        negotiation=world.negotiation,
        values={"name": "Harbour guild", "short_name": "Guild"},
        user=world.people.analyst,
    )
    third = make(
        noun=Party,
        negotiation=world.negotiation,
        values={"name": "Dockers", "short_name": "Dockers"},
        user=world.people.analyst,
    )
    merge(gone=other, kept=third, seen=plan(gone=other, kept=third).seen, user=world.people.analyst)
    Party.objects.get(pk=third.pk).delete()
    assert Client().get("/n/harbour/parties/harbour-guild/").status_code == 404
    page = text(Client().get("/n/harbour/positions/?party=harbour-guild"))
    assert "“harbour-guild” is not a known party, so it was ignored." in page


@pytest.mark.parametrize("page", ["positions/", "positions.csv", "changes/", "changes.json", "timeline.svg", "matrix/"])
def test_a_filter_by_the_old_name_stands_for_the_successor(world: World, page: str):
    gone, kept = world.league, world.southmark
    merge(gone=gone, kept=kept, seen=plan(gone=gone, kept=kept).seen, user=world.people.analyst)

    def read(name: str) -> bytes:
        return body(Client().get(f"/n/harbour/{page}?party={name}"))

    old, new = read("coastal-league"), read("southmark")
    assert old.replace(b"coastal-league", b"southmark") == new
    assert b"is not a known party" not in old


def test_a_name_is_merged_into_another(as_analyst: Client, world: World):
    alias, other = Alias.objects.get(alias="Norhaven"), Alias.objects.get(alias="Sudmark")
    position = world.said(5, world.northland, world.demand)
    edit_written(world, position)
    address = f"/n/harbour/aliases/{alias.pk}/merge/"
    page = words(as_analyst.get(address, {"into": other.pk}))
    assert "What articles are quoted as saying of “Norhaven” is Southmark’s from now on:" in page
    response = as_analyst.post(address, agreed(as_analyst, address, other))
    assert response["Location"] == "/n/harbour/parties/southmark/"
    position.refresh_from_db()
    assert (position.party, position.party_as_written) == (world.southmark, "Norhaven")


def edit_written(world: World, position: Position) -> None:
    Position.objects.filter(pk=position.pk).update(party_as_written="Norhaven")


def test_editors_find_the_way_and_readers_do_not(as_analyst: Client, as_reader: Client, world: World):
    offered = {
        "/n/harbour/parties/northland/": [merge_page(world, world.northland), "/n/harbour/aliases/"],
        "/n/harbour/demands/harbour-handed-over/": [
            merge_page(world, world.demand, "demands"),
            f"/n/harbour/proposals/{world.demand.pk}/split/",
        ],
        "/n/harbour/offers/prisoners-first/": [merge_page(world, world.counter_offer, "offers")],
        "/n/harbour/venues/port-haven/": [merge_page(world, world.port_haven, "venues")],
        "/n/harbour/positions/?party=northland": ["/n/harbour/recode/?party=northland"],
    }
    for page, links in offered.items():
        for link in links:
            assert f'href="{link}' in text(as_analyst.get(page))
            assert f'href="{link}' not in text(as_reader.get(page))


def test_the_edit_page_says_that_a_rename_keeps_the_address(as_analyst: Client, world: World):
    page = words(as_analyst.get(f"/n/harbour/parties/{world.league.pk}/edit/"))
    assert "Rename it freely: the address stays" in page
    edit(
        instance=world.league,
        values={"name": "League of the Coast"},
        version=world.league.version,
        user=world.people.analyst,
    )
    assert Client().get("/n/harbour/parties/coastal-league/").status_code == 200


def test_a_former_name_is_refused_for_something_new(as_analyst: Client, world: World):
    gone, kept = world.league, world.southmark
    merge(gone=gone, kept=kept, seen=plan(gone=gone, kept=kept).seen, user=world.people.analyst)
    sent = {"name": "Coastal League", "short_name": "League", "kind": "bloc", "slug": "coastal-league"}
    response = as_analyst.post("/n/harbour/parties/new/", sent)
    assert response.status_code == 422
    assert "Links of this name lead to what it was merged into." in text(response)


def test_the_history_of_a_position_still_says_whose_it_was(as_analyst: Client, world: World):
    position = world.said(1, world.league, world.demand)
    gone, kept = world.league, world.southmark
    merge(gone=gone, kept=kept, seen=plan(gone=gone, kept=kept).seen, user=world.people.analyst)
    page = words(as_analyst.get(f"/n/harbour/positions/{position.key}/"))
    assert "Coastal League (no longer there)" in page
    assert "merged “Coastal League” into “Southmark”" in page
