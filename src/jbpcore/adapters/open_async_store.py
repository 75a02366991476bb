"""The door to every store there is, for code that runs in an event loop."""

from __future__ import annotations

from jbpcore.adapters.in_threads import AsyncStoreInThreads
from jbpcore.adapters.open_store import open_store
from jbpcore.ports.async_storage import AsyncStore

__all__ = ["open_async_store"]


async def open_async_store(url: str, *, tenant: str) -> AsyncStore:
    """Open a store for one tenant, without holding up the event loop.

    Args:
        url: As for :func:`~jbpcore.adapters.open_store.open_store`.
        tenant: For whom: one line of 1 to 200 characters. The store can neither see nor
            touch what belongs to another.

    Raises:
        InvalidValueError: If there is no such kind of store, or *tenant* is bad.
        StorageError: If the store cannot be opened.

    Examples:
        >>> import asyncio
        >>> async def main():
        ...     async with await open_async_store("memory://", tenant="acme") as store:
        ...         return store.tenant
        >>> asyncio.run(main())
        'acme'
    """
    return await AsyncStoreInThreads.open(lambda: open_store(url, tenant=tenant))
