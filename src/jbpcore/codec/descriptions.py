"""What the docstrings of the model say, for the descriptions in a schema."""

from __future__ import annotations

import inspect
import re
from typing import Final

__all__ = ["described_class", "described_fields"]

_FIELD = re.compile("    ([a-z_]+): (.*)")
_ROLE = re.compile(":[a-z]+:`~?([^`]*)`")
_MORE: Final = "        "


def described_class(kind: type) -> dict[str, str]:
    """Return the description of a class: the first line of its docstring.

    Nothing where there is none, as under ``python -OO``.
    """
    lines = (kind.__doc__ or "").strip().splitlines()
    return {"description": _plain(lines[0])} if lines else {}


def described_fields(kind: type) -> dict[str, str]:
    """Return what the docstrings of a class and its bases say of each attribute.

    Examples:
        >>> from jbpcore.model.party import Party
        >>> described_fields(Party)
        {'id': 'Unique within the tenant.', 'name': 'What people call the firm.'}
    """
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        name = None
        for line in _attribute_lines(base):
            if match := _FIELD.fullmatch(line):
                name = match[1]
                found[name] = match[2]
            elif name is not None and line.startswith(_MORE):
                found[name] += f" {line.strip()}"
    return {name: _plain(text) for name, text in found.items()}


def _attribute_lines(kind: type) -> list[str]:
    lines = inspect.cleandoc(kind.__doc__ or "").splitlines()
    if "Attributes:" not in lines:
        return []
    after = lines[lines.index("Attributes:") + 1 :]
    end = next((at for at, line in enumerate(after) if line[:1].strip()), len(after))
    return after[:end]


def _plain(text: str) -> str:
    return _ROLE.sub(r"\1", text).replace("``", "").replace("*", "")
