"""What a sheet of paper says of itself."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World


def printed(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    (head,) = re.findall(r'<div class="printed">(.*?)</div>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", head).split())


def test_a_sheet_says_which_negotiation_it_is_of_and_where_it_is_from(world: World, client: Client) -> None:
    head = printed(client, reverse("compare", args=["harbour"]))
    assert head.startswith("Harbour dispute Made on ")
    assert head.endswith("http://testserver/n/harbour/compare/")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("party=northland&party=southmark", "Parties: Northland, Southmark"),
        ("issue=control", "Issue: Control"),
        ("type=offer", "Only offers"),
        ("kind=softened&kind=condition_added", "Changes: softened, condition added"),
        ("proposal=harbour-handed-over", "On: “Southmark hands over the harbour”"),
    ],
)
def test_a_sheet_names_the_filters_in_words(world: World, client: Client, query: str, sentence: str) -> None:
    assert sentence in printed(client, f"{reverse('compare', args=['harbour'])}?{query}")
