"""Reading, placing and removing files so that a link is never followed."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Final, TypeAlias

__all__ = [
    "Signature",
    "file_signature",
    "is_temporary",
    "list_folder",
    "make_folder",
    "place_file",
    "read_file",
    "sync_folder",
]

Signature: TypeAlias = tuple[int, int, int]
"""When a file was written, its size and its number on the disk."""

# Zero where the system has no such flag. Not blocking: a pipe is refused, not awaited.
_SAFELY: Final = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFELY
_TEMPORARY: Final = ".tmp-"
_CHUNK: Final = 1 << 20


def read_file(path: Path) -> tuple[bytes, Signature]:
    """Return what a file holds.

    Raises:
        OSError: If it cannot be read, or is no file.
    """
    _check_folder(path.parent)
    descriptor = os.open(path, os.O_RDONLY | _SAFELY)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _os_error(errno.EISDIR, path)
        return b"".join(_iter_chunks(descriptor)), _signature(status)
    finally:
        os.close(descriptor)


def file_signature(path: Path) -> Signature:
    """Return the signature of a file, without following a link.

    Raises:
        OSError: If there is none.
    """
    return _signature(path.lstat())


def place_file(path: Path, content: bytes, *, by_way_of: Path) -> Signature:
    """Write a file whole, safe on disk, by renaming it into its place.

    Args:
        path: Its place. What was there is replaced; if it is a link, the link is.
        content: What it is to hold.
        by_way_of: The folder, on the same file system, where it is written first.

    Raises:
        OSError: If it cannot be written. Then its place is as it was.
    """
    _check_folder(path.parent)
    temporary = by_way_of / f"{_TEMPORARY}{token_hex(8)}"
    try:
        descriptor = os.open(temporary, _NEW, 0o666)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
            signature = _signature(os.fstat(descriptor))
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return signature


def make_folder(path: Path) -> bool:
    """Make a folder if there is none; whether there was none.

    Raises:
        OSError: If it cannot be made, or there is something else in its place.
    """
    try:
        path.mkdir()
    except FileExistsError:
        _check_folder(path)
        return False
    return True


def sync_folder(path: Path) -> None:
    """Make the names in a folder safe on disk, where the system can.

    Raises:
        OSError: If it fails.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY | _SAFELY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some file systems keep their names safe by themselves, and say so like this.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def list_folder(path: Path) -> list[str]:
    """Return the names in a folder, none if there is no such folder.

    Raises:
        OSError: If it cannot be read, or is a link.
    """
    try:
        _check_folder(path)
        return sorted(entry.name for entry in path.iterdir())
    except FileNotFoundError:
        return []


def is_temporary(name: str) -> bool:
    """Whether a file of that name was to be renamed, had its writer not died.

    Examples:
        >>> is_temporary(".tmp-0f"), is_temporary(".lock")
        (True, False)
    """
    return name.startswith(_TEMPORARY)


def _check_folder(path: Path) -> None:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise _os_error(errno.ELOOP, path)
    if not stat.S_ISDIR(mode):
        raise _os_error(errno.ENOTDIR, path)


def _iter_chunks(descriptor: int) -> Iterator[bytes]:
    while chunk := os.read(descriptor, _CHUNK):
        yield chunk


def _signature(status: os.stat_result) -> Signature:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _os_error(code: int, path: Path) -> OSError:
    return OSError(code, os.strerror(code), str(path))
