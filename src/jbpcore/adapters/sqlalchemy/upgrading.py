"""Making the tables of a store, and bringing them up to date.

The tables have a version, which stands in a table of its own beside them, apart from
that of the host's migrations. Each version is a migration of Alembic, shipped in
:mod:`jbpcore.adapters.sqlalchemy.migrations`.
"""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, select

from jbpcore.adapters.sqlalchemy.faults import DATABASE_ERRORS, NO_TABLES, storage_error
from jbpcore.adapters.sqlalchemy.migrating import migrate, statements
from jbpcore.adapters.sqlalchemy.rows import location_of
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.transactions import Patience, begin_writing
from jbpcore.errors import InvalidValueError, StoreFormatError

__all__ = [
    "TABLES_VERSION",
    "check_tables",
    "is_up_to_date",
    "tables_sql",
    "tables_version",
    "upgrade_tables",
]

TABLES_VERSION: Final = 1
"""The version of the tables that this release of jbpcore works on."""

_REVISION: Final = re.compile("jbp_([0-9]{4})", re.ASCII)
_DEFAULT_NAMES: Final = TableNames()
_DIALECTS: Final = ("postgresql", "sqlite")


def upgrade_tables(
    connection: Connection, *, names: TableNames = _DEFAULT_NAMES
) -> None:
    """Make the tables of a store, or bring them to the version of this release.

    It belongs to the caller's transaction, and stands when that commits. Where the
    tables are up to date nothing happens. Several may ask at once; they take turns. The
    schema, if one is named, has to be there.

    Args:
        connection: To PostgreSQL or SQLite, of a user who may make tables.
        names: What they are called.

    Raises:
        InvalidValueError: If it is another database.
        StoreFormatError: If a newer jbpcore made the tables, or they are not ours.
        StorageError: If the database refuses.

    Examples:
        >>> from sqlalchemy import create_engine
        >>> engine = create_engine("sqlite+pysqlite://")
        >>> with engine.begin() as connection:
        ...     upgrade_tables(connection)
        ...     tables_version(connection)
        1
        >>> engine.dispose()
    """
    _check_dialect(connection)
    patience = Patience(0)
    try:
        _take_turns(connection, names)
        if not is_up_to_date(connection, names=names):
            migrate(connection, names)
    except DATABASE_ERRORS as error:
        raise storage_error(
            error,
            operation="upgrade_tables",
            location=location_of(connection.engine.url, names),
            waited_seconds=patience.waited_seconds,
        ) from error


def tables_version(
    connection: Connection, *, names: TableNames = _DEFAULT_NAMES
) -> int | None:
    """Return the version of the tables, or ``None`` if there are none.

    Raises:
        StoreFormatError: If a newer jbpcore made them, or they are not ours.
    """
    location = location_of(connection.engine.url, names)
    name = f"{names.prefix}alembic_version"
    if not inspect(connection).has_table(name, schema=names.schema):
        return None
    table = Table(name, MetaData(), Column("version_num", Text), schema=names.schema)
    found = connection.scalars(select(table.c.version_num)).all()
    if not found:
        return None
    match = _REVISION.fullmatch(found[0])
    if len(found) > 1 or match is None:
        problem = f"{names.of('alembic_version')} is the table of somebody else"
        raise StoreFormatError(location, problem)
    version = int(match[1])
    if version > TABLES_VERSION:
        problem = (
            f"a newer jbpcore made it (version {version} of its tables; this one works "
            f"on version {TABLES_VERSION}); upgrade jbpcore"
        )
        raise StoreFormatError(location, problem)
    return version


def is_up_to_date(connection: Connection, *, names: TableNames) -> bool:
    """Whether the tables are of the version of this release.

    Raises:
        StoreFormatError: If a newer jbpcore made them, or they are not ours.
    """
    _check_dialect(connection)
    return tables_version(connection, names=names) == TABLES_VERSION


def check_tables(connection: Connection, *, names: TableNames) -> None:
    """Refuse to work on tables that are not those of this release.

    Raises:
        StoreFormatError: If they are missing, older or newer.
    """
    _check_dialect(connection)
    version = tables_version(connection, names=names)
    location = location_of(connection.engine.url, names)
    if version is None:
        raise StoreFormatError(location, NO_TABLES)
    if version != TABLES_VERSION:
        problem = (
            f"its tables are of version {version}, and this jbpcore works on version "
            f"{TABLES_VERSION}; bring them up to date with upgrade_tables(connection)"
        )
        raise StoreFormatError(location, problem)


def _check_dialect(connection: Connection) -> None:
    """Refuse a database that the tables are not made for.

    Raises:
        InvalidValueError: If it is neither PostgreSQL nor SQLite.
    """
    name = connection.dialect.name
    if name not in _DIALECTS:
        raise InvalidValueError("bind", name, "one to PostgreSQL or SQLite")


def tables_sql(dialect: str, *, names: TableNames = _DEFAULT_NAMES) -> str:
    """Return the statements that make the tables, for somebody else to execute.

    Args:
        dialect: ``"postgresql"`` or ``"sqlite"``.
        names: What the tables shall be called.

    Raises:
        InvalidValueError: If *dialect* is another one.

    Examples:
        >>> tables_sql("postgresql").startswith("BEGIN;")
        True
    """
    if dialect not in _DIALECTS:
        raise InvalidValueError("dialect", dialect, "'postgresql' or 'sqlite'")
    return statements(dialect, names)


def _take_turns(connection: Connection, names: TableNames) -> None:
    begin_writing(connection)
    if connection.dialect.name == "postgresql":
        key = f"jbpcore tables {names.of('*')}"
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock(hashtext('{key}'))")
