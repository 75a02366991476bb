"""The tables of a store, and how a file gets them."""

from __future__ import annotations

import sqlite3
from typing import Final

from jbpcore.adapters.sqlite.schema_2 import upgrade_to_2
from jbpcore.errors import StoreFormatError

__all__ = ["check_library", "is_current", "upgrade_tables"]

_APPLICATION_ID: Final = 0x6A62706B  # "jbpk" in ASCII; `file` shows it
_OLDEST_LIBRARY: Final = (3, 37, 0)  # the first with STRICT tables

# A plan's text stands once, beside the revision it belongs to; `plan` says which one is
# current. So saving compares and counts up in a row of a few bytes.
_VERSION_1: Final = (
    """
    CREATE TABLE plan (
        tenant TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        revision INTEGER NOT NULL CHECK (revision > 0),
        PRIMARY KEY (tenant, plan_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE plan_revision (
        tenant TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        saved_by TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        note TEXT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (tenant, plan_id, revision),
        FOREIGN KEY (tenant, plan_id) REFERENCES plan (tenant, plan_id)
    ) STRICT
    """,
    # `place` counts appends over all tenants, so that a reader can leave out what came
    # after it had begun.
    """
    CREATE TABLE actual_entry (
        place INTEGER PRIMARY KEY,
        tenant TEXT NOT NULL,
        entry_id TEXT NOT NULL,
        on_day TEXT NOT NULL,
        partner_id TEXT,
        metric TEXT NOT NULL,
        document TEXT NOT NULL,
        UNIQUE (tenant, entry_id)
    ) STRICT
    """,
    "CREATE INDEX actual_entry_day ON actual_entry (tenant, on_day, entry_id)",
    """
    CREATE INDEX actual_entry_partner
        ON actual_entry (tenant, partner_id, on_day, entry_id)
        WHERE partner_id IS NOT NULL
    """,
)


def _make_1(connection: sqlite3.Connection, _: str) -> None:
    for statement in _VERSION_1:
        connection.execute(statement)


# What makes each version of the file from the one before, the first from nothing.
_UPGRADES: Final = (_make_1, upgrade_to_2)
_VERSION: Final = len(_UPGRADES)


def check_library(location: str) -> None:
    """Refuse a SQLite library that is too old for the tables.

    Raises:
        StoreFormatError: If it is.
    """
    if sqlite3.sqlite_version_info < _OLDEST_LIBRARY:
        oldest = ".".join(map(str, _OLDEST_LIBRARY[:2]))
        problem = (
            f"it takes SQLite {oldest} or later, and this Python comes with "
            f"{sqlite3.sqlite_version}; use a newer Python"
        )
        raise StoreFormatError(location, problem)


def is_current(connection: sqlite3.Connection, location: str) -> bool:
    """Whether the file has the tables of this version; it is not changed.

    To be asked inside a transaction, as somebody else may be making them.

    Raises:
        StoreFormatError: If it is another program's, or written by a newer jbpcore.
    """
    application_id = _number(connection, "PRAGMA application_id")
    version = _number(connection, "PRAGMA user_version")
    if application_id != _APPLICATION_ID:
        tables = _number(connection, "SELECT count(*) FROM sqlite_schema")
        if application_id or version or tables:
            raise StoreFormatError(location, "another program made this database")
    if version > _VERSION:
        problem = (
            f"a newer jbpcore made it (version {version} of its tables; this one reads "
            f"up to {_VERSION}); upgrade jbpcore"
        )
        raise StoreFormatError(location, problem)
    return version == _VERSION


def upgrade_tables(connection: sqlite3.Connection, location: str) -> None:
    """Bring the file to this version in one transaction, whatever ends it.

    Raises:
        StoreFormatError: As :func:`is_current`.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Somebody else may have done it while this one waited.
        if not is_current(connection, location):
            version = _number(connection, "PRAGMA user_version")
            for bring_up in _UPGRADES[version:]:
                bring_up(connection, location)
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _number(connection: sqlite3.Connection, question: str) -> int:
    return int(connection.execute(question).fetchone()[0])
