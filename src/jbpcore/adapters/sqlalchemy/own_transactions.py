"""A store's own transactions on an engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import sleep
from typing import TypeVar

import attrs
from sqlalchemy import Connection, Engine

from jbpcore.adapters.sqlalchemy.faults import (
    DATABASE_ERRORS,
    is_disconnect,
    storage_error,
)
from jbpcore.adapters.sqlalchemy.rows import location_of
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.adapters.sqlalchemy.transactions import (
    Patience,
    begin_savepoint,
    begin_writing,
)
from jbpcore.adapters.sqlalchemy.work import StoreWork
from jbpcore.errors import (
    InvalidValueError,
    JbpError,
    StorageError,
    StoreUnavailableError,
)

__all__ = ["OwnTransactions"]

T = TypeVar("T")


@attrs.define
class _Unit:
    """A unit of work of one thread, and what spoilt it."""

    connection: Connection
    failure: BaseException | None = None


class OwnTransactions:
    """Does each thing in a transaction of its own, on a connection of its own.

    What meets another transaction is done again as a whole, for as long as there is
    patience.

    Args:
        engine: Where connections come from.
        tenant: For whom.
        tables: On which tables.
        isolation_level: That of the transactions which write; the engine's if ``None``.
        patience_seconds: How long to go on trying.
    """

    def __init__(
        self,
        engine: Engine,
        tenant: str,
        tables: Tables,
        *,
        isolation_level: str | None,
        patience_seconds: float,
    ) -> None:
        """Open nothing yet."""
        self._engine = engine
        # A question that is asked alone takes no transaction: so PostgreSQL is not told
        # to begin one nor to end it, which saves two journeys of three.
        is_far = engine.dialect.name == "postgresql"
        self._reading_level = "AUTOCOMMIT" if is_far else None
        self._writing_level = isolation_level
        self._tenant = tenant
        self._tables = tables
        self._patience_seconds = patience_seconds
        self._location = location_of(engine.url, tables.names)
        self._local = threading.local()
        self._is_engine_ours = False
        self._closed = False

    def run(self, operation: str, ask: Callable[[StoreWork], T]) -> T:
        """Return what *ask* reads, inside this thread's unit of work if it is in one.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        unit = self._unit()
        if unit is not None:
            return self._run_inside(unit, operation, ask)
        patience = Patience(self._patience_seconds)
        while True:
            try:
                with self._connected(self._reading_level) as connection:
                    return ask(self._work(connection))
            except DATABASE_ERRORS as error:
                pause = self._pause_after(error, operation, patience)
            sleep(pause)

    def write(self, operation: str, work: Callable[[StoreWork], T]) -> T:
        """Return what *work* gives, having committed what it wrote, or nothing of it.

        Inside a unit of work it is committed with the unit. There, *work* must raise
        errors of our own before it writes anything.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        unit = self._unit()
        if unit is not None:
            return self._run_inside(unit, operation, work)
        patience = Patience(self._patience_seconds)
        while True:
            try:
                with self._connected_to_write() as connection:
                    begin_writing(connection)
                    result = work(self._work(connection))
                    _commit(connection, operation)
            except DATABASE_ERRORS as error:
                pause = self._pause_after(error, operation, patience)
            else:
                return result
            sleep(pause)

    @contextmanager
    def unit_of_work(self, operation: str = "unit_of_work") -> Iterator[None]:
        """Commit everything that this thread writes in the block, or nothing of it.

        Nobody else writes for the tenant from the beginning of the block to its end: so
        two units never wait for each other.

        Raises:
            InvalidValueError: If the thread is in a unit of work already.
            StorageError: In place of what SQLAlchemy raises.
        """
        if self._unit() is not None:
            expected = "the only one of its thread: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        connection = self._begun(operation)
        try:
            unit = self._local.unit = _Unit(connection)
            yield
            self._local.unit = None
            _check_unspoilt(unit, operation)
            self._translating(operation, lambda: _commit(connection, operation))
        finally:
            self._local.unit = None
            # What was not committed is rolled back, by the server where all else fails.
            with suppress(*DATABASE_ERRORS):
                connection.close()

    @contextmanager
    def step(self, operation: str) -> Iterator[None]:
        """Write everything in the block or nothing, inside a unit of work or as one.

        Raises:
            StorageError: In place of what SQLAlchemy raises.
        """
        unit = self._unit()
        if unit is None:
            with self.unit_of_work(operation):
                yield
            return
        connection = unit.connection
        saved = self._run_inside(unit, operation, lambda _: begin_savepoint(connection))
        try:
            yield
        except BaseException:
            if unit.failure is None:
                self._run_inside(unit, operation, lambda _: saved.rollback())
            raise
        self._run_inside(unit, operation, lambda _: saved.commit())

    def forget(self) -> None:
        """Take what was overwritten out of the log beside SQLite's file, if possible.

        Inside a unit of work, or while others read, that has to wait for the next time.
        """
        if self._engine.dialect.name == "sqlite" and self._unit() is None:
            with suppress(*DATABASE_ERRORS), self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def dispose_at_close(self) -> None:
        """Take over the engine, which is nobody else's."""
        self._is_engine_ours = True

    def close(self) -> None:
        """Refuse everything from now on; a host disposes of its engine itself."""
        self._closed = True
        if self._is_engine_ours:
            self._engine.dispose()

    def check_open(self) -> None:
        """Refuse to go on after :meth:`close`.

        Raises:
            InvalidValueError: If the store was closed.
        """
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open; open it again")

    def _unit(self) -> _Unit | None:
        self.check_open()
        unit: _Unit | None = getattr(self._local, "unit", None)
        return unit

    def _connected(self, isolation_level: str | None) -> Connection:
        connection = self._engine.connect()
        if isolation_level is None:
            return connection
        # Not on an engine of its own: where the host has set one, both would be set.
        return connection.execution_options(isolation_level=isolation_level)

    def _connected_to_write(self) -> Connection:
        return self._connected(self._writing_level)

    def _work(self, connection: Connection) -> StoreWork:
        return StoreWork(connection, self._tenant, self._tables)

    def _begun(self, operation: str) -> Connection:
        """Return a connection on which nobody else writes for the tenant."""
        patience = Patience(self._patience_seconds)
        while True:
            connection = self._translating(operation, self._connected_to_write)
            try:
                begin_writing(connection)
                self._work(connection).hold()
            except BaseException as error:
                with suppress(*DATABASE_ERRORS):
                    connection.close()
                if not isinstance(error, DATABASE_ERRORS):
                    raise
                pause = self._pause_after(error, operation, patience)
            else:
                return connection
            sleep(pause)

    def _run_inside(
        self, unit: _Unit, operation: str, work: Callable[[StoreWork], T]
    ) -> T:
        """Do *work*; if it breaks off in the middle, let nothing of the unit stand."""
        _check_unspoilt(unit, operation)
        patience = Patience(0)
        try:
            return work(self._work(unit.connection))
        except DATABASE_ERRORS as error:
            unit.failure = error
            waited = patience.waited_seconds
            raise self._translated(error, operation, waited) from error
        except JbpError:
            raise
        except BaseException as error:
            unit.failure = error
            raise

    def _translating(self, operation: str, act: Callable[[], T]) -> T:
        patience = Patience(0)
        try:
            return act()
        except DATABASE_ERRORS as error:
            waited = patience.waited_seconds
            raise self._translated(error, operation, waited) from error

    def _pause_after(
        self, error: Exception, operation: str, patience: Patience
    ) -> float:
        pause = patience.pause_after(error)
        if pause is None:
            waited = patience.waited_seconds
            raise self._translated(error, operation, waited) from error
        return pause

    def _translated(
        self, error: Exception, operation: str, waited_seconds: float
    ) -> StorageError:
        return storage_error(
            error,
            operation=operation,
            location=self._location,
            waited_seconds=waited_seconds,
        )


def _commit(connection: Connection, operation: str) -> None:
    try:
        connection.commit()
    except DATABASE_ERRORS as error:
        if is_disconnect(error):
            raise StoreUnavailableError(operation, may_be_written=True) from error
        raise


def _check_unspoilt(unit: _Unit, operation: str) -> None:
    if unit.failure is not None:
        raise StoreUnavailableError(operation) from unit.failure
