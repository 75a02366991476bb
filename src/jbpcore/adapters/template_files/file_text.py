"""One file of a template, read with all its limits."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from jbpcore.codec.templates.template_text import LONGEST_TEMPLATE, TemplateText
from jbpcore.codec.templates.toml_text import try_toml_text
from jbpcore.errors import Finding

__all__ = ["SUFFIXES", "try_file_text"]

SUFFIXES: Final = (".toml", ".yaml", ".yml")
"""What files of templates end with."""

_MOST_BYTES: Final = LONGEST_TEMPLATE * 4  # the most that so many characters can take


def try_file_text(file: Traversable) -> TemplateText | Finding:
    """Return the plain data of a template's file, or why there is none.

    Args:
        file: The file.

    Raises:
        MissingExtraError: If it is YAML, and the extra ``yaml`` is not installed.
    """
    name = file.name
    if not name.endswith(SUFFIXES):
        message = f"Must end in {', '.join(SUFFIXES)}. Rename it."
        return _finding(name, "jbp.template.file", message)
    try:
        if isinstance(file, Path) and file.is_symlink():
            message = "Is a link to another file. Put the file itself here."
            return _finding(name, "jbp.template.file", message)
        with file.open("rb") as stream:
            raw = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        message = f"Cannot be read: {error.strerror or error}."
        return _finding(name, "jbp.template.file", message)
    if len(raw) > _MOST_BYTES:
        message = f"Must be at most {LONGEST_TEMPLATE:,} characters. Cut it down."
        return _finding(name, "jbp.template.too_large", message)
    if name.endswith(".toml"):
        return try_toml_text(raw, name)
    # The reader of YAML is an extra, and most do without it.
    from jbpcore.adapters.template_files.yaml_text import (  # noqa: PLC0415 - as above
        try_yaml_text,
    )

    return try_yaml_text(raw, name)


def _finding(name: str, code: str, message: str) -> Finding:
    return Finding(code=code, path=f"{name}:1", message=message, row=1)
