"""What an asynchronous store stands on: the host's engine or connection, or its own."""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from jbpcore.adapters.sqlalchemy.async_joined_transaction import AsyncJoinedTransaction
from jbpcore.adapters.sqlalchemy.async_own_transactions import AsyncOwnTransactions
from jbpcore.adapters.sqlalchemy.binding import (
    OPENING_SECONDS,
    PAUSE_SECONDS,
    bring_up_to_date,
    opening_error,
)
from jbpcore.adapters.sqlalchemy.engines import made_by
from jbpcore.adapters.sqlalchemy.faults import DATABASE_ERRORS
from jbpcore.adapters.sqlalchemy.settling import settled
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.tables import tables_of
from jbpcore.adapters.sqlalchemy.transactions import Patience
from jbpcore.errors import (
    InvalidValueError,
    JbpError,
    StoreBusyError,
    StoreUnavailableError,
)

__all__ = ["async_bound_to", "async_opened"]


def async_bound_to(
    bind: AsyncEngine | AsyncConnection,
    tenant: str,
    names: TableNames,
    *,
    patience_seconds: float,
) -> AsyncOwnTransactions | AsyncJoinedTransaction:
    """Return what does things on *bind*. Its tables are looked for at the first use.

    Raises:
        InvalidValueError: If *bind* is something else.
    """
    if isinstance(bind, AsyncConnection):
        return AsyncJoinedTransaction(bind, tenant, tables_of(names))
    if not isinstance(bind, AsyncEngine):
        raise InvalidValueError("bind", bind, "an AsyncEngine or an AsyncConnection")
    return AsyncOwnTransactions(
        bind, tenant, tables_of(names), patience_seconds=patience_seconds
    )


async def async_opened(url: str, names: TableNames) -> AsyncEngine:
    """Return an engine to tables that are up to date.

    Raises:
        InvalidValueError: If the URL is bad.
        StorageError: If the tables cannot be made.
    """
    engine = made_by(create_async_engine, url)
    patience = Patience(0)
    try:
        while True:
            try:
                await _brought_up_to_date(engine, names)
            except StoreBusyError:
                # In SQLite, somebody else may be making them.
                if patience.waited_seconds > OPENING_SECONDS:
                    raise
            else:
                return engine
            await asyncio.sleep(PAUSE_SECONDS)
    except BaseException:
        await settled(engine.dispose())
        raise


async def _brought_up_to_date(engine: AsyncEngine, names: TableNames) -> None:
    patience = Patience(0)
    try:
        async with engine.connect() as connection:
            await settled(connection.run_sync(bring_up_to_date, names))
    except JbpError:
        raise
    except DATABASE_ERRORS as error:
        raise opening_error(error, engine.url, names, patience) from error
    except Exception as error:
        # asyncpg's own, or the operating system's; SQLAlchemy lets them pass.
        raise StoreUnavailableError("open") from error
