"""Reading as of one moment, while others write on; and that nothing stays open afterwards."""

import csv
import io
import zipfile
from collections.abc import Callable
from threading import Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from positions.actions import coding
from positions.exchange.package.writing import write_zip
from positions.models import Party, Position
from positions.reports import package
from positions.reports.moment import one_moment
from tests.world import World

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def elsewhere(write: Callable[[], object]) -> None:
    """Write over another connection, as another person would, and be done before this returns."""

    def one() -> None:
        try:
            write()
        finally:
            connection.close()

    thread = Thread(target=one)
    thread.start()
    thread.join()


def code_another(world: World) -> None:
    coding.code(
        article=world.articles[0],
        start=0,
        end=5,
        quote=world.articles[0].text[:5],
        values={"party": world.league, "proposal": world.counter_offer, "stance": "open"},
        user=world.people.editor,
    )


def test_every_table_is_read_as_of_one_moment_while_others_write(world: World) -> None:
    before = Position.objects.count()
    with one_moment():
        assert Party.objects.filter(name="Meanwhile").count() == 0
        elsewhere(lambda: Party.objects.filter(pk=world.league.pk).update(name="Meanwhile"))
        elsewhere(lambda: code_another(world))
        assert Party.objects.filter(name="Meanwhile").count() == 0
        assert Position.objects.count() == before
    assert Party.objects.filter(name="Meanwhile").count() == 1
    assert Position.objects.count() == before + 1


def test_a_connection_that_is_not_yet_open_reads_as_of_one_moment_as_well(world: World) -> None:
    connection.close()
    with one_moment():
        before = Position.objects.count()
        elsewhere(lambda: code_another(world))
        assert Position.objects.count() == before


def test_an_export_holds_nothing_that_was_written_while_it_was_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some of its tables are read before the texts, and some after them."""
    expected, texts = io.BytesIO(), package.texts
    write_zip(world.negotiation, expected)

    def late(negotiation):
        elsewhere(lambda: Party.objects.filter(pk=world.league.pk).update(name="Meanwhile"))
        elsewhere(lambda: code_another(world))
        yield from texts(negotiation)

    monkeypatch.setattr(package, "texts", late)
    found = io.BytesIO()
    write_zip(world.negotiation, found)
    assert found.getvalue() == expected.getvalue()
    monkeypatch.undo()
    after = io.BytesIO()
    write_zip(world.negotiation, after)
    with zipfile.ZipFile(after) as archive:
        assert b"Meanwhile" in archive.read("parties.csv")
    assert after.getvalue() != expected.getvalue()


def test_after_reading_writing_takes_its_lock_at_the_start_again(world: World) -> None:
    with one_moment():
        Position.objects.count()
    with pytest.raises(KeyError), one_moment():
        raise KeyError
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        Position.objects.count()
    if connection.vendor == "sqlite":
        assert queries[0]["sql"] == "BEGIN IMMEDIATE"
    with transaction.atomic():
        assert Party.objects.filter(pk=world.league.pk).update(name="Written") == 1


FILES = [("position-list-file", "csv"), ("change-list-file", "json")]


def streamed(address: str) -> StreamingHttpResponse:
    """The answer of the page itself: the client of tests would close the connection along with it."""
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    page = resolve(address)
    return page.func(request, *page.args, **page.kwargs)


@pytest.mark.parametrize(("name", "suffix"), FILES)
def test_a_file_holds_nothing_that_is_written_while_it_is_taken(world: World, name: str, suffix: str) -> None:
    expected = streamed(reverse(name, args=["harbour", suffix])).getvalue()
    pieces = iter(streamed(reverse(name, args=["harbour", suffix])))
    with CaptureQueriesContext(connection) as queries:
        begun = next(pieces)
        begun += next(pieces)
        elsewhere(lambda: code_another(world))
        found = begun + b"".join(pieces)
    assert found == expected
    assert not any("WITH HOLD" in query["sql"] for query in queries)
    assert not connection.in_atomic_block
    assert streamed(reverse(name, args=["harbour", suffix])).getvalue() != expected


@pytest.mark.parametrize(("name", "suffix"), FILES)
def test_a_reader_who_goes_away_leaves_no_transaction_behind(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, suffix: str
) -> None:
    monkeypatch.setattr("positions.exchange.streams.ROWS_A_PIECE", 2)  # so that much is left to be read
    response = streamed(reverse(name, args=["harbour", suffix]))
    pieces = iter(response)
    next(pieces)
    next(pieces)
    assert connection.in_atomic_block
    request_finished.disconnect(close_old_connections)  # a connection may live longer than a request
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
    assert not connection.in_atomic_block
    assert is_idle()
    elsewhere(lambda: code_another(world))
    assert Position.objects.filter(party=world.league, proposal=world.counter_offer).count() == 1


def is_idle() -> bool:
    """What the database itself says of our connection."""
    if connection.vendor == "sqlite":
        return not connection.connection.in_transaction
    return connection.connection.info.transaction_status.name == "IDLE"


@pytest.mark.parametrize("page", ["article-changes", "position-list", "change-list", "compare", "timeline", "matrix"])
def test_no_position_is_read_for_a_file_before_its_moment_begins(world: World, page: str) -> None:
    name, given = f"{page}-file", {"slug": "harbour", "suffix": "csv"}
    address = reverse(name, kwargs=given | ({"pk": world.articles[-1].pk} if page == "article-changes" else {}))
    with CaptureQueriesContext(connection) as queries:
        response = streamed(address)
        begun = len(queries)
        assert b"".join(response)
    assert not [query["sql"] for query in queries[:begun] if reads_positions(query["sql"])]
    assert any(reads_positions(query["sql"]) for query in queries[begun:])


def reads_positions(sql: str) -> bool:
    """Whether it reads what was said; which articles are coded at all is asked without it."""
    return "stance" in sql


def test_a_file_has_its_header_and_all_rows(world: World) -> None:
    text = streamed(reverse("position-list-file", args=["harbour", "csv"])).getvalue().decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == world.negotiation.positions.count()
