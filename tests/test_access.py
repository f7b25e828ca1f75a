"""Who may open what, and what a nonsensical address gets: an answer in words, never a failure."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import URLPattern

from positions.actions.nouns import edit_negotiation
from positions.urls import urlpatterns
from tests.addresses import Address, addresses, body, general
from tests.world import World

PEOPLE = ("nobody", "stranger", "reader", "analyst")

# What opening a page answers: (who may, is the negotiation public) → one status for each of PEOPLE.
STATUS = {
    ("anybody", True): (200, 200, 200, 200),
    ("signed in", True): (302, 200, 200, 200),
    ("reader", True): (200, 200, 200, 200),
    ("reader", False): (404, 404, 200, 200),
    ("editor", True): (302, 403, 403, 200),
    ("editor", False): (302, 404, 403, 200),
}
HUGE = 2**64
ONLY_TO_READ = {"deed-list"}  # a page for editors whose buttons write to other addresses


def client_of(world: World, person: str) -> Client:
    client = Client(raise_request_exception=False)  # a failure is one address's, and told with its name
    if person != "nobody":
        client.force_login(getattr(world.people, person))
    return client


def make_private(world: World) -> None:
    negotiation = world.negotiation
    values = {"public": False}
    edit_negotiation(
        negotiation=negotiation, values=values, version=negotiation.version, user=world.people.analyst, reason="test"
    )


def every_address(world: World) -> list[Address]:
    return [*general(), *addresses(world.negotiation)]


def test_the_walk_leaves_no_address_out(world: World) -> None:
    walked = {address.name for address in every_address(world)}
    assert walked == {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}


@pytest.mark.both
@pytest.mark.parametrize("public", [True, False], ids=["public", "private"])
@pytest.mark.parametrize("person", PEOPLE)
def test_every_address_opens_for_those_who_may(world: World, person: str, public: bool) -> None:
    if not public:
        make_private(world)
    client = client_of(world, person)
    wrong = []
    for address in addresses(world.negotiation):
        if address.how == "post":
            continue
        expected = STATUS[address.who, public][PEOPLE.index(person)]
        response = client.get(address.url)
        body(response)
        if response.status_code != expected:
            wrong.append(f"{address}: {response.status_code}, not {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_outside_any_negotiation_opens_for_those_who_may(world: World, person: str) -> None:
    client = client_of(world, person)
    found = {str(address): client.get(address.url).status_code for address in general()}
    assert found == {str(address): STATUS[address.who, True][PEOPLE.index(person)] for address in general()}


def test_somebody_who_must_sign_in_comes_back_to_where_they_were(world: World) -> None:
    for address in addresses(world.negotiation):
        if address.who == "editor" and address.how != "post":
            assert Client().get(address.url)["Location"] == f"/accounts/login/?next={address.url}"


@pytest.mark.parametrize("person", ["nobody", "stranger", "reader"])
def test_nobody_else_writes_by_going_past_the_form(world: World, person: str) -> None:
    client = client_of(world, person)
    expected = STATUS["editor", True][PEOPLE.index(person)]
    posted = {
        str(address): client.post(address.url).status_code
        for address in addresses(world.negotiation)
        if address.who == "editor" and address.name not in ONLY_TO_READ
    }
    assert set(posted.values()) == {expected}, posted


def test_a_private_negotiation_is_not_in_the_list_of_those_who_may_not_see_it(world: World) -> None:
    lists = {person: client_of(world, person).get("/").content.decode() for person in PEOPLE}
    assert {person: world.river.title in text for person, text in lists.items()} == {
        "nobody": False,
        "stranger": False,
        "reader": True,
        "analyst": True,
    }


def test_rows_of_another_negotiation_are_not_found_under_this_one(world: World, as_analyst: Client) -> None:
    river = [
        replace(address, url=address.url.replace("/n/river/", "/n/harbour/"))
        for address in addresses(world.river)
        if address.name not in {"noun-list", "noun-new"}
    ]
    rows = [address for address in river if any(word in address.url for word in row_parts(world))]
    found = {str(address): as_analyst.get(address.url).status_code for address in rows if address.how != "post"}
    assert len(found) > 10
    assert set(found.values()) == {404}, found


def row_parts(world: World) -> list[str]:
    """The parts of an address that name a row of the River accord."""
    slugs = [world.upstream.slug, world.river_issue.slug, world.river_demand.slug, world.river_venue.slug]
    ids = [f"/{row.pk}/edit/" for row in (world.upstream, world.river_issue, world.river_demand, world.river_venue)]
    return [*(f"/{slug}/" for slug in slugs), *ids, f"articles/{world.river_article.pk}", world.river_position.key]


@pytest.mark.parametrize("who", ["as_analyst", "client"])
def test_a_wrong_method_is_refused(world: World, request: pytest.FixtureRequest, who: str) -> None:
    browser = request.getfixturevalue(who)
    reading = [
        address
        for address in every_address(world)
        if address.who in {"reader", "anybody"} or address.name in ONLY_TO_READ
    ]
    refused = {str(address): browser.post(address.url).status_code for address in reading}
    assert set(refused.values()) == {405}, refused
    deleted = {str(address): browser.delete(address.url).status_code for address in every_address(world)}
    assert set(deleted.values()) == {405}, deleted
    taking = [address for address in every_address(world) if address.how == "post"]
    assert taking
    assert {browser.get(address.url).status_code for address in taking} == {405}


def test_the_head_of_a_page_is_to_be_had_without_its_body(world: World, as_analyst: Client) -> None:
    heads = {str(address): as_analyst.head(address.url) for address in every_address(world) if address.how == "page"}
    assert {response.status_code for response in heads.values()} == {200}
    assert not any(response.content for response in heads.values())


@pytest.mark.both
@pytest.mark.parametrize("number", [0, 2**31, 2**63 - 1, 2**63, HUGE, 10**400])
def test_a_number_that_no_row_has_is_not_found(world: World, as_analyst: Client, number: int) -> None:
    article = addresses(world.negotiation)
    numbers = {str(row.pk) for row in (world.articles[4], world.held_talks, world.agreement)}
    found = {}
    for address in article:
        parts = address.url.split("/")
        if (
            address.how != "post"
            and address.name != "noun-edit"
            and numbers & {part.partition(".")[0] for part in parts}
        ):
            url = "/".join(str(number) if part in numbers else part for part in parts)
            found[url[:100]] = as_analyst.get(url).status_code
        if address.name == "noun-edit":
            found[str(address)] = as_analyst.get("/".join([*parts[:-3], str(number), "edit", ""])).status_code
    assert len(found) > 10
    assert set(found.values()) == {404}, found


@pytest.mark.parametrize(
    "slug", ["nothing", "harbour-", "HARBOUR", "x" * 5000, "%00", "%ED%A0%80", "..", "%F0%9F%98%80"]
)
def test_a_negotiation_that_is_not_there_is_not_found(world: World, slug: str) -> None:
    assert Client().get(f"/n/{slug}/").status_code == 404
    assert Client().get(f"/n/{slug}/changes/").status_code == 404


NONSENSE = {
    "a NUL character": "{name}=%00",
    "a date that is none": "{name}=0000-00-00",
    "a lone surrogate": "{name}=%ED%A0%80",
    "bytes that are no text": "{name}=%FF%FE",
    "a number too large for any row": "{name}=" + str(HUGE),
    "a negative number": "{name}=-1",
    "markup": "{name}=<script>alert(1)</script>",
    "quotes": "{name}='\"",
    "a date beyond the calendar": "{name}=99999-01-01",
    "the same twice": "{name}=a&{name}=b",
    "a thousand times": "&".join(["{name}=x"] * 900),
    "a long one": "{name}=" + "x" * 3000,
}
PARAMETERS = (
    *("party", "issue", "proposal", "source", "article", "type", "stance", "kind", "since", "until", "as_of"),
    *("page", "before", "plain", "by", "from", "to", "q"),
)


@pytest.mark.both
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_a_query_that_makes_no_sense_is_answered_all_the_same(world: World, nonsense: str) -> None:
    """Every page and file, every parameter there is, one at a time where pages differ and all at once."""
    query = "&".join(NONSENSE[nonsense].format(name=name) for name in PARAMETERS)
    if query.count("&") > 900:
        query = NONSENSE[nonsense].format(name="party")
    wrong = []
    client = client_of(world, "analyst")
    for address in every_address(world):
        if address.how == "post":
            continue
        response = client.get(f"{address.url}?{query}")
        text = body(response)
        if response.status_code != 200 or b"<script>alert(1)</script>" in text:
            wrong.append(f"{address}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


FILTERED = ("change-list", "position-list", "timeline", "matrix", "compare")


@pytest.mark.parametrize("name", FILTERED)
def test_a_parameter_that_is_not_understood_is_shown(world: World, name: str) -> None:
    url = next(address.url for address in addresses(world.negotiation) if address.name == name)
    text = Client().get(f"{url}?nonsense=1").content.decode()
    assert "“nonsense” is not a filter of this page, so it was ignored." in text
    assert "is not a filter of this page" not in Client().get(url).content.decode()
