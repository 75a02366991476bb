"""JSON as it stands in the files, and what to say when it is damaged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from jbpcore.codec.problems import FAILED, ProblemLog
from jbpcore.codec.strict_json import parsed
from jbpcore.errors import (
    FormatTooNewError,
    InvalidDataError,
    InvalidValueError,
    JbpError,
    StorageError,
    StoreFormatError,
)

__all__ = ["content_of", "fields_of", "reading_file"]

_MOST_BYTES: Final = 1_000_000_000
_VERSION: Final = 1


def content_of(name: str, fields: dict[str, Any]) -> bytes:
    r"""Return a file for people and for ``git diff``: a line for each field.

    Args:
        name: The kind of file.
        fields: What it holds, as plain data.

    Examples:
        >>> print(content_of("jbpcore.notes", {"text": "Grüße"}).decode(), end="")
        {
          "format": "jbpcore.notes",
          "format_version": 1,
          "text": "Grüße"
        }
    """
    envelope = {"format": name, "format_version": _VERSION}
    text = json.dumps(envelope | fields, ensure_ascii=False, allow_nan=False, indent=2)
    return f"{text}\n".encode()


def fields_of(content: bytes, name: str, keys: frozenset[str]) -> dict[str, Any]:
    """Return what a file holds.

    Args:
        content: The file.
        name: The kind of file that it has to be.
        keys: The fields that it has to have, and no other.

    Raises:
        JbpError: If it is something else.
    """
    log = ProblemLog()
    data = parsed(content, log, max_bytes=_MOST_BYTES)
    if data is FAILED:
        raise InvalidDataError("file", tuple(log.findings))
    # An object with a key twice is of another type.
    if type(data) is not dict or data.get("format") != name:
        raise InvalidValueError("format", type(data).__name__, f"a file {name!r}")
    version = data.get("format_version")
    if type(version) is int and version > _VERSION:
        raise FormatTooNewError("file", (), version, _VERSION)
    if version != _VERSION or set(data) != keys | {"format", "format_version"}:
        raise InvalidValueError("fields", sorted(data), f"those of a {name!r}")
    return data


@contextmanager
def reading_file(location: str, what: str) -> Iterator[None]:
    """Say of a file that cannot be understood that the store is at fault.

    Raises:
        StoreFormatError: In place of whatever the block raises about the file.
    """
    try:
        yield
    except StorageError:
        raise
    except FormatTooNewError as error:
        problem = f"a newer jbpcore wrote {what}; upgrade jbpcore to read it"
        raise StoreFormatError(location, problem) from error
    except (JbpError, ValueError, TypeError, LookupError) as error:
        raise StoreFormatError(location, f"{what} is damaged") from error
