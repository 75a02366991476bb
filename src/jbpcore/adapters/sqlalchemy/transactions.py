"""How a connection begins to write, and how long to go on trying.

These take a connection that somebody else opened, and so serve the store on an engine,
the store on a host's connection, and ``async`` code through ``run_sync``.
"""

from __future__ import annotations

from random import uniform
from time import monotonic
from typing import Final

from sqlalchemy import Connection, NestedTransaction

from jbpcore.adapters.sqlalchemy.faults import is_worth_a_retry

__all__ = ["Patience", "begin_savepoint", "begin_writing"]

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

    def pause_after(self, error: BaseException) -> float | None:
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

    Python's driver of SQLite, as it comes, begins one only when something is changed,
    and not for a savepoint; so it is begun here.
    """
    if not connection.in_transaction():
        connection.begin()
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if driver is not None and not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def begin_savepoint(connection: Connection) -> NestedTransaction:
    """Begin what can be undone while the transaction around it goes on."""
    begin_writing(connection)
    return connection.begin_nested()
