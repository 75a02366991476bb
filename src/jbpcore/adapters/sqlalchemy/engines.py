"""Engines that a store makes for itself, with everything set that it relies on."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, InvalidRequestError, NoSuchModuleError

from jbpcore.adapters.sqlalchemy.faults import is_busy
from jbpcore.errors import InvalidValueError, StoreFormatError

__all__ = ["bad_options", "made_by", "make_engine", "set_up_sqlite"]

E = TypeVar("E")

_EXPECTED: Final = (
    "'postgresql+psycopg://user@host/database' or 'sqlite+pysqlite:///plans.db'"
)
_SCHEMES: Final = ("postgresql", "sqlite")
_BUSY_SECONDS: Final = 5
_PAUSE_SECONDS: Final = 0.01
# Each is set and read back on every connection, since none but the first is remembered
# by the file. FULL: a save that returned outlives a loss of power. Secure: what was
# erased is overwritten, not just let go of.
_SQLITE_SETTINGS: Final = (
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("secure_delete", 1),
)


def make_engine(url: str) -> Engine:
    """Return an engine for a store alone.

    Args:
        url: As SQLAlchemy writes it, for PostgreSQL or a file of SQLite.

    Raises:
        InvalidValueError: If the URL is bad, or its driver is not installed. The
            message has nothing of the URL but its scheme.
    """
    return made_by(create_engine, url)


def made_by(create: Callable[..., E], url: str) -> E:
    """Return what *create* makes of a URL, an engine or an asynchronous one.

    Raises:
        InvalidValueError: As :func:`make_engine` does, or if the driver is of the other
            kind or refuses an option.
    """
    parsed = _parsed(url)
    # What is written is about people, so no error tells it.
    options: dict[str, Any] = {"pool_pre_ping": True, "hide_parameters": True}
    if "\0" in (parsed.database or ""):
        expected = "the name of a database without NUL"
        raise InvalidValueError("url", f"{parsed.drivername}://", expected)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database in {None, "", ":memory:"}:
            expected = "the name of a file; for a store in memory use 'memory://'"
            raise InvalidValueError("url", f"{parsed.drivername}://", expected)
        options = {
            "connect_args": {"timeout": _BUSY_SECONDS},
            "hide_parameters": True,
        }
    try:
        engine = create(parsed, **options)
    except (
        ArgumentError,
        ImportError,
        InvalidRequestError,
        NoSuchModuleError,
    ) as error:
        expected = "one whose driver is installed, as by: pip install psycopg"
        raise InvalidValueError("url", parsed.drivername, expected) from error
    except (TypeError, ValueError):
        raise bad_options(parsed) from None
    if isinstance(engine, Engine) and engine.dialect.is_async:
        expected = "one whose driver needs no event loop, or use open_async_store"
        raise InvalidValueError("url", parsed.drivername, expected)
    if parsed.get_backend_name() == "sqlite":
        inner: Any = getattr(engine, "sync_engine", None) or engine
        set_up_sqlite(inner)
    return engine


def bad_options(url: URL) -> InvalidValueError:
    """Return what to raise where the driver refuses what follows ``?`` in *url*.

    Not even the cause is shown with it: it may repeat an option's value, a secret.
    """
    expected = f"one whose options ({', '.join(url.query) or 'none'}) its driver takes"
    return InvalidValueError("url", url.drivername, expected)


def set_up_sqlite(engine: Engine) -> None:
    """Let every connection of an engine to SQLite be as durable as a store promises.

    Each gets ``journal_mode=WAL``, ``synchronous=FULL``, ``foreign_keys=ON`` and
    ``secure_delete=ON``, which are read back, and begins a transaction when SQLAlchemy
    does, also before it only reads. Call it before the engine is used.

    Examples:
        >>> engine = create_engine("sqlite+pysqlite:///plans.db")
        >>> set_up_sqlite(engine)
    """

    def set_and_read_back(connection: Any, _: object) -> None:  # noqa: ANN401 - of any driver
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, wanted in _SQLITE_SETTINGS:
            found = _set(cursor, name, wanted)
            if found != wanted:
                problem = (
                    f"SQLite keeps {name} at {found!r} where {wanted!r} was set; keep "
                    "the file on a local disk"
                )
                raise StoreFormatError(str(engine.url.database), problem)
        cursor.close()

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(engine, "connect", set_and_read_back)
    event.listen(engine, "begin", begin)


def _set(cursor: Any, name: str, wanted: str | int) -> object:  # noqa: ANN401 - as above
    """Set it and read it back, having waited for others that may be doing the same.

    SQLite waits by itself for a lock, but not for a change of the journal mode.
    """
    deadline = monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute(f"PRAGMA {name} = {wanted}")
            cursor.execute(f"PRAGMA {name}")
            return cursor.fetchone()[0]
        except Exception as error:
            if not is_busy(error) or monotonic() >= deadline:
                raise
            sleep(_PAUSE_SECONDS)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Not even as the cause: it shows the whole URL, with a password.
        raise InvalidValueError("url", url.partition(":")[0], _EXPECTED) from None
    if parsed.get_backend_name() not in _SCHEMES:
        raise InvalidValueError("url", parsed.drivername, _EXPECTED)
    return parsed
