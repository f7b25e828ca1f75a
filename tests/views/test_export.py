"""The whole negotiation as a zip."""

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from positions.exchange.package.writing import write_zip_file
from tests.world import World


def address(slug: str) -> str:
    return f"/n/{slug}/export.zip"


def test_anybody_may_take_a_public_negotiation_home(world: World, tmp_path: Path) -> None:
    response = Client().get(address("harbour"))
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    assert response["Content-Disposition"] == 'attachment; filename="harbour.zip"'
    write_zip_file(world.negotiation, tmp_path / "harbour.zip")
    assert response.getvalue() == (tmp_path / "harbour.zip").read_bytes()


def test_the_zip_is_of_this_negotiation_alone(world: World, as_analyst: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(as_analyst.get(address("river")).getvalue())) as archive:
        assert archive.read("parties.csv").splitlines()[1:] == [b"upstream,Upstream,Upstream,state,"]
        assert archive.read("positions.csv").count(b"\r\n") == 2


def test_one_that_is_not_public_does_not_exist_for_strangers(world: World, as_stranger: Client) -> None:
    assert Client().get(address("river")).status_code == 404
    assert as_stranger.get(address("river")).status_code == 404
    assert Client().get(address("nowhere")).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(method: str, world: World, as_analyst: Client) -> None:
    assert getattr(as_analyst, method)(address("harbour")).status_code == 405


def test_the_number_of_queries_is_that_of_the_tables(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """One a table, one for each list of keys, two for the texts, one for words that wait, one for the negotiation."""
    with django_assert_max_num_queries(18):
        response = Client().get(address("harbour"))
    response.close()
