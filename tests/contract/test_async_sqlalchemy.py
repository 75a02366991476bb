"""The promises of an asynchronous store, on SQLite through aiosqlite."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from jbpcore.adapters.sqlalchemy.async_store import AsyncSqlAlchemyStore
from jbpcore.adapters.sqlalchemy.engines import made_by
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.testing.actuals_contract import ActualsStoreContract
from jbpcore.testing.async_iterator_contract import AsyncIteratorContract
from jbpcore.testing.cancellation_contract import CancellationContract
from jbpcore.testing.event_contract import EventContract
from jbpcore.testing.race_contract import RaceContract
from jbpcore.testing.task_contract import TaskContract
from jbpcore.testing.unit_of_work_contract import UnitOfWorkContract


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that has the tables, made once for all the tests."""
    path = tmp_path_factory.mktemp("sqlalchemy") / "empty.db"
    SqlAlchemyStore.open(f"sqlite+pysqlite:///{path}", tenant="nobody").close()
    return path


class TestAiosqlite(
    CancellationContract,
    TaskContract,
    AsyncIteratorContract,
    UnitOfWorkContract,
    RaceContract,
    EventContract,
    ActualsStoreContract,
):
    """What it does not share with the store that waits; PostgreSQL is asked for all."""

    @pytest.fixture
    def async_opener(
        self, empty_file: Path, tmp_path: Path, on_loop: Callable[..., Any]
    ) -> Iterator[Callable[[str], Awaitable[AsyncSqlAlchemyStore]]]:
        file = shutil.copy(empty_file, tmp_path / "plans.db")
        engine = made_by(create_async_engine, f"sqlite+aiosqlite:///{file}")

        async def opener(tenant: str) -> AsyncSqlAlchemyStore:
            return AsyncSqlAlchemyStore(engine, tenant=tenant)

        yield opener
        on_loop(engine.dispose())
