"""The promises of an asynchronous store, on PostgreSQL, by each driver of that kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from jbpcore.adapters.sqlalchemy.async_store import AsyncSqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.testing.async_fixtures import AsyncStoreFixtures
from jbpcore.testing.async_iterator_contract import AsyncIteratorContract
from jbpcore.testing.async_store_contract import AsyncStoreContract
from jbpcore.testing.cancellation_contract import CancellationContract
from jbpcore.testing.personal_data_contract import PersonalDataContract
from jbpcore.testing.task_contract import TaskContract
from jbpcore.testing.unit_of_work_contract import UnitOfWorkContract


class OnPostgresql(AsyncStoreFixtures):
    driver: str

    @pytest.fixture
    def async_opener(
        self,
        engine: Engine,
        server_url: str,
        names: TableNames,
        on_loop: Callable[..., Any],
    ) -> Iterator[Callable[[str], Awaitable[AsyncSqlAlchemyStore]]]:
        # The engine of the others has emptied the tables, and knows the server.
        del engine
        url = make_url(server_url).set(drivername=f"postgresql+{self.driver}")
        bound = create_async_engine(url, pool_size=10, max_overflow=20)

        async def opener(tenant: str) -> AsyncSqlAlchemyStore:
            return AsyncSqlAlchemyStore(bound, tenant=tenant, names=names)

        yield opener
        on_loop(bound.dispose())


class TestAsyncpg(OnPostgresql, AsyncStoreContract):
    driver = "asyncpg"


class TestPsycopg(
    OnPostgresql,
    CancellationContract,
    TaskContract,
    AsyncIteratorContract,
    PersonalDataContract,
    UnitOfWorkContract,
):
    """What is not proved of it by the store that waits."""

    driver = "psycopg"
