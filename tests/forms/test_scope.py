"""The filters of reports: what can be understood counts, what cannot is said."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from positions.actions.nouns import make
from positions.analysis.changes import Kind
from positions.forms.scope import ScopeForm
from positions.models import Party
from positions.reports.scope import Scope
from tests.world import World

EVERYTHING = ("party", "issue", "proposal", "type", "source", "stance", "kind", "article", "since", "until", "as_of")


def asked(world: World, query: str) -> Scope:
    return ScopeForm(QueryDict(query), negotiation=world.negotiation, offers=EVERYTHING).scope()


def test_a_known_value_counts_beside_an_unknown_one(world: World) -> None:
    scope = asked(world, "party=northland&party=nobody&party=upstream")
    assert scope.parties == (world.northland,)
    assert scope.notices == ("“nobody” and “upstream” is not a known party, so it was ignored.",)


def test_kinds_and_stances_keep_what_is_known(world: World) -> None:
    scope = asked(world, "kind=softened&kind=exploded&stance=open&stance=shut")
    assert scope.kinds == (Kind.SOFTENED,)
    assert scope.stances == ("open",)
    assert len(scope.notices) == 2


def test_only_the_negotiation_s_own_rows_are_offered_or_found(world: World) -> None:
    form = ScopeForm(QueryDict(), negotiation=world.negotiation, offers=EVERYTHING)
    offered = {
        name: {label for _, label in form.fields[name].choices} for name in ("party", "issue", "proposal", "source")
    }
    assert offered["party"] == {"Northland", "Southmark", "Coastal League"}
    assert "Water" not in offered["issue"]
    assert "The dam is opened" not in offered["proposal"]
    assert offered["source"] == {"Daily Ledger", "Harbour Radio"}
    scope = asked(world, f"article={world.river_article.pk}&party=upstream&issue=water&source=gazette")
    assert (scope.article, scope.parties, scope.issues, scope.sources) == (None, (), (), ())
    assert len(scope.notices) == 4


def test_choices_are_sorted_by_name_whatever_their_case(world: World) -> None:
    make(noun=Party, negotiation=world.negotiation, values={"name": "atoll", "short_name": "atoll"}, user=None)
    form = ScopeForm(QueryDict(), negotiation=world.negotiation, offers=("party",))
    assert [label for _, label in form.fields["party"].choices] == ["atoll", "Coastal League", "Northland", "Southmark"]


@pytest.mark.parametrize(
    "day", ["0000-00-00", "2024-02-30", "20240101", "01/02/2024", "٢٠٢٤-٠١-٠١x", "\x00", "99999-01-01"]
)
def test_an_impossible_day_is_said_and_ignored(world: World, day: str) -> None:
    query = QueryDict(mutable=True)
    query["since"] = day
    scope = ScopeForm(query, negotiation=world.negotiation, offers=EVERYTHING).scope()
    assert scope.since is None
    assert "is not a known date" in scope.notices[0]


def test_what_will_be_known_on_a_day_to_come_is_said_and_ignored(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2024, 5, 1, 23, 30, tzinfo=UTC))

    def known_on(day: str) -> Scope:
        query = QueryDict(f"known_on={day}")
        return ScopeForm(query, negotiation=world.negotiation, offers=["known_on"]).scope()

    assert (known_on("2024-05-01").known_on, known_on("2024-05-01").notices) == (date(2024, 5, 1), ())
    scope = known_on("2024-05-02")
    assert scope.known_on is None
    assert scope.notices == ("“2024-05-02” is a day still to come, so it was ignored.",)


def test_one_day_is_a_period(world: World) -> None:
    scope = asked(world, "since=2024-02-14&until=2024-02-14")
    assert scope.since == scope.until
    assert not scope.notices


def test_a_period_that_ends_before_it_begins_is_said(world: World) -> None:
    assert "The first day asked for is after the last" in asked(world, "since=2024-02-15&until=2024-02-14").notices[0]


def test_parameters_of_other_pages_are_said_and_those_of_this_page_are_not(world: World) -> None:
    def notices(**options: object) -> tuple[str, ...]:
        return (
            ScopeForm(QueryDict("page=2&plain=1"), negotiation=world.negotiation, offers=["party"], **options)
            .scope()
            .notices
        )

    assert notices(others=["page"]) == ()
    assert notices() == ("“page” is not a filter of this page, so it was ignored.",)
