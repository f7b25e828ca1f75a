"""The steps of whoever asks: the list, undoing and redoing from it and from an article, and who may."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from positions.actions import coding
from positions.actions.nouns import edit_negotiation, make
from positions.models import Deed, Membership, Position, Talks, User
from tests.undoing import contents, undo_last
from tests.world import World, say

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def no_steps_yet(world: World) -> None:
    """What was done before the test is no step of anybody's."""
    Deed.objects.all().delete()


def to(world: World, name: str, *arguments: object) -> str:
    return reverse(name, args=[world.negotiation.slug, *arguments])


def page_of(world: World, number: int = 1) -> str:
    return to(world, "article", world.articles[number - 1].pk)


def code_one(world: World, user: User, length: int = 9) -> Position:
    return say(world.articles[0], user, world.articles[0].text[:length], world.league, world.offer, "open")


def send(client: Client, world: World, name: str, deed: int | str, back_to: str = "", **more: object):
    htmx = {"HX-Request": "true"} if more.pop("htmx", False) else {}
    return client.post(to(world, name), {"deed": deed, "next": back_to, **more}, headers=htmx)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_says_what_when_and_where(world: World, as_analyst: Client, analyst: User) -> None:
    code_one(world, analyst)
    make(noun=Talks, negotiation=world.negotiation, values={"title": "Third round"}, user=analyst)
    undo_last(world, analyst)
    html = text_of(as_analyst, to(world, "deed-list"))
    assert "Coded Coastal League: open to discuss – Southmark meets Northland in Port Haven" in html
    assert f'<a href="{page_of(world)}" lang="en" dir="auto">{world.articles[0].title}</a>' in html
    assert "<s>Made “Third round”</s>" in html
    assert "<strong>Undone</strong>" in html
    assert "2 steps" in html
    assert 'title="Redo: made “Third round”"' in html


def test_without_any_step_the_list_says_what_to_do(world: World, as_analyst: Client) -> None:
    html = text_of(as_analyst, to(world, "deed-list"))
    assert "You have not done anything here yet." in html
    assert "data-undo" not in html


def test_everybody_sees_their_own_steps_of_this_negotiation_only(
    world: World, as_analyst: Client, as_editor: Client, analyst: User
) -> None:
    code_one(world, analyst)
    assert "Coded Coastal League" in text_of(as_analyst, to(world, "deed-list"))
    assert "You have not done anything" in text_of(as_editor, to(world, "deed-list"))
    assert "You have not done anything" in text_of(as_analyst, reverse("deed-list", args=["river"]))


def test_undo_and_redo_lead_back_with_what_was_done(world: World, as_analyst: Client, analyst: User) -> None:
    start = contents()
    position = code_one(world, analyst)
    end, deed = contents(), Deed.objects.get()
    answer = send(as_analyst, world, "undo", deed.pk, page_of(world))
    assert (answer.status_code, answer.url) == (302, page_of(world))
    assert contents() == start
    assert f"Undone: {deed}</li>" in text_of(as_analyst, answer.url)
    answer = send(as_analyst, world, "redo", deed.pk, page_of(world))
    assert contents() == end
    html = text_of(as_analyst, answer.url)
    assert f"Redone: {deed}</li>" in html
    assert f"p-{position.key}" in html


def test_what_was_done_on_another_article_is_linked(world: World, as_analyst: Client, analyst: User) -> None:
    code_one(world, analyst)
    answer = send(as_analyst, world, "undo", Deed.objects.get().pk, page_of(world, 2))
    html = text_of(as_analyst, answer.url)
    assert f"in <a href='{page_of(world)}'>{world.articles[0].title}</a>" in html


def test_htmx_gets_the_article_anew_with_what_was_done(world: World, as_analyst: Client, analyst: User) -> None:
    position = code_one(world, analyst)
    answer = send(as_analyst, world, "undo", Deed.objects.get().pk, page_of(world), htmx=True)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="workbench"' in html
    assert "data-announce>Undone: coded Coastal League" in html
    assert f"p-{position.key}" not in html
    assert "Undone:" not in text_of(as_analyst, page_of(world)), "said once"


@pytest.mark.parametrize("htmx", [True, False])
def test_a_refusal_says_why_on_the_page_it_was_asked_from(
    world: World, as_analyst: Client, analyst: User, editor: User, htmx: bool
) -> None:
    position = code_one(world, analyst)
    coding.remove(position=Position.objects.get(pk=position.pk), version=1, user=editor, reason="no")
    before = contents(versions=True)
    answer = send(as_analyst, world, "undo", Deed.objects.earliest("pk").pk, page_of(world), htmx=htmx)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Not undone. editor has since removed “Coastal League: open to discuss" in html
    assert 'id="workbench"' in html
    assert f'name="next" value="{page_of(world)}"' in html
    assert contents(versions=True) == before


@pytest.mark.parametrize("deed", ["", "x", "0", "-1", "٣", "9" * 18, "9" * 5000, "\x00"])
def test_a_step_that_is_none_is_refused(world: World, as_analyst: Client, analyst: User, deed: str) -> None:
    code_one(world, analyst)
    for name in ("undo", "redo"):
        answer = send(as_analyst, world, name, deed)
        assert answer.status_code == 409
        assert "Your steps" in answer.content.decode()
        assert send(as_analyst, world, name, deed, first=deed).status_code == 409
    assert Deed.objects.get().state == Deed.State.DONE


@pytest.mark.parametrize(
    "back_to",
    [
        "",
        "https://elsewhere.example/",
        "//elsewhere.example/n/harbour/",
        "/n/river/",
        "/nowhere/",
        "x\x00",
        "/n/harbour",
        "javascript:alert(1)",
        "/n/harbour/articles/" + "9" * 5000 + "/",
    ],
)
def test_another_address_than_a_page_of_the_negotiation_is_not_gone_to(
    world: World, as_analyst: Client, analyst: User, back_to: str
) -> None:
    code_one(world, analyst)
    answer = send(as_analyst, world, "undo", Deed.objects.get().pk, back_to)
    assert answer.status_code == 302
    assert answer.url in {to(world, "deed-list"), to(world, "article-list")}


@pytest.mark.parametrize("htmx", [True, False])
def test_from_the_page_of_an_article_that_is_undone_one_comes_to_the_list(
    world: World, as_analyst: Client, htmx: bool
) -> None:
    values = {"source_name": "Evening Post", "title": "Late", "published_on": "2024-04-03", "text": "Nothing."}
    added = as_analyst.post(to(world, "article-new"), {"source": world.ledger.pk, "language": "en", **values})
    assert added.status_code == 302, added.content.decode()
    answer = send(as_analyst, world, "undo", Deed.objects.get().pk, added.url, htmx=htmx)
    assert answer.headers["HX-Redirect" if htmx else "Location"] == to(world, "article-list")
    redone = send(as_analyst, world, "redo", Deed.objects.get().pk, to(world, "article-list"))
    assert redone.url == to(world, "article-list")
    assert as_analyst.get(added.url).status_code == 200


def test_a_negotiation_whose_address_goes_back_is_found_at_the_old_one(
    world: World, as_analyst: Client, analyst: User
) -> None:
    values = {"slug": "port"}
    edit_negotiation(negotiation=world.negotiation, values=values, version=world.negotiation.version, user=analyst)
    world.negotiation.slug = "harbour"
    steps = reverse("undo", args=["port"])
    answer = as_analyst.post(steps, {"deed": Deed.objects.get().pk, "next": "/n/port/"})
    assert answer.url == to(world, "deed-list")
    assert as_analyst.get(answer.url).status_code == 200


def test_several_steps_go_back_at_once(world: World, as_analyst: Client, analyst: User) -> None:
    start = contents()
    for length in (5, 7, 9, 11):
        code_one(world, analyst, length)
    deeds = list(Deed.objects.order_by("pk"))
    answer = send(as_analyst, world, "undo", deeds[-1].pk, first=deeds[1].pk)
    assert f"Undone: 3 steps, back to “{deeds[1]}”" in text_of(as_analyst, answer.url)
    assert Position.objects.filter(article=world.articles[0], proposal=world.offer).count() == 1
    answer = send(as_analyst, world, "undo", deeds[0].pk, first=deeds[0].pk)
    assert contents() == start


def test_several_steps_are_refused_together(world: World, as_analyst: Client, analyst: User, editor: User) -> None:
    first, _ = code_one(world, analyst), code_one(world, analyst, 7)
    coding.remove(position=Position.objects.get(pk=first.pk), version=1, user=editor, reason="no")
    deeds = list(Deed.objects.of(analyst.pk, world.negotiation.pk).order_by("pk"))
    answer = send(as_analyst, world, "undo", deeds[1].pk, first=deeds[0].pk)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert f"Not undone. Nothing was undone, because of “{deeds[0]}”. editor has since removed" in html
    assert {deed.state for deed in Deed.objects.of(analyst.pk, world.negotiation.pk)} == {Deed.State.DONE}


def test_who_lost_the_right_to_edit_undoes_nothing_any_more(world: World, as_editor: Client, editor: User) -> None:
    code_one(world, editor)
    Membership.objects.filter(user=editor).update(role=Membership.Role.READER)
    answer = send(as_editor, world, "undo", Deed.objects.get().pk)
    assert answer.status_code == 403
    assert Deed.objects.get().state == Deed.State.DONE


def test_whoever_is_signed_out_signs_in_first(world: World, client: Client, analyst: User) -> None:
    code_one(world, analyst)
    answer = send(client, world, "undo", Deed.objects.get().pk, page_of(world))
    assert answer.url == f"{reverse('login')}?next={page_of(world)}"
    assert send(client, world, "undo", Deed.objects.get().pk, page_of(world), htmx=True).status_code == 401
    assert Deed.objects.get().state == Deed.State.DONE


def test_a_long_list_has_pages_and_costs_as_much_as_a_short_one(
    world: World, as_analyst: Client, analyst: User, django_assert_max_num_queries
) -> None:
    for number in range(60):
        make(noun=Talks, negotiation=world.negotiation, values={"title": f"Round {number}"}, user=analyst)
    with django_assert_max_num_queries(14):
        html = text_of(as_analyst, to(world, "deed-list"))
    assert html.count("data-deed=") == 50
    assert html.count("Undo back to here</button>") == 49
    second = text_of(as_analyst, to(world, "deed-list") + "?page=2")
    assert second.count("data-deed=") == 10
    assert second.count("Undo back to here</button>") == 10


def test_markup_in_what_was_done_is_shown_as_it_is(world: World, as_analyst: Client, analyst: User) -> None:
    make(noun=Talks, negotiation=world.negotiation, values={"title": "<b>Round</b>"}, user=analyst)
    html = text_of(as_analyst, to(world, "deed-list"))
    assert "<b>Round</b>" not in html
    assert "&lt;b&gt;Round&lt;/b&gt;" in html
    answer = send(as_analyst, world, "undo", Deed.objects.get().pk)
    assert "<b>Round</b>" not in text_of(as_analyst, answer.url)


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("where", ["article", "list"])
def test_a_step_that_cannot_be_undone_can_be_left_as_it_is(
    world: World, as_analyst: Client, analyst: User, editor: User, where: str, htmx: bool
) -> None:
    start = contents()
    code_one(world, analyst, 7)
    last = code_one(world, analyst)
    coding.remove(position=Position.objects.get(pk=last.pk), version=1, user=editor, reason="no")
    first, blocked = Deed.objects.of(analyst.pk, world.negotiation.pk).order_by("pk")
    back_to = page_of(world) if where == "article" else ""
    assert "Leave this step as it is" not in text_of(as_analyst, back_to or to(world, "deed-list"))
    refused = send(as_analyst, world, "undo", blocked.pk, back_to, htmx=htmx).content.decode()
    assert f'action="{to(world, "keep")}" data-keep' in refused
    word = re.search(r'name="leave" value="([^"]+)"', refused)
    assert send(as_analyst, world, "keep", blocked.pk, back_to, htmx=htmx).status_code == 409
    answer = send(as_analyst, world, "keep", blocked.pk, back_to, htmx=htmx, leave=word[1] if word else "")
    assert answer.status_code in {200, 302}
    text = answer.content.decode() + text_of(as_analyst, back_to or to(world, "deed-list"))
    assert f"Left as it is: {blocked}" in text
    assert f'name="deed" value="{first.pk}"' in text
    listed = text_of(as_analyst, to(world, "deed-list"))
    assert "<strong>Left as it is</strong>: it could not be undone" in listed
    assert send(as_analyst, world, "undo", first.pk, back_to, htmx=htmx).status_code in {200, 302}
    assert contents() == start
