"""How a search for an article is read."""

from datetime import date

import pytest

from positions.forms.compare import read_search
from positions.reports.changes.article_choice import Search


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("", Search()),
        ("Istanbul talks", Search(("Istanbul", "talks"))),
        ("2025", Search((), date(2025, 1, 1), date(2025, 12, 31))),
        ("2024-02 gas", Search(("gas",), date(2024, 2, 1), date(2024, 2, 29))),
        ("2025-06-02", Search((), date(2025, 6, 2), date(2025, 6, 2))),
        ("talks June 2025", Search(("talks",), date(2025, 6, 1), date(2025, 6, 30))),
        ("2 June 2025", Search((), date(2025, 6, 2), date(2025, 6, 2))),
        ("24 Nov 2025", Search((), date(2025, 11, 24), date(2025, 11, 24))),
        ("gas nov. 2025", Search(("gas",), date(2025, 11, 1), date(2025, 11, 30))),
        ("Sept 2025", Search((), date(2025, 9, 1), date(2025, 9, 30))),
        ("MAY 2025", Search((), date(2025, 5, 1), date(2025, 5, 31))),
        ("Marsh 2025", Search(("Marsh",), date(2025, 1, 1), date(2025, 12, 31))),
        ("31 June 2025 x", Search(("31", "June", "x"), date(2025, 1, 1), date(2025, 12, 31))),
        ("2025-13", Search(("2025-13",))),
        ("0000-00-00", Search(("0000-00-00",))),
        ("resolution 22311", Search(("resolution", "22311"))),
        ("٢٠٢٥", Search(("٢٠٢٥",))),
    ],
)
def test_a_date_among_the_words_is_a_period(text: str, search: Search) -> None:
    assert read_search(text) == search
