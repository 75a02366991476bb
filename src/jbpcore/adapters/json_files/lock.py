"""One writer at a time, by a lock that the operating system lets go with its holder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from jbpcore.errors import StoreBusyError

__all__ = ["holding"]

_PAUSE_SECONDS: Final = 0.005
_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def holding(path: Path, operation: str, timeout: timedelta) -> Iterator[None]:
    """Hold the lock on the file *path*, which is made if there is none.

    It keeps out other threads as it does other processes. A fork of the holder does not
    hold it, and cannot let it go.

    Args:
        path: The file.
        operation: What it is held for.
        timeout: How long to wait for whoever holds it.

    Raises:
        StoreBusyError: If it took longer.
        OSError: If the file cannot be used.
    """
    # An object that closes itself, should Ctrl-C come before the block is entered.
    with open(path, "r+b", buffering=0, opener=_opener) as stream:
        started = monotonic()
        deadline = started + timeout.total_seconds()
        while not _try_lock(stream.fileno()):
            if monotonic() >= deadline:
                raise StoreBusyError(operation, monotonic() - started)
            sleep(_PAUSE_SECONDS)
        process_id = os.getpid()
        try:
            yield
        finally:
            if os.getpid() == process_id:
                with suppress(OSError):
                    _unlock(stream.fileno())


def _opener(path: str, _: int) -> int:
    return os.open(path, _FLAGS, 0o666)
