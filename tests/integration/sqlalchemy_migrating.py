"""Making the tables of a store and bringing them up to date, on whatever database.

To be subclassed by a test for each database, with the fixtures ``empty_engine``, which
finds no tables, and ``names``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, event, inspect, text

from jbpcore.adapters.sqlalchemy import migrations
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.tables import tables_of
from jbpcore.adapters.sqlalchemy.upgrading import (
    TABLES_VERSION,
    tables_sql,
    tables_version,
    upgrade_tables,
)
from jbpcore.errors import StoreFormatError
from jbpcore.testing.sample_records import small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)

# What a host's own migration looks like, which calls ours.
HOSTS_MIGRATION = """
from alembic import op
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables

revision = "host_1"
down_revision = None


def upgrade():
    upgrade_tables(op.get_bind(), names=TableNames(schema={schema!r}))
    op.execute("CREATE TABLE host_order (id INTEGER)")
"""
HOSTS_ENV = """
from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
"""


class _KilledError(BaseException):
    """Stands for whatever ends a process."""


def save(engine: Engine, names: TableNames) -> int:
    store = SqlAlchemyStore(engine, tenant="acme", names=names)
    return store.save(small_plan("a"), expected_revision=0, by="maria", at=AT)


def made(connection: Connection, names: TableNames) -> list[str]:
    found = inspect(connection).get_table_names(schema=names.schema)
    return sorted(name for name in found if name.startswith(names.prefix))


class Migrating:
    def test_the_tables_are_made_once(
        self, empty_engine: Engine, names: TableNames
    ) -> None:
        with empty_engine.begin() as connection:
            assert tables_version(connection, names=names) is None
            upgrade_tables(connection, names=names)
            assert tables_version(connection, names=names) == TABLES_VERSION
        assert save(empty_engine, names) == 1
        with empty_engine.begin() as connection:
            upgrade_tables(connection, names=names)
        store = SqlAlchemyStore(empty_engine, tenant="acme", names=names)
        assert list(store.iter_ids()) == ["a"]

    def test_the_migrations_make_what_the_tables_say(
        self, empty_engine: Engine, names: TableNames
    ) -> None:
        with empty_engine.begin() as connection:
            upgrade_tables(connection, names=names)
            assert differences(connection, names, tables_of(names).metadata) == []
            assert differences(connection, names, MetaData()) != []

    def test_the_migrations_make_it_to_the_letter(
        self, empty_engine: Engine, names: TableNames
    ) -> None:
        with empty_engine.connect() as connection:
            upgrade_tables(connection, names=names)
            migrated = self.definitions(connection, names)
            connection.rollback()
            tables_of(names).metadata.create_all(connection)
            assert self.definitions(connection, names) == migrated
            connection.rollback()
        assert len(migrated) > 50

    def definitions(self, connection: Connection, names: TableNames) -> list[str]:
        """Return everything the database knows of the tables, but their version."""
        raise NotImplementedError

    def test_a_kill_at_any_statement_leaves_nothing_or_all(
        self, empty_engine: Engine, names: TableNames
    ) -> None:
        statements: list[str] = []
        kill_at = [0]

        def count(*facts: Any) -> None:
            statements.append(facts[2])
            if len(statements) == kill_at[0]:
                raise _KilledError

        event.listen(empty_engine, "before_cursor_execute", count)
        while True:
            kill_at[0] += 1
            statements.clear()
            try:
                with empty_engine.begin() as connection:
                    upgrade_tables(connection, names=names)
            except _KilledError:
                event.remove(empty_engine, "before_cursor_execute", count)
                with empty_engine.connect() as connection:
                    assert made(connection, names) == []
                event.listen(empty_engine, "before_cursor_execute", count)
            else:
                break
        event.remove(empty_engine, "before_cursor_execute", count)
        assert kill_at[0] > 12
        assert save(empty_engine, names) == 1

    def test_the_statements_can_be_executed_by_somebody_else(
        self, empty_engine: Engine, names: TableNames
    ) -> None:
        written = tables_sql(empty_engine.dialect.name, names=names)
        script = written.replace("BEGIN;", "").replace("COMMIT;", "")
        with empty_engine.begin() as connection:
            for statement in script.split(";"):
                if statement.strip():
                    connection.exec_driver_sql(statement)
            assert tables_version(connection, names=names) == TABLES_VERSION
        assert save(empty_engine, names) == 1

    def test_a_migration_of_the_hosts_may_do_it(
        self, empty_engine: Engine, names: TableNames, tmp_path: Path
    ) -> None:
        (tmp_path / "versions").mkdir()
        (tmp_path / "env.py").write_text(HOSTS_ENV)
        migration = HOSTS_MIGRATION.format(schema=names.schema)
        (tmp_path / "versions" / "host_1.py").write_text(migration)
        config = Config()
        config.set_main_option("script_location", str(tmp_path))
        with empty_engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
            assert found == "host_1"
            connection.execute(text("DROP TABLE alembic_version"))
            connection.execute(text("DROP TABLE host_order"))
        assert save(empty_engine, names) == 1

    def test_alembics_own_command_line_may_do_it(
        self, empty_engine: Engine, names: TableNames
    ) -> None:
        config = Config()
        (folder,) = migrations.__path__
        config.set_main_option("script_location", folder)
        url = empty_engine.url.render_as_string(hide_password=False)
        config.set_main_option("sqlalchemy.url", url)
        if names.schema is not None:
            config.set_main_option("jbpcore.schema", names.schema)
        command.upgrade(config, "head")
        assert save(empty_engine, names) == 1
        command.check(config)
        command.downgrade(config, "base")
        with empty_engine.connect() as connection:
            assert made(connection, names) == [
                names.of("alembic_version").split(".")[-1]
            ]
            assert tables_version(connection, names=names) is None

    @pytest.mark.parametrize(
        ("version", "problem"),
        [
            ("jbp_0000", "bring them up to date"),
            ("jbp_0099", "upgrade jbpcore"),
            ("ae1027a6acf", "somebody else"),
        ],
    )
    def test_a_store_is_opened_on_tables_of_this_release_alone(
        self, empty_engine: Engine, names: TableNames, version: str, problem: str
    ) -> None:
        table = names.of("alembic_version")
        with empty_engine.begin() as connection:
            upgrade_tables(connection, names=names)
            connection.execute(
                text(f"UPDATE {table} SET version_num = :version"),  # noqa: S608 - our own name
                {"version": version},
            )
        with pytest.raises(StoreFormatError) as caught:
            SqlAlchemyStore(empty_engine, tenant="acme", names=names)
        assert problem in caught.value.problem
        with empty_engine.connect() as connection:
            with pytest.raises(StoreFormatError):
                SqlAlchemyStore(connection, tenant="acme", names=names)
            connection.rollback()

    @pytest.mark.parametrize("version", ["jbp_0099", "ae1027a6acf"])
    def test_tables_of_others_are_left_alone(
        self, empty_engine: Engine, names: TableNames, version: str
    ) -> None:
        table = names.of("alembic_version")
        with empty_engine.begin() as connection:
            upgrade_tables(connection, names=names)
            connection.execute(
                text(f"UPDATE {table} SET version_num = :version"),  # noqa: S608 - our own name
                {"version": version},
            )
            with pytest.raises(StoreFormatError):
                upgrade_tables(connection, names=names)

    def test_two_stores_stand_beside_each_other(
        self, empty_engine: Engine, names: TableNames
    ) -> None:
        others = TableNames(prefix="second_", schema=names.schema)
        with empty_engine.begin() as connection:
            upgrade_tables(connection, names=names)
            upgrade_tables(connection, names=others)
        assert save(empty_engine, names) == save(empty_engine, others) == 1


def differences(
    connection: Connection, names: TableNames, metadata: MetaData
) -> list[Any]:
    def is_ours(name: str | None, kind: str, _: object) -> bool:
        return kind != "schema" or name == names.schema

    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": names.schema is not None,
            "include_name": is_ours,
            "version_table": f"{names.prefix}alembic_version",
            "version_table_schema": names.schema,
        },
    )
    return list(compare_metadata(context, metadata))
