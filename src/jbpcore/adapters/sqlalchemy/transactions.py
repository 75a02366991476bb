"""How a connection begins to write, and how long to go on trying.

These take a connection that somebody else opened, and so serve the store on an engine,
the store on a host's connection, and ``async`` code through ``run_sync``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import uniform
from time import monotonic
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from jbpcore.adapters.sqlalchemy.faults import is_worth_a_retry

__all__ = ["Patience", "begin_writing", "savepoint"]

_FIRST_PAUSE_SECONDS: Final = 0.005
_LONGEST_PAUSE_SECONDS: Final = 0.25


class Patience:
    """How long to go on doing a transaction again that met another one.

    Args:
        seconds: How long in all; 0 never does it again.
    """

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self._started = monotonic()
        self._deadline = self._started + seconds
        self._longest = _FIRST_PAUSE_SECONDS

    @property
    def waited_seconds(self) -> float:
        """How long it has been."""
        return monotonic() - self._started

    def pause_after(self, error: SQLAlchemyError) -> float | None:
        """Return for how many seconds to wait before the next attempt, if any.

        Pauses differ by chance, so that those who met do not meet again.
        """
        if not is_worth_a_retry(error) or monotonic() >= self._deadline:
            return None
        longest = self._longest
        self._longest = min(longest * 2, _LONGEST_PAUSE_SECONDS)
        return uniform(0, longest)  # noqa: S311 - no secret


def begin_writing(connection: Connection) -> None:
    """See that a transaction is open that can write.

    SQLAlchemy begins one at the first statement. Python's driver of SQLite does so only
    when something is changed, with what was read before left out; so it is begun here,
    at once as the one that may write.
    """
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if driver is not None and not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Write everything in the block or nothing, inside a transaction that goes on."""
    begin_writing(connection)
    with connection.begin_nested():
        yield
