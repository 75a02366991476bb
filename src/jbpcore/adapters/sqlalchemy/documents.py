"""The text that rows are kept as, and what to say when it is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, TypeVar

from jbpcore.codec.json_text import loads
from jbpcore.errors import FormatTooNewError, JbpError, StoreFormatError

__all__ = ["instant_text", "read_document", "reading_row"]

T = TypeVar("T")

_MOST_BYTES: Final = (
    1_000_000_000  # as large as a text can be: what was saved can be read
)


def instant_text(instant: datetime) -> str:
    """Return an instant as text that sorts as instants do.

    Examples:
        >>> instant_text(datetime(2026, 1, 7, 9, 30, tzinfo=UTC))
        '2026-01-07T09:30:00.000000+00:00'
    """
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def read_document(text: str, kind: type[T]) -> T:
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
    except FormatTooNewError as error:
        problem = f"a newer jbpcore wrote {what}; upgrade jbpcore to read it"
        raise StoreFormatError(location, problem) from error
    except (JbpError, KeyError, ValueError, TypeError) as error:
        raise StoreFormatError(location, f"{what} is damaged") from error
