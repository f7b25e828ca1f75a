"""Loading: twice is once, and the history says who and why."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from positions.actions.loading import Tally
from positions.exchange.package.tables import ALL_TABLES
from positions.models import (
    Agreement,
    Article,
    Membership,
    Negotiation,
    Position,
    Proposal,
    Talks,
    Track,
    User,
)
from positions.permissions import can_edit
from tests.actions.loads import counts, load, refusal
from tests.packages import ferry

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("loader")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "package"


def test_a_new_negotiation_is_made_with_all_it_has(place: Path) -> None:
    summary = load(ferry(), place)
    expected = {name: Tally(created=len(rows)) for name, rows in ferry().tables.items()}
    assert summary.tallies == {"negotiation": Tally(created=1)} | expected
    assert Position.objects.get(key="p4").article.language == "he"


def test_every_row_that_is_loaded_would_pass_its_own_checks(place: Path) -> None:
    load(ferry(), place)
    for table in ALL_TABLES:
        for row in table.model._base_manager.all():
            row.full_clean()


def test_every_new_row_has_one_entry_of_history_with_who_and_why(place: Path, user: User) -> None:
    load(ferry(), place, user=user)
    for model in [Negotiation, *(table.model for table in ALL_TABLES)]:
        entries = list(model.history.all())
        assert len(entries) == model._base_manager.count()
        assert {(entry.history_type, entry.history_user, entry.history_change_reason) for entry in entries} == {
            ("+", user, "loaded")
        }
    assert {link.party.slug for link in Talks.history.get(key="pier-talks").parties.all()} == {"eastbank", "westbank"}
    assert {link.proposal.slug for link in Agreement.history.get().proposals.all()} == {"answer", "hand-over"}
    assert Proposal.history.get(slug="answer").counters.slug == "counter"


def test_offers_may_refer_to_rows_before_and_after_them(place: Path) -> None:
    load(ferry(), place)
    answer, counter = Proposal.objects.get(slug="answer"), Proposal.objects.get(slug="counter")
    assert (answer.counters, counter.counters) == (counter, answer)
    assert answer.answers == Proposal.objects.get(slug="hand-over")


def test_loading_the_same_package_again_changes_nothing(place: Path, user: User) -> None:
    load(ferry(), place)
    before = counts()
    summary = load(ferry(), place, user=user)
    assert summary.tallies["negotiation"] == Tally(unchanged=1)
    assert {name: summary.tallies[name] for name in ferry().tables} == {
        name: Tally(unchanged=len(rows)) for name, rows in ferry().tables.items()
    }
    assert counts() == before
    assert set(Position.objects.values_list("version", flat=True)) == {1}


def test_a_changed_cell_changes_exactly_its_row(place: Path, user: User) -> None:
    load(ferry(), place)
    before = counts()
    cells = ferry()
    cells.tables["positions"][1] |= {"stance": "rejects", "stance_value": -2}
    summary = load(cells, place, user=user)
    assert {name: tally for name, tally in summary.tallies.items() if tally.created or tally.changed} == {
        "positions": Tally(changed=1, unchanged=4)
    }
    assert counts() == before | {"positions_historicalposition": before["positions_historicalposition"] + 1}
    position = Position.objects.get(key="p2")
    assert (position.stance, position.version) == ("rejects", 2)
    entry = position.history.first()
    assert (entry.history_type, entry.stance, entry.version) == ("~", "rejects", 2)
    assert (entry.history_user, entry.history_change_reason) == (user, "loaded")


# In which row of a table which cells become what.
CHANGES = {
    "parties": (0, {"name": "Eastbank"}),
    "issues": (1, {"sort_order": 7}),
    "venues": (0, {"latitude": "", "longitude": ""}),
    "proposals": (0, {"answers": ""}),
    "talks": (1, {"parties": "eastbank observer-1"}),
    "agreements": (0, {"proposals": ""}),
    "aliases": (1, {"party": "eastbank"}),
    "participations": (2, {"until": "2025"}),
    "sources": (0, {"reliability": ""}),
    "articles": (1, {"published_on": "2024-05-30"}),
    "positions": (0, {"credibility": "", "start": 1, "end": 4, "quote": "The"}),
}


@pytest.mark.parametrize("table", CHANGES)
def test_a_change_in_any_table_is_one_new_version_with_history(table: str, place: Path) -> None:
    load(ferry(), place)
    index, values = CHANGES[table]
    cells = ferry()
    cells.tables[table][index] |= values
    summary = load(cells, place)
    assert {name for name, tally in summary.tallies.items() if tally.changed or tally.created} == {table}
    assert summary.tallies[table].changed == 1
    assert load(cells, place).tallies[table].changed == 0
    model = next(one.model for one in ALL_TABLES if one.name == table)
    changed = model._base_manager.get(version=2)
    assert [entry.history_type for entry in changed.history.all()] == ["~", "+"]


def test_a_changed_list_keeps_both_in_the_history(place: Path) -> None:
    load(ferry(), place)
    cells = ferry()
    cells.tables["talks"][1]["parties"] = "eastbank observer-1"
    load(cells, place)
    talks = Talks.objects.get(key="pier-talks")
    assert {party.slug for party in talks.parties.all()} == {"eastbank", "observer-1"}
    now, then = talks.history.all()
    assert {link.party.slug for link in then.parties.all()} == {"eastbank", "westbank"}
    assert {link.party.slug for link in now.parties.all()} == {"eastbank", "observer-1"}


def test_a_corrected_date_of_an_article_moves_its_positions_along(place: Path) -> None:
    load(ferry(), place)
    cells = ferry()
    cells.tables["articles"][1]["published_on"] = "2024-05-30"
    load(cells, place)
    assert Position.objects.get(key="p4").published_on == date(2024, 5, 30)
    assert Position.objects.get(key="p1").published_on == date(2024, 4, 1)


@pytest.mark.parametrize("public", [True, False])
def test_loading_again_never_publishes_or_hides_a_negotiation(public: bool, place: Path, user: User) -> None:
    cells = ferry()
    cells.negotiation["public"] = public
    first = load(cells, place, user=user)
    assert (first.negotiation.public, first.differs_in_public) == (public, False)
    assert not load(cells, place, user=user).differs_in_public
    cells.negotiation["public"] = not public
    summary = load(cells, place, user=user)
    assert (summary.tallies["negotiation"], summary.differs_in_public) == (Tally(unchanged=1), True)
    cells.negotiation["title"] = "The ferries"
    summary = load(cells, place, user=user)
    assert (summary.tallies["negotiation"], summary.differs_in_public) == (Tally(changed=1), True)
    stored = Negotiation.objects.get()
    assert (stored.title, stored.public, stored.version) == ("The ferries", public, 2)


def test_what_the_package_lacks_stays(place: Path) -> None:
    load(ferry(), place)
    cells = ferry()
    cells.tables["positions"] = cells.tables["positions"][:1]
    cells.tables["venues"][1] |= {"slug": "buoy"}
    summary = load(cells, place)
    assert summary.tallies["venues"] == Tally(created=1, unchanged=1)
    assert Position.objects.count() == 5
    assert set(summary.negotiation.venues.values_list("slug", flat=True)) == {"pier", "raft", "buoy"}


def test_two_articles_of_one_day_keep_the_order_of_the_file(place: Path) -> None:
    load(ferry(), place)
    assert [article.key for article in Article.objects.in_reading_order()] == ["zz-first", "aa-second"]


def test_a_position_keeps_who_coded_it_and_when(place: Path, user: User) -> None:
    load(ferry(), place, user=user)
    position = Position.objects.get(key="p2")
    assert (position.coder, position.recorded_at) == ("desk", datetime(2024, 5, 1, 10, 0, 0, 120, tzinfo=UTC))


def test_positions_without_id_coder_and_time_get_them_once(place: Path, user: User) -> None:
    cells = ferry()
    for position in cells.tables["positions"]:
        position |= {"id": "", "coder": "", "recorded_at": ""}
    load(cells, place, user=user)
    first = list(Position.objects.order_by("pk").values_list("key", "coder", "recorded_at"))
    assert {coder for _, coder, _ in first} == {"loader"}
    assert all(abs((datetime.now(UTC) - recorded_at).total_seconds()) < 60 for _, _, recorded_at in first)
    other = User.objects.create_user("other")
    assert load(cells, place, user=other).tallies["positions"] == Tally(unchanged=5)
    assert list(Position.objects.order_by("pk").values_list("key", "coder", "recorded_at")) == first


def test_a_position_that_nobody_coded_is_refused(place: Path) -> None:
    cells = ferry()
    cells.tables["positions"][1]["coder"] = ""
    assert refusal(cells, place) == [
        "positions.csv, row 3, column coder: Say who coded this, or say who loads it: --as USERNAME."
    ]
    assert not any(counts().values())


def test_whoever_loads_a_new_negotiation_may_edit_it(place: Path, user: User) -> None:
    negotiation = load(ferry(), place, user=user).negotiation
    assert can_edit(user, negotiation)
    load(ferry(), place, user=User.objects.create_user("second"))
    assert Membership.objects.count() == 1


def test_a_track_stands_for_every_pair_that_occurs_and_for_no_other(place: Path) -> None:
    load(ferry(), place)

    def tracks() -> set[tuple[str, str]]:
        return set(Track.objects.values_list("party__slug", "proposal__slug"))

    pairs = {("eastbank", "hand-over"), ("westbank", "hand-over"), ("observer-1", "hand-over")}
    assert tracks() == pairs | {("westbank", "answer"), ("westbank", "counter")}
    cells = ferry()
    cells.tables["positions"][4]["proposal"] = "answer"
    load(cells, place)
    assert tracks() == pairs | {("westbank", "answer")}


def test_a_cited_text_never_changes(place: Path) -> None:
    load(ferry(), place)
    before = counts()
    cells = ferry()
    cells.texts["aa-second"] += " And more."
    cells.tables["parties"][0]["name"] = "New name"
    assert refusal(cells, place) == [
        "articles/aa-second.txt: Positions cite the stored text, which is another. Add this as a new article."
    ]
    assert counts() == before
    assert not Article.objects.filter(text__endswith="And more.").exists()


def test_a_text_that_nobody_cites_may_change(place: Path) -> None:
    cells = ferry()
    cells.tables["positions"] = cells.tables["positions"][:3]
    load(cells, place)
    cells.texts["aa-second"] = "Quite another text."
    load(cells, place)
    article = Article.objects.get(key="aa-second")
    assert (article.text, article.text_length, article.version) == ("Quite another text.", 19, 2)
