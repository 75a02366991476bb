"""What the charts have in common: colours, type, axes and how numbers go into data."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from jbpcore.engine.amounts import like
from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.periods.daterange import DateRange
from jbpcore.views.palette import DARK, LIGHT, Palette
from jbpcore.views.voice import Voice

__all__ = [
    "amount_axis",
    "base_spec",
    "day_axis",
    "layer",
    "looked_up",
    "number",
    "palette_of",
    "titled",
]

_THEMES: Final[Mapping[str, Palette]] = {"light": LIGHT, "dark": DARK}
_FONT: Final = "Noto Sans, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
_DIGITS: Final = 6
_TICKS: Final = 5
_MOST_MONTHS: Final = 7
_STEPS: Final = (1, 2, 5, 10)


def palette_of(theme: str) -> Palette:
    """Return the colours of a theme.

    Raises:
        InvalidValueError: If it is neither ``"light"`` nor ``"dark"``.
    """
    if theme not in _THEMES:
        raise InvalidValueError("theme", theme, "'light' or 'dark'")
    return _THEMES[theme]


def number(value: Fraction | int) -> float:
    """Return an exact number as one that a drawing can use.

    Examples:
        >>> number(Fraction(1, 3))
        0.333333
    """
    return round(float(value), _DIGITS)


def base_spec(palette: Palette, *, width: int, height: int) -> dict[str, Any]:
    """Return what every chart begins with."""
    text = {"labelColor": palette.soft, "titleColor": palette.soft}
    return {
        "background": palette.surface,
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 16,
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "title": {
                "anchor": "start",
                "color": palette.ink,
                "fontSize": 16,
                "fontWeight": 600,
                "subtitleColor": palette.soft,
                "subtitleFontSize": 13,
                "subtitlePadding": 6,
                "offset": 16,
            },
            "axis": {
                **text,
                "domain": False,
                "grid": False,
                "gridColor": palette.line,
                "labelFontSize": 12,
                "labelPadding": 8,
                "ticks": False,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
            },
            "legend": {**text, "labelFontSize": 12, "titleFontSize": 12},
            "text": {"color": palette.ink, "fontSize": 12},
        },
    }


def titled(title: str, subtitle: str) -> dict[str, Any]:
    """Return a title with a line below it."""
    return {"text": title, "subtitle": subtitle}


def amount_axis(
    bounds: Sequence[Fraction], sample: Amount, voice: Voice
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the scale and the axis for amounts, labelled as the locale writes them.

    Args:
        bounds: Numbers that have to fit.
        sample: An amount in the unit.
        voice: The language.
    """
    low = min(Fraction(0), *bounds)
    high = max(Fraction(0), *bounds)
    step = _step((high - low) or Fraction(1))
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = [step * at for at in range(first, last + 1)]
    labels = {_key(tick): voice.amount(like(tick, sample)) for tick in ticks}
    scale = {"domain": [number(ticks[0]), number(ticks[-1])], "nice": False}
    axis = {
        "values": [number(tick) for tick in ticks],
        "labelExpr": looked_up(labels),
        "grid": True,
        "title": None,
    }
    return scale, axis


def _step(span: Fraction) -> Fraction:
    rough = span / _TICKS
    power = Fraction(10) ** math.floor(math.log10(rough))
    return next(power * step for step in _STEPS if power * step >= rough)


def day_axis(dates: DateRange, voice: Voice) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the scale and the axis for the days of a period, numbered from 1.

    Days are numbers here, since instants would be shown in the zone of whoever looks.

    Args:
        dates: The days.
        voice: The language.
    """
    shown = [dates.first_day, *_months(dates), dates.last_day]
    labels = {
        _key(Fraction((day - dates.start).days + 1)): voice.short_day(day)
        for day in dict.fromkeys(shown)
    }
    scale = {"domain": [0, dates.length_days], "nice": False}
    axis = {
        "values": [(day - dates.start).days + 1 for day in dict.fromkeys(shown)],
        "labelExpr": looked_up(labels),
        "labelFlush": True,
        "labelOverlap": True,
        "title": None,
    }
    return scale, axis


def _months(dates: DateRange) -> list[date]:
    found = []
    day = dates.first_day
    while day < dates.last_day - timedelta(days=_TICKS):
        if day.day == 1 and day > dates.first_day:
            found.append(day)
        day += timedelta(days=1)
    return found[:: max(math.ceil(len(found) / _MOST_MONTHS), 1)]


def _key(value: Fraction) -> str:
    return f"{number(value):g}" if value.denominator != 1 else str(value)


def looked_up(labels: Mapping[str, str]) -> str:
    """Return an expression that looks the label up; it holds figures only."""
    return f"({json.dumps(labels)})[toString(datum.value)] || ''"


def layer(
    values: Sequence[dict[str, Any]],
    mark: dict[str, Any],
    x: dict[str, Any] | None,
    y: dict[str, Any] | None,
    **more: dict[str, Any],
) -> dict[str, Any]:
    """Return one layer of a chart.

    Args:
        values: Its data.
        mark: What it draws.
        x: What goes across; ``None`` for a line from end to end.
        y: What goes up; ``None`` likewise.
        **more: Other channels.
    """
    encoding = {"x": x, "y": y, **more}
    return {
        "data": {"values": list(values)},
        "mark": {"clip": False, **mark},
        "encoding": {name: given for name, given in encoding.items() if given},
    }
