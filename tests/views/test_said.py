"""What a party last said before an article, as the form to code it tells."""

from html import unescape

import pytest
from django.urls import reverse


def text_of(response):
    return response.content.decode()


def test_what_a_party_last_said_is_told_with_its_words(client, world):
    address = reverse("article-said", args=["harbour", world.articles[3].pk])
    page = text_of(client.get(address, {"party": world.northland.pk, "proposal": world.offer.pk}))
    before, here = (world.said(number, world.northland, world.offer) for number in (3, 4))
    assert page.index("Last, 6 March 2024") < page.index("In this article")
    for position in (before, here):
        assert position.quote in unescape(page)
        assert position.condition in unescape(page)
    assert f'data-same-again data-stance="{here.stance}" data-condition="{here.condition}"' in unescape(page)
    assert "Same stance and condition" in page
    silent = text_of(client.get(address, {"party": world.northland.pk, "proposal": world.demand.pk}))
    assert "Last, 6 March 2024" in silent
    assert "In this article" not in silent
    assert ">Same stance<" in silent


def test_where_a_party_said_nothing_before_that_is_said(client, world):
    address = reverse("article-said", args=["harbour", world.articles[0].pk])
    page = text_of(client.get(address, {"party": world.league.pk, "proposal": world.offer.pk}))
    assert "Nothing on it before this article." in page
    assert "data-same-again" not in page


@pytest.mark.parametrize("value", ["", "0", "x", "-1", "9" * 30, "\x00"])
def test_who_asks_for_no_party_gets_nothing(client, world, value):
    address = reverse("article-said", args=["harbour", world.articles[0].pk])
    response = client.get(address, {"party": value, "proposal": world.demand.pk})
    assert response.status_code == 200
    assert "data-same-again" not in text_of(response)


def test_what_was_said_in_a_later_article_is_not_told(client, world):
    address = reverse("article-said", args=["harbour", world.articles[1].pk])
    page = text_of(client.get(address, {"party": world.northland.pk, "proposal": world.demand.pk}))
    assert "Last, 10 January 2024" in page
    assert "April" not in page
