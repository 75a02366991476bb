"""What Alembic runs to migrate the tables of a store.

It is for Alembic's command line, where the configuration says ``sqlalchemy.url``,
``jbpcore.prefix`` and ``jbpcore.schema``. Code calls
:func:`~jbpcore.adapters.sqlalchemy.upgrading.upgrade_tables`.
"""

from __future__ import annotations

from alembic import context
from alembic.operations import Operations
from sqlalchemy import create_engine

from jbpcore.adapters.sqlalchemy.migrating import options_of
from jbpcore.adapters.sqlalchemy.table_names import TableNames

__all__ = ["migrate"]


def migrate() -> None:
    """Migrate as the configuration says, or write the statements that would."""
    config = context.config
    names = TableNames(
        prefix=config.get_main_option("jbpcore.prefix", "jbp_"),
        schema=config.get_main_option("jbpcore.schema"),
    )
    url = config.get_main_option("sqlalchemy.url", "")
    if context.is_offline_mode():
        context.configure(url=url, **options_of(names))
        _run(names)
        return
    engine = create_engine(url)
    with engine.connect() as connection:
        context.configure(connection=connection, **options_of(names))
        _run(names)
        connection.commit()
    engine.dispose()


def _run(names: TableNames) -> None:
    with context.begin_transaction():
        op = Operations(context.get_context())
        context.run_migrations(op=op, names=names)


# Alembic loads this file under that name, which is when it is to be run.
if __name__ == "env_py":
    migrate()
