"""The one place where charts meet the libraries that draw them.

``vl-convert-python`` makes SVG and PNG, ``altair`` objects to go on with; both come
with ``jbpcore[charts]``, and only what is called has to be there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from jbpcore.errors import MissingExtraError

__all__ = ["altair_chart", "png_of", "svg_of", "try_svg_of"]

_VL_VERSION: Final = "6.1"
# In a page that runs leftward, texts still start where the specification puts them;
# and in any page, each runs as its own words do.
_AS_DRAWN: Final = (
    ("<svg ", '<svg direction="ltr" ', 1),
    ("<text ", '<text unicode-bidi="plaintext" ', -1),
)


def _library(name: str, package: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError("charts", package) from error


def svg_of(spec: Mapping[str, Any]) -> str:
    """Draw *spec* as SVG.

    Raises:
        MissingExtraError: If ``vl-convert-python`` is not installed.
    """
    converter = _library("vl_convert", "vl-convert-python")
    drawn: str = converter.vegalite_to_svg(json.dumps(spec), vl_version=_VL_VERSION)
    for start, better, count in _AS_DRAWN:
        drawn = drawn.replace(start, better, count)
    return drawn


def try_svg_of(spec: Mapping[str, Any]) -> str | None:
    """Draw *spec* as SVG, or return ``None`` where nothing is there to draw with."""
    try:
        return svg_of(spec)
    except MissingExtraError:
        return None


def png_of(spec: Mapping[str, Any], *, scale: float) -> bytes:
    """Draw *spec* as PNG.

    Raises:
        MissingExtraError: If ``vl-convert-python`` is not installed.
    """
    converter = _library("vl_convert", "vl-convert-python")
    drawn: bytes = converter.vegalite_to_png(
        json.dumps(spec), vl_version=_VL_VERSION, scale=scale
    )
    return drawn


def altair_chart(spec: Mapping[str, Any]) -> Any:  # noqa: ANN401 - altair need not be there
    """Return *spec* as an object of altair.

    Raises:
        MissingExtraError: If ``altair`` is not installed.
    """
    altair = _library("altair", "altair")
    return altair.Chart.from_dict(dict(spec))
