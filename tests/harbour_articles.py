"""What the five articles of the Harbour dispute say, and what is marked in them (drawn in `tests.world`)."""

from datetime import date
from typing import Any

# Source, date, title, text, and the words marked in it: who, on what, stance, and what else was coded.
ARTICLES: list[tuple[str, date, str, str, list[tuple[str, str, str, str, dict[str, Any]]]]] = [
    (
        "daily-ledger",
        date(2024, 1, 10),
        "Northland demands the harbour",
        (
            "“The harbour must be handed over,” Northland’s foreign minister said on Tuesday.\n\n"
            "Southmark rejected the demand. "
            "The Coastal League said that it was willing to discuss the harbour’s future."
        ),
        [
            (
                "The harbour must be handed over",
                "northland",
                "harbour-handed-over",
                "demands",
                {
                    "move": "demand",
                    "attribution": "direct_quote",
                    "speaker": "Northland’s foreign minister",
                    "party_as_written": "Northland",
                    "stated_on": "2024-01-09",
                    "credibility": 1,
                },
            ),
            (
                "Southmark rejected the demand",
                "southmark",
                "harbour-handed-over",
                "rejects",
                {"move": "reject", "credibility": 2},
            ),
            ("willing to discuss the harbour’s future", "coastal-league", "harbour-handed-over", "open", {}),
        ],
    ),
    (
        "harbour-radio",
        date(2024, 2, 14),
        "Southmark offers talks",
        (
            "Southmark offered to meet Northland in Port Haven on 20 March. "
            "Handing over the harbour would be premature, its president said.\n\n"
            "Northland repeated that the harbour must be handed over."
        ),
        [
            (
                "offered to meet Northland in Port Haven on 20 March",
                "southmark",
                "talks-in-port-haven",
                "supports",
                {"move": "offer"},
            ),
            ("Handing over the harbour would be premature", "southmark", "harbour-handed-over", "reserved", {}),
            ("the harbour must be handed over", "northland", "harbour-handed-over", "demands", {"move": "reaffirm"}),
        ],
    ),
    (
        "daily-ledger",
        date(2024, 3, 6),
        "Northland names its price",
        (
            "Northland will come to Port Haven if the harbour is on the table. It proposed that prisoners be exchanged "
            "before any talks, and repeated its demand for the harbour.\n\n"
            "Asked about the harbour, Southmark’s president would not answer. "
            "The League called a transfer of the harbour premature."
        ),
        [
            (
                "Northland will come to Port Haven if the harbour is on the table",
                "northland",
                "talks-in-port-haven",
                "conditional",
                {"condition": "the harbour is on the table"},
            ),
            (
                "proposed that prisoners be exchanged before any talks",
                "northland",
                "prisoners-first",
                "supports",
                {"move": "counter_offer"},
            ),
            (
                "repeated its demand for the harbour",
                "northland",
                "harbour-handed-over",
                "demands",
                {"move": "reaffirm"},
            ),
            ("Southmark’s president would not answer", "southmark", "harbour-handed-over", "declines", {}),
            (
                "The League called a transfer of the harbour premature",
                "coastal-league",
                "harbour-handed-over",
                "reserved",
                {},
            ),
        ],
    ),
    (
        "harbour-radio",
        date(2024, 3, 21),
        "Two days of talks in Port Haven",
        (
            "Southmark kept to its offer to meet in Port Haven, and still finds a transfer of the harbour premature. "
            "It refused to exchange prisoners first.\n\n"
            "Northland will come again if the prisoners are home by then."
        ),
        [
            (
                "kept to its offer to meet in Port Haven",
                "southmark",
                "talks-in-port-haven",
                "supports",
                {"move": "reaffirm"},
            ),
            ("still finds a transfer of the harbour premature", "southmark", "harbour-handed-over", "reserved", {}),
            ("refused to exchange prisoners first", "southmark", "prisoners-first", "rejects", {"move": "reject"}),
            (
                "Northland will come again if the prisoners are home by then",
                "northland",
                "talks-in-port-haven",
                "conditional",
                {"condition": "the prisoners are home by then"},
            ),
        ],
    ),
    (
        "daily-ledger",
        date(2024, 4, 2),
        "Prisoners come home",
        (
            "Both sides exchanged their prisoners on Monday. Southmark had accepted the exchange overnight; "
            "Northland called it the right order of things.\n\n"
            "Northland would welcome a transfer of the harbour. Southmark said that the harbour is not negotiable."
        ),
        [
            ("Southmark had accepted the exchange", "southmark", "prisoners-first", "supports", {"move": "accept"}),
            ("Northland called it the right order of things", "northland", "prisoners-first", "supports", {}),
            ("Northland would welcome a transfer of the harbour", "northland", "harbour-handed-over", "supports", {}),
            ("Southmark said that the harbour is not negotiable", "southmark", "harbour-handed-over", "red_line", {}),
        ],
    ),
]
