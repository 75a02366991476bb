"""Only errors of our own leave the store, whatever a real PostgreSQL answers."""

# ruff: noqa: PT012, S608 - a unit of work is a block; names of tables are our own

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from tests.servers.postgresql_plans import AT, save

from jbpcore.adapters.sqlalchemy.faults import code_of
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
from jbpcore.testing.sample_records import small_entry

AT_ONCE = timedelta(0)


@contextmanager
def held_by_another(engine: Engine, names: TableNames) -> Iterator[Connection]:
    """Hold what a writer for the tenant needs."""
    with engine.connect() as other:
        SqlAlchemyStore(other, tenant="acme", names=names)
        other.execute(
            text(f"SELECT 1 FROM {names.of('tenant')} WHERE tenant = 'acme' FOR UPDATE")
        )
        yield other


@pytest.mark.parametrize(
    ("setting", "code"), [("lock_timeout", "55P03"), ("statement_timeout", "57014")]
)
def test_a_lock_that_is_held_for_too_long_is_busy(
    engine: Engine,
    names: TableNames,
    with_setting: Callable[..., Engine],
    setting: str,
    code: str,
) -> None:
    save(SqlAlchemyStore(engine, tenant="acme", names=names))
    store = SqlAlchemyStore(with_setting(**{setting: 100}), tenant="acme", names=names)
    with held_by_another(engine, names):
        with pytest.raises(StoreBusyError) as caught:
            save(store, "b")
        with pytest.raises(StoreBusyError), store.unit_of_work():
            pass
    assert code_of(caught.value.__cause__ or Exception()) == code
    assert caught.value.waited_seconds >= 0.09
    assert save(store, "b") == 1
    assert list(store.iter_ids()) == ["a", "b"]


def test_a_deadlock_is_done_again_as_a_whole(engine: Engine, names: TableNames) -> None:
    save(SqlAlchemyStore(engine, tenant="acme", names=names))
    store = SqlAlchemyStore(engine, tenant="acme", names=names)
    with ThreadPoolExecutor(1) as threads, engine.connect() as other:
        # They hold the plan and want the tenant; we hold the tenant and want the plan.
        other.execute(text(f"SELECT 1 FROM {names.of('plan')} FOR UPDATE"))
        saved = threads.submit(save, store, "a", 1)
        wait_for_a_waiting_writer(engine)
        with pytest.raises(DBAPIError) as caught:
            # Whoever waited longer finds the deadlock; if it is us, we try again.
            other.execute(text(f"SELECT 1 FROM {names.of('tenant')} FOR UPDATE"))
            raise DBAPIError("", {}, Exception({"C": "won"}))
        other.rollback()
        assert saved.result(30) == 2
    assert code_of(caught.value) in {"40P01", None}
    assert [event.revision for event in store.iter_events()] == [1, 2]


def wait_for_a_waiting_writer(engine: Engine) -> None:
    question = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(500):
        with engine.connect() as connection:
            if connection.scalar(question):
                return
            connection.execute(text("SELECT pg_sleep(0.01)"))
    pytest.fail("nobody waits")


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_what_meets_another_transaction_is_done_again(
    engine: Engine, names: TableNames, level: str
) -> None:
    save(SqlAlchemyStore(engine, tenant="acme", names=names))
    same = engine.execution_options(isolation_level=level)
    begun = count_transactions(same)
    store = SqlAlchemyStore(same, tenant="acme", names=names)
    with ThreadPoolExecutor(1) as threads, held_by_another(engine, names) as other:
        began_before = begun()
        saved = threads.submit(save, store, "b")
        wait_for_a_waiting_writer(engine)
        save(SqlAlchemyStore(other, tenant="acme", names=names), "c")
        other.commit()
        assert saved.result(30) == 1
    assert begun() - began_before == 2
    assert [one.plan_id for one in store.iter_events()] == ["a", "c", "b"]


def count_transactions(engine: Engine) -> Callable[[], int]:
    begun: list[object] = []
    event.listen(engine, "begin", begun.append)
    return lambda: len(begun)


def test_without_patience_it_is_busy_at_once(engine: Engine, names: TableNames) -> None:
    save(SqlAlchemyStore(engine, tenant="acme", names=names))
    same = engine.execution_options(isolation_level="SERIALIZABLE")
    store = SqlAlchemyStore(same, tenant="acme", names=names, busy_timeout=AT_ONCE)
    with ThreadPoolExecutor(1) as threads, held_by_another(engine, names) as other:
        saved = threads.submit(save, store, "b")
        wait_for_a_waiting_writer(engine)
        save(SqlAlchemyStore(other, tenant="acme", names=names), "c")
        other.commit()
        with pytest.raises(StoreBusyError) as caught:
            saved.result(30)
    assert code_of(caught.value.__cause__ or Exception()) == "40001"
    assert list(store.iter_ids()) == ["a", "c"]


def test_inside_a_hosts_transaction_it_is_the_host_who_begins_anew(
    engine: Engine, names: TableNames
) -> None:
    ours = SqlAlchemyStore(engine, tenant="acme", names=names)
    save(ours)
    same = engine.execution_options(isolation_level="REPEATABLE READ")
    with same.connect() as connection:
        joined = SqlAlchemyStore(connection, tenant="acme", names=names)
        assert joined.read("a").revision == 1
        save(ours, "a", 1)
        with pytest.raises(StoreBusyError) as caught:
            save(joined, "a", 1)
        connection.rollback()
        assert save(joined, "a", 2) == 3
        connection.commit()
    assert code_of(caught.value.__cause__ or Exception()) == "40001"
    assert ours.read("a").revision == 3


def test_a_read_only_transaction_is_unavailable_for_writing(
    engine: Engine, names: TableNames, with_setting: Callable[..., Engine]
) -> None:
    save(SqlAlchemyStore(engine, tenant="acme", names=names))
    store = SqlAlchemyStore(
        with_setting(default_transaction_read_only="on"), tenant="acme", names=names
    )
    assert store.read("a").revision == 1
    refused(store, StoreUnavailableError, "25006")


def test_a_user_without_the_right_to_is_told(
    engine: Engine, names: TableNames, server_url: str
) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS reader"))
        connection.execute(text("CREATE ROLE reader LOGIN"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA {names.schema} TO reader"))
        version = names.of("alembic_version")
        connection.execute(text(f"GRANT SELECT ON {version} TO reader"))
    reading = create_engine(make_url(server_url).set(username="reader"))
    try:
        store = SqlAlchemyStore(reading, tenant="acme", names=names)
        refused(store, StoreUnavailableError, "42501")
        with pytest.raises(StoreUnavailableError):
            list(store.iter_ids())
    finally:
        reading.dispose()
        with engine.begin() as connection:
            connection.execute(text("DROP OWNED BY reader"))
            connection.execute(text("DROP ROLE reader"))


def refused(
    store: SqlAlchemyStore, expected: type[StorageError], code: str | None
) -> None:
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
        assert code_of(caught.value.__cause__) == code


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("DROP TABLE {tables} CASCADE", "upgrade_tables"),
        ("ALTER TABLE {tenant} RENAME last_position TO other", "not those of a store"),
    ],
)
def test_tables_that_were_taken_away_are_a_fault_of_the_store(
    shared_engine: Engine, statement: str, problem: str
) -> None:
    names = TableNames(prefix="gone_")
    tenant = names.of("tenant")
    tables = ", ".join(
        map(names.of, ("tenant", "plan", "plan_revision", "plan_event", "actual_entry"))
    )
    with shared_engine.begin() as connection:
        upgrade_tables(connection, names=names)
    store = SqlAlchemyStore(shared_engine, tenant="acme", names=names)
    with shared_engine.begin() as connection:
        connection.execute(text(statement.format(tables=tables, tenant=tenant)))
    try:
        with pytest.raises(StoreFormatError) as caught:
            save(store)
        assert problem in caught.value.problem
    finally:
        with shared_engine.begin() as connection:
            version = names.of("alembic_version")
            connection.execute(
                text(f"DROP TABLE IF EXISTS {tables}, {version} CASCADE")
            )


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (TableNames(prefix="nobodys_"), "upgrade_tables"),
        (TableNames(schema="no_such_schema"), "upgrade_tables"),
    ],
)
def test_without_tables_no_store_is_opened(
    shared_engine: Engine, names: TableNames, problem: str
) -> None:
    with pytest.raises(StoreFormatError) as caught:
        SqlAlchemyStore(shared_engine, tenant="acme", names=names)
    assert problem in caught.value.problem
    # A host's transaction outlives the question.
    with shared_engine.connect() as connection:
        with pytest.raises(StoreFormatError):
            SqlAlchemyStore(connection, tenant="acme", names=names)
        assert connection.scalar(text("SELECT 1")) == 1


def test_tables_cannot_be_made_in_a_schema_that_is_not_there(
    shared_engine: Engine,
) -> None:
    names = TableNames(schema="no_such_schema")
    with pytest.raises(StoreFormatError) as caught, shared_engine.begin() as connection:
        upgrade_tables(connection, names=names)
    assert "schema does not exist" in caught.value.problem


def test_a_connection_that_commits_by_itself_cannot_be_joined(
    engine: Engine, names: TableNames
) -> None:
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        with pytest.raises(InvalidValueError, match="AUTOCOMMIT"):
            SqlAlchemyStore(connection, tenant="acme", names=names)
