"""The files of one tenant, changed as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

import attrs

from jbpcore.adapters.json_files.changes import Changes
from jbpcore.adapters.json_files.documents import entries_content
from jbpcore.adapters.json_files.faults import translating
from jbpcore.adapters.json_files.files import make_folder, place_file, sync_folder
from jbpcore.adapters.json_files.lock import holding
from jbpcore.adapters.json_files.manifest import Manifest
from jbpcore.adapters.json_files.names import numbered
from jbpcore.adapters.json_files.reading import Parsed, State, TenantFiles
from jbpcore.adapters.json_files.sweeping import sweep_all, sweep_temporaries
from jbpcore.adapters.memory.shelf import Shelf
from jbpcore.errors import InvalidValueError

__all__ = ["TenantFolder"]

_LOCK: Final = ".lock"
_NOT_FOR_GIT: Final = b".lock\n.tmp-*\n"
_AT_ONCE: Final = timedelta(0)


class TenantFolder:
    """The files of one tenant, shared by any number of threads and processes.

    It does what :class:`~jbpcore.adapters.memory.shelf.Memory` does, so that a store in
    memory can stand on it.

    Args:
        root: The folder of the store, which is made if there is none.
        tenant: Whose files.

    Raises:
        StorageError: If it cannot be opened as a store.
    """

    def __init__(self, root: Path, tenant: str) -> None:
        """Open the folder, and finish what a process that died had begun."""
        # Made absolute, so that a later change of folder opens no other one.
        self._root = Path(os.path.abspath(root))  # noqa: PTH100 - resolves no link
        self._location = str(root)
        self._files = TenantFiles(self._root, tenant, self._location)
        with translating("open", self._location):
            if not self._root.is_dir() and make_folder(self._root):
                sync_folder(self._root.parent)
            self._files.manifest_of(self._files.manifest_content())
        # Whoever may only read, or comes while another writes, leaves it to others.
        with suppress(OSError):
            if self._files.folder.is_dir():
                self._tidy_up()

    def shelf(self, tenant: str) -> Shelf:  # noqa: ARG002 - there is only one tenant
        """Return what the tenant keeps, not to be changed.

        Raises:
            StorageError: If it cannot be read.
        """
        with translating("read", self._location):
            return self._files.current().shelf

    @contextmanager
    def changing(
        self,
        tenant: str,  # noqa: ARG002 - there is only one
        operation: str,
        busy_timeout: timedelta,
    ) -> Iterator[Shelf]:
        """Give a copy to change, which is written if all goes well.

        Raises:
            StoreBusyError: If another is writing for longer than *busy_timeout*.
            StorageError: If it cannot be read or written.
            InvalidValueError: If a fork ends what its parent has begun.
        """
        process_id = os.getpid()
        with ExitStack() as held:
            with translating(operation, self._location):
                if make_folder(self._files.folder):
                    sync_folder(self._root)
                lock = self._files.folder / _LOCK
                held.enter_context(holding(lock, operation, busy_timeout))
                state = self._files.current()
            changed = state.shelf.copy()
            yield changed
            if os.getpid() != process_id:
                expected = "ended by the process that began it"
                raise InvalidValueError("unit_of_work", "one of a fork", expected)
            with translating(operation, self._location):
                self._commit(state, changed)

    def _commit(self, state: State, changed: Shelf) -> None:
        changes = Changes.between(state.shelf, changed, state.manifest, state.batches)
        if changes.is_empty:
            return
        manifest = changes.manifest
        if state.manifest.erased and not self._is_swept(state.manifest):
            manifest = attrs.evolve(manifest, erased=True)
        written = self._files_of(changes)
        manifest = manifest.marked(content for content, _ in written.values())
        parsed: Parsed = {}
        try:
            self._place_all(written, parsed)
            if state.content is None:
                self._place(self._files.folder / ".gitignore", _NOT_FOR_GIT)
            self._place(self._files.manifest_path, manifest.content)
            sync_folder(self._files.folder)
        except BaseException:
            self._undo(state, parsed)
            raise
        batches = {n: ids for n, ids in state.batches.items() if n in manifest.entries}
        if changes.entries:
            batches[manifest.commit] = tuple(one.entry_id for one in changes.entries)
        now = State(manifest.content, manifest, changed, batches)
        self._files.remember(now, parsed)
        if manifest.erased:
            self._is_swept(manifest)

    def _files_of(self, changes: Changes) -> dict[Path, tuple[bytes, object]]:
        """Return what is to be written, and what it stands for."""
        written: dict[Path, tuple[bytes, object]] = {}
        for one in changes.revisions:
            folder = self._files.plan_folder(changes.manifest, one.event.plan_id)
            path = folder / numbered(one.revision.revision)
            written[path] = (one.content, one)
        if changes.entries:
            path = self._files.entries_path(changes.manifest.commit)
            content = entries_content(changes.entries)
            written[path] = (content, tuple(changes.entries))
        return written

    def _place_all(
        self, written: dict[Path, tuple[bytes, object]], parsed: Parsed
    ) -> None:
        """Write all files but the manifest, and make them safe on disk."""
        folders: dict[Path, bool] = {}
        for path, (content, meaning) in written.items():
            if path.parent not in folders:
                folders[path.parent] = make_folder(path.parent)
            parsed[path] = (self._place(path, content), meaning)
        for folder in folders:
            sync_folder(folder)
        if any(folders.values()):
            sync_folder(self._files.folder)

    def _place(self, path: Path, content: bytes) -> tuple[int, int, int]:
        return place_file(path, content, by_way_of=self._files.folder)

    def _undo(self, state: State, parsed: Parsed) -> None:
        """Let the files say what they said before, as far as the disk lets us."""
        with suppress(OSError):
            if self._files.manifest_content() != state.content:
                if state.content is None:
                    self._files.manifest_path.unlink()
                else:
                    self._place(self._files.manifest_path, state.content)
                with suppress(OSError):
                    sync_folder(self._files.folder)
            # Only now that the manifest lists none of them.
            for path in parsed:
                path.unlink()
            for folder in {path.parent for path in parsed}:
                with suppress(OSError):
                    folder.rmdir()

    def _is_swept(self, manifest: Manifest) -> bool:
        """Remove what was erased; whether that went well. If not, others will do it."""
        try:
            sweep_all(self._files.folder, manifest)
        except OSError:
            return False
        return True

    def _tidy_up(self) -> None:
        with holding(self._files.folder / _LOCK, "open", _AT_ONCE):
            sweep_temporaries(self._files.folder)
            manifest = self._files.manifest_of(self._files.manifest_content())
            if manifest.erased:
                sweep_all(self._files.folder, manifest)
