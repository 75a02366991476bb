"""Running the migrations of the tables, on a connection or into a text.

Alembic's own commands keep what they are doing in global names, where two threads, or a
host's migration that calls ours, would get into each other's way. These do not.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.migration import MigrationStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.tables import tables_of

__all__ = ["migrate", "options_of", "statements"]

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def migrate(connection: Connection, names: TableNames) -> None:
    """Bring the tables to the newest version, in the transaction of *connection*."""
    options = options_of(names) | {"fn": _steps}
    _run(MigrationContext.configure(connection, opts=options), names)


def statements(dialect: str, names: TableNames) -> str:
    """Return what makes the tables in a database that SQLAlchemy calls *dialect*."""
    written = io.StringIO()
    options = options_of(names) | {
        "fn": _steps,
        "as_sql": True,
        "output_buffer": written,
    }
    _run(MigrationContext.configure(dialect_name=dialect, opts=options), names)
    return written.getvalue()


def options_of(names: TableNames) -> dict[str, Any]:
    """Return how Alembic is to go about tables of these names."""
    metadata = tables_of(names).metadata
    ours = {table.name for table in metadata.tables.values()}

    def is_ours(name: str | None, kind: str, _: object) -> bool:
        if kind == "schema":
            return name == names.schema
        return kind != "table" or name in ours

    return {
        "target_metadata": metadata,
        "version_table": f"{names.prefix}alembic_version",
        "version_table_schema": names.schema,
        "include_schemas": names.schema is not None,
        "include_name": is_ours,
        "transactional_ddl": True,
    }


def _run(context: MigrationContext, names: TableNames) -> None:
    with context.begin_transaction():
        context.run_migrations(op=Operations(context), names=names)


def _steps(heads: str | tuple[str, ...], _: MigrationContext) -> Iterable[Any]:
    scripts = ScriptDirectory(str(_MIGRATIONS))
    missing = reversed(list(scripts.iterate_revisions("head", heads or "base")))
    return [
        MigrationStep.upgrade_from_script(scripts.revision_map, one) for one in missing
    ]
