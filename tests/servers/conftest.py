"""A PostgreSQL to test with, which ``scripts/with-postgresql`` starts.

Each process of the tests has a schema of its own, which every test finds empty.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.tables import tables_of
from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables


@pytest.fixture(scope="session")
def server_url() -> str:
    """Return where the server is; without one, skip, or fail if there has to be one."""
    url = os.environ.get("JBPCORE_TEST_POSTGRESQL")
    if url:
        return url
    message = "no PostgreSQL; run the tests by scripts/with-postgresql"
    if os.environ.get("JBPCORE_REQUIRE_POSTGRESQL"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def names(server_url: str) -> Iterator[TableNames]:
    """Return the names of tables in a schema that nobody else uses."""
    names = TableNames(schema=f"test_{os.getpid()}")
    engine = create_engine(server_url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {names.schema}"))
        upgrade_tables(connection, names=names)
    yield names
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {names.schema} CASCADE"))
    engine.dispose()


@pytest.fixture(scope="session")
def shared_engine(server_url: str) -> Iterator[Engine]:
    engine = create_engine(server_url, pool_size=10, max_overflow=20)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(shared_engine: Engine, names: TableNames) -> Engine:
    """Return an engine to tables that are empty."""
    tables = ", ".join(map(str, tables_of(names).metadata.tables))
    with shared_engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables}"))
    return shared_engine


@pytest.fixture
def with_setting(server_url: str) -> Iterator[Callable[..., Engine]]:
    made: list[Engine] = []

    def with_setting(**settings: object) -> Engine:
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        made.append(create_engine(server_url, connect_args={"options": options}))
        return made[-1]

    yield with_setting
    for engine in made:
        engine.dispose()
