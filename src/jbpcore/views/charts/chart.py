"""A chart: a specification of Vega-Lite that can draw itself."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from typing import Any, Final

import attrs

from jbpcore.views.charts.host_libraries import (
    altair_chart,
    png_of,
    svg_of,
    try_svg_of,
)

__all__ = ["VEGA_LITE_SCHEMA", "Chart"]

VEGA_LITE_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
"""The schema that every specification follows."""

_SCHEMA_5: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_MIME_5: Final = "application/vnd.vegalite.v5+json"
_MIME_6: Final = "application/vnd.vegalite.v6+json"
_SVG: Final = "image/svg+xml"
_SCALE: Final = 2.0


@attrs.frozen(kw_only=True)
class Chart:
    """A chart as plain data, with its title and what it shows in words.

    Notebooks draw it by themselves, a page with vega-embed, and
    ``jbpcore[charts]`` as SVG or PNG.

    Attributes:
        title: What it is about.
        alt: What it shows, in words with the figures, for those who do not see it.

    Examples:
        >>> chart = Chart(title="Nothing", alt="An empty chart.", spec={"mark": "bar"})
        >>> chart.to_dict()["description"]
        'An empty chart.'
    """

    title: str
    alt: str
    _spec: Mapping[str, Any] = attrs.field(repr=False, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the specification as a dict of your own."""
        return {
            "$schema": VEGA_LITE_SCHEMA,
            "description": self.alt,
            **copy.deepcopy(dict(self._spec)),
        }

    def to_svg(self) -> str:
        """Return the chart drawn as SVG, a text of its own.

        Raises:
            MissingExtraError: If ``jbpcore[charts]`` is not installed.
        """
        return svg_of(self.to_dict())

    def to_png(self, *, scale: float = _SCALE) -> bytes:
        """Return the chart drawn as PNG.

        Args:
            scale: Pixels for each point; 2 for screens that have many.

        Raises:
            MissingExtraError: If ``jbpcore[charts]`` is not installed.
        """
        return png_of(self.to_dict(), scale=scale)

    def to_altair(self) -> Any:  # noqa: ANN401 - altair need not be there
        """Return the chart as an object of altair, to adjust it.

        Raises:
            MissingExtraError: If ``jbpcore[charts]`` is not installed.
        """
        return altair_chart(self.to_dict())

    def _repr_mimebundle_(
        self,
        include: Collection[str] | None = None,
        exclude: Collection[str] | None = None,
    ) -> dict[str, Any]:
        """Return what Jupyter and marimo draw, and the words for the others.

        Where ``jbpcore[charts]`` is installed there is a picture too, for pages that
        show a notebook and draw nothing themselves.
        """
        spec = self.to_dict()
        found: dict[str, Any] = {
            _MIME_6: spec,
            _MIME_5: {**spec, "$schema": _SCHEMA_5},
            "text/plain": f"{self.title}: {self.alt}",
        }
        wanted = {*(include or (*found, _SVG))} - {*(exclude or ())}
        if _SVG in wanted and (drawn := try_svg_of(spec)) is not None:
            found[_SVG] = drawn
        return {form: shown for form, shown in found.items() if form in wanted}
