"""The promises of an asynchronous store, on PostgreSQL, by each driver of that kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from jbpcore.adapters.sqlalchemy.async_store import AsyncSqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.testing.async_store_contract import AsyncStoreContract


class OnPostgresql(AsyncStoreContract):
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


class TestPsycopg(OnPostgresql):
    driver = "psycopg"


class TestAsyncpg(OnPostgresql):
    driver = "asyncpg"
