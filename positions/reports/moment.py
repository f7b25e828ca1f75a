"""Reading several tables, or one for a long time, as they stood at one moment."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside, everything is read as it stood at the first reading, while others write on.

    It must be entered and left by the same thread. Inside a transaction that has begun
    already, that one decides.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # A transaction that takes the write lock at its beginning, as ours otherwise do, would keep writers waiting.
        connection.ensure_connection()  # which sets the mode
        mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = mode
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def read_at_one_moment(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, made as of one moment, which is over when the last is taken or the reader goes away."""
    with one_moment():
        yield from pieces
