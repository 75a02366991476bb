"""What an error of SQLAlchemy and of a driver means to somebody who keeps plans."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from jbpcore.errors import (
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)

__all__ = [
    "DATABASE_ERRORS",
    "NO_TABLES",
    "code_of",
    "is_busy",
    "is_disconnect",
    "is_worth_a_retry",
    "storage_error",
]

DATABASE_ERRORS: Final = (SQLAlchemyError, UnicodeError)
"""What comes of a statement that fails.

psycopg encodes text as the database does, and where that is not UTF-8 it may not be
able to; it raises what Python's codec does.
"""
NO_TABLES: Final = (
    "it has no tables of a store; make them with upgrade_tables(connection)"
)
"""What is wrong where the tables are missing."""

_ENCODING: Final = (
    "its encoding cannot hold every character; use a database of the encoding UTF8"
)


class _Means(Enum):
    """What to tell, where it is not that the tables are at fault."""

    BUSY = "somebody else holds what was asked for"
    UNAVAILABLE = "the database cannot do it now"


# By SQLSTATE in PostgreSQL (its manual, appendix A), the whole code or its class of two
# characters; what is in neither is for whoever runs the database to see to.
_BY_SQLSTATE: Final[dict[str, _Means | str]] = {
    "40001": _Means.BUSY,  # could not serialize
    "40P01": _Means.BUSY,  # deadlock
    "55P03": _Means.BUSY,  # lock timeout
    "57014": _Means.BUSY,  # statement timeout, or cancelled by somebody
    "25P03": _Means.UNAVAILABLE,  # idle in transaction for too long
    "25P02": _Means.UNAVAILABLE,  # an earlier statement failed
    "25006": _Means.UNAVAILABLE,  # read-only transaction
    "42501": _Means.UNAVAILABLE,  # permission denied
    "3F000": "its schema does not exist; make it, or name another in TableNames",
    "42P01": NO_TABLES,
    "42703": "its tables are not those of a store",
    "42804": "its tables are not those of a store",
    "42883": "its tables are not those of a store",
    "22P05": _ENCODING,
    "22021": _ENCODING,
    "23": "its rows contradict each other",
    "XX001": "it is damaged",
    "XX002": "it is damaged",
}
# By the lowest byte of a result code of SQLite.
_BY_SQLITE: Final[dict[int, _Means | str]] = {
    1: "its tables are not those of a store",  # SQLITE_ERROR; see _of_sqlite
    5: _Means.BUSY,  # SQLITE_BUSY
    6: _Means.BUSY,  # SQLITE_LOCKED
    11: "it is damaged",  # SQLITE_CORRUPT
    19: "its rows contradict each other",  # SQLITE_CONSTRAINT
    20: "a row holds what does not belong there",  # SQLITE_MISMATCH
    26: "it is no SQLite database",  # SQLITE_NOTADB
}
_PRIMARY: Final = 0xFF
# The transaction as a whole may succeed if it is done again: 40001 and 40P01 as above,
# and in SQLite BUSY_RECOVERY and BUSY_SNAPSHOT, for which it does not wait by itself.
_WORTH_A_RETRY: Final[frozenset[str | int]] = frozenset({"40001", "40P01", 261, 517})
_SQLSTATE: Final = re.compile("[0-9A-Z]{5}", re.ASCII)


def code_of(error: BaseException) -> str | int | None:
    """Return the SQLSTATE or the code of SQLite that a driver's error carries."""
    original = getattr(error, "orig", None) or error
    for name in ("sqlite_errorcode", "sqlstate", "pgcode"):
        code: str | int | None = getattr(original, name, None)
        if code is not None:
            return code
    # pg8000 has no attribute for it.
    facts = original.args[0] if original.args else None
    code = facts.get("C") if isinstance(facts, dict) else None
    return code if isinstance(code, str) and _SQLSTATE.fullmatch(code) else None


def is_worth_a_retry(error: BaseException) -> bool:
    """Whether the whole transaction may succeed if it is done again."""
    return code_of(error) in _WORTH_A_RETRY


def is_busy(error: BaseException) -> bool:
    """Whether a driver of SQLite says that somebody else holds what was asked for."""
    code = code_of(error)
    return isinstance(code, int) and _BY_SQLITE.get(code & _PRIMARY) is _Means.BUSY


def is_disconnect(error: Exception) -> bool:
    """Whether the connection broke, so that the server's answer never came."""
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or code_of(error) is None
    )


def storage_error(
    error: Exception, *, operation: str, location: str, waited_seconds: float
) -> StorageError:
    """Return what to raise in place of *error*.

    Args:
        error: One of :data:`DATABASE_ERRORS`.
        operation: What was being done.
        location: Where the tables are, without a password.
        waited_seconds: How long it took to fail.
    """
    if isinstance(error, StatementError):
        # It is the cause of ours and may be logged, also that of a host's own engine.
        error.hide_parameters = True
    meaning = _meaning(error)
    if meaning is _Means.BUSY:
        return StoreBusyError(operation, waited_seconds)
    if meaning is _Means.UNAVAILABLE:
        return StoreUnavailableError(operation)
    return StoreFormatError(location, meaning)


def _meaning(error: Exception) -> _Means | str:
    if isinstance(error, UnicodeError):
        return _ENCODING
    if isinstance(error, PoolTimeoutError):
        return _Means.BUSY
    code = code_of(error)
    if isinstance(code, str):
        by_class = _BY_SQLSTATE.get(code[:2], _Means.UNAVAILABLE)
        return _BY_SQLSTATE.get(code, by_class)
    if isinstance(code, int):
        return _of_sqlite(code, str(getattr(error, "orig", error)))
    return _Means.UNAVAILABLE


def _of_sqlite(code: int, words: str) -> _Means | str:
    # There is no code of its own for it, and what is asked never changes.
    if words.startswith(("no such table", "unknown database")):
        return NO_TABLES
    return _BY_SQLITE.get(code & _PRIMARY, _Means.UNAVAILABLE)
