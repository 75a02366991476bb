"""Only errors of our own leave the adapter, whatever the driver raises."""

# ruff: noqa: PT012 - a unit of work is a block

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jbpcore.adapters.sqlite.faults import storage_error
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.errors import (
    InvalidValueError,
    PlanNotFoundError,
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)
from jbpcore.model.actual import ActualEntry
from jbpcore.testing.sample_records import full_plan, small_entry, small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)

# What SQLite's documentation says of each code decides what somebody should do: wait,
# look at the file, or look at the machine.
TRANSLATIONS = {
    "SQLITE_BUSY": StoreBusyError,
    "SQLITE_BUSY_RECOVERY": StoreBusyError,
    "SQLITE_BUSY_SNAPSHOT": StoreBusyError,
    "SQLITE_LOCKED": StoreBusyError,
    "SQLITE_LOCKED_SHAREDCACHE": StoreBusyError,
    "SQLITE_NOTADB": StoreFormatError,
    "SQLITE_CORRUPT": StoreFormatError,
    "SQLITE_CORRUPT_INDEX": StoreFormatError,
    "SQLITE_CONSTRAINT": StoreFormatError,
    "SQLITE_CONSTRAINT_FOREIGNKEY": StoreFormatError,
    "SQLITE_CONSTRAINT_PRIMARYKEY": StoreFormatError,
    "SQLITE_CONSTRAINT_CHECK": StoreFormatError,
    "SQLITE_MISMATCH": StoreFormatError,
    "SQLITE_ERROR": StoreFormatError,
    "SQLITE_FULL": StoreUnavailableError,
    "SQLITE_IOERR": StoreUnavailableError,
    "SQLITE_IOERR_READ": StoreUnavailableError,
    "SQLITE_IOERR_WRITE": StoreUnavailableError,
    "SQLITE_IOERR_FSYNC": StoreUnavailableError,
    "SQLITE_IOERR_SHMSIZE": StoreUnavailableError,
    "SQLITE_CANTOPEN": StoreUnavailableError,
    "SQLITE_READONLY": StoreUnavailableError,
    "SQLITE_READONLY_DBMOVED": StoreUnavailableError,
    "SQLITE_PERM": StoreUnavailableError,
    "SQLITE_AUTH": StoreUnavailableError,
    "SQLITE_NOMEM": StoreUnavailableError,
    "SQLITE_NOLFS": StoreUnavailableError,
    "SQLITE_PROTOCOL": StoreUnavailableError,
    "SQLITE_TOOBIG": StoreUnavailableError,
    "SQLITE_INTERRUPT": StoreUnavailableError,
    "SQLITE_MISUSE": StoreUnavailableError,
    "SQLITE_INTERNAL": StoreUnavailableError,
}


@pytest.mark.parametrize(("name", "expected"), TRANSLATIONS.items())
def test_each_error_of_the_driver_has_one_of_ours(
    name: str, expected: type[StorageError]
) -> None:
    error = sqlite3.OperationalError("words that may change")
    error.sqlite_errorcode = getattr(sqlite3, name)
    found = storage_error(error, operation="save", location="p.db", waited_seconds=2.5)
    assert type(found) is expected
    if isinstance(found, StoreBusyError):
        assert (found.operation, found.waited_seconds) == ("save", 2.5)
    if isinstance(found, StoreFormatError):
        assert found.location == "p.db"
    if isinstance(found, StoreUnavailableError):
        assert found.operation == "save"


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.ProgrammingError("Cannot operate on a closed database."),
        sqlite3.InterfaceError("bad parameter"),
        sqlite3.NotSupportedError("no"),
    ],
)
def test_an_error_without_a_code_is_translated_too(error: sqlite3.Error) -> None:
    found = storage_error(error, operation="save", location="p.db", waited_seconds=0)
    assert type(found) is StoreUnavailableError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plans.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    soon = timedelta(milliseconds=200)
    with SqliteStore(path, tenant="acme", busy_timeout=soon) as store:
        yield store


def save(store: SqliteStore, plan_id: str = "a") -> int:
    return store.save(small_plan(plan_id), expected_revision=0, by="maria", at=AT)


def test_a_held_store_is_busy_after_the_time_allowed(
    store: SqliteStore, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError) as caught:
            save(store)
        assert 0.15 < caught.value.waited_seconds < 5
        assert caught.value.operation == "save"
        assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
        with pytest.raises(StoreBusyError), store.unit_of_work():
            pytest.fail("the block was entered")
        with pytest.raises(StoreBusyError):
            store.append([small_entry()])
        # Whoever reads does not wait.
        assert (list(store.iter_ids()), list(store.query())) == ([], [])
        other.execute("ROLLBACK")
    assert save(store) == 1


def test_a_held_store_is_waited_for(store: SqliteStore, path: Path) -> None:
    with closing(
        sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.05, other.execute, ["COMMIT"])
        release.start()
        assert save(store) == 1
        release.join()


def test_whoever_makes_a_store_waits_for_others_that_do(path: Path) -> None:
    with closing(
        sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        soon = timedelta(milliseconds=20)
        with pytest.raises(StoreBusyError) as caught:
            SqliteStore(path, tenant="acme", busy_timeout=soon)
        assert caught.value.operation == "open"
        release = threading.Timer(0.05, other.execute, ["COMMIT"])
        release.start()
        with SqliteStore(path, tenant="acme") as store:
            assert save(store) == 1
        release.join()


def full(store: SqliteStore, path: Path) -> None:
    """Let the file not grow any more, as on a full disk."""
    connection = store._database._idle[-1]  # noqa: SLF001 - the next one used
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    assert path.exists()


def test_a_full_disk_is_unavailable_and_loses_nothing(
    store: SqliteStore, path: Path
) -> None:
    save(store)
    full(store, path)
    with pytest.raises(StoreUnavailableError) as caught:
        for number in range(100):
            plan = full_plan(f"big-{number}")
            store.save(plan, expected_revision=0, by="maria", at=AT)
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    saved = list(store.iter_ids())
    assert saved[:1] == ["a"]
    with SqliteStore(path, tenant="acme") as other:
        assert list(other.iter_ids()) == saved
        assert all(other.read(plan_id).revision == 1 for plan_id in saved)
        assert save(other, "later") == 1


def test_a_unit_in_which_the_disk_filled_up_cannot_be_completed(
    store: SqliteStore, path: Path
) -> None:
    save(store)
    full(store, path)
    with pytest.raises(StoreUnavailableError) as caught, store.unit_of_work():
        save(store, "b")
        with pytest.raises(StoreUnavailableError):
            store.append(small_entry(f"e-{n}") for n in range(5_000))
        # Going on as if nothing had been is refused: SQLite has rolled back already.
        with pytest.raises(StoreUnavailableError):
            save(store, "c")
    assert caught.value.operation == "unit_of_work"
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    assert list(store.iter_ids()) == ["a"]
    assert list(store.query()) == []
    with SqliteStore(path, tenant="acme") as other:
        assert list(other.iter_ids()) == ["a"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("kibibytes", [8, 60, 100, 200, 400])
def test_a_write_that_fails_is_unavailable_and_loses_nothing(
    path: Path, kibibytes: int
) -> None:
    script = f"""
import resource, signal, sqlite3
from datetime import UTC, datetime
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.errors import StoreUnavailableError
from jbpcore.testing.sample_records import full_plan
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = {kibibytes} * 1024
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
saved = 0
try:
    store = SqliteStore({str(path)!r}, tenant="acme")
    for number in range(200):
        at = datetime(2026, 1, 7, tzinfo=UTC)
        store.save(full_plan("a"), expected_revision=number, by="maria", at=at)
        saved += 1
except StoreUnavailableError as error:
    assert isinstance(error.__cause__, sqlite3.Error)
    print(saved)
"""
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    saved = int(answer.stdout)
    with SqliteStore(path, tenant="acme") as store:
        if saved:
            assert store.read("a").revision == len(store.history("a")) == saved
        else:
            with pytest.raises(PlanNotFoundError):
                store.read("a")


def test_an_error_of_the_caller_is_handed_on_as_it_is(store: SqliteStore) -> None:
    theirs = sqlite3.OperationalError("their own database is locked")

    def entries() -> Iterator[ActualEntry]:
        yield small_entry()
        raise theirs

    with pytest.raises(sqlite3.OperationalError) as caught:
        store.append(entries())
    assert caught.value is theirs
    with pytest.raises(sqlite3.OperationalError) as caught, store.unit_of_work():
        save(store)
        raise theirs
    assert caught.value is theirs
    assert (list(store.iter_ids()), list(store.query())) == ([], [])


def test_a_store_closed_in_the_middle_undoes_what_was_begun(path: Path) -> None:
    store = SqliteStore(path, tenant="acme")
    begun, closed = threading.Event(), threading.Event()

    def slow_entries() -> Iterator[ActualEntry]:
        yield from (small_entry(f"e-{n}") for n in range(1_500))
        begun.set()
        assert closed.wait(30)

    with ThreadPoolExecutor(1) as other_thread:
        appending = other_thread.submit(store.append, slow_entries())
        assert begun.wait(30)
        store.close()
        closed.set()
        assert isinstance(appending.exception(30), InvalidValueError)
    assert store._database._idle == []  # noqa: SLF001 - nothing is left open
    with SqliteStore(path, tenant="acme") as other:
        assert list(other.query()) == []
        assert save(other) == 1
