"""A portfolio as a map: partners down, metrics across, each field with its status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import WORST_FIRST
from jbpcore.engine.portfolio import Portfolio
from jbpcore.errors import InvalidValueError
from jbpcore.formatting.words import Words
from jbpcore.views.charts.chart import Chart
from jbpcore.views.charts.drawing_rules import base_spec, layer, palette_of, titled
from jbpcore.views.charts.status_shapes import coloured, status_marks, status_shape
from jbpcore.views.goal_blocks import health_badge
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.palette import Palette
from jbpcore.views.portfolio_lines import badness, urgency
from jbpcore.views.voice import Voice, voice_for

__all__ = ["portfolio_heat_map"]

_ROW: Final = 46
_LONGEST: Final = 40
_WIDEST, _CHARACTER = 280, 7  # of the names of partners, in points
_BESIDE, _AROUND = 34, 44  # what a text leaves free in its cell, and the cells outside
_SHORTEST, _FARTHEST = 48, 190


def portfolio_heat_map(
    portfolio: Portfolio,
    *,
    locale: str | Words = "en_US",
    theme: str = "light",
    width: int = 900,
) -> Chart:
    """Draw how the goals of many plans stand: a row for each plan, the worst first.

    The goals of a plan stand in a row from the worst to the best, each with its shape,
    its word and how much is done, so that no colour has to be told from another.

    Args:
        portfolio: How the plans stand.
        locale: In which language.
        theme: ``"light"`` or ``"dark"``.
        width: In points.

    Raises:
        InvalidValueError: If there is no goal at all.
    """
    voice, palette = voice_for(locale), palette_of(theme)
    rows = list(_rows(portfolio, voice, palette))
    if not rows:
        raise InvalidValueError("portfolio", "no goals", "at least one goal")
    title = voice.text("Partners and their goals")
    plans = max(row["row"] for row in rows) + 1
    spec = base_spec(palette, width=width, height=_ROW * plans + 80)
    spec["title"] = titled(title, voice.day(portfolio.as_of))
    x = {
        "field": "place",
        "type": "ordinal",
        "axis": None,
        "scale": {"paddingInner": 0.04},
    }
    y = {
        "field": "label",
        "type": "nominal",
        "sort": {"field": "row"},
        "scale": {"paddingInner": 0.08},
        "axis": {"title": None, "labelLimit": _WIDEST, "labelColor": palette.ink},
    }
    text = {"type": "text", "align": "left", "limit": _room(rows, width)}
    left = {**x, "bandPosition": 0}
    spec["layer"] = [
        layer(
            rows,
            {"type": "rect", "cornerRadius": 4, "strokeWidth": 1},
            x,
            y,
            fill=coloured("tint"),
            stroke=coloured("solid"),
        ),
        layer(
            rows,
            {
                "type": "point",
                "xOffset": 16,
                "yOffset": -8,
                "size": 70,
                "filled": True,
                "opacity": 1,
                "strokeWidth": 1.5,
            },
            left,
            y,
            **status_shape(),
        ),
        layer(
            rows,
            {**text, "dx": 28, "dy": -8, "fontWeight": 600},
            left,
            y,
            color=coloured("ink"),
            text={"field": "status", "type": "nominal"},
        ),
        layer(
            rows,
            {**text, "dx": 28, "dy": 9, "fontSize": 11, "color": palette.ink},
            left,
            y,
            text={"field": "goal", "type": "nominal"},
        ),
    ]
    return Chart(title=title, alt=_alt(portfolio, voice), spec=spec)


def _room(rows: list[dict[str, Any]], width: int) -> int:
    """Return how long a text may be before it would leave its cell, in points."""
    names = min(_WIDEST, _CHARACTER * max(len(row["label"]) for row in rows))
    cells: int = max(row["place"] for row in rows) + 1
    room = (width - _AROUND - names) // cells - _BESIDE
    return max(_SHORTEST, min(_FARTHEST, room))


def _rows(
    portfolio: Portfolio, voice: Voice, palette: Palette
) -> Iterator[dict[str, Any]]:
    names: set[str] = set()
    for at, plan in enumerate(sorted(portfolio.plans, key=urgency)):
        label = plan.plan.partner.name
        if label in names:
            label = plan.plan.name
        label = label[:_LONGEST] if label not in names else f"{label} ({at + 1})"
        names.add(label)
        for place, result in enumerate(sorted(plan.results, key=badness)):
            yield {
                "row": at,
                "place": place,
                "plan_id": plan.plan.id,
                "goal_id": result.goal.id,
                "label": label,
                **_field(result, voice, palette),
            }


def _field(result: GoalResult, voice: Voice, palette: Palette) -> dict[str, Any]:
    words, mark = GoalWords(result, voice), health_badge(result.health, voice)
    done = words.done
    status = mark.word
    return {
        "goal": result.goal.name,
        "status": f"{status} {done}" if done else status,
        **status_marks(result.health, palette),
    }


def _alt(portfolio: Portfolio, voice: Voice) -> str:
    counts = portfolio.health_counts
    told = [
        voice.text(
            "{status}: {count}",
            status=voice.health(health),
            count=voice.number(counts[health]),
        )
        for health in WORST_FIRST
        if health in counts
    ]
    return voice.text(
        "Goals on {day} by status. {counts}.",
        day=voice.day(portfolio.as_of),
        counts=", ".join(told),
    )
