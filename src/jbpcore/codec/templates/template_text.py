"""A template as it was read: plain data, and where each part of it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.errors import Finding
from jbpcore.planning.templates.mistake import Steps

__all__ = ["LONGEST_TEMPLATE", "Origin", "TemplateText"]

LONGEST_TEMPLATE: Final = 262_144
"""Most characters of a template in TOML: 256 KiB."""

Origin: TypeAlias = tuple[str, int]
"""The name of a file, and a line in it, from 1."""


@attrs.frozen(kw_only=True)
class TemplateText:
    """A template as plain data.

    Attributes:
        name: What the file is called, for messages.
        data: What stands in it: dicts, lists, text, whole numbers, bools; and whatever
            else its format knows, which is refused later, by its place.
        lines: Where each part of *data* stands, by its steps.

    Examples:
        >>> text = TemplateText(name="lite.toml", data={"key": 7},
        ...                     lines={("key",): ("lite.toml", 3)})
        >>> text.origin(("key", "deeper")), text.origin(("name",))
        (('lite.toml', 3), ('lite.toml', 1))
    """

    name: str
    data: dict[str, Any]
    lines: Mapping[Steps, Origin] = attrs.field(factory=dict, repr=False)

    def origin(self, steps: Steps) -> Origin:
        """Return where a part stands, or the nearest part around it."""
        for length in range(len(steps), 0, -1):
            found = self.lines.get(steps[:length])
            if found is not None:
                return found
        return self.name, 1

    def finding(self, code: str, steps: Steps, path: str, message: str) -> Finding:
        """Return a finding about a part, with the file and the line in its path."""
        name, line = self.origin(steps)
        place = f"{name}:{line}:{path}" if path else f"{name}:{line}"
        return Finding(code=code, path=place, message=message, row=line)
