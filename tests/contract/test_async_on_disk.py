"""What an asynchronous store promises alone, of the stores that wait for a disk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from jbpcore.adapters.in_threads import AsyncStoreInThreads
from jbpcore.adapters.json_files.store import JsonStore
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.testing.async_iterator_contract import AsyncIteratorContract
from jbpcore.testing.cancellation_contract import CancellationContract
from jbpcore.testing.task_contract import TaskContract

Opener = Callable[[str], Awaitable[AsyncStoreInThreads]]


class TestSqliteInThreads(CancellationContract, TaskContract, AsyncIteratorContract):
    @pytest.fixture
    def async_opener(self, tmp_path: Path) -> Opener:
        async def opener(tenant: str) -> AsyncStoreInThreads:
            return await AsyncStoreInThreads.open(
                lambda: SqliteStore(tmp_path / "plans.db", tenant=tenant)
            )

        return opener


class TestJsonInThreads(CancellationContract, TaskContract, AsyncIteratorContract):
    @pytest.fixture
    def async_opener(self, tmp_path: Path) -> Opener:
        async def opener(tenant: str) -> AsyncStoreInThreads:
            return await AsyncStoreInThreads.open(
                lambda: JsonStore(tmp_path / "plans", tenant=tenant)
            )

        return opener
