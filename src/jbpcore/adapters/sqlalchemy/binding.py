"""What a store stands on: an engine or a connection of the host, or its own engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine

from jbpcore.adapters.sqlalchemy.engines import bad_options, make_engine
from jbpcore.adapters.sqlalchemy.faults import DATABASE_ERRORS, storage_error
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
from jbpcore.errors import InvalidValueError, StorageError, StoreBusyError

__all__ = [
    "OPENING_SECONDS",
    "PAUSE_SECONDS",
    "bound_to",
    "bring_up_to_date",
    "commits_by_itself",
    "left_as_found",
    "opened_engine",
    "opening_error",
]

OPENING_SECONDS: Final = 5
"""How long to wait for somebody else who is making the tables."""
PAUSE_SECONDS: Final = 0.01
"""How long to wait each time."""


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
        with _translating(bind.engine, names), left_as_found(bind):
            if commits_by_itself(bind):
                expected = "a connection that takes transactions, not AUTOCOMMIT"
                raise InvalidValueError("bind", "AUTOCOMMIT", expected)
            check_tables(bind, names=names)
        return JoinedTransaction(bind, tenant, tables_of(names))
    if not isinstance(bind, Engine):
        raise InvalidValueError("bind", bind, "an Engine or a Connection")
    with _translating(bind, names), bind.connect() as connection:
        check_tables(connection, names=names)
        level = None
        if connection.dialect.name == "postgresql" and commits_by_itself(connection):
            level = "READ COMMITTED"  # in SQLite, transactions are begun by us
    return OwnTransactions(
        bind,
        tenant,
        tables_of(names),
        isolation_level=level,
        patience_seconds=patience_seconds,
    )


@contextmanager
def opened_engine(url: str, names: TableNames) -> Iterator[Engine]:
    """Hand over an engine to tables that are up to date; dispose of it if that fails.

    Raises:
        InvalidValueError: If the URL is bad.
        StorageError: If the tables cannot be made.
    """
    engine = make_engine(url)
    try:
        _prepare(engine, names)
        yield engine
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def left_as_found(connection: Connection) -> Iterator[None]:
    """Ask inside a transaction, and end it if the host has not begun one yet."""
    if connection.in_transaction():
        yield
        return
    connection.begin()
    try:
        yield
    finally:
        connection.rollback()


def commits_by_itself(connection: Connection) -> bool:
    """Whether each statement is committed, also inside a transaction of SQLAlchemy."""
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.dbapi_connection
        return bool(getattr(driver, "autocommit", False))
    driver = connection.connection.driver_connection
    # Python's driver begins by itself unless it is told not to.
    return driver.isolation_level is None and not driver.in_transaction


def _connected(engine: Engine) -> Connection:
    """Connect, which is when some drivers look at the options of the URL."""
    try:
        return engine.connect()
    except UnicodeError:
        raise  # of the name of the database
    except (TypeError, ValueError):
        raise bad_options(engine.url) from None


def bring_up_to_date(connection: Connection, names: TableNames) -> None:
    """Make the tables, and commit them, unless they are there."""
    if not is_up_to_date(connection, names=names):
        connection.rollback()
        upgrade_tables(connection, names=names)
        connection.commit()


def opening_error(
    error: Exception, url: URL, names: TableNames, patience: Patience
) -> StorageError:
    """Return our error for what happened while tables were looked for or made."""
    return storage_error(
        error,
        operation="open",
        location=location_of(url, names),
        waited_seconds=patience.waited_seconds,
    )


def _prepare(engine: Engine, names: TableNames) -> None:
    """See that the tables are there, which takes no right to make any if they are."""
    patience = Patience(0)
    while True:
        try:
            with _translating(engine, names), _connected(engine) as connection:
                bring_up_to_date(connection, names)
        except StoreBusyError:
            # In SQLite, somebody else may be making them.
            if patience.waited_seconds > OPENING_SECONDS:
                raise
        else:
            return
        sleep(PAUSE_SECONDS)


@contextmanager
def _translating(engine: Engine, names: TableNames) -> Iterator[None]:
    patience = Patience(0)
    try:
        yield
    except DATABASE_ERRORS as error:
        raise opening_error(error, engine.url, names, patience) from error
