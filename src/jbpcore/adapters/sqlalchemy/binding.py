"""What a store stands on: an engine or a connection of the host, or its own engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from jbpcore.adapters.sqlalchemy.engines import make_engine
from jbpcore.adapters.sqlalchemy.faults import storage_error
from jbpcore.adapters.sqlalchemy.joined_transaction import JoinedTransaction
from jbpcore.adapters.sqlalchemy.own_transactions import OwnTransactions
from jbpcore.adapters.sqlalchemy.rows import location_of
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.tables import tables_of
from jbpcore.adapters.sqlalchemy.transactions import Patience
from jbpcore.adapters.sqlalchemy.upgrading import (
    check_tables,
    is_up_to_date,
    upgrade_tables,
)
from jbpcore.errors import InvalidValueError

__all__ = ["bound_to", "opened"]


def bound_to(
    bind: Engine | Connection,
    tenant: str,
    names: TableNames,
    *,
    patience_seconds: float,
) -> OwnTransactions | JoinedTransaction:
    """Return what does things on *bind*, having seen that the tables are there.

    Raises:
        InvalidValueError: If *bind* is something else, or commits each statement by
            itself.
        StorageError: If the tables are not there, or cannot be asked for.
    """
    if isinstance(bind, Connection):
        with _translating(bind.engine, names):
            if _commits_by_itself(bind):
                expected = "a connection that takes transactions, not AUTOCOMMIT"
                raise InvalidValueError("bind", "AUTOCOMMIT", expected)
            check_tables(bind, names=names)
        return JoinedTransaction(bind, tenant, tables_of(names))
    if not isinstance(bind, Engine):
        raise InvalidValueError("bind", bind, "an Engine or a Connection")
    with _translating(bind, names), bind.connect() as connection:
        check_tables(connection, names=names)
        if _commits_by_itself(connection):
            bind = bind.execution_options(isolation_level="READ COMMITTED")
    return OwnTransactions(
        bind, tenant, tables_of(names), patience_seconds=patience_seconds
    )


@contextmanager
def opened(url: str, names: TableNames) -> Iterator[Engine]:
    """Hand over an engine to tables that are up to date; dispose of it if that fails.

    Raises:
        InvalidValueError: If the URL is bad.
        StorageError: If the tables cannot be made.
    """
    engine = make_engine(url)
    try:
        with _translating(engine, names), engine.connect() as connection:
            if not is_up_to_date(connection, names=names):
                connection.rollback()
                upgrade_tables(connection, names=names)
                connection.commit()
        yield engine
    except BaseException:
        engine.dispose()
        raise


def _commits_by_itself(connection: Connection) -> bool:
    # SQLite's transactions are begun by us, whatever the driver was told.
    return connection.dialect.name == "postgresql" and bool(
        getattr(connection.connection.dbapi_connection, "autocommit", False)
    )


@contextmanager
def _translating(engine: Engine, names: TableNames) -> Iterator[None]:
    patience = Patience(0)
    try:
        yield
    except SQLAlchemyError as error:
        raise storage_error(
            error,
            operation="open",
            location=location_of(engine.url, names),
            waited_seconds=patience.waited_seconds,
        ) from error
