"""Goals as bars up to their targets, each with a mark where it should be by now."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

from jbpcore.engine.goal_result import GoalResult
from jbpcore.errors import InvalidValueError
from jbpcore.formatting.words import Words
from jbpcore.views.charts.chart import Chart
from jbpcore.views.charts.drawing_rules import (
    base_spec,
    layer,
    looked_up,
    number,
    palette_of,
    titled,
)
from jbpcore.views.charts.status_shapes import coloured, status_marks, status_shape
from jbpcore.views.goal_blocks import health_badge, meter_of
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.palette import Palette
from jbpcore.views.voice import Voice, voice_for

__all__ = ["bullet_chart"]

_ROW: Final = 44
_LEAST: Final = Fraction(21, 20)
_MOST: Final = Fraction(2)


def bullet_chart(
    results: Iterable[GoalResult],
    *,
    title: str = "",
    locale: str | Words = "en_US",
    theme: str = "light",
    width: int = 720,
) -> Chart:
    """Draw goals as bars in shares of their targets, with where each should be by now.

    Args:
        results: How the goals stand; those without figures are left out, and named in
            the words.
        title: What they are the goals of.
        locale: In which language.
        theme: ``"light"`` or ``"dark"``.
        width: In points.

    Raises:
        InvalidValueError: If none of them has figures.
    """
    voice, palette = voice_for(locale), palette_of(theme)
    drawn: list[dict[str, Any]] = []
    told: list[str] = []
    for result in results:
        meter = meter_of(GoalWords(result, voice))
        if meter is None:
            told.append(
                voice.text(
                    "{goal}: {status}",
                    goal=result.goal.name,
                    status=voice.health(result.health),
                )
            )
            continue
        told.append(meter.words)
        drawn.append(_row(result, len(drawn), voice, palette))
    if not drawn:
        raise InvalidValueError("results", told, "at least one goal with figures")
    title = title or voice.text("Goals")
    whole = min(max(_LEAST, *(Fraction(str(row["done"])) for row in drawn)), _MOST)
    spec = base_spec(palette, width=width, height=_ROW * len(drawn) + 90)
    spec["title"] = titled(title, voice.text("Bar: done. Mark: due by now."))
    ticks = [Fraction(at, 4) for at in range(int(whole * 4) + 1)]
    labels = {f"{number(tick):g}": voice.percent(tick) for tick in ticks}
    x = {
        "field": "done",
        "type": "quantitative",
        "scale": {"domain": [0, number(whole)], "clamp": True, "nice": False},
        "axis": {
            "values": [number(tick) for tick in ticks],
            "labelExpr": looked_up(labels),
            "grid": True,
            "title": None,
        },
    }
    y = {
        "field": "label",
        "type": "nominal",
        "sort": {"field": "order"},
        "axis": {"title": None, "labelLimit": 260, "labelColor": palette.ink},
    }
    due = [row for row in drawn if row["due"] is not None]
    spec["layer"] = [
        layer(
            drawn,
            {
                "type": "bar",
                "color": palette.inset,
                "stroke": palette.edge,
                "height": 16,
            },
            {**x, "field": "whole"},
            y,
        ),
        layer(drawn, {"type": "bar", "height": 16}, x, y, color=coloured("solid")),
        layer(
            due,
            {
                "type": "tick",
                "color": palette.surface,
                "thickness": 7,
                "height": 26,
                "opacity": 1,
            },
            {**x, "field": "due"},
            y,
        ),
        layer(
            due,
            {
                "type": "tick",
                "color": palette.ink,
                "thickness": 3,
                "height": 26,
                "opacity": 1,
            },
            {**x, "field": "due"},
            y,
        ),
        layer(
            drawn,
            {
                "type": "text",
                "align": "left",
                "baseline": "bottom",
                "dx": 14,
                "dy": -10,
                "color": palette.ink,
                "fontSize": 11,
            },
            {"value": 0},
            y,
            text={"field": "status", "type": "nominal"},
        ),
        layer(
            drawn,
            {"type": "point", "yOffset": -17, "size": 55, "filled": True, "opacity": 1},
            {"value": 6},
            y,
            **status_shape(),
        ),
    ]
    return Chart(title=title, alt=". ".join(told) + ".", spec=spec)


def _row(
    result: GoalResult, order: int, voice: Voice, palette: Palette
) -> dict[str, Any]:
    words = GoalWords(result, voice)
    mark = health_badge(result.health, voice)
    done = result.progress_ratio or Fraction(0)
    due = result.expected_ratio if words.due else None
    return {
        "order": order,
        "goal_id": result.goal.id,
        "label": result.goal.name,
        "done": number(max(done, Fraction(0))),
        "due": None if due is None else number(due),
        "whole": 1,
        "status": f"{mark.word} · {words.done} · {words.attained}",
        **status_marks(result.health, palette),
    }
