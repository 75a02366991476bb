"""What tenants and plans are called on disk."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

__all__ = ["ENTRIES", "folder_name", "is_folder_name", "is_numbered", "numbered"]

ENTRIES: Final = "entries"
"""The folder of booked facts. No plan's has a name without a digest."""

_NOT_PLAIN: Final = re.compile("[^a-z0-9]+")
_MOST_LETTERS: Final = 40
_FOLDER: Final = re.compile(r"[a-z0-9-]*-[0-9a-f]{32}(\.[0-9]+)?")
_NUMBERED: Final = re.compile(r"[1-9][0-9]*\.json")


def folder_name(name: str, generation: int = 0) -> str:
    """Return what the folder of *name* is called on any file system.

    Args:
        name: Any text.
        generation: Which writing of the folder it is.

    Examples:
        >>> folder_name("CON"), folder_name("con")
        ('con-a3dbc4b644a9a2c51e74509ded5c46cc', 'con-1143da2bc54c495c4be31d3868785d39')
        >>> folder_name("../etc")[:4]
        'etc-'
    """
    letters = _NOT_PLAIN.sub("-", name.lower()).strip("-")[:_MOST_LETTERS]
    digest = sha256(name.encode()).hexdigest()[:32]
    suffix = f".{generation}" if generation else ""
    return f"{letters}-{digest}{suffix}"


def is_folder_name(name: str) -> bool:
    """Whether :func:`folder_name` makes such names.

    Examples:
        >>> is_folder_name(folder_name("acme", 7)), is_folder_name(".git")
        (True, False)
    """
    return _FOLDER.fullmatch(name) is not None


def numbered(number: int) -> str:
    """Return what the file of a number is called.

    Examples:
        >>> numbered(7)
        '7.json'
    """
    return f"{number}.json"


def is_numbered(name: str) -> bool:
    """Whether :func:`numbered` makes such names.

    Examples:
        >>> is_numbered("7.json"), is_numbered("notes.json")
        (True, False)
    """
    return _NUMBERED.fullmatch(name) is not None
