from __future__ import annotations

from collections.abc import Callable

import pytest

from jbpcore.adapters.memory import Memory, MemoryStore
from jbpcore.testing.store_contract import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def opener(self) -> Callable[[str], MemoryStore]:
        memory = Memory()
        return lambda tenant: MemoryStore(tenant=tenant, memory=memory)
