"""The store on SQLAlchemy with SQLite: joining a host, and what may fail."""

# ruff: noqa: PT012 - a unit of work is a block

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from tests.integration.sqlalchemy_joining import Joining
from tests.integration.sqlite_beginnings import begins_at

from jbpcore.adapters.open_store import open_store
from jbpcore.adapters.sqlalchemy.engines import make_engine, set_up_sqlite
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables
from jbpcore.errors import (
    InvalidValueError,
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)
from jbpcore.testing.sample_records import small_entry, small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)


def begin_by_event(engine: Engine) -> Engine:
    """Set an engine as SQLAlchemy's documentation says for savepoints in SQLite."""

    def no_begin(connection: Any, _: object) -> None:
        connection.isolation_level = None

    event.listen(engine, "connect", no_begin)
    event.listen(engine, "begin", lambda found: found.exec_driver_sql("BEGIN"))
    return engine


def ours(engine: Engine) -> Engine:
    set_up_sqlite(engine)
    return engine


def as_it_comes(engine: Engine) -> Engine:
    return engine


@pytest.fixture
def names() -> TableNames:
    return TableNames()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plans.db"


@pytest.fixture(params=[as_it_comes, begin_by_event, ours])
def engine(request: pytest.FixtureRequest, path: Path) -> Iterator[Engine]:
    url = f"sqlite+pysqlite:///{path}"
    engine = request.param(create_engine(url, connect_args={"timeout": 0.2}))
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode=WAL")
    with engine.begin() as connection:
        upgrade_tables(connection)
    yield engine
    engine.dispose()


class TestJoiningSqlite(Joining):
    @staticmethod
    def begin(connection: Connection) -> None:
        """Say so where sqlite3 would have to and knows no INSERT: in Turkish."""
        driver: Any = connection.connection.driver_connection
        leaves_it_to_sqlite3 = driver.isolation_level is not None
        if leaves_it_to_sqlite3 and not begins_at("INSERT INTO a VALUES (1)"):
            connection.exec_driver_sql("BEGIN")


@pytest.fixture
def store(path: Path) -> Iterator[SqlAlchemyStore]:
    with SqlAlchemyStore.open(f"sqlite+pysqlite:///{path}", tenant="acme") as store:
        yield store


def save(store: Any, plan_id: str = "a", expected: int = 0) -> int:
    plan = small_plan(plan_id)
    saved: int = store.save(plan, expected_revision=expected, by="maria", at=AT)
    return saved


def test_a_held_database_is_busy_after_the_time_allowed(
    path: Path, engine: Engine
) -> None:
    store = SqlAlchemyStore(engine, tenant="acme")
    save(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for write in (
            lambda: save(store, "b"),
            lambda: store.append([small_entry()]),
            lambda: store.unit_of_work().__enter__(),
        ):
            with pytest.raises(StoreBusyError) as caught:
                write()
            assert isinstance(caught.value.__cause__, DBAPIError)
        assert store.read("a").revision == 1
    assert save(store, "b") == 1


def in_transaction(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


def test_a_host_that_has_read_before_another_wrote_is_told_to_begin_anew(
    engine: Engine,
) -> None:
    outside = SqlAlchemyStore(engine, tenant="acme")
    save(outside)
    with engine.connect() as connection:
        connection.begin()
        if not in_transaction(connection):
            connection.exec_driver_sql("BEGIN")
        joined = SqlAlchemyStore(connection, tenant="acme")
        assert joined.read("a").revision == 1
        save(outside, "a", 1)
        with pytest.raises(StoreBusyError):
            save(joined, "a", 1)
        connection.rollback()
        assert save(joined, "a", 2) == 3
        connection.commit()
    assert outside.read("a").revision == 3


@pytest.mark.parametrize("by_option", [True, False])
def test_a_connection_that_commits_by_itself_cannot_be_joined(
    path: Path,
    by_option: bool,  # noqa: FBT001 - one of two
) -> None:
    url = f"sqlite+pysqlite:///{path}"
    engine = create_engine(url)
    if by_option:
        engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    else:
        engine.dispose()
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.begin() as connection:
        upgrade_tables(connection)
    with engine.connect() as connection:
        for _ in range(2):
            with pytest.raises(InvalidValueError, match="AUTOCOMMIT"):
                SqlAlchemyStore(connection, tenant="acme")
            connection.exec_driver_sql("SELECT 1")
    store = SqlAlchemyStore(engine, tenant="acme")
    with pytest.raises(ZeroDivisionError), store.unit_of_work():
        save(store)
        raise ZeroDivisionError
    assert list(store.iter_ids()) == []
    engine.dispose()


def test_opening_a_store_begins_nothing_for_the_host(engine: Engine) -> None:
    with engine.connect() as connection:
        for _ in range(2):
            store = SqlAlchemyStore(connection, tenant="acme")
            with connection.begin():
                store.iter_ids()


def refused(store: SqlAlchemyStore, expected: type[StorageError]) -> None:
    """See that every way of writing says the same."""
    ways: list[Callable[[], object]] = [
        lambda: save(store, "z"),
        lambda: store.append([small_entry()]),
        lambda: store.append(small_entry(f"e{n}") for n in range(1_500)),
        lambda: store.erase_subject("maria", by="tom", at=AT),
        lambda: store.unit_of_work().__enter__(),
    ]
    for way in ways:
        with pytest.raises(expected) as caught:
            way()
        assert isinstance(caught.value.__cause__, DBAPIError)


def test_a_file_that_cannot_be_written_is_unavailable(
    store: SqlAlchemyStore, path: Path
) -> None:
    save(store)
    reading = create_engine(f"sqlite+pysqlite:///file:{path}?mode=ro&uri=true")
    readable = SqlAlchemyStore(reading, tenant="acme")
    assert readable.read("a").revision == 1
    refused(readable, StoreUnavailableError)
    reading.dispose()


def test_a_full_disk_is_unavailable(path: Path) -> None:
    engine = make_engine(f"sqlite+pysqlite:///{path}")
    with engine.begin() as connection:
        upgrade_tables(connection)
    store = SqlAlchemyStore(engine, tenant="acme")
    save(store)

    def no_room(connection: Any, *_: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "checkout", no_room)
    large = small_plan("b", name="B" * 100)
    with pytest.raises(StoreUnavailableError):
        store.append(small_entry(f"e{n}") for n in range(5_000))
    assert (list(store.iter_ids()), list(store.query())) == (["a"], [])
    engine.dispose()
    with SqlAlchemyStore.open(f"sqlite+pysqlite:///{path}", tenant="acme") as later:
        assert later.save(large, expected_revision=0, by="maria", at=AT) == 1
        assert [one.position for one in later.iter_events()] == [1, 2]


@pytest.mark.parametrize("damage", ["DROP TABLE jbp_plan_event", "RENAME"])
def test_tables_that_are_not_ours_are_a_fault_of_the_store(
    store: SqlAlchemyStore, path: Path, damage: str
) -> None:
    if damage == "RENAME":
        damage = "ALTER TABLE jbp_plan RENAME COLUMN name TO title"
    with closing(sqlite3.connect(path)) as other:
        other.execute(damage)
    with pytest.raises(StoreFormatError):
        save(store)


def test_a_file_of_another_kind_is_no_store(path: Path) -> None:
    path.write_text("Not a database, but long enough to be looked at. " * 10)
    with pytest.raises(StoreFormatError):
        open_store(f"sqlite+pysqlite:///{path}", tenant="acme")


def test_rows_that_are_damaged_are_named(store: SqlAlchemyStore, path: Path) -> None:
    save(store)
    store.append([small_entry("e1")])
    with closing(sqlite3.connect(path)) as other:
        for table in ("plan_revision", "plan_event", "actual_entry"):
            other.execute(f"UPDATE jbp_{table} SET document = '{{}}'")  # noqa: S608 - our own names
        other.commit()
    asks: dict[str, Callable[[], object]] = {
        "revision 1 of plan 'a'": lambda: store.read("a"),
        "event 1": lambda: list(store.iter_events()),
        "entry 'e1'": lambda: list(store.query()),
    }
    for what, ask in asks.items():
        with pytest.raises(StoreFormatError) as caught:
            ask()
        assert caught.value.problem == f"{what} is damaged"
        assert str(path) in caught.value.location


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError) as caught:
        open_store(f"sqlite+pysqlite:///{tmp_path}/no/plans.db", tenant="acme")
    assert caught.value.operation == "open"


def test_every_connection_is_as_durable_as_promised(path: Path) -> None:
    engine = make_engine(f"sqlite+pysqlite:///{path}")
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5_000,
    }
    with engine.connect() as one, engine.connect() as two:
        for connection in (one, two):
            for name, value in wanted.items():
                assert connection.scalar(text(f"PRAGMA {name}")) == value
    engine.dispose()


def test_what_was_erased_is_not_in_the_files(path: Path) -> None:
    with SqlAlchemyStore.open(f"sqlite+pysqlite:///{path}", tenant="acme") as store:
        store.save(
            small_plan("a"),
            expected_revision=0,
            by="zzyzx-quince",
            at=AT,
        )
        assert b"zzyzx-quince" in content(path)
        store.erase_subject("zzyzx-quince", by="tom", at=AT)
        assert b"zzyzx-quince" not in content(path)


def content(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


@pytest.mark.parametrize("bind", [None, "sqlite://", object()])
def test_only_an_engine_or_a_connection_is_taken(bind: Any) -> None:
    with pytest.raises(InvalidValueError):
        SqlAlchemyStore(bind, tenant="acme")


def test_other_databases_are_refused() -> None:
    engine = create_engine("sqlite://")
    engine.dialect.name = "mysql"
    with pytest.raises(InvalidValueError, match="PostgreSQL or SQLite"):
        SqlAlchemyStore(engine, tenant="acme")
    engine.dispose()


def test_a_failure_to_open_shows_no_password(tmp_path: Path) -> None:
    url = f"sqlite+pysqlite://maria:secret@/{tmp_path}/no/plans.db"
    with pytest.raises((StoreUnavailableError, InvalidValueError)) as caught:
        open_store(url, tenant="acme")
    assert "secret" not in "".join(traceback.format_exception(caught.value))
