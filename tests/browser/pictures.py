"""The pictures of the pages, and the references that somebody has looked at.

``python -m tests.browser.pictures`` takes the references anew; look at every one of
them before you commit it. They are half as large as the pages, in the colours of the
palettes. Two pictures are compared by the mean colours of tiles of 16 by 16 points:
letters may be drawn a little differently, while a line that wraps elsewhere, a colour,
or a part missing shows in many tiles. A few may differ, so that a new browser changes
nothing.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageColor
from tests.browser.browsing import open_browser
from tests.browser.showing import PICTURES, Picture

from jbpcore.views.palette import DARK, LIGHT

FOLDER = Path(__file__).with_name("references")
HALF, TILE = 2, 8
MARGIN_LIGHT, MARGIN_DARK = "#e9edf1", "#0b0f14"  # of the page around the views
FAR, FEW, HIGHER = 24, 0.002, 1.01


@cache
def colours() -> Image.Image:
    """Return an image with the colours of both themes, and what lies between two."""
    shades = [MARGIN_LIGHT, MARGIN_DARK, "#000000", "#ffffff"]
    for palette in (LIGHT, DARK):
        tones = [
            one for tone in palette.tones.values() for one in (tone.tint, tone.solid)
        ]
        shades += [palette.surface, palette.inset, palette.ink, palette.soft]
        shades += [palette.line, palette.edge, palette.accent, *tones]
        shades += [between(palette.surface, palette.ink, part) for part in (0.3, 0.6)]
        shades += [between(one.tint, one.text, 0.5) for one in palette.tones.values()]
    found = Image.new("P", (1, 1))
    found.putpalette([level for shade in shades for level in levels(shade)])
    return found


def levels(shade: str) -> tuple[int, ...]:
    return ImageColor.getrgb(shade)[:3]


def between(one: str, other: str, part: float) -> str:
    pairs = zip(levels(one), levels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def taken(browser: Any, picture: Picture) -> Image.Image:
    """Return what the page looks like, half as large."""
    size = {"width": picture.width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=picture.scheme)
    page = context.new_page()
    page.set_content(picture.made())
    page.emulate_media(media=picture.media)
    found = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    context.close()
    return found.reduce(HALF).quantize(palette=colours(), dither=Image.Dither.NONE)


def share_that_differs(one: Image.Image, other: Image.Image) -> float:
    """Return the share of tiles whose mean colours are far apart.

    A page may be a few points higher; what that moves shows in the tiles.
    """
    height = min(one.height, other.height)
    is_like = one.width == other.width
    if not is_like or max(one.height, other.height) > height * HIGHER:
        return 1.0
    one, other = (image.crop((0, 0, image.width, height)) for image in (one, other))
    one, other = one.convert("RGB"), other.convert("RGB")
    parted = ImageChops.difference(one.reduce(TILE), other.reduce(TILE))
    red, green, blue = parted.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    far: int = sum(most.histogram()[FAR + 1 :])
    return far / (most.width * most.height)


def reference(picture: Picture) -> Path:
    return FOLDER / f"{picture.name}.png"


def main() -> None:
    """Take all references anew."""
    with open_browser() as browser:
        for picture in PICTURES:
            taken(browser, picture).save(reference(picture), optimize=True)


if __name__ == "__main__":
    main()
