"""The promises of a store, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.testing.event_contract import EventContract
from jbpcore.testing.race_contract import RaceContract
from jbpcore.testing.store_contract import StoreContract
from jbpcore.testing.unit_of_work_contract import UnitOfWorkContract


class TestPostgresql(StoreContract):
    """At READ COMMITTED, as PostgreSQL comes."""

    @pytest.fixture
    def opener(
        self, engine: Engine, names: TableNames
    ) -> Callable[[str], SqlAlchemyStore]:
        return lambda tenant: SqlAlchemyStore(engine, tenant=tenant, names=names)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE", "AUTOCOMMIT"])
class TestIsolationLevels(RaceContract, UnitOfWorkContract, EventContract):
    """What depends on who sees what when, as a host may have set its engine."""

    @pytest.fixture
    def opener(
        self, engine: Engine, names: TableNames, level: str
    ) -> Callable[[str], SqlAlchemyStore]:
        same = engine.execution_options(isolation_level=level)
        return lambda tenant: SqlAlchemyStore(same, tenant=tenant, names=names)
