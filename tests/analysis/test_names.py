"""A party's name as it stands within a sentence."""

import pytest

from positions.analysis.names import in_a_sentence, possessive


@pytest.mark.parametrize(
    "name",
    [
        "United States", "United Arab Emirates", "United Nations", "European Union", "E3+3", "P5+1", "EU", "UAE",
        "International Atomic Energy Agency", "United States Congress", "European backers of Ukraine",
        "Public of Ukraine", "Government of Sudan", "Islamic Republic of Iran", "Holy See", "Taliban", "Houthis",
        "Union of Coastal Municipalities and Free Harbours 11", "Mediators 6", "Council for Peace",
    ],
)  # fmt: skip
def test_a_common_noun_takes_an_article(name: str) -> None:
    assert in_a_sentence(name) == f"the {name}"


@pytest.mark.parametrize(
    "name",
    [
        "Russia", "Türkiye", "Saudi Arabia", "South Africa", "North Korea", "Hamas", "NATO", "The Elders", "the junta",
        "Party 1", "Ansar Allah", "Україна", "中国", "7", "", "al-Shabaab", "Sri Lanka",
    ],
)  # fmt: skip
def test_a_bare_proper_name_takes_none(name: str) -> None:
    assert in_a_sentence(name) == name


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Russia", "Russia’s"),
        ("the United States", "the United States’"),
        ("the E3+3", "the E3+3’s"),
        ("the European backers of Ukraine", ""),  # Ukraine’s demand is another
        ("Trinidad and Tobago", ""),
    ],
)
def test_what_is_whose_is_said_where_it_cannot_be_misread(name: str, owner: str) -> None:
    assert possessive(name) == owner
