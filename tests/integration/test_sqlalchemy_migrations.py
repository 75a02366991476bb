"""The tables of a store in SQLite are made and brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from tests.integration.sqlalchemy_migrating import Migrating, made, save

from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.upgrading import tables_sql, upgrade_tables
from jbpcore.errors import InvalidValueError, StoreFormatError


@pytest.fixture
def names() -> TableNames:
    return TableNames()


@pytest.fixture
def empty_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite+pysqlite:///{tmp_path}/plans.db")
    yield engine
    engine.dispose()


class TestMigratingSqlite(Migrating):
    def definitions(self, connection: Connection, names: TableNames) -> list[str]:
        question = text(
            "SELECT sql FROM sqlite_master WHERE tbl_name <> 'jbp_alembic_version' "
            "AND sql IS NOT NULL ORDER BY sql"
        )
        found = "\n".join(connection.scalars(question)).splitlines()
        assert names.schema is None
        return [line.strip() for line in found]


def test_several_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    url = f"sqlite+pysqlite:///{tmp_path}/plans.db"
    with ThreadPoolExecutor(6) as threads:
        opened = [
            threads.submit(SqlAlchemyStore.open, url, tenant="acme") for _ in range(6)
        ]
        stores = [one.result(60) for one in opened]
    for store in stores:
        assert list(store.iter_ids()) == []
        store.close()


def test_an_attached_database_is_a_schema(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite+pysqlite:///{tmp_path}/host.db")
    names = TableNames(schema="plans")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"ATTACH '{tmp_path}/plans.db' AS plans")
        upgrade_tables(connection, names=names)
        assert len(made(connection, names)) == 6
        assert made(connection, TableNames()) == []
        SqlAlchemyStore(connection, tenant="acme", names=names)
        connection.commit()
    engine.dispose()


def test_other_databases_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="'postgresql' or 'sqlite'"):
        tables_sql("mysql")


def test_tables_that_are_in_the_way_are_left_alone(
    empty_engine: Engine, names: TableNames
) -> None:
    with empty_engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE jbp_plan (id INTEGER)")
    with pytest.raises(StoreFormatError), empty_engine.begin() as connection:
        upgrade_tables(connection, names=names)
    with empty_engine.begin() as connection:
        assert made(connection, names) == ["jbp_plan"]
        connection.exec_driver_sql("DROP TABLE jbp_plan")
        upgrade_tables(connection, names=names)
    assert save(empty_engine, names) == 1
