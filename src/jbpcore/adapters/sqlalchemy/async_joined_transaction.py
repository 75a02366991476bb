"""A store's part in the transaction of a host that runs in an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, NestedTransaction
from sqlalchemy.ext.asyncio import AsyncConnection

from jbpcore.adapters.sqlalchemy.binding import commits_by_itself, left_as_found
from jbpcore.adapters.sqlalchemy.faults import DATABASE_ERRORS, storage_error
from jbpcore.adapters.sqlalchemy.rows import location_of
from jbpcore.adapters.sqlalchemy.settling import settled
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.adapters.sqlalchemy.transactions import (
    Patience,
    begin_savepoint,
)
from jbpcore.adapters.sqlalchemy.upgrading import check_tables
from jbpcore.adapters.sqlalchemy.work import StoreWork
from jbpcore.errors import InvalidValueError, StorageError

__all__ = ["AsyncJoinedTransaction"]

T = TypeVar("T")


class AsyncJoinedTransaction:
    """Does everything on the connection of a host, inside its transaction.

    What is written stands if the host commits, and is gone if it rolls back; neither is
    done here. Each write has a savepoint of its own. Tasks that use the store take
    turns, as a connection does one thing at a time; one that is cancelled waits for
    what it began, so that the host's transaction may go on.

    Args:
        connection: The host's.
        tenant: For whom.
        tables: On which tables.
    """

    def __init__(
        self, connection: AsyncConnection, tenant: str, tables: Tables
    ) -> None:
        """Ask nothing yet."""
        self._connection = connection
        self._tenant = tenant
        self._tables = tables
        self._location = location_of(connection.engine.url, tables.names)
        self._lock = asyncio.Lock()
        self._owner: asyncio.Task[Any] | None = None
        self._in_units: list[asyncio.Task[Any] | None] = []
        self._is_checked = self._closed = False

    async def run(self, operation: str, ask: Callable[[StoreWork], T]) -> T:
        """Return what *ask* reads.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        self.check_open()
        async with self._turn():
            return await self._settled(operation, lambda one: self._asked(one, ask))

    async def write(self, operation: str, work: Callable[[StoreWork], T]) -> T:
        """Return what *work* gives, having written all of it or nothing.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        async with self.step(operation):
            return await self.run(operation, work)

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        """Write everything in the block or nothing, inside the host's transaction.

        Raises:
            InvalidValueError: If this task is in a unit of work already.
            StorageError: In place of what SQLAlchemy raises.
        """
        self.check_open()
        task = asyncio.current_task()
        if task in self._in_units:
            expected = "the only one of its task: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        async with self.step("unit_of_work"):
            self._in_units.append(task)
            try:
                yield
            finally:
                self._in_units.remove(task)

    @asynccontextmanager
    async def step(self, operation: str) -> AsyncIterator[None]:
        """Write everything in the block or nothing; other tasks wait for its end.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        self.check_open()
        async with self._turn():
            saved = await self._settled(operation, self._begun)
            try:
                yield
            except BaseException:
                # What the database says to this is less than what led to it.
                with suppress(StorageError):
                    await self._settled(operation, lambda _: saved.rollback())
                raise
            await self._settled(operation, lambda _: saved.commit())

    async def forget(self) -> None:
        """Leave it to the host, whose transaction goes on."""

    def dispose_at_close(self) -> None:
        """Leave the connection to the host all the same."""

    async def close(self) -> None:
        """Refuse everything from now on; the connection is the host's to close."""
        self._closed = True

    def check_open(self) -> None:
        """Refuse to go on after :meth:`close`.

        Raises:
            InvalidValueError: If the store was closed.
        """
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open; open it again")

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Let other tasks wait, unless this one has its turn already."""
        task = asyncio.current_task()
        if self._owner is not None and self._owner is task:
            yield
            return
        async with self._lock:
            self._owner = task
            try:
                yield
            finally:
                self._owner = None

    def _begun(self, connection: Connection) -> NestedTransaction:
        self._check(connection)
        return begin_savepoint(connection)

    def _asked(self, connection: Connection, ask: Callable[[StoreWork], T]) -> T:
        self._check(connection)
        return ask(StoreWork(connection, self._tenant, self._tables))

    async def _settled(self, operation: str, act: Callable[[Connection], T]) -> T:
        patience = Patience(0)
        try:
            return await settled(self._connection.run_sync(act))
        except DATABASE_ERRORS as error:
            raise storage_error(
                error,
                operation=operation,
                location=self._location,
                waited_seconds=patience.waited_seconds,
            ) from error

    def _check(self, connection: Connection) -> None:
        """See once that the tables are there, and that the host has a transaction."""
        if self._is_checked:
            return
        with left_as_found(connection):
            if commits_by_itself(connection):
                expected = "a connection that takes transactions, not AUTOCOMMIT"
                raise InvalidValueError("bind", "AUTOCOMMIT", expected)
            check_tables(connection, names=self._tables.names)
        self._is_checked = True
