"""What an article changed, and every change."""

import csv
import io
import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from positions.analysis.changes import Kind
from positions.models import Position, Progress
from positions.reports.changes import days, pairs
from positions.reports.scope import Scope
from tests.world import World


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def changes_url(world: World, number: int, suffix: str = "") -> str:
    name, args = "article-changes", ["harbour", world.articles[number - 1].pk]
    return reverse(f"{name}-file", args=[*args, suffix]) if suffix else reverse(name, args=args)


def test_an_article_says_what_it_changed(world: World, client: Client) -> None:
    page = client.get(changes_url(world, 5)).content.decode()
    for word in ("softened", "hardened", "reversed", "reaffirmed"):
        assert f"</span> {word}" in page
    assert "Northland would welcome a transfer of the harbour" in page
    assert "repeated its demand for the harbour" in page  # the words before
    assert page.index("Northland</a></h2>") < page.index("Southmark</a></h2>")


def test_what_the_article_before_covered_and_this_one_does_not_is_silent(world: World, client: Client) -> None:
    rows = rows_of(client.get(changes_url(world, 5, "csv")))
    silent = [(row["party"], row["proposal"]) for row in rows if row["kind"] == "silent"]
    assert silent == [("northland", "talks-in-port-haven"), ("southmark", "talks-in-port-haven")]


def test_the_first_article_has_only_new_positions_and_no_silence(world: World, client: Client) -> None:
    assert {row["kind"] for row in rows_of(client.get(changes_url(world, 1, "csv")))} == {"new"}


def test_page_csv_and_json_of_an_article_hold_the_same_rows(world: World, client: Client) -> None:
    page = client.get(changes_url(world, 4))
    from_page = [(row.party.slug, row.proposal.slug, row.kind) for row in page.context["pair"].rows]
    from_csv = [
        (row["party"], row["proposal"], row["kind"]) for row in rows_of(client.get(changes_url(world, 4, "csv")))
    ]
    from_json = [
        (row["party"], row["proposal"], row["kind"])
        for row in json.loads(client.get(changes_url(world, 4, "json")).getvalue())
    ]
    assert from_page == from_csv == from_json
    assert ("southmark", "harbour-handed-over", "clarified") in from_csv


def test_a_row_of_the_csv_tells_the_whole_change(world: World, client: Client) -> None:
    rows = rows_of(client.get(changes_url(world, 4, "csv")))
    (row,) = [row for row in rows if row["kind"] == "condition_changed"]
    before = world.said(3, world.northland, world.offer)
    after = world.said(4, world.northland, world.offer)
    assert row == {
        "article": world.articles[3].key,
        "published_on": "2024-03-21",
        "source": "harbour-radio",
        "party": "northland",
        "party_name": "Northland",
        "issue": "control",
        "type": "offer",
        "proposal": "talks-in-port-haven",
        "proposal_title": "Southmark meets Northland in Port Haven",
        "kind": "condition_changed",
        "direction": "",
        "from_stance": "conditional",
        "from_value": "1",
        "to_stance": "conditional",
        "to_value": "1",
        "reference_stance": "conditional",
        "reference_value": "1",
        "reference_position": before.key,
        "delta": "0",
        "home_pole": "1",
        "mixed": "false",
        "from_condition": "the harbour is on the table",
        "to_condition": "the prisoners are home by then",
        "from_article": world.articles[2].key,
        "from_published_on": "2024-03-06",
        "days_between": "15",
        "from_position": before.key,
        "to_position": after.key,
        "from_quote": before.quote,
        "to_quote": after.quote,
    }


def test_every_change_is_listed_newest_article_first(world: World, client: Client) -> None:
    page = client.get(reverse("change-list", args=["harbour"]))
    articles = [row.after.article_id for row in page.context["page"].rows]
    assert len(articles) == 19
    assert articles == sorted(articles, reverse=True)
    assert page.context["page"].continues_before is None


def test_the_file_of_every_change_holds_the_rows_of_the_page(world: World, client: Client) -> None:
    page = client.get(reverse("change-list", args=["harbour"]))
    rows = rows_of(client.get(reverse("change-list-file", args=["harbour", "csv"])))
    on_page = sorted((row.after.key, row.kind) for row in page.context["page"].rows)
    assert sorted((row["to_position"], row["kind"]) for row in rows) == on_page
    assert [row["published_on"] for row in rows] == sorted(row["published_on"] for row in rows)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=softened", {("northland", "softened"), ("southmark", "softened")}),
        ("kind=softened&kind=reversed&party=southmark", {("southmark", "softened"), ("southmark", "reversed")}),
        ("issue=prisoners&kind=new", {("northland", "new"), ("southmark", "new")}),
        ("type=offer&party=southmark&issue=control", {("southmark", "new"), ("southmark", "reaffirmed")}),
        (
            "source=harbour-radio&until=2024-02-14",
            {("southmark", "new"), ("southmark", "softened"), ("northland", "reaffirmed")},
        ),
        ("since=2024-04-02&proposal=harbour-handed-over", {("northland", "softened"), ("southmark", "hardened")}),
        ("since=2024-05-01", set()),
    ],
)
def test_filters_give_the_same_rows_on_page_and_in_file(
    world: World, client: Client, query: str, expected: set[tuple[str, str]]
) -> None:
    page = client.get(reverse("change-list", args=["harbour"]) + f"?{query}")
    rows = rows_of(client.get(reverse("change-list-file", args=["harbour", "csv"]) + f"?{query}"))
    assert {(row.party.slug, row.kind) for row in page.context["page"].rows} == expected
    assert {(row["party"], row["kind"]) for row in rows} == expected
    assert not page.context["scope"].notices


def test_a_filter_of_source_leaves_the_past_whole(world: World, client: Client) -> None:
    """Radio's reports are still compared with the Ledger's."""
    rows = rows_of(client.get(reverse("change-list-file", args=["harbour", "csv"]) + "?source=harbour-radio"))
    assert {row["kind"] for row in rows} >= {"reaffirmed", "clarified"}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("party=nobody", "“nobody” is not a known party"),
        ("kind=exploded", "“exploded” is not a known kind of change"),
        ("since=0000-00-00", "“0000-00-00” is not a known date"),
        ("since=yesterday", "“yesterday” is not a known date"),
        ("colour=red", "“colour” is not a filter of this page"),
        ("party=%00", "is not a known party"),
        ("party=%ED%A0%80", "is not a known party"),
        ("since=2024-03-01&until=2024-02-01", "The first day asked for is after the last"),
    ],
)
def test_what_cannot_be_understood_is_said_and_ignored(world: World, client: Client, query: str, sentence: str) -> None:
    page = client.get(reverse("change-list", args=["harbour"]) + f"?{query}")
    assert page.status_code == 200
    assert sentence in " ".join(page.context["scope"].notices)


def test_the_list_goes_on_where_it_left_off(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "PAGE_LENGTH", 4)
    monkeypatch.setattr(days, "BATCH", 2)
    scope = Scope(negotiation=world.negotiation)
    whole = [(row.after.key, row.kind) for row in reversed(list(days.all_changes(scope)))]
    found, before = [], None
    for _ in range(10):
        page = days.latest(scope, before=before)
        found += [(row.after.key, row.kind) for row in page.rows]
        before = page.continues_before
        if before is None:
            break
    assert sorted(found) == sorted(whole)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("before", ["abc", "-1", "99999999999999999999999", "²", "999999"])
def test_nonsense_to_go_on_from_starts_at_the_newest(world: World, client: Client, before: str) -> None:
    page = client.get(reverse("change-list", args=["harbour"]), {"before": before})
    assert len(page.context["page"].rows) == 19
    assert "so it was ignored" in page.content.decode()


def test_the_pages_of_changes_lead_from_one_to_the_next(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "PAGE_LENGTH", 5)
    url: str | None = reverse("change-list", args=["harbour"]) + "?party=southmark&party=northland"
    found, pages = [], 0
    while url:
        page = client.get(url)
        found += [row.after.key for row in page.context["page"].rows]
        link = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        url = reverse("change-list", args=["harbour"]) + unescape(link[1]) if link else None
        pages += 1
    assert pages == 3
    assert len(found) == len(set(found)) == 17


@pytest.mark.parametrize(("batch", "most"), [(1, 2), (2, 1), (2, 2), (3, 1), (50, 1)])
def test_however_far_the_list_looks_at_a_time_nothing_is_left_out(
    world: World, monkeypatch: pytest.MonkeyPatch, batch: int, most: int
) -> None:
    monkeypatch.setattr(days, "BATCH", batch)
    monkeypatch.setattr(days, "MOST_BATCHES", most)
    scope = Scope(negotiation=world.negotiation, kinds=(Kind.NEW, Kind.HARDENED))
    whole = [row.after.key for row in days.all_changes(scope)]
    found, before = [], None
    for _ in range(10):
        page = days.latest(scope, before=before)
        found += [row.after.key for row in page.rows]
        before = page.continues_before
        if before is None:
            break
    assert sorted(found) == sorted(whole)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "19 lines in 5 articles from 10 January 2024 to 2 April 2024: 15 changes, 4 reaffirmed; there are"),
        ("?kind=reaffirmed&since=2024-04-01", "1 line in 1 article of 2 April 2024: 1 reaffirmed; there are"),
        ("?kind=reversed", "1 line in 1 article of 2 April 2024: 1 change; 5 articles were looked at; there are"),
        ("?kind=softened", "2 lines in 2 articles from 14 February 2024 to 2 April 2024: 2 changes; 5 articles"),
    ],
)
def test_the_list_counts_apart_what_changed_and_what_was_reaffirmed(
    world: World, client: Client, query: str, sentence: str
) -> None:
    page = client.get(reverse("change-list", args=["harbour"]) + query).content.decode()
    assert f'<p class="meta" role="status">{sentence} ' in page


def test_where_nothing_matches_nothing_is_counted(world: World, client: Client) -> None:
    page = client.get(reverse("change-list", args=["harbour"]) + "?since=2024-05-01").content.decode()
    assert "No change matches these filters" in page
    assert 'role="status"' not in page


@pytest.mark.parametrize(
    ("query", "is_said"),
    [
        ("kind=softened", True),
        ("kind=hardened&kind=new", True),
        ("kind=hardened&since=2024-05-01", True),  # and nothing is found
        ("kind=softened&kind=reversed", False),
        ("kind=new", False),
        ("", False),
    ],
)
def test_who_asks_which_way_stances_moved_is_told_that_reversals_are_apart(
    world: World, client: Client, query: str, is_said: bool
) -> None:
    for address in (reverse("change-list", args=["harbour"]), changes_url(world, 5)):
        page = client.get(f"{address}?{query}")
        assert ("Reversals are a kind of their own." in page.content.decode()) is is_said


def test_the_last_page_does_not_promise_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "PAGE_LENGTH", 19)
    assert days.latest(Scope(negotiation=world.negotiation)).continues_before is None


def test_a_filter_of_kinds_leaves_no_silence(world: World, client: Client) -> None:
    rows = rows_of(client.get(changes_url(world, 5, "csv") + "?kind=softened"))
    assert [row["kind"] for row in rows] == ["softened"]


def test_after_a_stance_off_the_scale_the_page_shows_what_movement_is_measured_against(
    world: World, client: Client
) -> None:
    """Southmark: reserved, declines to say, then (made so here) rejects: hardened against *reserved*."""
    fourth = world.said(4, world.southmark, world.demand)
    Position.objects.filter(pk=fourth.pk).update(stance="rejects")
    page = client.get(changes_url(world, 4))
    (row,) = [row for row in page.context["pair"].rows if row.after == fourth]
    assert row.kind == "hardened"
    assert [position.stance for position in row.steps] == ["reserved", "declines", "rejects"]
    (line,) = [line for line in rows_of(client.get(changes_url(world, 4, "csv"))) if line["to_position"] == fourth.key]
    assert (line["from_stance"], line["reference_stance"], line["reference_value"], line["delta"]) == (
        "declines",
        "reserved",
        "-1",
        "-1",
    )


def test_a_negotiation_without_positions_says_what_to_do(world: World, client: Client) -> None:
    world.negotiation.positions.all().delete()
    assert "Nothing has been coded yet" in client.get(reverse("change-list", args=["harbour"])).content.decode()
    assert "No position has been coded in this article yet" in client.get(changes_url(world, 1)).content.decode()


def test_an_article_of_another_negotiation_is_not_found(world: World, as_analyst: Client) -> None:
    url = reverse("article-changes", args=["harbour", world.river_article.pk])
    assert as_analyst.get(url).status_code == 404


def test_a_sentence_sums_the_article_up_and_leads_to_each_party(world: World, client: Client) -> None:
    page = client.get(changes_url(world, 5))
    assert str(page.context["pair"].summary) == (
        "Compared with earlier reports (6 to 21 March 2024), Northland softened the demand "
        "“Southmark hands over the harbour” and reaffirmed one offer; Southmark came round to Northland’s offer "
        "“Prisoners are exchanged before any talks” and hardened the stance on Northland’s demand "
        "“Southmark hands over the harbour”. "
        "Of the positions reported on 21 March 2024, two went unmentioned."
    )
    text = page.content.decode()
    for party in ("northland", "southmark"):
        assert f'<a href="#party-{party}">' in text
        assert f'id="party-{party}"' in text


def test_the_summary_of_some_rows_denies_nothing(world: World, client: Client) -> None:
    summary = client.get(f"{changes_url(world, 5)}?kind=hardened").context["pair"].summary
    assert str(summary) == (
        "In this selection, since 21 March 2024 Southmark hardened the stance on "
        "Northland’s demand “Southmark hands over the harbour”."
    )


def test_where_there_is_much_what_was_reaffirmed_takes_a_line_and_parties_can_be_jumped_to(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_full = client.get(changes_url(world, 5))
    repeated = [row for row in in_full.context["pair"].rows if row.kind == "reaffirmed"]
    assert repeated
    monkeypatch.setattr(pairs, "MOST_IN_FULL", 2)
    in_brief = client.get(changes_url(world, 5))
    assert [row for moves in in_brief.context["pair"].parties for row in moves.repeated] == repeated
    before, after = in_full.content.decode(), in_brief.content.decode()
    assert before.count('<li class="move" data-kind="reaffirmed"') == len(repeated)
    assert '<li class="move" data-kind="reaffirmed"' not in after
    assert after.count('<li data-kind="reaffirmed"') == len(repeated)
    assert all(f"#p-{row.after.key}" in after and f"#p-{row.before.key}" in after for row in repeated)
    assert 'aria-label="Parties on this page"' in after
    assert 'aria-label="Parties on this page"' not in before


def test_a_condition_that_changed_is_shown_in_one_text(world: World, client: Client) -> None:
    old, new = world.said(3, world.northland, world.offer), world.said(4, world.northland, world.offer)
    Position.objects.filter(pk=old.pk).update(condition="thirty days of calm <b>first</b>")
    Position.objects.filter(pk=new.pk).update(condition="sixty days of calm\n<b>first</b>")
    text = client.get(changes_url(world, 4)).content.decode()
    assert 'taken out: </span>thirty<span class="visually-hidden">]</span></del>' in text
    assert 'put in: </span>sixty<span class="visually-hidden">]</span></ins> days of calm &lt;b&gt;first' in text


def test_an_article_of_both_signs_shows_the_words_of_both(world: World, client: Client) -> None:
    standing = world.said(5, world.southmark, world.demand)
    earlier = world.said(5, world.southmark, world.counter_offer)
    Position.objects.filter(pk=earlier.pk).update(proposal=world.demand, stance="supports")
    page = client.get(changes_url(world, 5))
    (row,) = [row for row in page.context["pair"].rows if row.change and row.change.is_mixed]
    assert {row.after, *row.contrary} == {standing, earlier}
    text = page.content.decode()
    assert "the article reports both signs" in text
    assert f"#p-{earlier.key}" in text
    assert f"#p-{standing.key}" in text


def test_an_article_that_nobody_has_read_is_not_silent(world: World, client: Client) -> None:
    article = world.articles[4]
    article.positions.all().delete()
    page = client.get(changes_url(world, 5))
    assert page.context["pair"].rows == []
    assert "No position has been coded in this article yet" in page.content.decode()
    Progress.objects.create(
        negotiation=world.negotiation, article=article, state=Progress.State.DONE, at=timezone.now()
    )
    page = client.get(changes_url(world, 5))
    assert {row.kind for row in page.context["pair"].rows} == {"silent"}


def test_the_articles_before_and_after_are_those_that_were_coded(world: World, client: Client) -> None:
    world.articles[3].positions.all().delete()
    page = client.get(changes_url(world, 3))
    assert page.context["pair"].earlier == world.articles[1]
    assert page.context["next"] == world.articles[4]
    assert f'rel="next" href="{changes_url(world, 5)}"' in page.content.decode()


@pytest.mark.parametrize("page", ["", "changes/", "matrix/", "timeline/", "parties/northland/", "articles/{article}/"])
def test_who_made_a_proposal_turns_against_its_own_on_every_page(world: World, client: Client, page: str) -> None:
    position = world.said(5, world.northland, world.demand)
    Position.objects.filter(pk=position.pk).update(stance="rejects")
    told = client.get(f"/n/harbour/{page.format(article=position.article_id)}").content.decode()
    assert "</span> reversed <span" in told
    assert "(away from its own proposal)" in told
    assert "(toward its own proposal)" not in told
