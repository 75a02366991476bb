"""The shapes and colours of statuses as charts draw them: as the signs in text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from jbpcore.model.health import Health
from jbpcore.views.palette import TONE_OF, Palette

__all__ = ["coloured", "status_marks", "status_shape"]

_CHECK: Final = "M-1,0.05L-0.35,0.7L1,-0.7L0.75,-0.95L-0.35,0.2L-0.75,-0.2Z"
_SHAPES: Final[Mapping[Health, tuple[str, bool]]] = MappingProxyType(
    {
        Health.MET: (_CHECK, True),
        Health.AHEAD: ("triangle-up", True),
        Health.ON_TRACK: ("circle", True),
        Health.AT_RISK: ("diamond", True),
        Health.OFF_TRACK: ("triangle-down", True),
        Health.MISSED: ("cross", True),
        Health.NOT_STARTED: ("diamond", False),
        Health.NO_DATA: ("circle", False),
        Health.NOT_APPLICABLE: ("square", False),
    }
)


def status_marks(health: Health, palette: Palette) -> dict[str, Any]:
    """Return the fields of a datum that tell its shape and its colours.

    Examples:
        >>> from jbpcore.views.palette import LIGHT
        >>> status_marks(Health.OFF_TRACK, LIGHT)["shape"]
        'triangle-down'
    """
    shape, is_filled = _SHAPES[health]
    colours = palette.tones[TONE_OF[health]]
    return {
        "health": health.value,
        "shape": shape,
        "filled": int(is_filled),
        "ink": colours.text,
        "tint": colours.tint,
        "solid": colours.solid,
    }


def coloured(field: str) -> dict[str, Any]:
    """Return the channel that takes a colour as it stands in the data."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def status_shape() -> dict[str, dict[str, Any]]:
    """Return the channels that draw the shape of each datum, full or hollow."""
    opacity = {"field": "filled", "type": "quantitative", "scale": None, "legend": None}
    return {
        "shape": coloured("shape"),
        "fill": coloured("solid"),
        "stroke": coloured("solid"),
        "fillOpacity": opacity,
    }
