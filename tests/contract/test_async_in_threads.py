from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from jbpcore.adapters.in_threads import AsyncStoreInThreads
from jbpcore.adapters.memory import Memory, MemoryStore
from jbpcore.testing.async_store_contract import AsyncStoreContract


class TestMemoryInThreads(AsyncStoreContract):
    @pytest.fixture
    def async_opener(self) -> Callable[[str], Awaitable[AsyncStoreInThreads]]:
        memory = Memory()

        async def opener(tenant: str) -> AsyncStoreInThreads:
            return AsyncStoreInThreads(MemoryStore(tenant=tenant, memory=memory))

        return opener
