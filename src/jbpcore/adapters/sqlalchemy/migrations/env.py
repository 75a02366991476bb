"""What Alembic runs to migrate the tables of a store.

From code, :func:`~jbpcore.adapters.sqlalchemy.upgrading.upgrade_tables` hands over the
connection and the names. From a command line, the configuration says
``sqlalchemy.url``, ``jbpcore.prefix`` and ``jbpcore.schema``.
"""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import create_engine

from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.tables import tables_of

__all__ = ["migrate"]


def migrate() -> None:
    """Migrate as the configuration says, or write the statements that would."""
    config = context.config
    names = config.attributes.get("names") or TableNames(
        prefix=config.get_main_option("jbpcore.prefix", "jbp_"),
        schema=config.get_main_option("jbpcore.schema"),
    )
    connection = config.attributes.get("connection")
    url = config.get_main_option("sqlalchemy.url")
    if context.is_offline_mode():
        _run(names, url=url, dialect_name=config.attributes.get("dialect"))
    elif connection is not None:
        _run(names, connection=connection)
    else:
        with create_engine(str(url)).connect() as made:
            _run(names, connection=made)
            made.commit()


def _run(names: TableNames, **target: Any) -> None:  # noqa: ANN401 - as Alembic takes it
    context.configure(
        **{name: value for name, value in target.items() if value is not None},
        target_metadata=tables_of(names).metadata,
        version_table=f"{names.prefix}alembic_version",
        version_table_schema=names.schema,
        include_schemas=names.schema is not None,
        include_name=_is_ours(names),
        transactional_ddl=True,
        jbpcore_names=names,
    )
    with context.begin_transaction():
        context.run_migrations()


def _is_ours(names: TableNames) -> Any:  # noqa: ANN401 - a callback of Alembic's
    ours = {table.name for table in tables_of(names).metadata.tables.values()}

    def is_ours(name: str | None, kind: str, _: object) -> bool:
        if kind == "schema":
            return name == names.schema
        return kind != "table" or name in ours

    return is_ours


# Alembic loads this file under that name, which is when it is to be run.
if __name__ == "env_py":
    migrate()
