"""One SQLite file, used by any number of threads and processes."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, TypeVar

import attrs

from jbpcore.adapters.sqlite.faults import is_busy, storage_error
from jbpcore.adapters.sqlite.schema import check_library, is_current, upgrade_tables
from jbpcore.errors import (
    InvalidValueError,
    JbpError,
    StorageError,
    StoreFormatError,
    StoreUnavailableError,
)

__all__ = ["Database"]

T = TypeVar("T")

# Each is set and read back on every connection, since none but the first is remembered
# by the file. FULL: a save that returned outlives a loss of power. Secure: what was
# erased is overwritten, not just let go of.
_SETTINGS: Final = (
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("secure_delete", 1),
)
_PAUSE_SECONDS: Final = 0.01


@attrs.define
class _Unit:
    """A unit of work of one thread, and what spoilt it."""

    connection: sqlite3.Connection
    process_id: int
    failure: BaseException | None = None


class _Local(threading.local):
    """What one thread has."""

    unit: _Unit | None = None


class Database:
    """Connections to one file, each used by one thread at a time.

    A thread takes a connection for as long as it needs one, an idle one if there is.
    Nothing is shared between a process and its forks: connections from before a fork
    are left alone in the child.

    Args:
        path: The file; it is made if there is none.
        busy_timeout: How long to wait for another writer.

    Raises:
        StorageError: If the file cannot be opened as a store.
    """

    def __init__(self, path: Path, *, busy_timeout: timedelta) -> None:
        """Open the file, and make or upgrade its tables."""
        # Made absolute, so that a later change of folder opens no other file.
        self._path = path.absolute()
        self.location: str = str(path)
        self._busy_milliseconds = busy_timeout // timedelta(milliseconds=1)
        self._process_id = os.getpid()
        self._local = _Local()
        self._idle: list[sqlite3.Connection] = []
        self._inherited: list[sqlite3.Connection] = []
        self._closed = False
        check_library(self.location)
        started = monotonic()
        try:
            self._idle.append(self._opened("rwc"))
        except sqlite3.Error as error:
            raise self._translated(error, "open", started) from error

    def run(self, operation: str, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what *work* reads, inside this thread's unit of work if it is in one.

        Raises:
            StorageError: In place of what the driver raises.
        """
        unit = self._unit()
        if unit is not None:
            return self._run_inside(unit, operation, work)
        started = monotonic()
        connection = self._taken(operation)
        try:
            return work(connection)
        except sqlite3.Error as error:
            raise self._translated(error, operation, started) from error
        finally:
            self._give_back(connection)

    def one(self, operation: str, question: str, bounds: tuple[object, ...]) -> Any:  # noqa: ANN401 - a row, or None
        """Return the first row that answers *question*, or None.

        Raises:
            StorageError: In place of what the driver raises.
        """
        return self.run(operation, _asking(question, bounds))

    def write(self, operation: str, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what *work* gives, having committed what it wrote, or nothing of it.

        Inside a unit of work it is committed with the unit. There, *work* must raise
        errors of our own before it writes anything.

        Raises:
            StorageError: In place of what the driver raises.
        """
        unit = self._unit()
        if unit is not None:
            return self._run_inside(unit, operation, work)
        started = monotonic()
        connection = self._taken(operation)
        try:
            connection.execute("BEGIN IMMEDIATE")
            result = work(connection)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            _roll_back(connection)
            raise self._translated(error, operation, started) from error
        except BaseException:
            _roll_back(connection)
            raise
        finally:
            self._give_back(connection)
        return result

    @contextmanager
    def unit_of_work(self, operation: str = "unit_of_work") -> Iterator[None]:
        """Commit everything that this thread writes in the block, or nothing of it.

        Raises:
            InvalidValueError: If the thread is in a unit of work already.
            StorageError: In place of what the driver raises.
        """
        if self._unit() is not None:
            expected = "the only one of its thread: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        connection = self._taken(operation)
        try:
            self._execute(connection, operation, "BEGIN IMMEDIATE")
            unit = self._local.unit = _Unit(connection, self._process_id)
            yield
            self._local.unit = None
            _check_unspoilt(unit, operation)
            self._execute(connection, operation, "COMMIT")
        except BaseException:
            self._local.unit = None
            _roll_back(connection)
            raise
        finally:
            # Once more, as Ctrl-C may have come just before the other one.
            self._local.unit = None
            self._give_back(connection)

    @contextmanager
    def step(self, operation: str) -> Iterator[None]:
        """Write everything in the block or nothing, inside a unit of work or as one.

        Raises:
            StorageError: In place of what the driver raises.
        """
        unit = self._unit()
        if unit is None:
            with self.unit_of_work(operation):
                yield
            return
        self._run_inside(unit, operation, _executing("SAVEPOINT step"))
        try:
            yield
        except BaseException:
            if unit.failure is None:
                for undo in ("ROLLBACK TO step", "RELEASE step"):
                    self._run_inside(unit, operation, _executing(undo))
            raise
        self._run_inside(unit, operation, _executing("RELEASE step"))

    def forget(self) -> None:
        """Take what was overwritten out of the log beside the file too, if possible.

        Inside a unit of work, or while others read, that has to wait for the next time.
        """
        if self._unit() is None:
            with suppress(StorageError):
                self.run("forget", _executing("PRAGMA wal_checkpoint(TRUNCATE)"))

    def close(self) -> None:
        """Close what is idle; a connection in use is closed when it is given back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def check_open(self) -> None:
        """Refuse to go on after :meth:`close`.

        Raises:
            InvalidValueError: If the store was closed.
        """
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open; open it again")

    def _unit(self) -> _Unit | None:
        if self._closed:
            self.check_open()
        unit = self._local.unit
        if unit is not None and unit.process_id != os.getpid():
            return None
        return unit

    def _run_inside(
        self, unit: _Unit, operation: str, work: Callable[[sqlite3.Connection], T]
    ) -> T:
        """Do *work*; if it breaks off in the middle, let nothing of the unit stand."""
        _check_unspoilt(unit, operation)
        started = monotonic()
        try:
            return work(unit.connection)
        except sqlite3.Error as error:
            unit.failure = error
            raise self._translated(error, operation, started) from error
        except JbpError:
            raise
        except BaseException as error:
            unit.failure = error
            raise

    def _execute(
        self, connection: sqlite3.Connection, operation: str, statement: str
    ) -> None:
        started = monotonic()
        try:
            connection.execute(statement)
        except sqlite3.Error as error:
            raise self._translated(error, operation, started) from error

    def _taken(self, operation: str) -> sqlite3.Connection:
        """Return a connection that nobody else uses."""
        if self._process_id != os.getpid():
            # Not even closed: SQLite forbids a fork to touch them.
            self._inherited += self._idle
            self._idle = []
            self._process_id = os.getpid()
        try:
            return self._idle.pop()
        except IndexError:  # all are in use
            pass
        started = monotonic()
        try:
            return self._opened("rw")
        except sqlite3.Error as error:
            raise self._translated(error, operation, started) from error

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.close()
        else:
            self._idle.append(connection)
        if self._closed:
            self.close()

    def _opened(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self._path.as_uri()}?mode={mode}",
            uri=True,
            timeout=self._busy_milliseconds / 1000,
            isolation_level=None,
            check_same_thread=False,  # one thread at a time, but not always the same
        )
        try:
            self._set_up(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_up(self, connection: sqlite3.Connection) -> None:
        """Make it a store, having waited for others that may be doing the same.

        SQLite waits by itself for a lock, but not for a change of the journal mode.
        """
        deadline = monotonic() + self._busy_milliseconds / 1000
        while True:
            try:
                # Nothing is set before the file is known to be ours.
                connection.execute("BEGIN")
                current = is_current(connection, self.location)
                connection.execute("COMMIT")
                self._set_and_read_back(connection)
                if not current:
                    upgrade_tables(connection, self.location)
            except sqlite3.Error as error:
                if not is_busy(error) or monotonic() >= deadline:
                    raise
                _roll_back(connection)
                sleep(_PAUSE_SECONDS)
            else:
                return

    def _set_and_read_back(self, connection: sqlite3.Connection) -> None:
        for name, wanted in (*_SETTINGS, ("busy_timeout", self._busy_milliseconds)):
            connection.execute(f"PRAGMA {name} = {wanted}")
            (found,) = connection.execute(f"PRAGMA {name}").fetchone()
            if found != wanted:
                problem = (
                    f"SQLite keeps {name} at {found!r} where {wanted!r} was set; keep "
                    "the file on a local disk"
                )
                raise StoreFormatError(self.location, problem)

    def _translated(
        self, error: sqlite3.Error, operation: str, started: float
    ) -> StorageError:
        return storage_error(
            error,
            operation=operation,
            location=self.location,
            waited_seconds=monotonic() - started,
        )


def _check_unspoilt(unit: _Unit, operation: str) -> None:
    if unit.failure is not None:
        raise StoreUnavailableError(operation) from unit.failure


def _asking(
    question: str, bounds: tuple[object, ...]
) -> Callable[[sqlite3.Connection], Any]:
    return lambda connection: connection.execute(question, bounds).fetchone()


def _executing(statement: str) -> Callable[[sqlite3.Connection], object]:
    return lambda connection: connection.execute(statement)


def _roll_back(connection: sqlite3.Connection) -> None:
    # Where even this fails the connection is closed, which does the same.
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
