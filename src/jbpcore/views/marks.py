"""The signs that a text view draws with, for screens with and without Unicode."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.formatting.explain import HEALTH_WORDS
from jbpcore.model.health import Health

__all__ = ["ASCII_MARKS", "UNICODE_MARKS", "Marks"]


@attrs.frozen(kw_only=True)
class Marks:
    """Signs for text views; a status is always a shape and a word, never a colour.

    Attributes:
        shapes: One sign for each health, no two alike.
        rule: What lines are drawn with.
        missing: Stands where there is no figure.
        cut: Ends a name that was too long.
        bullet: Begins a line of a list.
        filled: A part of a bar that is done.
        hollow: A part that is not.
        due: Where a bar should be by now.

    Examples:
        >>> UNICODE_MARKS.status(Health.OFF_TRACK), ASCII_MARKS.status(Health.OFF_TRACK)
        ('▼ Off track', 'v Off track')
    """

    shapes: Mapping[Health, str]
    rule: str
    missing: str
    cut: str
    bullet: str = "-"
    filled: str = "#"
    hollow: str = "."
    due: str = "|"

    def status(self, health: Health) -> str:
        """Return the shape and the word for *health*."""
        return f"{self.shapes[health]} {HEALTH_WORDS[health]}"

    def like(self, shape: str) -> str:
        """Return the sign among these that means what *shape* of Unicode means.

        Examples:
            >>> ASCII_MARKS.like("▼"), UNICODE_MARKS.like("▼")
            ('v', '▼')
        """
        for health, known in UNICODE_MARKS.shapes.items():
            if known == shape:
                return self.shapes[health]
        return shape


UNICODE_MARKS: Final = Marks(
    shapes=MappingProxyType(
        {
            Health.MET: "✓",
            Health.AHEAD: "▲",
            Health.ON_TRACK: "●",
            Health.AT_RISK: "◆",
            Health.OFF_TRACK: "▼",
            Health.MISSED: "✗",
            Health.NOT_STARTED: "◇",
            Health.NO_DATA: "○",
            Health.NOT_APPLICABLE: "□",
        }
    ),
    rule="─",
    missing="—",
    cut="…",
    bullet="•",
    filled="█",
    hollow="░",
    due="┃",
)
"""Shapes that terminals draw one column wide and in the colour of the text."""

ASCII_MARKS: Final = Marks(
    shapes=MappingProxyType(
        {
            Health.MET: "*",
            Health.AHEAD: "^",
            Health.ON_TRACK: "=",
            Health.AT_RISK: "!",
            Health.OFF_TRACK: "v",
            Health.MISSED: "x",
            Health.NOT_STARTED: ".",
            Health.NO_DATA: "?",
            Health.NOT_APPLICABLE: "-",
        }
    ),
    rule="-",
    missing="-",
    cut="~",
)
"""The same for a screen or a file that knows nothing but ASCII."""
