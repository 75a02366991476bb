"""A store's part in the transaction of a host that runs in an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from jbpcore.adapters.sqlalchemy.binding import commits_by_itself
from jbpcore.adapters.sqlalchemy.faults import storage_error
from jbpcore.adapters.sqlalchemy.rows import location_of
from jbpcore.adapters.sqlalchemy.settling import settled
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.adapters.sqlalchemy.transactions import (
    Patience,
    begin_writing,
    savepoint,
)
from jbpcore.adapters.sqlalchemy.upgrading import check_tables
from jbpcore.adapters.sqlalchemy.work import StoreWork
from jbpcore.errors import InvalidValueError

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
        self._turn = asyncio.Lock()
        self._owner: asyncio.Task[Any] | None = None
        self._is_checked = self._closed = False

    async def run(self, operation: str, ask: Callable[[StoreWork], T]) -> T:
        """Return what *ask* reads.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        return await self._do(operation, lambda one: ask(self._work(one)))

    async def write(self, operation: str, work: Callable[[StoreWork], T]) -> T:
        """Return what *work* gives, having written all of it or nothing.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """

        def do_or_undo(connection: Connection) -> T:
            with savepoint(connection):
                return work(self._work(connection))

        return await self._do(operation, do_or_undo)

    step = write

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        """Write everything in the block or nothing, inside the host's transaction.

        Raises:
            InvalidValueError: If this task is in a unit of work already.
            StorageError: In place of what SQLAlchemy raises.
        """
        self.check_open()
        task = asyncio.current_task()
        if task is None or self._owner is task:
            expected = "the only one of its task: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        operation = "unit_of_work"
        async with self._turn:
            self._owner = task
            try:
                await self._do(operation, begin_writing)
                step = self._connection.begin_nested()
                try:
                    await self._translating(operation, settled(step.start()))
                    yield
                except BaseException:
                    if step.is_active:
                        await self._translating(operation, settled(step.rollback()))
                    raise
                await self._translating(operation, settled(step.commit()))
            finally:
                self._owner = None

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

    def _work(self, connection: Connection) -> StoreWork:
        return StoreWork(connection, self._tenant, self._tables)

    async def _do(self, operation: str, act: Callable[[Connection], T]) -> T:
        self.check_open()

        def checked(connection: Connection) -> T:
            self._check(connection)
            return act(connection)

        if self._owner is not None and self._owner is asyncio.current_task():
            return await self._settled(operation, checked)
        async with self._turn:
            return await self._settled(operation, checked)

    async def _settled(self, operation: str, act: Callable[[Connection], T]) -> T:
        return await self._translating(
            operation, settled(self._connection.run_sync(act))
        )

    def _check(self, connection: Connection) -> None:
        """See once that the tables are there, and that the host has a transaction."""
        if self._is_checked:
            return
        if commits_by_itself(connection):
            expected = "a connection that takes transactions, not AUTOCOMMIT"
            raise InvalidValueError("bind", "AUTOCOMMIT", expected)
        check_tables(connection, names=self._tables.names)
        self._is_checked = True

    async def _translating(self, operation: str, work: Awaitable[T]) -> T:
        patience = Patience(0)
        try:
            return await work
        except SQLAlchemyError as error:
            raise storage_error(
                error,
                operation=operation,
                location=self._location,
                waited_seconds=patience.waited_seconds,
            ) from error
