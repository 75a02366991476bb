"""The text that stores keep in their rows, and what to say when it is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, TypeVar

from jbpcore.codec.json_text import loads
from jbpcore.errors import FormatTooNewError, JbpError, StoreFormatError

__all__ = [
    "UNREADABLE",
    "instant_text",
    "read_stored",
    "reading_row",
    "unreadable",
]

T = TypeVar("T")

UNREADABLE: Final = (JbpError, KeyError, ValueError, TypeError)
"""What reading a row raises where the row is at fault."""

_MOST_BYTES: Final = (
    1_000_000_000  # as databases bound a text: what was saved can be read
)


def instant_text(instant: datetime) -> str:
    """Return an instant as text that sorts as instants do.

    Examples:
        >>> instant_text(datetime(2026, 1, 7, 9, 30, tzinfo=UTC))
        '2026-01-07T09:30:00.000000+00:00'
    """
    if instant.tzinfo is not UTC:
        instant = instant.astimezone(UTC)
    return instant.isoformat(timespec="microseconds")


def read_stored(text: str, kind: type[T]) -> T:
    """Return what the text of a row stands for.

    Raises:
        JbpError: If it stands for no such thing.
    """
    return loads(text, kind, max_bytes=_MOST_BYTES)


@contextmanager
def reading_row(location: str, what: str) -> Iterator[None]:
    """Say of a row that cannot be read that the store is at fault.

    Raises:
        StoreFormatError: In place of whatever the block raises about the row.
    """
    try:
        yield
    except UNREADABLE as error:
        raise unreadable(error, location, what) from error


def unreadable(error: Exception, location: str, what: str) -> StoreFormatError:
    """Return what to raise in place of *error*, one of :data:`UNREADABLE`."""
    if isinstance(error, FormatTooNewError):
        problem = f"a newer jbpcore wrote {what}; upgrade jbpcore to read it"
        return StoreFormatError(location, problem)
    return StoreFormatError(location, f"{what} is damaged")
