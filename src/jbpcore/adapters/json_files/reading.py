"""The files of one tenant, read as a shelf."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import attrs

from jbpcore.adapters.json_files.documents import RevisionFile, entries_of
from jbpcore.adapters.json_files.envelopes import reading_file
from jbpcore.adapters.json_files.files import Signature, file_signature, read_file
from jbpcore.adapters.json_files.manifest import Manifest
from jbpcore.adapters.json_files.names import ENTRIES, folder_name, numbered
from jbpcore.adapters.memory.shelf import Shelf
from jbpcore.errors import StoreFormatError
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.values.ids import EntryId, PlanId

__all__ = ["Parsed", "State", "TenantFiles"]

T = TypeVar("T")

Parsed: TypeAlias = dict[Path, tuple[Signature, Any]]
"""What files stand for, and how each looked on disk when it was read."""

_MANIFEST: Final = "manifest.json"
_MOST_TRIES: Final = 1_000


@attrs.frozen
class State:
    """What the files say.

    Attributes:
        content: The manifest, as it is written; ``None`` if there is none.
        manifest: The manifest.
        shelf: What it lists.
        batches: The ids of the booked facts in each of the files that it lists.
    """

    content: bytes | None
    manifest: Manifest
    shelf: Shelf
    batches: dict[int, tuple[EntryId, ...]]


class TenantFiles:
    """Reads the files of one tenant, each once for as long as it stays as it is.

    Args:
        root: The folder of the store.
        tenant: Whose files.
        location: What to call the store in a message.
    """

    def __init__(self, root: Path, tenant: str, location: str) -> None:
        """Read nothing yet."""
        self.folder: Path = root / folder_name(tenant)
        self.manifest_path: Path = self.folder / _MANIFEST
        self._root = root
        self._tenant = tenant
        self._location = location
        self._state = State(None, Manifest(tenant=tenant), Shelf(tenant), {})
        self._parsed: Parsed = {}

    def current(self) -> State:
        """Return what the files say now.

        Raises:
            StoreFormatError: If they make no sense.
            OSError: If they cannot be read.
        """
        content = self.manifest_content()
        for _ in range(_MOST_TRIES):
            state = self._state
            if content == state.content:
                return state
            try:
                self._state = state = self._loaded(content)
            except (StoreFormatError, FileNotFoundError) as error:
                # An erasure may have removed files since the manifest was read.
                before, content = content, self.manifest_content()
                if content != before:
                    continue
                if isinstance(error, StoreFormatError):
                    raise
                problem = f"a file that its manifest lists is missing ({error})"
                raise StoreFormatError(self._location, problem) from error
            return state
        raise StoreFormatError(self._location, "its manifest never stays as it is")

    def manifest_content(self) -> bytes | None:
        """Return the manifest as it is written, or ``None`` if there is none.

        Raises:
            OSError: If it cannot be read.
        """
        try:
            return read_file(self.manifest_path)[0]
        except FileNotFoundError:
            # Nothing was written yet; unless the whole store is gone.
            self._root.lstat()
            return None

    def manifest_of(self, content: bytes | None) -> Manifest:
        """Return what a manifest says.

        Raises:
            StoreFormatError: If it makes no sense.
        """
        if content is None:
            return Manifest(tenant=self._tenant)
        with reading_file(self._location, "the manifest"):
            return Manifest.from_content(content, self._tenant)

    def plan_folder(self, manifest: Manifest, plan_id: PlanId) -> Path:
        """Return where the revisions of a plan are."""
        return self.folder / folder_name(plan_id, manifest.plans[plan_id].generation)

    def entries_path(self, number: int) -> Path:
        """Return where the booked facts of a commit are."""
        return self.folder / ENTRIES / numbered(number)

    def remember(self, state: State, parsed: Parsed) -> None:
        """Know what was just written, without reading it again."""
        self._parsed = self._parsed | parsed
        self._state = state

    def _loaded(self, content: bytes | None) -> State:
        manifest = self.manifest_of(content)
        if manifest.commit <= self._state.manifest.commit:
            # Another branch was checked out, or a commit was undone: names may stand
            # for other things by now.
            self._parsed = {}
        parsed: Parsed = {}
        shelf = Shelf(self._tenant)
        events: dict[int, PlanEvent] = {}
        for plan_id, files in manifest.plans.items():
            folder = self.plan_folder(manifest, plan_id)
            found = [
                self._revision(folder / numbered(number), plan_id, number, parsed)
                for number in range(1, files.revisions + 1)
            ]
            shelf.plans[plan_id] = tuple(one.revision for one in found)
            events |= {one.event.position: one.event for one in found}
        count = sum(files.revisions for files in manifest.plans.values())
        if sorted(events) != list(range(1, count + 1)):
            problem = "its events do not follow one another"
            raise StoreFormatError(self._location, problem)
        shelf.events = [events[position] for position in range(1, count + 1)]
        batches = {}
        for number in manifest.entries:
            entries = self._read(self.entries_path(number), entries_of, parsed)
            batches[number] = tuple(entry.entry_id for entry in entries)
            shelf.entries |= {entry.entry_id: entry for entry in entries}
        if len(shelf.entries) != sum(map(len, batches.values())):
            raise StoreFormatError(self._location, "it has a booked fact twice")
        self._parsed = parsed
        return State(content, manifest, shelf, batches)

    def _revision(
        self, path: Path, plan_id: PlanId, number: int, parsed: Parsed
    ) -> RevisionFile:
        found = self._read(path, RevisionFile.from_content, parsed)
        event = found.event
        said = (event.tenant, event.plan_id, event.revision)
        if said != (self._tenant, plan_id, number):
            problem = f"{path.parent.name}/{path.name} is not of the plan it stands for"
            raise StoreFormatError(self._location, problem)
        return found

    def _read(self, path: Path, parse: Callable[[bytes], T], parsed: Parsed) -> T:
        known = self._parsed.get(path)
        if known is None or known[0] != file_signature(path):
            content, signature = read_file(path)
            with reading_file(self._location, f"{path.parent.name}/{path.name}"):
                known = (signature, parse(content))
        parsed[path] = known
        found: T = known[1]
        return found
