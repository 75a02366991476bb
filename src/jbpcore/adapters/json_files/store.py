"""The store in a folder of JSON files."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from os import PathLike, fsdecode, fsencode
from pathlib import Path
from typing import Final

from jbpcore.adapters.json_files.folder import TenantFolder
from jbpcore.adapters.memory.shelf import Shelf
from jbpcore.adapters.memory.store import MemoryStore
from jbpcore.errors import InvalidValueError
from jbpcore.ports.arguments import check_wait

__all__ = ["JsonStore"]

_BUSY_TIMEOUT: Final = timedelta(seconds=5)


class JsonStore(MemoryStore):
    """A :class:`~jbpcore.ports.storage.Store` in a folder, one JSON file a revision.

    It is the store in memory, standing on files: what one tenant has is held in memory
    as a whole. So it is for some thousands of revisions, not for millions of booked
    facts. Any number of threads and processes may use it.

    Args:
        path: The folder; it is made if there is none, its parent is not.
        tenant: For whom: one line of 1 to 200 characters.
        busy_timeout: How long to wait for another writer, up to a day.

    Raises:
        InvalidValueError: If an argument is bad.
        StoreFormatError: If the folder is something else, damaged, or made by a newer
            jbpcore.
        StoreUnavailableError: If it cannot be opened.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with JsonStore(f"{folder}/plans", tenant="acme") as store:
        ...         list(store.iter_ids())
        []
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        tenant: str,
        busy_timeout: timedelta = _BUSY_TIMEOUT,
    ) -> None:
        """Open the folder."""
        name = _folder_name(path)
        check_wait(busy_timeout, "busy_timeout")
        super().__init__(tenant=tenant, busy_timeout=busy_timeout)
        self._memory = TenantFolder(Path(name), self.tenant)
        self._process_id = os.getpid()
        self._path = name

    def __repr__(self) -> str:
        """Where it is, and for whom."""
        return f"<JsonStore {self._path!r} tenant={self.tenant!r}>"

    def _own_shelf(self) -> Shelf | None:
        if self._process_id != os.getpid():
            # A fork is in no unit of work of its parent's.
            self._unit = threading.local()
            self._process_id = os.getpid()
        return super()._own_shelf()


def _folder_name(path: str | PathLike[str]) -> str:
    expected = "the name of a folder"
    try:
        name = fsdecode(path)
        fsencode(name)
    except (TypeError, UnicodeError):
        raise InvalidValueError("path", path, expected) from None
    if not name or "\0" in name:
        raise InvalidValueError("path", name, expected)
    return name
