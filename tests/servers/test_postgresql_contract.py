"""The promises of a store, on PostgreSQL, at each isolation level of a host's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.testing.store_contract import StoreContract


class TestReadCommitted(StoreContract):
    @pytest.fixture
    def opener(
        self, engine: Engine, names: TableNames
    ) -> Callable[[str], SqlAlchemyStore]:
        return lambda tenant: SqlAlchemyStore(engine, tenant=tenant, names=names)


class TestRepeatableRead(StoreContract):
    @pytest.fixture
    def opener(
        self, engine: Engine, names: TableNames
    ) -> Callable[[str], SqlAlchemyStore]:
        same = engine.execution_options(isolation_level="REPEATABLE READ")
        return lambda tenant: SqlAlchemyStore(same, tenant=tenant, names=names)


class TestSerializable(StoreContract):
    @pytest.fixture
    def opener(
        self, engine: Engine, names: TableNames
    ) -> Callable[[str], SqlAlchemyStore]:
        same = engine.execution_options(isolation_level="SERIALIZABLE")
        return lambda tenant: SqlAlchemyStore(same, tenant=tenant, names=names)


class TestAutocommit(StoreContract):
    """An engine that would commit each statement by itself."""

    @pytest.fixture
    def opener(
        self, engine: Engine, names: TableNames
    ) -> Callable[[str], SqlAlchemyStore]:
        same = engine.execution_options(isolation_level="AUTOCOMMIT")
        return lambda tenant: SqlAlchemyStore(same, tenant=tenant, names=names)
