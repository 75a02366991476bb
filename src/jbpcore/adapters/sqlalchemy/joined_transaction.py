"""A store's part in the transaction of a host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from sqlalchemy import Connection

from jbpcore.adapters.sqlalchemy.faults import DATABASE_ERRORS, storage_error
from jbpcore.adapters.sqlalchemy.rows import location_of
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.adapters.sqlalchemy.transactions import Patience, begin_savepoint
from jbpcore.adapters.sqlalchemy.work import StoreWork
from jbpcore.errors import InvalidValueError

__all__ = ["JoinedTransaction"]

T = TypeVar("T")


class JoinedTransaction:
    """Does everything on the connection of a host, inside its transaction.

    What is written stands if the host commits, and is gone if it rolls back; neither is
    done here. Each write has a savepoint of its own, so that one that fails leaves what
    the host did before.

    Args:
        connection: The host's.
        tenant: For whom.
        tables: On which tables.
    """

    def __init__(self, connection: Connection, tenant: str, tables: Tables) -> None:
        """Ask nothing yet."""
        self._connection = connection
        self._work = StoreWork(connection, tenant, tables)
        self._location = location_of(connection.engine.url, tables.names)
        self._in_unit = False
        self._closed = False

    def run(self, operation: str, ask: Callable[[StoreWork], T]) -> T:
        """Return what *ask* reads.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        self.check_open()
        with self._translating(operation):
            return ask(self._work)

    def write(self, operation: str, work: Callable[[StoreWork], T]) -> T:
        """Return what *work* gives, having written all of it or nothing.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        with self.step(operation), self._translating(operation):
            return work(self._work)

    @contextmanager
    def unit_of_work(self, operation: str = "unit_of_work") -> Iterator[None]:
        """Write everything in the block or nothing, inside the host's transaction.

        Raises:
            InvalidValueError: If this store is in a unit of work already.
            StorageError: In place of what SQLAlchemy raises.
        """
        self.check_open()
        if self._in_unit:
            expected = "the only one of its store: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        with self.step(operation):
            self._in_unit = True
            try:
                yield
            finally:
                self._in_unit = False

    @contextmanager
    def step(self, operation: str) -> Iterator[None]:
        """Write everything in the block or nothing.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        self.check_open()
        with self._translating(operation):
            saved = begin_savepoint(self._connection)
        try:
            yield
        except BaseException:
            # What the database says to this is less than what led to it.
            with suppress(*DATABASE_ERRORS):
                saved.rollback()
            raise
        with self._translating(operation):
            saved.commit()

    def forget(self) -> None:
        """Leave it to the host, whose transaction goes on."""

    def dispose_at_close(self) -> None:
        """Leave the connection to the host all the same."""

    def close(self) -> None:
        """Refuse everything from now on; the connection is the host's to close."""
        self._closed = True

    def check_open(self) -> None:
        """Refuse to go on after :meth:`close`.

        Raises:
            InvalidValueError: If the store was closed.
        """
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open; open it again")

    @contextmanager
    def _translating(self, operation: str) -> Iterator[None]:
        patience = Patience(0)
        try:
            yield
        except DATABASE_ERRORS as error:
            raise storage_error(
                error,
                operation=operation,
                location=self._location,
                waited_seconds=patience.waited_seconds,
            ) from error
