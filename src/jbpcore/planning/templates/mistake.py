"""One thing that is wrong with a template, and where."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from jbpcore.errors import Finding

__all__ = ["Mistake", "Steps"]

Steps: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the template on."""


@attrs.frozen
class Mistake:
    """One thing that is wrong with a template.

    Attributes:
        steps: Where.
        code: What, without ``jbp.template.`` in front.
        message: A sentence or two: what is wrong, and what to do.

    Examples:
        >>> print(Mistake(("goals", 2, "metric"), "unknown", "There is none.").finding)
        goals[2].metric: There is none. [jbp.template.unknown]
    """

    steps: Steps
    code: str
    message: str

    @property
    def path(self) -> str:
        """Where, as text."""
        text = ""
        for step in self.steps:
            text += f"[{step}]" if isinstance(step, int) else f".{step}"
        return text.removeprefix(".")

    @property
    def finding(self) -> Finding:
        """The same as a finding."""
        code = f"jbp.template.{self.code}"
        return Finding(code=code, path=self.path, message=self.message)
