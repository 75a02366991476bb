"""Removing files of ours that nothing lists any more."""

from __future__ import annotations

from pathlib import Path

from jbpcore.adapters.json_files.files import is_temporary, list_folder, sync_folder
from jbpcore.adapters.json_files.manifest import Manifest
from jbpcore.adapters.json_files.names import (
    ENTRIES,
    folder_name,
    is_folder_name,
    is_numbered,
    numbered,
)

__all__ = ["sweep_all", "sweep_temporaries"]


def sweep_temporaries(folder: Path) -> None:
    """Remove what writers that died were about to rename. For the holder of the lock.

    Raises:
        OSError: If it cannot be removed.
    """
    for name in filter(is_temporary, list_folder(folder)):
        (folder / name).unlink()


def sweep_all(folder: Path, manifest: Manifest) -> None:
    """Remove every file of ours that *manifest* does not list, and no other file.

    For the holder of the lock.

    Args:
        folder: The tenant's.
        manifest: What counts.

    Raises:
        OSError: If it cannot be removed.
    """
    sweep_temporaries(folder)
    counts = {
        folder_name(plan_id, files.generation): files.revisions
        for plan_id, files in manifest.plans.items()
    }
    for name in filter(is_folder_name, list_folder(folder)):
        listed = {numbered(n) for n in range(1, counts.get(name, 0) + 1)}
        _sweep_numbered(folder / name, listed)
        if name not in counts and not list_folder(folder / name):
            (folder / name).rmdir()
    _sweep_numbered(folder / ENTRIES, set(map(numbered, manifest.entries)))
    sync_folder(folder)


def _sweep_numbered(folder: Path, listed: set[str]) -> None:
    unlisted = [name for name in list_folder(folder) if is_numbered(name)]
    unlisted = [name for name in unlisted if name not in listed]
    for name in unlisted:
        (folder / name).unlink()
    if unlisted:
        sync_folder(folder)
