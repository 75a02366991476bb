"""A store's own transactions on an asynchronous engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import attrs
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from jbpcore.adapters.sqlalchemy.binding import commits_by_itself
from jbpcore.adapters.sqlalchemy.faults import is_disconnect, storage_error
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
        self._engine, self._reading = engine, _for_reading(engine)
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
            async with self._connected(self._reading, operation) as connection:
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
            async with self._connected(self._engine, operation) as connection:
                result = await self._within(connection, begin_and_do)
                await _commit(connection, operation)
                return result

        return await self._patiently(operation, write)

    async def step(self, operation: str, work: Callable[[StoreWork], T]) -> T:
        """Return what *work* gives, having written everything or nothing.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        unit = self._unit()
        if unit is None:
            async with self._unit_of(operation) as own:
                act = self._within(own.connection, lambda one: work(self._work(one)))
                return await self._translating(operation, act)
        _check_unspoilt(unit, operation)

        def do_or_undo(connection: Connection) -> T:
            with savepoint(connection):
                return work(self._work(connection))

        act = settled(unit.connection.run_sync(do_or_undo))
        try:
            return await self._translating(operation, act)
        except StorageError as error:
            if isinstance(error.__cause__, SQLAlchemyError):
                unit.failure = error.__cause__
            raise

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        """Commit everything that this task writes in the block, or nothing of it.

        Nobody else writes for the tenant from the beginning of the block to its end: so
        two units never wait for each other.

        Raises:
            InvalidValueError: If the task is in a unit of work already.
            StorageError: In place of what SQLAlchemy raises.
        """
        async with self._unit_of("unit_of_work"):
            yield

    async def forget(self) -> None:
        """Take what was overwritten out of the log beside SQLite's file, if possible.

        Inside a unit of work, or while others read, that has to wait for the next time.
        """
        if self._engine.dialect.name == "sqlite" and self._unit() is None:
            with suppress(SQLAlchemyError):
                async with self._connected(self._engine, "forget") as connection:
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
            return commits_by_itself(connection)

        async def ask() -> bool:
            async with self._connected(self._engine, operation) as connection:
                return await self._within(connection, check)

        if await self._patiently(operation, ask):
            engine = self._engine.execution_options(isolation_level="READ COMMITTED")
            self._engine = engine
        self._is_checked = True

    @asynccontextmanager
    async def _connected(
        self, engine: AsyncEngine, operation: str
    ) -> AsyncIterator[AsyncConnection]:
        """Give a connection; what was not committed on it is rolled back."""
        connection = await _connect(engine, operation)
        try:
            yield connection
        finally:
            await _let_go(connection)

    @asynccontextmanager
    async def _unit_of(self, operation: str) -> AsyncIterator[_Unit]:
        task = asyncio.current_task()
        if task is None or self._unit() is not None:
            expected = "the only one of its task: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        await self._check(operation)
        connection = await self._patiently(operation, lambda: self._begun(operation))
        unit = self._units[task] = _Unit(connection)
        try:
            try:
                yield unit
            finally:
                del self._units[task]
            _check_unspoilt(unit, operation)
            await self._translating(operation, _commit(connection, operation))
        finally:
            await _let_go(connection)

    async def _begun(self, operation: str) -> AsyncConnection:
        """Return a connection on which nobody else writes for the tenant."""

        def begin_and_hold(connection: Connection) -> None:
            begin_writing(connection)
            self._work(connection).hold()

        connection = await _connect(self._engine, operation)
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
        """Do *work*; if it breaks off in the middle, let nothing of the unit stand.

        A task that is cancelled meanwhile waits for it, so that its unit may go on.
        """
        _check_unspoilt(unit, operation)

        def watched(connection: Connection) -> T:
            try:
                return work(self._work(connection))
            except JbpError:
                raise
            except BaseException as error:
                unit.failure = error
                raise

        act = settled(unit.connection.run_sync(watched))
        return await self._translating(operation, act)

    async def _patiently(self, operation: str, act: Callable[[], Awaitable[T]]) -> T:
        """Do it again as long as it meets other transactions and there is patience."""
        patience = Patience(self._patience_seconds)
        while True:
            try:
                return await act()
            except SQLAlchemyError as error:
                pause = patience.pause_after(error)
                if pause is None:
                    waited = patience.waited_seconds
                    raise self._translated(error, operation, waited) from error
            await asyncio.sleep(pause)

    async def _translating(self, operation: str, work: Awaitable[T]) -> T:
        patience = Patience(0)
        try:
            return await work
        except SQLAlchemyError as error:
            waited = patience.waited_seconds
            raise self._translated(error, operation, waited) from error

    def _translated(
        self, error: SQLAlchemyError, operation: str, waited_seconds: float
    ) -> StorageError:
        return storage_error(
            error,
            operation=operation,
            location=self._location,
            waited_seconds=waited_seconds,
        )


def _for_reading(engine: AsyncEngine) -> AsyncEngine:
    """Return what to read through; as in the store that waits."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


async def _breakable(connection: AsyncConnection, work: Awaitable[T]) -> T:
    """Return what *work* gives, or break it off when the task is cancelled."""
    if connection.engine.dialect.name == "sqlite":
        # Its drivers have a thread, where what was begun goes on and holds the file.
        return await settled(work)
    return await work


async def _connect(engine: AsyncEngine, operation: str) -> AsyncConnection:
    connection = engine.connect()
    try:
        await _breakable(connection, connection.start())
    except BaseException as error:
        # It may have been there already when the task was cancelled.
        await _let_go(connection)
        ours = JbpError, SQLAlchemyError
        if isinstance(error, Exception) and not isinstance(error, ours):
            # asyncpg's own, or the operating system's; SQLAlchemy lets them pass.
            raise StoreUnavailableError(operation) from error
        raise
    return connection


async def _let_go(connection: AsyncConnection) -> None:
    """Give it back; what was not committed is rolled back."""
    # By the server where all else fails.
    with suppress(SQLAlchemyError):
        await settled(connection.close())


async def _commit(connection: AsyncConnection, operation: str) -> None:
    try:
        await settled(connection.commit())
    except SQLAlchemyError as error:
        if is_disconnect(error):
            raise StoreUnavailableError(operation, may_be_written=True) from error
        raise


def _check_unspoilt(unit: _Unit, operation: str) -> None:
    if unit.failure is not None:
        raise StoreUnavailableError(operation) from unit.failure
