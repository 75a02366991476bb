"""The stores that the kit of asynchronous ones asks its tests with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from jbpcore.ports.async_storage import AsyncStore
from jbpcore.testing.async_bridge import BridgedStore
from jbpcore.testing.loop_thread import LoopThread
from jbpcore.testing.store_fixtures import StoreFixtures

__all__ = ["AsyncStoreFixtures"]


class AsyncStoreFixtures(StoreFixtures):
    """The fixtures of that kit. Only ``async_opener`` is to be overridden."""

    @pytest.fixture
    def async_opener(self) -> Callable[[str], Awaitable[AsyncStore]]:
        """Return what opens a store for the tenant of the name it is given.

        It is awaited in the kit's loop. Every call opens the same database, which is
        empty at first. The kit closes what it opened; what the fixture itself has to
        close, it closes by ``on_loop`` after a ``yield``.
        """
        raise NotImplementedError

    @pytest.fixture
    def loop_thread(self) -> Iterator[LoopThread]:
        """Return the loop that the stores of this test live in."""
        with LoopThread() as loop:
            yield loop

    @pytest.fixture
    def on_loop(
        self, loop_thread: LoopThread
    ) -> Callable[[Coroutine[Any, Any, Any]], Any]:
        """Return what runs a coroutine in that loop, and waits for it."""
        return loop_thread.run

    @pytest.fixture
    def opener(
        self,
        loop_thread: LoopThread,
        async_opener: Callable[[str], Awaitable[AsyncStore]],
    ) -> Callable[[str], Any]:
        """Return *async_opener* as the tests of stores that wait know it."""

        async def open_one(tenant: str) -> AsyncStore:
            return await async_opener(tenant)

        return lambda tenant: BridgedStore(
            loop_thread, loop_thread.run(open_one(tenant))
        )

    @pytest.fixture
    def open_on_loop(
        self,
        loop_thread: LoopThread,
        async_opener: Callable[[str], Awaitable[AsyncStore]],
    ) -> Iterator[Callable[[str], Awaitable[AsyncStore]]]:
        """Return *async_opener*, with what it opened closed after the test."""
        opened = AsyncExitStack()

        async def open_on_loop(tenant: str) -> AsyncStore:
            store = await async_opener(tenant)
            opened.push_async_callback(store.aclose)
            return store

        yield open_on_loop
        loop_thread.run(opened.aclose())
