"""The orders in which lists are shown."""

from positions.models import Issue, Party, Proposal
from positions.reports.order import by_issue, by_name, by_title


def proposal(sort_order: int, issue: str, title: str, slug: str) -> Proposal:
    # An issue's title sorts the other way than its slug, so that only one of the two can be the order.
    return Proposal(
        issue=Issue(sort_order=sort_order, slug=issue, title=f"{'za'[issue > 'm']}…"), title=title, slug=slug
    )


def test_proposals_go_by_the_number_of_their_issue_then_its_slug_then_their_own_title() -> None:
    rows = [
        proposal(2, "aid", "A", "one"),
        proposal(1, "zones", "A", "two"),
        proposal(1, "ceasefire", "beta", "three"),
        proposal(1, "ceasefire", "Beta", "four"),
        proposal(1, "ceasefire", "Alpha", "five"),
    ]
    assert [row.slug for row in by_issue(rows)] == ["five", "four", "three", "two", "one"]


def test_names_and_titles_go_without_regard_to_capitals_and_then_by_slug() -> None:
    rows = [Party(name=name, slug=slug) for name, slug in (("beta", "a"), ("Alpha", "b"), ("ALPHA", "a"), ("Ä", "a"))]
    assert [(row.name, row.slug) for row in by_name(rows)] == [
        ("ALPHA", "a"),
        ("Alpha", "b"),
        ("beta", "a"),
        ("Ä", "a"),
    ]
    titled = [Issue(title="b", slug="1"), Issue(title="A", slug="2"), Issue(title="a", slug="1")]
    assert [row.title for row in by_title(titled)] == ["a", "A", "b"]
