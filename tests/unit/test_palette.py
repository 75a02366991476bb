"""Contrasts as WCAG 2.2 AA wants them, worked out for every pair that is used."""

from __future__ import annotations

import pytest

import jbpcore as jbp
from jbpcore.views.palette import DARK, LIGHT, TONE_OF, Palette, Tone, contrast
from jbpcore.views.stylesheet import STYLESHEET

TEXT, GRAPHICS = 4.5, 3.0

each_palette = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Worked out by WebAIM's contrast checker.
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert round(contrast(one, other), 2) == expected
    assert contrast(one, other) == contrast(other, one)


@each_palette
def test_text_can_be_read_on_what_it_stands_on(palette: Palette) -> None:
    for ground in (palette.surface, palette.inset):
        for ink in (palette.ink, palette.soft, palette.accent):
            assert contrast(ink, ground) >= TEXT
    for tone in Tone:
        colours = palette.tones[tone]
        for ground in (palette.surface, palette.inset, colours.tint):
            assert contrast(colours.text, ground) >= TEXT, (tone, ground)
        assert contrast(palette.ink, colours.tint) >= TEXT  # names in a heat map


@each_palette
def test_shapes_can_be_seen_on_what_they_stand_on(palette: Palette) -> None:
    for ground in (palette.surface, palette.inset):
        assert contrast(palette.edge, ground) >= GRAPHICS
        for tone in Tone:
            assert contrast(palette.tones[tone].solid, ground) >= GRAPHICS
    for tone in Tone:  # a shape in a field of a heat map, an edge of a callout
        colours = palette.tones[tone]
        assert contrast(colours.solid, colours.tint) >= GRAPHICS


def test_every_health_has_a_tone_in_both_themes() -> None:
    assert set(TONE_OF) == set(jbp.Health)
    for palette in (LIGHT, DARK):
        assert set(palette.tones) == set(Tone)


def test_the_style_sheet_has_the_colours_of_the_palettes() -> None:
    for palette in (LIGHT, DARK):
        for name in ("surface", "inset", "ink", "soft", "line", "edge", "accent"):
            assert f"--jbp-{name}:{getattr(palette, name)};" in STYLESHEET
    light, system, asked = STYLESHEET.split("--jbp-surface:")[1:4]
    assert light.startswith(LIGHT.surface)
    assert "(prefers-color-scheme:dark)" in light  # what the second part is for
    assert system.startswith(DARK.surface)
    assert "[data-theme=dark]" in system
    assert asked.startswith(DARK.surface)
