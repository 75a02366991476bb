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

    Examples:
        >>> UNICODE_MARKS.status(Health.OFF_TRACK), ASCII_MARKS.status(Health.OFF_TRACK)
        ('▼ Off track', 'v Off track')
    """

    shapes: Mapping[Health, str]
    rule: str
    missing: str
    cut: str

    def status(self, health: Health) -> str:
        """Return the shape and the word for *health*."""
        return f"{self.shapes[health]} {HEALTH_WORDS[health]}"


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
