"""What each error of a driver means, by the codes of PostgreSQL and of SQLite."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    ResourceClosedError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from jbpcore.adapters.sqlalchemy.faults import (
    code_of,
    is_disconnect,
    is_worth_a_retry,
    storage_error,
)
from jbpcore.adapters.sqlalchemy.transactions import Patience
from jbpcore.errors import (
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)

# By PostgreSQL's manual, appendix A. What it says of each decides what somebody should
# do: wait and try again, look at the tables, or look at the server.
BY_SQLSTATE = {
    "08000": StoreUnavailableError,  # connection_exception
    "08001": StoreUnavailableError,  # sqlclient_unable_to_establish_sqlconnection
    "08006": StoreUnavailableError,  # connection_failure
    "0A000": StoreUnavailableError,  # feature_not_supported
    "22021": StoreFormatError,  # character_not_in_repertoire
    "22P05": StoreFormatError,  # untranslatable_character
    "23502": StoreFormatError,  # not_null_violation
    "23503": StoreFormatError,  # foreign_key_violation
    "23505": StoreFormatError,  # unique_violation
    "23514": StoreFormatError,  # check_violation
    "25006": StoreUnavailableError,  # read_only_sql_transaction
    "25P02": StoreUnavailableError,  # in_failed_sql_transaction
    "25P03": StoreUnavailableError,  # idle_in_transaction_session_timeout
    "28000": StoreUnavailableError,  # invalid_authorization_specification
    "28P01": StoreUnavailableError,  # invalid_password
    "3D000": StoreUnavailableError,  # invalid_catalog_name: no such database
    "3F000": StoreFormatError,  # invalid_schema_name
    "40001": StoreBusyError,  # serialization_failure
    "40002": StoreUnavailableError,  # transaction_integrity_constraint_violation
    "40003": StoreUnavailableError,  # statement_completion_unknown
    "40P01": StoreBusyError,  # deadlock_detected
    "42501": StoreUnavailableError,  # insufficient_privilege
    "42601": StoreUnavailableError,  # syntax_error
    "42703": StoreFormatError,  # undefined_column
    "42804": StoreFormatError,  # datatype_mismatch
    "42883": StoreFormatError,  # undefined_function: of other types
    "42P01": StoreFormatError,  # undefined_table
    "53100": StoreUnavailableError,  # disk_full
    "53200": StoreUnavailableError,  # out_of_memory
    "53300": StoreUnavailableError,  # too_many_connections
    "54000": StoreUnavailableError,  # program_limit_exceeded
    "55P03": StoreBusyError,  # lock_not_available
    "57014": StoreBusyError,  # query_canceled: by statement_timeout
    "57P01": StoreUnavailableError,  # admin_shutdown
    "57P02": StoreUnavailableError,  # crash_shutdown
    "57P03": StoreUnavailableError,  # cannot_connect_now
    "58000": StoreUnavailableError,  # system_error
    "58030": StoreUnavailableError,  # io_error
    "XX000": StoreUnavailableError,  # internal_error
    "XX001": StoreFormatError,  # data_corrupted
    "XX002": StoreFormatError,  # index_corrupted
}
# By https://www.sqlite.org/rescode.html.
BY_SQLITE = {
    "SQLITE_AUTH": StoreUnavailableError,
    "SQLITE_BUSY": StoreBusyError,
    "SQLITE_BUSY_RECOVERY": StoreBusyError,
    "SQLITE_BUSY_SNAPSHOT": StoreBusyError,
    "SQLITE_CANTOPEN": StoreUnavailableError,
    "SQLITE_CONSTRAINT": StoreFormatError,
    "SQLITE_CONSTRAINT_CHECK": StoreFormatError,
    "SQLITE_CONSTRAINT_FOREIGNKEY": StoreFormatError,
    "SQLITE_CONSTRAINT_PRIMARYKEY": StoreFormatError,
    "SQLITE_CORRUPT": StoreFormatError,
    "SQLITE_CORRUPT_INDEX": StoreFormatError,
    "SQLITE_ERROR": StoreFormatError,
    "SQLITE_FULL": StoreUnavailableError,
    "SQLITE_INTERRUPT": StoreUnavailableError,
    "SQLITE_IOERR": StoreUnavailableError,
    "SQLITE_IOERR_FSYNC": StoreUnavailableError,
    "SQLITE_IOERR_WRITE": StoreUnavailableError,
    "SQLITE_LOCKED": StoreBusyError,
    "SQLITE_LOCKED_SHAREDCACHE": StoreBusyError,
    "SQLITE_MISMATCH": StoreFormatError,
    "SQLITE_MISUSE": StoreUnavailableError,
    "SQLITE_NOMEM": StoreUnavailableError,
    "SQLITE_NOTADB": StoreFormatError,
    "SQLITE_PERM": StoreUnavailableError,
    "SQLITE_PROTOCOL": StoreUnavailableError,
    "SQLITE_READONLY": StoreUnavailableError,
    "SQLITE_READONLY_DBMOVED": StoreUnavailableError,
    "SQLITE_TOOBIG": StoreUnavailableError,
}
RETRIED = {"40001", "40P01", "SQLITE_BUSY_RECOVERY", "SQLITE_BUSY_SNAPSHOT"}


class DriverError(Exception):
    """An error as a driver for PostgreSQL raises it."""


def of_postgresql(name: str, code: object) -> DBAPIError:
    original = DriverError("words that may change")
    setattr(original, name, code)
    return OperationalError("SELECT 1", {}, original)


def of_sqlite(name: str) -> DBAPIError:
    original = sqlite3.OperationalError("words that may change")
    original.sqlite_errorcode = getattr(sqlite3, name)
    return OperationalError("SELECT 1", {}, original)


def translated(error: SQLAlchemyError) -> StorageError:
    return storage_error(error, operation="save", location="db", waited_seconds=2.5)


@pytest.mark.parametrize(("code", "expected"), BY_SQLSTATE.items())
@pytest.mark.parametrize("name", ["sqlstate", "pgcode"])
def test_each_error_of_postgresql_has_one_of_ours(
    name: str, code: str, expected: type[StorageError]
) -> None:
    error = of_postgresql(name, code)
    found = translated(error)
    assert type(found) is expected
    if isinstance(found, StoreBusyError):
        assert (found.operation, found.waited_seconds) == ("save", 2.5)
    if isinstance(found, StoreFormatError):
        assert found.location == "db"
    if isinstance(found, StoreUnavailableError):
        assert (found.operation, found.may_be_written) == ("save", False)
    assert is_worth_a_retry(error) == (code in RETRIED)


@pytest.mark.parametrize(("name", "expected"), BY_SQLITE.items())
def test_each_error_of_sqlite_has_one_of_ours(
    name: str, expected: type[StorageError]
) -> None:
    error = of_sqlite(name)
    assert type(translated(error)) is expected
    assert is_worth_a_retry(error) == (name in RETRIED)


@pytest.mark.parametrize("code", ["42P01", "no such table: jbp_plan"])
def test_missing_tables_say_how_to_make_them(code: str) -> None:
    error = of_postgresql("sqlstate", code)
    if " " in code:
        original = sqlite3.OperationalError(code)
        original.sqlite_errorcode = sqlite3.SQLITE_ERROR
        error = OperationalError("SELECT 1", {}, original)
    assert "upgrade_tables" in str(translated(error))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PoolTimeoutError("QueuePool limit reached"), StoreBusyError),
        (ResourceClosedError("This Connection is closed"), StoreUnavailableError),
        (InterfaceError("", {}, Exception("no code")), StoreUnavailableError),
        (InternalError("", {}, Exception({"C": "40P01"})), StoreBusyError),
        (ProgrammingError("", {}, Exception({"C": 7})), StoreUnavailableError),
        (ProgrammingError("", {}, Exception()), StoreUnavailableError),
    ],
    ids=repr,
)
def test_an_error_without_an_attribute_is_translated_too(
    error: SQLAlchemyError, expected: type[StorageError]
) -> None:
    assert type(translated(error)) is expected


def test_the_code_is_found_wherever_a_driver_puts_it() -> None:
    assert code_of(of_postgresql("sqlstate", "40001")) == "40001"
    assert code_of(of_sqlite("SQLITE_BUSY")) == 5
    assert code_of(Exception({"C": "23505"})) == "23505"
    assert code_of(Exception("no")) is None


def test_a_broken_connection_leaves_it_open_what_was_written() -> None:
    broken = DBAPIError("", {}, Exception("gone"), connection_invalidated=True)
    assert is_disconnect(broken)
    assert not is_disconnect(of_postgresql("sqlstate", "40001"))
    assert not is_disconnect(ResourceClosedError("closed"))
    told = str(StoreUnavailableError("save", may_be_written=True))
    assert "nobody knows" in told
    assert "nothing was written" not in told


def test_patience_ends() -> None:
    met: Any = of_postgresql("sqlstate", "40001")
    assert Patience(0).pause_after(met) is None
    assert Patience(60).pause_after(of_postgresql("sqlstate", "42P01")) is None
    patience = Patience(60)
    pauses = [patience.pause_after(met) for _ in range(50)]
    assert all(pause is not None and 0 <= pause <= 0.25 for pause in pauses)
    assert len(set(pauses)) > 10
