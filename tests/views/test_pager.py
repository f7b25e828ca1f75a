"""From page to page of the lists that begin with the newest."""

import pytest
from django.test import Client

from positions.views import articles, positions
from tests.world import World


@pytest.mark.parametrize(("view", "name", "pages"), [(articles, "articles", 3), (positions, "positions", 10)])
def test_a_long_list_has_pages_that_keep_the_filters(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, view: object, name: str, pages: int
) -> None:
    monkeypatch.setattr(view, "PAGE_LENGTH", 2)

    def shown(page: str) -> str:
        return client.get(f"/n/harbour/{name}/?since=2024-01-01{page}").content.decode()

    first, middle, last = shown(""), shown("&page=2"), shown(f"&page={pages}")
    newer = '<a rel="prev" href="?since=2024-01-01&amp;page={}">← Newer</a>'
    older = '<a rel="next" href="?since=2024-01-01&amp;page={}">Older →</a>'
    assert f"Page 1 of {pages}" in first
    assert older.format(2) in first
    assert "← Newer" not in first
    assert newer.format(1) in middle
    assert older.format(3) in middle
    assert newer.format(pages - 1) in last
    assert "Older →" not in last


@pytest.mark.parametrize("name", ["articles", "positions"])
def test_a_list_of_one_page_has_no_pager(world: World, client: Client, name: str) -> None:
    assert 'class="pager"' not in client.get(f"/n/harbour/{name}/").content.decode()
