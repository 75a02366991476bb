"""Only errors of our own leave the store, whatever becomes of its connections."""

# ruff: noqa: PT012 - a unit of work is a block; names of tables are our own

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, text
from tests.servers.postgresql_plans import AT, save

from jbpcore.adapters.open_store import open_store
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.errors import StoreBusyError, StoreFormatError, StoreUnavailableError
from jbpcore.testing.sample_records import small_plan


def end_sessions(engine: Engine, victims: str) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = :victims"
            ),
            {"victims": victims},
        )


def test_a_lost_connection_is_unavailable_once(
    engine: Engine, names: TableNames, with_setting: Callable[..., Engine]
) -> None:
    victim = with_setting(application_name="victim")
    store = SqlAlchemyStore(victim, tenant="acme", names=names)
    save(store)
    end_sessions(engine, "victim")
    with pytest.raises(StoreUnavailableError) as caught:
        save(store, "b")
    assert not caught.value.may_be_written
    assert save(store, "b") == 1
    with pytest.raises(StoreUnavailableError), store.unit_of_work():
        save(store, "c")
        end_sessions(engine, "victim")
        with pytest.raises(StoreUnavailableError):
            save(store, "d")
        with pytest.raises(StoreUnavailableError):
            store.read("a")
    assert list(store.iter_ids()) == ["a", "b"]


def test_a_connection_lost_while_committing_leaves_it_open(
    engine: Engine, names: TableNames, with_setting: Callable[..., Engine]
) -> None:
    victim = with_setting(application_name="victim-2")
    store = SqlAlchemyStore(victim, tenant="acme", names=names)

    def lose(_: object) -> None:
        end_sessions(engine, "victim-2")

    event.listen(victim, "commit", lose)
    with pytest.raises(StoreUnavailableError) as caught:
        save(store)
    assert caught.value.may_be_written
    event.remove(victim, "commit", lose)
    assert save(store) == 1


def test_a_pool_without_a_connection_left_is_busy(
    engine: Engine, names: TableNames, server_url: str
) -> None:
    small = create_engine(server_url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    store = SqlAlchemyStore(small, tenant="acme", names=names)
    with small.connect():
        for ask in (lambda: save(store), lambda: store.read("a")):
            with pytest.raises(StoreBusyError):
                ask()
    assert save(store) == 1
    assert engine is not small
    small.dispose()


def test_an_engine_that_was_disposed_of_connects_anew(
    engine: Engine, names: TableNames
) -> None:
    store = SqlAlchemyStore(engine, tenant="acme", names=names)
    engine.dispose()
    assert save(store) == 1


def test_a_connection_that_was_closed_is_unavailable(
    engine: Engine, names: TableNames
) -> None:
    connection = engine.connect()
    store = SqlAlchemyStore(connection, tenant="acme", names=names)
    connection.close()
    for ask in (lambda: save(store), lambda: store.read("a")):
        with pytest.raises(StoreUnavailableError):
            ask()


@pytest.mark.parametrize(
    "change",
    [
        {"port": 1},
        {"database": "no_such_database"},
        {"username": "nobody"},
        {"host": "no-such-host.invalid"},
    ],
    ids=str,
)
def test_a_server_that_cannot_be_reached_is_unavailable(
    server_url: str, change: dict[str, Any]
) -> None:
    url = make_url(server_url).set(password="secret", **change)  # noqa: S106 - none
    hidden = url.update_query_dict({"connect_timeout": "2"})
    with pytest.raises(StoreUnavailableError) as caught:
        open_store(hidden.render_as_string(hide_password=False), tenant="acme")
    told = "".join(traceback.format_exception(caught.value))
    assert "secret" not in told
    assert caught.value.operation == "open"


def test_a_database_of_another_encoding_is_told_apart(
    shared_engine: Engine, server_url: str
) -> None:
    with shared_engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("DROP DATABASE IF EXISTS latin"))
        connection.execute(
            text(
                "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
            )
        )
    latin = make_url(server_url).set(database="latin")
    store = SqlAlchemyStore.open(latin.render_as_string(), tenant="acme")
    try:
        plan = small_plan("a", name="Ł")
        with pytest.raises(StoreFormatError) as caught:
            store.save(plan, expected_revision=0, by="maria", at=AT)
        assert "UTF8" in caught.value.problem
        assert save(store) == 1
    finally:
        store.close()
