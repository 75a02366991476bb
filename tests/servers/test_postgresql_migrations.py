"""The tables of a store in PostgreSQL are made and brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, text
from tests.integration.sqlalchemy_migrating import Migrating, save

from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables
from jbpcore.errors import StorageError

COLUMNS = """
    SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable,
        collation_name, column_default)
    FROM information_schema.columns WHERE table_schema = :schema
"""
CONSTRAINTS = """
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = CAST(:schema AS regnamespace)
"""
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = :schema"


@pytest.fixture
def empty_names(shared_engine: Engine) -> Iterator[TableNames]:
    """Return the names of tables in a schema that is empty."""
    with shared_engine.begin() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        connection.execute(text(f"CREATE SCHEMA empty_{pid}"))
    yield TableNames(schema=f"empty_{pid}")
    with shared_engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA empty_{pid} CASCADE"))


class TestMigratingPostgresql(Migrating):
    @pytest.fixture
    def names(self, empty_names: TableNames) -> TableNames:
        return empty_names

    @pytest.fixture
    def empty_engine(self, shared_engine: Engine) -> Engine:
        return shared_engine

    def definitions(self, connection: Connection, names: TableNames) -> list[str]:
        found = [
            line
            for question in (COLUMNS, CONSTRAINTS, INDEXES)
            for line in connection.scalars(text(question), {"schema": names.schema})
            if "alembic_version" not in line
        ]
        texts = [line for line in found if " text " in line]
        # Every text is compared by its code points.
        assert texts
        assert all(line.endswith(" C") for line in texts)
        return sorted(found)


def test_several_may_make_the_tables_at_once(
    shared_engine: Engine, empty_names: TableNames
) -> None:
    def make(_: int) -> None:
        with shared_engine.begin() as connection:
            upgrade_tables(connection, names=empty_names)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(make, range(6)))
    assert save(shared_engine, empty_names) == 1


def test_a_user_who_may_make_no_tables_opens_what_is_there(
    server_url: str, shared_engine: Engine
) -> None:
    store = SqlAlchemyStore.open(server_url, tenant="nobody")
    store.close()
    with shared_engine.begin() as connection:
        connection.execute(text("CREATE ROLE writer LOGIN"))
        granted = "SELECT, INSERT, UPDATE, DELETE"
        connection.execute(
            text(f"GRANT {granted} ON ALL TABLES IN SCHEMA public TO writer")
        )
    url = server_url.replace("//jbpcore@", "//writer@")
    try:
        with SqlAlchemyStore.open(url, tenant="writer's") as opened:
            assert list(opened.iter_ids()) == []
        with pytest.raises(StorageError):
            SqlAlchemyStore.open(url, tenant="x", names=TableNames(prefix="more_"))
    finally:
        with shared_engine.begin() as connection:
            connection.execute(text("DROP OWNED BY writer"))
            connection.execute(text("DROP ROLE writer"))
