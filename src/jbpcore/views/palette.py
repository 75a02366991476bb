"""The colours of the views, for paper and for dark screens, and how well they part.

A status is always a word and a shape; its colour only helps. Texts contrast with what
they stand on by 4.5 to 1 or more, and the parts of a drawing by 3 to 1, as WCAG 2.2 AA
wants it; a test works it out for every pair that is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.model.health import Health

__all__ = ["DARK", "LIGHT", "TONE_OF", "Palette", "Tone", "ToneColours", "contrast"]

_LINEAR_BELOW: Final = 0.04045
_CHANNELS: Final = ((1, 0.2126), (3, 0.7152), (5, 0.0722))


class Tone(StrEnum):
    """What a status feels like; its colour follows from it."""

    GOOD = "good"
    LEAD = "lead"
    WARN = "warn"
    BAD = "bad"
    CALM = "calm"


TONE_OF: Final[Mapping[Health, Tone]] = MappingProxyType(
    {
        Health.MET: Tone.LEAD,
        Health.AHEAD: Tone.LEAD,
        Health.ON_TRACK: Tone.GOOD,
        Health.AT_RISK: Tone.WARN,
        Health.OFF_TRACK: Tone.BAD,
        Health.MISSED: Tone.BAD,
        Health.NOT_STARTED: Tone.CALM,
        Health.NO_DATA: Tone.WARN,
        Health.NOT_APPLICABLE: Tone.CALM,
    }
)
"""The tone of each health."""


@attrs.frozen
class ToneColours:
    """The colours of one tone, each as ``#rrggbb``.

    Attributes:
        text: For words, on the surface, the inset and its own tint.
        tint: To lay words on.
        solid: For shapes, on the surface and the inset.
    """

    text: str
    tint: str
    solid: str


@attrs.frozen(kw_only=True)
class Palette:
    """The colours of one theme, each as ``#rrggbb``.

    Attributes:
        surface: What a view is drawn on.
        inset: A quiet area inside it.
        ink: Text.
        soft: Text that is less important.
        line: Hairlines that only please the eye.
        edge: Lines and marks that say something.
        accent: Links, and the ring around what has the focus.
        tones: The colours of each tone.
    """

    surface: str
    inset: str
    ink: str
    soft: str
    line: str
    edge: str
    accent: str
    tones: Mapping[Tone, ToneColours]


LIGHT: Final = Palette(
    surface="#ffffff",
    inset="#f5f7f9",
    ink="#17212b",
    soft="#51606e",
    line="#dde3e9",
    edge="#6d7a87",
    accent="#0b5cad",
    tones=MappingProxyType(
        {
            Tone.GOOD: ToneColours("#12633b", "#e5f4eb", "#1f8a4f"),
            Tone.LEAD: ToneColours("#0c4f97", "#e6f0fb", "#1668c4"),
            Tone.WARN: ToneColours("#7d4700", "#fff3dc", "#b26a00"),
            Tone.BAD: ToneColours("#a12812", "#fdebe7", "#cb3a1d"),
            Tone.CALM: ToneColours("#47535f", "#edf0f3", "#66737f"),
        }
    ),
)
"""For light screens and for paper."""

DARK: Final = Palette(
    surface="#151b23",
    inset="#1d242e",
    ink="#e9eef4",
    soft="#aab5c1",
    line="#303a46",
    edge="#8592a0",
    accent="#7ab6ff",
    tones=MappingProxyType(
        {
            Tone.GOOD: ToneColours("#7fdca3", "#15301f", "#3fb873"),
            Tone.LEAD: ToneColours("#93c4ff", "#16294a", "#5aa2f5"),
            Tone.WARN: ToneColours("#f4be63", "#362a13", "#e09a30"),
            Tone.BAD: ToneColours("#ffa392", "#3b1e19", "#ff7158"),
            Tone.CALM: ToneColours("#b6c1cc", "#2a333d", "#8d99a6"),
        }
    ),
)
"""For dark screens."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2, from 1 to 21.

    Args:
        one: A colour as ``#rrggbb``.
        other: Another.

    Examples:
        >>> contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)
        (21.0, 4.48)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    found = 0.0
    for start, weight in _CHANNELS:
        level = int(colour[start : start + 2], 16) / 255
        if level <= _LINEAR_BELOW:
            found += weight * level / 12.92
        else:
            found += weight * ((level + 0.055) / 1.055) ** 2.4
    return found
