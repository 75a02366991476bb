"""One template from a file of its own, as its author has it."""

from __future__ import annotations

from pathlib import Path

from jbpcore.adapters.template_files.file_text import try_file_text
from jbpcore.adapters.template_files.folder import TemplateFolder
from jbpcore.codec.templates.overlay import BaseFinder
from jbpcore.codec.templates.reading import no_base, try_template
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.errors import Finding, InvalidDataError
from jbpcore.planning.templates.declared import DeclaredTemplate

__all__ = ["read_template_file", "try_template_file"]


def read_template_file(
    path: Path | str, *, find_base: BaseFinder = no_base
) -> DeclaredTemplate:
    """Return the template in a file.

    Args:
        path: The file; any name will do.
        find_base: Finds templates it extends that are not in the same folder.

    Raises:
        InvalidDataError: If anything is wrong with it; all of it is in ``findings``.
        MissingExtraError: If it is YAML, and the extra ``yaml`` is not installed.
    """
    found = try_template_file(path, find_base=find_base)
    if isinstance(found, tuple):
        subject = f"template {Path(path).name}"
        raise InvalidDataError(subject, found)
    return found


def try_template_file(
    path: Path | str, *, find_base: BaseFinder = no_base
) -> DeclaredTemplate | tuple[Finding, ...]:
    """Return the template in a file, or everything that is wrong with it.

    Args:
        path: The file; any name will do.
        find_base: Finds templates it extends that are not in the same folder.

    Raises:
        MissingExtraError: If it is YAML, and the extra ``yaml`` is not installed.
    """
    path = Path(path)
    text = try_file_text(path)
    if isinstance(text, Finding):
        return (text,)
    beside = TemplateFolder(path.parent)

    def find(key: str, version: int | None) -> TemplateText | None:
        return beside.try_text(key, version) or find_base(key, version)

    found = try_template(text, find_base=find)
    return found if isinstance(found, tuple) else DeclaredTemplate(found)
