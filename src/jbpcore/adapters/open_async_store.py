"""The door to every store there is, for code that runs in an event loop."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from jbpcore.adapters.in_threads import AsyncStoreInThreads
from jbpcore.adapters.open_store import open_store
from jbpcore.errors import MissingExtraError
from jbpcore.ports.async_storage import AsyncStore

__all__ = ["open_async_store"]

# Drivers of SQLAlchemy that run in an event loop; psycopg does both.
_IN_THE_LOOP: Final = frozenset(
    {
        "postgresql+asyncpg",
        "postgresql+psycopg",
        "postgresql+psycopg_async",
        "sqlite+aiosqlite",
    }
)


async def open_async_store(url: str, *, tenant: str) -> AsyncStore:
    """Open a store for one tenant, without holding up the event loop.

    Args:
        url: As for :func:`~jbpcore.adapters.open_store.open_store`; besides,
            ``postgresql+asyncpg://`` and ``sqlite+aiosqlite:///``. These two and
            ``postgresql+psycopg://`` run in the loop and take the extra
            ``sqlalchemy-async``; all others in threads.
        tenant: For whom: one line of 1 to 200 characters. The store can neither see nor
            touch what belongs to another.

    Raises:
        InvalidValueError: If there is no such kind of store, its driver is not
            installed, or *tenant* is bad.
        MissingExtraError: If SQLAlchemy is not installed.
        StorageError: If the store cannot be opened.

    Examples:
        >>> import asyncio
        >>> async def main():
        ...     async with await open_async_store("memory://", tenant="acme") as store:
        ...         return store.tenant
        >>> asyncio.run(main())
        'acme'
    """
    if isinstance(url, str) and url.partition("://")[0] in _IN_THE_LOOP:
        return await _in_the_loop(url, tenant)
    return await AsyncStoreInThreads.open(lambda: open_store(url, tenant=tenant))


async def _in_the_loop(url: str, tenant: str) -> AsyncStore:
    # SQLAlchemy misses greenlet only when it is used.
    if find_spec("greenlet") is None:
        raise MissingExtraError("sqlalchemy-async", "greenlet")
    try:
        from jbpcore.adapters.sqlalchemy.async_store import (  # noqa: PLC0415 - if used
            AsyncSqlAlchemyStore,
        )
    except ImportError as error:
        package = "SQLAlchemy with Alembic"
        raise MissingExtraError("sqlalchemy-async", package) from error
    return await AsyncSqlAlchemyStore.open(url, tenant=tenant)
