"""Any two articles side by side."""

import pytest
from django.test import Client
from django.urls import reverse

from positions.models import Position
from positions.reports.changes import article_choice
from tests.views.test_changes import rows_of
from tests.world import World


def compare(client: Client, world: World, first: int, second: int, **more: str):
    query = {"from": world.articles[first - 1].pk, "to": world.articles[second - 1].pk, **more}
    return client.get(reverse("compare", args=["harbour"]), query)


def kinds(response) -> dict[tuple[str, str], str]:
    return {(row.party.slug, row.proposal.slug): row.kind for row in response.context["pair"].rows}


def test_two_distant_articles_are_compared_directly(world: World, client: Client) -> None:
    assert kinds(compare(client, world, 1, 5)) == {
        ("northland", "harbour-handed-over"): "softened",
        ("southmark", "harbour-handed-over"): "hardened",
        ("northland", "prisoners-first"): "new",
        ("southmark", "prisoners-first"): "new",
        ("coastal-league", "harbour-handed-over"): "silent",
    }


def test_principals_come_before_others(world: World, client: Client) -> None:
    parties = [row.party for row in compare(client, world, 1, 5).context["pair"].rows]
    assert parties[0] == world.northland
    assert parties[-1] == world.league


def test_what_a_party_is_silent_on_stands_after_what_it_said(world: World, client: Client) -> None:
    rows = [row for row in compare(client, world, 4, 5).context["pair"].rows if row.party == world.northland]
    assert [row.kind for row in rows] == ["softened", "reaffirmed", "silent"]


def test_what_the_earlier_article_left_out_is_measured_against_how_it_stood(world: World, client: Client) -> None:
    """Article 4 does not speak of Northland's demand; when it appeared the demand stood as of article 3."""
    response = compare(client, world, 4, 5)
    assert kinds(response)["northland", "harbour-handed-over"] == "softened"
    (row,) = [row for row in response.context["pair"].rows if row.party == world.northland and row.kind == "softened"]
    assert row.before == world.said(3, world.northland, world.demand)


def test_the_articles_are_always_shown_in_the_order_of_publication(world: World, client: Client) -> None:
    turned = compare(client, world, 5, 1)
    assert kinds(turned) == kinds(compare(client, world, 1, 5))
    assert "Shown in the order of publication" in turned.content.decode()


def test_without_a_choice_the_latest_two_are_compared(world: World, client: Client) -> None:
    pair = client.get(reverse("compare", args=["harbour"])).context["pair"]
    assert (pair.earlier, pair.later) == (world.articles[3], world.articles[4])


def test_one_article_is_compared_with_its_neighbour(world: World, client: Client) -> None:
    url = reverse("compare", args=["harbour"])
    pair = client.get(url, {"to": world.articles[2].pk}).context["pair"]
    assert (pair.earlier, pair.later) == (world.articles[1], world.articles[2])
    pair = client.get(url, {"from": world.articles[2].pk}).context["pair"]
    assert (pair.earlier, pair.later) == (world.articles[2], world.articles[4])


@pytest.mark.parametrize(("name", "number", "expected"), [("from", 5, (4, 5)), ("to", 1, (1, 2))])
def test_the_newest_and_the_first_article_are_compared_with_the_neighbour_they_have(
    world: World, client: Client, name: str, number: int, expected: tuple[int, int]
) -> None:
    query = {name: world.articles[number - 1].pk}
    pair = client.get(reverse("compare", args=["harbour"]), query).context["pair"]
    assert (pair.earlier, pair.later) == tuple(world.articles[place - 1] for place in expected)


@pytest.mark.parametrize("given", ["abc", "0", "99999999999999999999", "\x00", "<b>"])
def test_an_unknown_article_is_said_and_ignored(world: World, client: Client, given: str) -> None:
    response = client.get(reverse("compare", args=["harbour"]), {"from": given})
    assert response.status_code == 200
    assert "so it was ignored" in response.content.decode()
    assert response.context["pair"] is not None


def test_an_article_of_another_negotiation_is_not_compared(world: World, as_analyst: Client) -> None:
    response = as_analyst.get(reverse("compare", args=["harbour"]), {"from": world.river_article.pk})
    assert "so it was ignored" in response.content.decode()
    assert world.river_article.title not in response.content.decode()


def test_an_article_compared_with_itself_is_compared_with_its_neighbour(world: World, client: Client) -> None:
    response = compare(client, world, 2, 2)
    pair = response.context["pair"]
    assert (pair.earlier, pair.later) == (world.articles[0], world.articles[1])
    assert "Both were the same article" in response.content.decode()


def test_filters_narrow_both_sides(world: World, client: Client) -> None:
    assert kinds(compare(client, world, 1, 5, issue="prisoners")) == {
        ("northland", "prisoners-first"): "new",
        ("southmark", "prisoners-first"): "new",
    }


def test_page_and_file_hold_the_same_rows(world: World, client: Client) -> None:
    page = compare(client, world, 2, 5)
    url = reverse("compare-file", args=["harbour", "csv"]) + f"?from={world.articles[1].pk}&to={world.articles[4].pk}"
    on_page = [(row.party.slug, row.proposal.slug, row.kind) for row in page.context["pair"].rows]
    assert [(row["party"], row["proposal"], row["kind"]) for row in rows_of(client.get(url))] == on_page


def test_opposite_signs_within_three_days_contradict_only_when_nothing_lies_between(
    world: World, client: Client
) -> None:
    """Two other articles lie between these, so however close the dates, the stance was reversed."""
    Position.objects.filter(negotiation=world.negotiation).on(world.demand).by(world.southmark).filter(
        article__in=world.articles[1:4]
    ).update(stance="rejects")
    days = ["2024-03-31", "2024-04-01", "2024-04-01", "2024-04-01", "2024-04-02"]
    for article, day in zip(world.articles, days, strict=True):
        type(article).objects.filter(pk=article.pk).update(published_on=day)
    first = world.said(1, world.southmark, world.demand)
    Position.objects.filter(pk=first.pk).update(stance="supports")
    type(world.articles[0]).objects.filter(pk=world.articles[0].pk).update(source=world.radio)
    response = compare(client, world, 1, 5)
    assert kinds(response)["southmark", "harbour-handed-over"] == "reversed"
    assert kinds(compare(client, world, 1, 2))["southmark", "harbour-handed-over"] == "reversed"  # the same source


def test_a_negotiation_with_one_article_says_what_to_do(world: World, as_analyst: Client) -> None:
    response = as_analyst.get(reverse("compare", args=["river"]))
    assert "It takes two coded articles" in response.content.decode()
    assert rows_of(as_analyst.get(reverse("compare-file", args=["river", "csv"]))) == []


def test_an_article_that_nobody_has_coded_yet_is_no_match_of_filters(
    world: World, client: Client, as_analyst: Client
) -> None:
    Position.objects.filter(article=world.articles[4]).delete()
    text = compare(as_analyst, world, 2, 5).content.decode()
    assert "No position has been coded in the later article yet." in text
    assert "Read it and mark who said what" in text
    assert "Neither article" not in text
    assert "Read it and mark" not in compare(client, world, 2, 5).content.decode()


def offered(client: Client, **query: str) -> list[str]:
    response = client.get(reverse("compare", args=["harbour"]), query)
    return [article.key for article in response.context["offer"].articles]


def test_another_article_is_found_by_words_and_by_its_date(world: World, client: Client) -> None:
    keys = [article.key for article in world.articles]
    assert offered(client, choose="from") == keys[::-1]
    assert offered(client, find="2024-02") == [keys[1]]
    assert offered(client, find="21 March 2024") == [keys[3]]
    assert offered(client, find="march 2024 RADIO") == [keys[3]]
    assert offered(client, find="radio") == [keys[3], keys[1]]
    assert offered(client, find="%") == []


def test_what_is_found_takes_the_place_of_the_side_that_was_asked_for(world: World, client: Client) -> None:
    first, third, fifth = (world.articles[place].pk for place in (0, 2, 4))
    query = {"from": first, "to": fifth, "find": "6 March 2024", "party": "southmark"}
    for side, expected in (
        ("from", f"from={third}&amp;to={fifth}&amp;party=southmark"),
        ("to", f"from={first}&amp;to={third}&amp;party=southmark"),
    ):
        text = client.get(reverse("compare", args=["harbour"]), query | {"choose": side}).content.decode()
        assert f'class="choose-article" href="?{expected}"' in text
        assert '<input type="hidden" name="party" value="southmark">' in text


def test_what_finds_nothing_says_so(world: World, client: Client) -> None:
    text = client.get(reverse("compare", args=["harbour"]), {"find": "<b>\x00"}).content.decode()
    assert "No coded article matches “&lt;b&gt;�”." in text


def test_a_long_list_of_articles_is_never_shown_whole(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_choice, "OFFERED", 2)
    assert len(offered(client, choose="to")) == 2
    text = client.get(reverse("compare", args=["harbour"]), {"choose": "to"}).content.decode()
    assert "The newest 2 coded articles." in text


def test_an_unknown_side_is_said_and_ignored(world: World, client: Client) -> None:
    response = client.get(reverse("compare", args=["harbour"]), {"choose": "above"})
    assert response.context["offer"] is None
    assert "“above” is neither of the two sides" in response.content.decode()


def test_each_side_moves_to_its_neighbours_without_passing_the_other(world: World, client: Client) -> None:
    articles = world.articles
    earlier, later = compare(client, world, 2, 3).context["sides"]
    assert (earlier.before, earlier.after, later.before, later.after) == (articles[0], None, None, articles[3])
    earlier, later = compare(client, world, 1, 4).context["sides"]
    assert (earlier.before, earlier.after, later.before, later.after) == (None, articles[1], articles[2], articles[4])


def test_the_file_of_a_comparison_leaves_the_search_out(world: World, client: Client) -> None:
    response = client.get(reverse("compare", args=["harbour"]), {"find": "radio", "choose": "to", "party": "southmark"})
    assert [address.split("?")[1] for _, address in response.context["downloads"]] == ["party=southmark"] * 2
