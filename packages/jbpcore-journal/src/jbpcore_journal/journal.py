"""The file: lines that are appended to it, one after the other, and never changed.

A line is a digest, a blank, and JSON. It counts from the moment that its line break is
there, and the line break is written when the rest of it is safe on the disk. So a
process may die, and the power may fail, at any time: what has no line break never
happened, and whoever writes next cuts it off. A line that has one and whose digest is
wrong was damaged later.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import FileIO
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from jbpcore.errors import StoreBusyError, StoreFormatError, StoreUnavailableError

__all__ = ["BEGINNING", "Journal"]

_FIRST_LINE: Final = b"jbpcore-journal 1\n"
BEGINNING: Final = len(_FIRST_LINE)
"""Where the first line of a journal begins, after the one that says what it is."""

_PAUSE_SECONDS: Final = 0.005


class Journal:
    """A file of lines. It keeps nothing open, so threads and forks may share it.

    Args:
        path: The file; it is made if there is none, its folder is not.
        busy_seconds: How long to wait for another writer.

    Raises:
        StoreBusyError: If the file is new and another is writing it for too long.
        StoreFormatError: If it is something else than a journal.
        StoreUnavailableError: If it cannot be used.
    """

    def __init__(self, path: Path, *, busy_seconds: float) -> None:
        """Use the file *path*."""
        self._path = path
        self._busy_seconds = busy_seconds
        if not self._has_begun():
            with self.writing("open"):
                if not self._has_begun():
                    self._write(_FIRST_LINE[:-1], after=0, operation="open")

    def lines_after(self, offset: int) -> tuple[list[dict[str, Any]], int] | None:
        """Return the lines that follow *offset*, and where the last of them ends.

        Returns:
            ``None`` if the file is shorter than that: a write that failed was seen
            before it was taken back.

        Raises:
            StoreFormatError: If it is damaged.
            StoreUnavailableError: If it cannot be read.
        """
        try:
            with self._path.open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                if size < offset:
                    return None
                stream.seek(offset)
                written = stream.read(size - offset)
        except OSError as error:
            raise StoreUnavailableError("read") from error
        whole = written[: written.rfind(b"\n") + 1]
        lines = [self._decoded(line) for line in whole.splitlines()]
        return lines, offset + len(whole)

    @contextmanager
    def writing(self, operation: str) -> Iterator[None]:
        """Keep every other writer out, other threads and processes too.

        Raises:
            StoreBusyError: If one of them took too long.
            StoreUnavailableError: If the file cannot be opened.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        try:
            descriptor = os.open(self._path, flags, 0o666)
        except OSError as error:
            raise StoreUnavailableError(operation) from error
        try:
            self._lock(descriptor, operation)
            yield
        finally:
            os.close(descriptor)  # which lets the lock go

    def append(self, data: dict[str, Any], *, after: int, operation: str) -> None:
        """Write one line. Only inside :meth:`writing`.

        Args:
            data: What it says.
            after: Where the last line ends; what follows is cut off.
            operation: What is being done, for a message.

        Raises:
            StoreUnavailableError: If it cannot be written; then nothing of it is.
        """
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        line = sha256(text).hexdigest().encode() + b" " + text
        self._write(line, after=after, operation=operation)

    def _has_begun(self) -> bool:
        """Whether the file has its first line; an unfinished one is none."""
        try:
            with self._path.open("rb") as stream:
                begun = stream.read(BEGINNING)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise StoreUnavailableError("open") from error
        if not _FIRST_LINE.startswith(begun):
            problem = "it is no journal, or one of a newer version"
            raise StoreFormatError(str(self._path), problem)
        return begun == _FIRST_LINE

    def _decoded(self, line: bytes) -> dict[str, Any]:
        digest, _, text = line.partition(b" ")
        if sha256(text).hexdigest().encode() != digest:
            raise StoreFormatError(str(self._path), "a line of it is damaged")
        decoded: dict[str, Any] = json.loads(text)
        return decoded

    def _lock(self, descriptor: int, operation: str) -> None:
        started = monotonic()
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waited = monotonic() - started
                if waited >= self._busy_seconds:
                    raise StoreBusyError(operation, waited) from None
                sleep(_PAUSE_SECONDS)
            except OSError as error:
                raise StoreUnavailableError(operation) from error
            else:
                return

    def _write(self, line: bytes, *, after: int, operation: str) -> None:
        try:
            with self._path.open("r+b", buffering=0) as stream:
                stream.truncate(after)
                stream.seek(after)
                try:
                    _write_all(stream, line)
                    _write_all(stream, b"\n")
                except BaseException:  # Ctrl-C too: then it did not happen
                    stream.truncate(after)
                    raise
            if after == 0:
                _sync_folder(self._path)
        except OSError as error:
            raise StoreUnavailableError(operation) from error


def _write_all(stream: FileIO, content: bytes) -> None:
    """Write *content*, and come back when it is on the disk."""
    left = memoryview(content)
    while left:
        left = left[os.write(stream.fileno(), left) :]
    os.fsync(stream.fileno())


def _sync_folder(path: Path) -> None:
    # Else the name of a new file may be lost with the power, and the file with it.
    descriptor = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
