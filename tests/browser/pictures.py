"""The pictures of the pages, and the references that somebody has looked at.

``python -m tests.browser.pictures`` takes the references anew; look at every one before
you commit it. They are half as large as the pages, in few colours. Two pictures are
compared by the mean colours of tiles of 16 by 16 points: letters may be drawn a little
differently, while a line that wraps elsewhere, a colour or a part that is missing shows
in many tiles. A few may differ, so that a release of the browser does not.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from tests.browser.browsing import open_browser
from tests.browser.showing import PICTURES, Picture

FOLDER = Path(__file__).with_name("references")
COLOURS, HALF, TILE = 24, 2, 8
FAR, FEW, HIGHER = 24, 0.002, 1.01


def taken(browser: Any, picture: Picture) -> Image.Image:
    """Return what the page looks like, half as large."""
    size = {"width": picture.width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=picture.scheme)
    page = context.new_page()
    page.set_content(picture.made())
    page.emulate_media(media=picture.media)
    found = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    context.close()
    return found.reduce(HALF)


def share_that_differs(one: Image.Image, other: Image.Image) -> float:
    """Return the share of tiles whose mean colours are far apart.

    A page may be a few points higher; what that moves shows in the tiles.
    """
    height = min(one.height, other.height)
    is_like = one.width == other.width
    if not is_like or max(one.height, other.height) > height * HIGHER:
        return 1.0
    one, other = (image.crop((0, 0, image.width, height)) for image in (one, other))
    parted = ImageChops.difference(one.reduce(TILE), other.reduce(TILE))
    red, green, blue = parted.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    far: int = sum(most.histogram()[FAR + 1 :])
    return far / (most.width * most.height)


def reference(picture: Picture) -> Path:
    return FOLDER / f"{picture.name}.png"


def as_reference(now: Image.Image, seen: Image.Image) -> Image.Image:
    """Return a picture in the few colours that its reference was kept in."""
    return now.quantize(palette=seen, dither=Image.Dither.NONE).convert("RGB")


def main() -> None:
    """Take all references anew."""
    with open_browser() as browser:
        for picture in PICTURES:
            small = taken(browser, picture).quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(reference(picture), optimize=True)


if __name__ == "__main__":
    main()
