"""The manifest of a template pack, read as data: nothing of the pack is imported."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from jbpcore.plugins.faults import for_screen, told
from jbpcore.plugins.groups import API_VERSION

__all__ = ["MANIFEST", "folder_of_pack"]

MANIFEST: Final = "template-pack.toml"
"""The name of the file, in the package that the entry point names."""

_MOST_BYTES: Final = 64 * 1024
_KEYS: Final = frozenset({"api", "folder"})


def folder_of_pack(package: str) -> Path | str:
    """Return where the templates of a pack are, or what is wrong, as a sentence.

    Args:
        package: The package with the manifest, dotted.

    Examples:
        >>> folder_of_pack("no_such_package")
        'No package no_such_package is installed.'
    """
    try:
        places = list(_iter_places(package))
        if not places:
            return f"No package {package} is installed."
        on_disk = [place for place in places if place.is_dir()]
        if not on_disk:
            return (
                f"{package} is not in a folder, perhaps in a zip file. Install it "
                "unpacked."
            )
        for place in on_disk:
            if (place / MANIFEST).is_file():
                return _folder_in(place)
    except Exception as error:  # noqa: BLE001 - finders of others, files of strangers
        return f"{MANIFEST} cannot be read: {told(error).rstrip('.')}."
    return f"{package} has no file {MANIFEST} in it. Add one with: api = {API_VERSION}"


def _iter_places(package: str) -> Iterator[Path]:
    """Yield the folders that a package stands in, without importing any part of it."""
    # To look for the parts of a dotted name would import the parts before.
    top, *below = package.split(".")
    spec = find_spec(top)
    if spec is not None:
        for place in spec.submodule_search_locations or ():
            yield Path(place, *below)


def _folder_in(package: Path) -> Path | str:
    manifest = package / MANIFEST
    with manifest.open("rb") as stream:
        content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        return f"{MANIFEST} is larger than {_MOST_BYTES} bytes."
    stated = tomllib.loads(content.decode())
    if problem := _problem_of(stated):
        return problem
    name = str(stated.get("folder", "templates"))
    folder = package / name
    if not folder.resolve().is_relative_to(package.resolve()):
        return f"{MANIFEST}: folder {for_screen(name)!r} leads out of the package."
    if not folder.is_dir():
        return f"{MANIFEST}: there is no folder {for_screen(name)!r} beside it."
    return folder


def _problem_of(stated: dict[str, Any]) -> str | None:
    api = stated.get("api")
    if type(api) is not int:
        return f"{MANIFEST} must state: api = {API_VERSION}"
    if api != API_VERSION:
        advice = "Upgrade jbpcore" if api > API_VERSION else "Upgrade the pack"
        return (
            f"{MANIFEST} was made for API version {api}; this jbpcore has "
            f"{API_VERSION}. {advice}."
        )
    if unknown := sorted(stated.keys() - _KEYS):
        known = ", ".join(sorted(_KEYS))
        return f"{MANIFEST}: {for_screen(unknown[0])!r} is unknown; it has {known}."
    if not isinstance(stated.get("folder", ""), str):
        return f"{MANIFEST}: folder must be text, such as 'templates'."
    return None
