"""Which files are opened as a store, how, and what is said of the others."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jbpcore.adapters.sqlite import database
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.errors import (
    FormatTooNewError,
    InvalidValueError,
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)
from jbpcore.ports.plan_list import PlanFilter
from jbpcore.testing.sample_records import small_entry, small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file with one plan in it, and one entry."""
    path = tmp_path / "plans.db"
    with SqliteStore(path, tenant="acme") as store:
        store.save(small_plan("a"), expected_revision=0, by="maria", at=AT)
        store.append([small_entry("e-1")])
    return path


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(path, tenant="acme") as store:
        yield store


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def pragma(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_every_connection_is_set_and_read_back(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    # FULL is 2: the WAL reaches the disk before a save returns.
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }
    connections: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remember(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connections.append(connect(*arguments, **options))
        return connections[-1]

    monkeypatch.setattr(sqlite3, "connect", remember)
    with store.unit_of_work(), ThreadPoolExecutor(1) as other_thread:
        # The first connection is in use, so that another thread takes another one.
        assert other_thread.submit(store.read, "a").result(30).revision == 1
        unit = store._database._local.unit  # noqa: SLF001 - it holds the first one
        assert unit is not None
        in_use = unit.connection
        assert len(connections) == 1
        for connection in (in_use, *connections):
            assert {name: pragma(connection, name) for name in wanted} == wanted


def test_a_setting_that_does_not_take_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_SETTINGS", (("foreign_keys", 7),))
    with pytest.raises(StoreFormatError, match="foreign_keys"):
        SqliteStore(tmp_path / "plans.db", tenant="acme")


def test_a_file_names_its_program_and_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert pragma(connection, "application_id") == int.from_bytes(b"jbpk")
        assert pragma(connection, "user_version") == 2
        tables = connection.execute("PRAGMA table_list").fetchall()
    strict = {row[1]: row[5] for row in tables if not row[1].startswith("sqlite_")}
    tables_of_a_store = ("plan", "plan_revision", "plan_event", "actual_entry")
    assert strict == dict.fromkeys(tables_of_a_store, 1)


def test_tables_are_asked_by_index_and_in_order(path: Path) -> None:
    from jbpcore.adapters.sqlite import (  # noqa: PLC0415 - this once
        entry_rows,
        event_rows,
        plan_list_rows,
        plan_rows,
    )

    bounds = dict.fromkeys(
        ("tenant", "partner_id", "after_day", "after_id", "end", "metric", "known_at"),
        "x",
    ) | {"last_place": 1, "most": 1}
    listing = plan_list_rows._bounds(PlanFilter()) | {  # noqa: SLF001 - as a list asks
        "tenant": "x", "after_key": "x", "after_id": "x", "most": 1,
    }  # fmt: skip
    questions: list[tuple[str, Any]] = [
        (entry_rows._FIND, bounds),  # noqa: SLF001 - the questions under test
        (entry_rows._FIND_OF_PARTNER, bounds),  # noqa: SLF001
        (plan_rows._READ_CURRENT, ("x", "x")),  # noqa: SLF001
        (plan_rows._READ_KNOWN, ("x", "x", "x")),  # noqa: SLF001
        (plan_rows._HISTORY, ("x", "x")),  # noqa: SLF001
        (event_rows._LAST_POSITION, ("x",)),  # noqa: SLF001
        (event_rows._READ, ("x", 1, 2, 1)),  # noqa: SLF001
        *((question, listing) for question in plan_list_rows._FIND.values()),  # noqa: SLF001
        (plan_rows._IDS, ("x", "x", 1)),  # noqa: SLF001
    ]
    with closing(sqlite3.connect(path)) as connection:
        for question, values in questions:
            plan = connection.execute(f"EXPLAIN QUERY PLAN {question}", values)
            steps = [row[3] for row in plan]
            assert all(step.startswith("SEARCH") for step in steps), steps


@pytest.mark.parametrize("content", [b"", None], ids=["empty file", "empty database"])
def test_what_is_empty_becomes_a_store(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "plans.db"
    if content is None:
        execute(path, "PRAGMA journal_mode = wal")
    else:
        path.write_bytes(content)
    with SqliteStore(path, tenant="acme") as store:
        store.save(small_plan("a"), expected_revision=0, by="maria", at=AT)
    with SqliteStore(path, tenant="acme") as store:
        assert list(store.iter_ids()) == ["a"]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE plan (id TEXT)",
        "PRAGMA application_id = 1",
        "PRAGMA user_version = 7",
    ],
)
def test_another_programs_database_is_refused_and_left_alone(
    tmp_path: Path, statement: str
) -> None:
    path = tmp_path / "theirs.db"
    execute(path, statement)
    before = path.read_bytes()
    with pytest.raises(StoreFormatError, match="another program"):
        SqliteStore(path, tenant="acme")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["theirs.db"]


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database\n" * 100)
    with pytest.raises(StoreFormatError, match="no SQLite database") as caught:
        SqliteStore(path, tenant="acme")
    assert isinstance(caught.value.__cause__, sqlite3.DatabaseError)
    assert path.read_text() == "no database\n" * 100


def test_a_newer_file_is_refused(path: Path) -> None:
    execute(path, "PRAGMA user_version = 99")
    with pytest.raises(StoreFormatError, match="newer jbpcore"):
        SqliteStore(path, tenant="acme")


def test_an_old_library_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(StoreFormatError, match=r"SQLite 3\.37 or later"):
        SqliteStore(tmp_path / "plans.db", tenant="acme")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["no/such/folder/plans.db", "."])
def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreUnavailableError) as caught:
        SqliteStore(tmp_path / name, tenant="acme")
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


@pytest.mark.parametrize("name", ["", ":memory:", "a\x00b"])
def test_what_names_no_file_is_a_bad_value(name: str) -> None:
    with pytest.raises(InvalidValueError):
        SqliteStore(name, tenant="acme")


@pytest.mark.parametrize("timeout", [timedelta(-1), timedelta(days=2)])
def test_a_timeout_has_bounds(tmp_path: Path, timeout: timedelta) -> None:
    with pytest.raises(InvalidValueError):
        SqliteStore(tmp_path / "plans.db", tenant="acme", busy_timeout=timeout)


@pytest.mark.parametrize("milliseconds", [0, 1, 29, 57, 1001, 4099])
def test_any_timeout_of_milliseconds_will_do(path: Path, milliseconds: int) -> None:
    timeout = timedelta(milliseconds=milliseconds)
    SqliteStore(path, tenant="acme", busy_timeout=timeout).close()


@pytest.mark.parametrize("tenant", ["", " ", "two\nlines", "x" * 201, "\x00", "\ud800"])
def test_a_tenant_has_a_name_of_one_line(tmp_path: Path, tenant: str) -> None:
    with pytest.raises(InvalidValueError):
        SqliteStore(tmp_path / "plans.db", tenant=tenant)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "é#?&mode=ro.db", "file:x.db"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    with SqliteStore(tmp_path / name, tenant="acme") as store:
        store.save(small_plan("a"), expected_revision=0, by="maria", at=AT)
        assert (tmp_path / name).is_file()


def test_a_change_of_folder_opens_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path)
    with SqliteStore("plans.db", tenant="acme") as store:
        os.chdir("other")
        with store.unit_of_work(), SqliteStore("../plans.db", tenant="acme") as again:
            assert list(again.iter_ids()) == []
        store.save(small_plan("a"), expected_revision=0, by="maria", at=AT)
    assert list((tmp_path / "other").iterdir()) == []


def test_a_file_that_was_taken_away_is_not_made_anew(path: Path) -> None:
    with SqliteStore(path, tenant="acme") as store:
        # Every connection is in use, so that the next one has to open the file.
        store._database._idle.pop().close()  # noqa: SLF001 - as if it were in use
        path.unlink()
        with pytest.raises(StoreUnavailableError):
            store.read("a")
        assert not path.exists()


def test_a_store_made_while_one_looks_is_no_other_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plans.db"
    connect = sqlite3.connect
    made: list[str] = []

    def make_in_between(statement: str) -> None:
        # After the program was asked for, and before the tables are counted.
        if "sqlite_schema" in statement and not made:
            made.append(statement)
            monkeypatch.setattr(sqlite3, "connect", connect)
            with suppress(StoreBusyError):
                soon = timedelta(0)
                SqliteStore(path, tenant="acme", busy_timeout=soon).close()

    def watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(make_in_between)
        return connection

    monkeypatch.setattr(sqlite3, "connect", watched)
    with SqliteStore(path, tenant="acme") as store:
        assert made
        assert list(store.iter_ids()) == []


DAMAGE = {
    "document": "UPDATE plan_revision SET document = substr(document, 1, 50)",
    "document of nothing": "UPDATE plan_revision SET document = ''",
    "no UTF-8": "UPDATE plan_revision SET document = CAST(x'ff' AS TEXT)",
    "another plan's document": (
        """UPDATE plan_revision SET document = replace(document, '"a"', '"b"')"""
    ),
    "instant": "UPDATE plan_revision SET saved_at = 'yesterday'",
    "instant without a zone": "UPDATE plan_revision SET saved_at = '2026-01-07'",
    "person": "UPDATE plan_revision SET saved_by = ''",
    "table": "ALTER TABLE plan_revision RENAME TO lost",
}


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_plan_is_a_fault_of_the_store(path: Path, statement: str) -> None:
    execute(path, statement)
    with SqliteStore(path, tenant="acme") as store:
        with pytest.raises(StoreFormatError) as caught:
            store.read("a")
        assert caught.value.__cause__ is not None
        assert caught.value.location == str(path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE actual_entry SET document = '{}'",
        """UPDATE actual_entry SET document = replace(document, 'e-1', 'e-2')""",
    ],
)
def test_a_damaged_entry_is_a_fault_of_the_store(path: Path, statement: str) -> None:
    execute(path, statement)
    with SqliteStore(path, tenant="acme") as store:
        with pytest.raises(StoreFormatError, match="e-1"):
            list(store.query())
        with pytest.raises(StoreFormatError):
            store.append([small_entry("e-1")])


def test_a_document_of_a_newer_release_says_so(path: Path) -> None:
    execute(
        path,
        "UPDATE plan_revision SET document ="
        " replace(document, '\"format_version\":1', '\"format_version\":99')",
    )
    with SqliteStore(path, tenant="acme") as store:
        with pytest.raises(StoreFormatError, match="newer jbpcore") as caught:
            store.read("a")
        assert isinstance(caught.value.__cause__, FormatTooNewError)


def test_rows_that_contradict_each_other_are_a_fault_of_the_store(path: Path) -> None:
    execute(path, "UPDATE plan_revision SET revision = 2")
    with SqliteStore(path, tenant="acme") as store:
        with pytest.raises(StoreFormatError, match="contradict"):
            store.save(small_plan("a"), expected_revision=1, by="maria", at=AT)
        with pytest.raises(StorageError):
            store.read("a")


def test_damage_to_the_pages_is_a_fault_of_the_store(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with (
        SqliteStore(path, tenant="acme") as store,
        pytest.raises(StoreFormatError, match="damaged"),
    ):
        store.read("a")
