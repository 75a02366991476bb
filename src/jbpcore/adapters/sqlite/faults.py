"""What an error of SQLite means to somebody who keeps plans."""

from __future__ import annotations

import sqlite3
from typing import Final

from jbpcore.errors import (
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)

__all__ = ["is_busy", "storage_error"]

_PRIMARY: Final = 0xFF  # an extended code keeps the primary one in its lowest byte
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED: Final = {
    sqlite3.SQLITE_NOTADB: "it is no SQLite database",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_CONSTRAINT: "its rows contradict each other",
    sqlite3.SQLITE_MISMATCH: "a row holds what does not belong there",
    # What is asked never changes, so an unknown table or column is the file's fault.
    sqlite3.SQLITE_ERROR: "its tables are not those of a store",
}


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else holds what was asked for."""
    return _code(error) in _BUSY


def storage_error(
    error: sqlite3.Error, *, operation: str, location: str, waited_seconds: float
) -> StorageError:
    """Return what to raise in place of *error*.

    Args:
        error: What the driver raised.
        operation: What was being done.
        location: The file.
        waited_seconds: How long it took to fail.
    """
    code = _code(error)
    if code in _BUSY:
        return StoreBusyError(operation, waited_seconds)
    if code in _DAMAGED:
        return StoreFormatError(location, f"{_DAMAGED[code]} ({error})")
    if code is None and isinstance(error, sqlite3.OperationalError):
        # The driver itself raises without a code, for text that is no UTF-8.
        return StoreFormatError(location, f"it is damaged ({error})")
    return StoreUnavailableError(operation)


def _code(error: sqlite3.Error) -> int | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY
