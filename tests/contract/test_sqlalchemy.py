from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from jbpcore.adapters.sqlalchemy.engines import make_engine
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.testing.event_contract import EventContract
from jbpcore.testing.race_contract import RaceContract
from jbpcore.testing.store_contract import StoreContract
from jbpcore.testing.unit_of_work_contract import UnitOfWorkContract


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that has the tables, made once for all the tests."""
    path = tmp_path_factory.mktemp("sqlalchemy") / "empty.db"
    SqlAlchemyStore.open(f"sqlite+pysqlite:///{path}", tenant="nobody").close()
    return path


@pytest.fixture
def file(empty_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_file, tmp_path / "plans.db"))


class TestSqlAlchemyOnSqlite(StoreContract):
    @pytest.fixture
    def opener(self, file: Path) -> Iterator[Callable[[str], SqlAlchemyStore]]:
        engine = make_engine(f"sqlite+pysqlite:///{file}")
        yield lambda tenant: SqlAlchemyStore(engine, tenant=tenant)
        engine.dispose()


class TestOnAnEngineOfTheHosts(RaceContract, UnitOfWorkContract, EventContract):
    """With nothing set, as SQLAlchemy and Python's driver come: who sees what when."""

    @pytest.fixture
    def opener(self, file: Path) -> Iterator[Callable[[str], SqlAlchemyStore]]:
        engine = create_engine(f"sqlite+pysqlite:///{file}")
        yield lambda tenant: SqlAlchemyStore(engine, tenant=tenant)
        engine.dispose()
