"""What an error of the operating system means to somebody who keeps plans."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from jbpcore.errors import (
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)

__all__ = ["storage_error", "translating"]

_NOT_OURS: Final = {
    errno.ENOTDIR: "there is a file where a folder belongs",
    errno.EISDIR: "there is a folder or device where a file belongs",
    errno.ELOOP: "there is a link in it, which is not followed",
    errno.ENAMETOOLONG: "its name is longer than the file system allows",
}
_BUSY: Final = frozenset({errno.EAGAIN, errno.EWOULDBLOCK})


def storage_error(error: OSError, *, operation: str, location: str) -> StorageError:
    """Return what to raise in place of *error*.

    Args:
        error: What the operating system said.
        operation: What was being done.
        location: The folder.

    Examples:
        >>> full = OSError(errno.ENOSPC, "No space left on device")
        >>> type(storage_error(full, operation="save", location="plans")).__name__
        'StoreUnavailableError'
    """
    if error.errno in _BUSY:
        return StoreBusyError(operation, 0)
    if error.errno in _NOT_OURS:
        return StoreFormatError(location, f"{_NOT_OURS[error.errno]} ({error})")
    return StoreUnavailableError(operation)


@contextmanager
def translating(operation: str, location: str) -> Iterator[None]:
    """Raise an error of ours in place of one of the operating system.

    Raises:
        StorageError: In place of an ``OSError`` that is none of ours.
    """
    try:
        yield
    except StorageError:
        raise
    except OSError as error:
        raise storage_error(error, operation=operation, location=location) from error
