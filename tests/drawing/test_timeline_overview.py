"""The strip of the whole period."""

from datetime import date, timedelta

import pytest

from positions.analysis.periods import borders
from positions.analysis.timeline import Period
from positions.drawing.timeline.overview import BARS, LOWEST, Overview, draw_overview
from positions.reports.timeline.overview import Stretch

WHOLE = Period(date(2020, 1, 1), date(2023, 12, 31))


def drawn(whole: Period = WHOLE, seen: Period = WHOLE, counts: dict[int, int] | None = None) -> Overview:
    counts = counts or {0: 1}
    stretches = [Stretch(period, counts.get(place, 0)) for place, period in enumerate(borders(whole, 48))]
    overview = draw_overview(stretches, seen, lambda period: f"?since={period.first}&until={period.last}")
    assert overview
    return overview


def test_the_stretch_with_most_articles_is_highest_and_one_article_can_be_seen() -> None:
    overview = drawn(counts={0: 1, 20: 5, 47: 1000})
    assert overview.most == 1000
    assert [bar.height for bar in overview.bars] == [LOWEST, LOWEST, BARS]
    assert [bar.y + bar.height for bar in overview.bars] == [BARS, BARS, BARS]
    assert overview.bars[-1].x + overview.bars[-1].width == pytest.approx(100, abs=0.02)


def test_the_window_is_what_is_seen() -> None:
    assert (drawn().x, drawn().width) == (0, 100)
    year = drawn(seen=Period(date(2021, 1, 1), date(2021, 12, 31)))
    assert year.x == pytest.approx(366 / 1461 * 100, abs=0.01)
    assert year.width == pytest.approx(365 / 1461 * 100, abs=0.02)


def test_the_parts_lie_side_by_side_from_end_to_end() -> None:
    parts = drawn().parts
    assert parts[0].x == 0
    ends = [part.x + part.width for part in parts]
    assert ends[-1] == pytest.approx(100, abs=0.02)
    assert ends[:-1] == pytest.approx([part.x for part in parts[1:]], abs=0.02)


def test_years_are_named_where_the_ticks_are_months() -> None:
    labels = [part.label for part in drawn().parts]
    assert labels == ["2020", "Jul", "2021", "Jul", "2022", "Jul", "2023", "Jul"]


def test_a_decade_is_told_in_years() -> None:
    decade = drawn(whole=Period(date(2015, 3, 5), date(2025, 3, 4)))
    assert [part.label for part in decade.parts] == [*map(str, range(2015, 2026))]
    assert decade.parts[1].address == "?since=2016-01-01&until=2016-12-31"
    assert decade.parts[1].title == "1 January 2016 to 31 December 2016"


def test_weeks_name_their_month() -> None:
    weeks = drawn(whole=Period(date(2024, 12, 22), date(2025, 1, 19)))
    assert [part.label for part in weeks.parts] == ["", "23 Dec", "30", "6 Jan", "13"]


def test_the_months_of_one_year_follow_its_number() -> None:
    months = drawn(whole=Period(date(2025, 1, 5), date(2025, 9, 15)))
    assert [part.label for part in months.parts] == ["2025", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"]


def test_any_period_can_be_drawn() -> None:
    for days in (1, 2, 6, 7, 30, 31, 90, 365, 5_000, 100_000):
        whole = Period(date(1999, 12, 31), date(1999, 12, 31) + timedelta(days=days))
        overview = drawn(whole=whole, seen=Period(date(1990, 1, 1), date(1995, 1, 1)))
        assert overview.parts
        assert 0 <= overview.x <= overview.x + overview.width <= 100


def test_without_articles_there_is_no_strip() -> None:
    assert draw_overview([], WHOLE, str) is None
