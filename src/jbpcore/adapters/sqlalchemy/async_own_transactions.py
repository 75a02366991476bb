"""A store's own transactions on an asynchronous engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import attrs
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from jbpcore.adapters.sqlalchemy.binding import commits_by_itself
from jbpcore.adapters.sqlalchemy.faults import (
    DATABASE_ERRORS,
    is_disconnect,
    storage_error,
)
from jbpcore.adapters.sqlalchemy.rows import location_of
from jbpcore.adapters.sqlalchemy.settling import settled
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.adapters.sqlalchemy.transactions import (
    Patience,
    begin_savepoint,
    begin_writing,
)
from jbpcore.adapters.sqlalchemy.upgrading import check_tables
from jbpcore.adapters.sqlalchemy.work import StoreWork
from jbpcore.errors import (
    InvalidValueError,
    JbpError,
    StorageError,
    StoreUnavailableError,
)

__all__ = ["AsyncOwnTransactions"]

T = TypeVar("T")


@attrs.define
class _Unit:
    """A unit of work of one task, and what spoilt it."""

    connection: AsyncConnection
    failure: BaseException | None = None


class AsyncOwnTransactions:
    """Does each thing in a transaction of its own, on a connection of its own.

    What meets another transaction is done again as a whole, for as long as there is
    patience. What is cancelled before it is committed is rolled back; what is being
    committed by then is waited for.

    Args:
        engine: Where connections come from.
        tenant: For whom.
        tables: On which tables.
        patience_seconds: How long to go on trying.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        tenant: str,
        tables: Tables,
        *,
        patience_seconds: float,
    ) -> None:
        """Ask nothing yet."""
        self._engine = engine
        # As in the store that waits: a question alone takes no transaction.
        is_far = engine.dialect.name == "postgresql"
        self._reading_level = "AUTOCOMMIT" if is_far else None
        self._writing_level: str | None = None
        self._tenant = tenant
        self._tables = tables
        self._patience_seconds = patience_seconds
        self._location = location_of(engine.url, tables.names)
        self._units: WeakKeyDictionary[asyncio.Task[Any], _Unit] = WeakKeyDictionary()
        self._is_checked = self._is_engine_ours = self._closed = False

    async def run(self, operation: str, ask: Callable[[StoreWork], T]) -> T:
        """Return what *ask* reads, inside this task's unit of work if it is in one.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        unit = self._unit()
        if unit is not None:
            return await self._run_inside(unit, operation, ask)
        await self._check(operation)

        async def read() -> T:
            async with self._connected(operation, self._reading_level) as connection:
                return await self._within(connection, lambda one: ask(self._work(one)))

        return await self._patiently(operation, read)

    async def write(self, operation: str, work: Callable[[StoreWork], T]) -> T:
        """Return what *work* gives, having committed what it wrote, or nothing of it.

        Inside a unit of work it is committed with the unit. There, *work* must raise
        errors of our own before it writes anything.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        unit = self._unit()
        if unit is not None:
            return await self._run_inside(unit, operation, work)
        await self._check(operation)

        def begin_and_do(connection: Connection) -> T:
            begin_writing(connection)
            return work(self._work(connection))

        async def write() -> T:
            async with self._connected(operation, self._writing_level) as connection:
                result = await self._within(connection, begin_and_do)
                await _commit(connection, operation)
                return result

        return await self._patiently(operation, write)

    @asynccontextmanager
    async def unit_of_work(
        self, operation: str = "unit_of_work"
    ) -> AsyncIterator[None]:
        """Commit everything that this task writes in the block, or nothing of it.

        Nobody else writes for the tenant from the beginning of the block to its end: so
        two units never wait for each other.

        Raises:
            InvalidValueError: If the task is in a unit of work already.
            StorageError: In place of what SQLAlchemy raises.
        """
        task = asyncio.current_task()
        if task is None or self._unit() is not None:
            expected = "the only one of its task: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        await self._check(operation)
        connection = await self._patiently(operation, lambda: self._begun(operation))
        unit = self._units[task] = _Unit(connection)
        try:
            try:
                yield
            finally:
                del self._units[task]
            _check_unspoilt(unit, operation)
            await self._translating(operation, _commit(connection, operation))
        finally:
            await _let_go(connection)

    @asynccontextmanager
    async def step(self, operation: str) -> AsyncIterator[None]:
        """Write everything in the block or nothing, in a unit of work or as one.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        unit = self._unit()
        if unit is None:
            async with self.unit_of_work(operation):
                yield
            return
        saved = await self._act_inside(unit, operation, begin_savepoint)
        try:
            yield
        except BaseException:
            if unit.failure is None:
                await self._act_inside(unit, operation, lambda _: saved.rollback())
            raise
        await self._act_inside(unit, operation, lambda _: saved.commit())

    async def forget(self) -> None:
        """Take what was overwritten out of the log beside SQLite's file, if possible.

        Inside a unit of work, or while others read, that has to wait for the next time.
        """
        if self._engine.dialect.name == "sqlite" and self._unit() is None:
            with suppress(*DATABASE_ERRORS):
                async with self._connected("forget", None) as connection:
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def dispose_at_close(self) -> None:
        """Take over the engine, which is nobody else's."""
        self._is_engine_ours = True

    async def close(self) -> None:
        """Refuse everything from now on; a host disposes of its engine itself."""
        self._closed = True
        if self._is_engine_ours:
            await settled(self._engine.dispose())

    def check_open(self) -> None:
        """Refuse to go on after :meth:`close`.

        Raises:
            InvalidValueError: If the store was closed.
        """
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open; open it again")

    def _unit(self) -> _Unit | None:
        self.check_open()
        task = asyncio.current_task()
        return None if task is None else self._units.get(task)

    def _work(self, connection: Connection) -> StoreWork:
        return StoreWork(connection, self._tenant, self._tables)

    async def _check(self, operation: str) -> None:
        """See once that the tables are there, and how the engine takes transactions."""
        if self._is_checked:
            return

        def check(connection: Connection) -> bool:
            check_tables(connection, names=self._tables.names)
            # In SQLite, transactions are begun by us.
            is_far = connection.dialect.name == "postgresql"
            return is_far and commits_by_itself(connection)

        async def ask() -> bool:
            async with self._connected(operation, self._writing_level) as connection:
                return await self._within(connection, check)

        if await self._patiently(operation, ask):
            self._writing_level = "READ COMMITTED"
        self._is_checked = True

    @asynccontextmanager
    async def _connected(
        self, operation: str, isolation_level: str | None
    ) -> AsyncIterator[AsyncConnection]:
        """Give a connection; what was not committed on it is rolled back."""
        connection = await _connect(self._engine, operation, isolation_level)
        try:
            yield connection
        finally:
            await _let_go(connection)

    async def _begun(self, operation: str) -> AsyncConnection:
        """Return a connection on which nobody else writes for the tenant."""

        def begin_and_hold(connection: Connection) -> None:
            begin_writing(connection)
            self._work(connection).hold()

        connection = await _connect(self._engine, operation, self._writing_level)
        try:
            await self._within(connection, begin_and_hold)
        except BaseException:
            await _let_go(connection)
            raise
        return connection

    async def _within(
        self, connection: AsyncConnection, act: Callable[[Connection], T]
    ) -> T:
        """Return what *act* gives; to be broken off if the task is cancelled."""
        return await _breakable(connection, connection.run_sync(act))

    async def _run_inside(
        self, unit: _Unit, operation: str, work: Callable[[StoreWork], T]
    ) -> T:
        return await self._act_inside(
            unit, operation, lambda connection: work(self._work(connection))
        )

    async def _act_inside(
        self, unit: _Unit, operation: str, act: Callable[[Connection], T]
    ) -> T:
        """Do it; if it breaks off in the middle, let nothing of the unit stand.

        A task that is cancelled meanwhile waits for it, so that its unit may go on.
        """
        _check_unspoilt(unit, operation)

        def watched(connection: Connection) -> T:
            try:
                return act(connection)
            except JbpError:
                raise
            except BaseException as error:
                unit.failure = error
                raise

        return await self._translating(
            operation, settled(unit.connection.run_sync(watched))
        )

    async def _patiently(self, operation: str, act: Callable[[], Awaitable[T]]) -> T:
        """Do it again as long as it meets other transactions and there is patience."""
        patience = Patience(self._patience_seconds)
        while True:
            try:
                return await act()
            except DATABASE_ERRORS as error:
                pause = patience.pause_after(error)
                if pause is None:
                    waited = patience.waited_seconds
                    raise self._translated(error, operation, waited) from error
            await asyncio.sleep(pause)

    async def _translating(self, operation: str, work: Awaitable[T]) -> T:
        patience = Patience(0)
        try:
            return await work
        except DATABASE_ERRORS as error:
            waited = patience.waited_seconds
            raise self._translated(error, operation, waited) from error

    def _translated(
        self, error: Exception, operation: str, waited_seconds: float
    ) -> StorageError:
        return storage_error(
            error,
            operation=operation,
            location=self._location,
            waited_seconds=waited_seconds,
        )


async def _breakable(connection: AsyncConnection, work: Awaitable[T]) -> T:
    """Return what *work* gives, or break it off when the task is cancelled."""
    if connection.engine.dialect.name == "sqlite":
        # Its drivers have a thread, where what was begun goes on and holds the file.
        return await settled(work)
    return await work  # SQLAlchemy throws a connection away that is broken off


async def _connect(
    engine: AsyncEngine, operation: str, isolation_level: str | None
) -> AsyncConnection:
    connection = engine.connect()
    try:
        await _breakable(connection, connection.start())
        if isolation_level is not None:
            await connection.execution_options(isolation_level=isolation_level)
    except BaseException as error:
        # It may have been there already when the task was cancelled.
        await _let_go(connection)
        ours = (JbpError, *DATABASE_ERRORS)
        if isinstance(error, Exception) and not isinstance(error, ours):
            # asyncpg's own, or the operating system's; SQLAlchemy lets them pass.
            raise StoreUnavailableError(operation) from error
        raise
    return connection


async def _let_go(connection: AsyncConnection) -> None:
    """Give it back; what was not committed is rolled back."""
    # By the server where all else fails.
    with suppress(*DATABASE_ERRORS):
        await settled(connection.close())


async def _commit(connection: AsyncConnection, operation: str) -> None:
    try:
        await settled(connection.commit())
    except DATABASE_ERRORS as error:
        if is_disconnect(error):
            raise StoreUnavailableError(operation, may_be_written=True) from error
        raise


def _check_unspoilt(unit: _Unit, operation: str) -> None:
    if unit.failure is not None:
        raise StoreUnavailableError(operation) from unit.failure
