"""How each side kept what it promised, span by span."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from jbpcore.engine.follow_through import FollowThrough
from jbpcore.errors import InvalidValueError
from jbpcore.formatting.words import Words
from jbpcore.model.party import Side
from jbpcore.views.charts.chart import Chart
from jbpcore.views.charts.drawing_rules import (
    base_spec,
    layer,
    looked_up,
    number,
    palette_of,
    titled,
)
from jbpcore.views.palette import Palette, Tone
from jbpcore.views.voice import Voice, voice_for

__all__ = ["follow_through_chart"]


def follow_through_chart(
    trend: Iterable[FollowThrough],
    *,
    locale: str | Words = "en_US",
    theme: str = "light",
    width: int = 720,
    height: int = 320,
) -> Chart:
    """Draw how much each side kept of what was due, span by span.

    Spans in which nothing was due have no point, and no line runs through them.

    Args:
        trend: What :func:`~jbpcore.engine.follow_through.follow_through_trend` found.
        locale: In which language.
        theme: ``"light"`` or ``"dark"``.
        width: In points.
        height: In points.

    Raises:
        InvalidValueError: If nothing was due in any span.
    """
    voice, palette = voice_for(locale), palette_of(theme)
    rows = [
        row
        for order, one in enumerate(trend)
        for side in Side
        if (row := _row(one, side, order, voice)) is not None
    ]
    if all(row["kept"] is None for row in rows):
        raise InvalidValueError("trend", len(rows), "a span in which something was due")
    title = voice.text("Promises kept")
    spec = base_spec(palette, width=width, height=height)
    spec["title"] = titled(title, voice.text("Kept of what was due, by each side"))
    ticks = [Fraction(at, 4) for at in range(5)]
    labels = {f"{number(tick):g}": voice.percent(tick) for tick in ticks}
    x = {
        "field": "span",
        "type": "ordinal",
        "sort": {"field": "order"},
        "scale": {"type": "point", "padding": 0.5},
        "axis": {"title": None, "labelAngle": 0, "labelOverlap": True},
    }
    y = {
        "field": "kept",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {
            "values": [number(tick) for tick in ticks],
            "labelExpr": looked_up(labels),
            "grid": True,
            "title": None,
        },
    }
    spec["layer"] = _layers(rows, x, y, palette, voice)
    return Chart(title=title, alt=_alt(rows, voice), spec=spec)


def _row(
    one: FollowThrough, side: Side, order: int, voice: Voice
) -> dict[str, Any] | None:
    if one.within is None:
        return None
    found = one.of(side)
    ratio = found.ratio
    return {
        "order": order,
        "span": voice.short_day(one.within.last_day),
        "side": voice.side(side),
        "kept": None if ratio is None else number(ratio),
        "shown": "" if ratio is None else voice.percent(ratio),
        "due": found.due_count,
    }


def _layers(
    rows: list[dict[str, Any]],
    x: dict[str, Any],
    y: dict[str, Any],
    palette: Palette,
    voice: Voice,
) -> list[dict[str, Any]]:
    names = [voice.side(side) for side in Side]
    colours = [palette.tones[Tone.LEAD].solid, palette.tones[Tone.WARN].solid]
    colour = {
        "field": "side",
        "type": "nominal",
        "scale": {"domain": names, "range": colours},
        "legend": None,
    }
    shape = {
        "field": "side",
        "type": "nominal",
        "scale": {"domain": names, "range": ["circle", "square"]},
        "legend": None,
    }
    dash = {
        "field": "side",
        "type": "nominal",
        "scale": {"domain": names, "range": [[1, 0], [6, 3]]},
        "legend": None,
    }
    last = {}
    for row in rows:
        if row["kept"] is not None:
            last[row["side"]] = {**row, "label": f"{row['side']} {row['shown']}"}
    return [
        layer(
            rows,
            {
                "type": "line",
                "strokeWidth": 2.5,
                "invalid": "break-paths-filter-domains",
            },
            x,
            y,
            color=colour,
            strokeDash=dash,
        ),
        layer(
            [row for row in rows if row["kept"] is not None],
            {"type": "point", "filled": True, "size": 80, "opacity": 1},
            x,
            y,
            color=colour,
            shape=shape,
        ),
        layer(
            list(last.values()),
            {"type": "text", "align": "left", "dx": 10, "fontWeight": 600},
            x,
            y,
            color=colour,
            text={"field": "label", "type": "nominal"},
        ),
    ]


def _alt(rows: list[dict[str, Any]], voice: Voice) -> str:
    told = [
        voice.text(
            "{side} by {day}: {percent}",
            side=row["side"],
            day=row["span"],
            percent=row["shown"],
        )
        for row in rows
        if row["kept"] is not None
    ]
    return voice.text("Kept of what was due. {lines}.", lines="; ".join(told))
