"""How a gap could be closed: what is in, what actions should bring, what is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.closing import ActionsToClose
from jbpcore.errors import InvalidValueError
from jbpcore.formatting.words import Words
from jbpcore.views.charts.chart import Chart
from jbpcore.views.charts.drawing_rules import (
    amount_axis,
    base_spec,
    layer,
    number,
    palette_of,
    titled,
)
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.palette import TONE_OF, Palette, Tone
from jbpcore.views.voice import Voice, voice_for

__all__ = ["gap_waterfall"]

_MOST_STEPS: Final = 12


def gap_waterfall(
    closing: ActionsToClose,
    *,
    locale: str | Words = "en_US",
    theme: str = "light",
    width: int = 720,
    height: int = 400,
) -> Chart:
    """Draw the way from what is in, by the actions that should help, to the target.

    Args:
        closing: What :func:`~jbpcore.engine.closing.actions_to_close` chose.
        locale: In which language.
        theme: ``"light"`` or ``"dark"``.
        width: In points.
        height: In points.

    Raises:
        InvalidValueError: If the goal has no gap that is known, or a level or a limit.
    """
    voice, palette = voice_for(locale), palette_of(theme)
    result = closing.result
    gap, target, attained = result.gap_to_target, result.target, result.attained
    is_drawn = result.higher_is_better and not result.shape.is_share
    if gap is None or target is None or attained is None or not is_drawn:
        expected = "a goal to be reached from below, with a known gap"
        raise InvalidValueError("closing", result.goal.id, expected)
    steps = _steps(closing, voice, palette)
    words = GoalWords(result, voice)
    spec = base_spec(palette, width=width, height=height)
    spec["title"] = titled(
        result.goal.name,
        voice.text("Gap to target: {gap}", gap=words.gap),
    )
    bounds = [Fraction(str(step[end])) for step in steps for end in ("from", "to")]
    scale, axis = amount_axis(bounds, target, voice)
    x = {
        "field": "label",
        "type": "nominal",
        "sort": {"field": "order"},
        "scale": {"paddingInner": 0.3},
        "axis": {
            "title": None,
            "labelAngle": 0,
            "labelLimit": 110,
            "labelColor": palette.ink,
        },
    }
    y = {"field": "from", "type": "quantitative", "scale": scale, "axis": axis}
    spec["layer"] = [
        layer(
            [{"from": number(exact(target))}],
            {"type": "rule", "color": palette.ink, "strokeWidth": 1.5},
            None,
            y,
        ),
        layer(
            steps,
            {
                "type": "bar",
                "cornerRadius": 2,
                "stroke": palette.edge,
                "strokeWidth": 1,
            },
            x,
            y,
            y2={"field": "to"},
            color={"field": "colour", "type": "nominal", "scale": None, "legend": None},
        ),
        layer(
            steps,
            {"type": "text", "dy": -10, "fontWeight": 600},
            x,
            {**y, "field": "top"},
            text={"field": "shown", "type": "nominal"},
        ),
    ]
    told = [
        voice.text("{name}: {amount}", name=step["label"], amount=step["shown"])
        for step in steps
    ]
    alt = f"{result.goal.name}. {'. '.join(told)}."
    return Chart(title=result.goal.name, alt=alt, spec=spec)


def _steps(
    closing: ActionsToClose, voice: Voice, palette: Palette
) -> list[dict[str, Any]]:
    result = closing.result
    target, attained = result.target, result.attained
    level = Fraction(0) if attained is None else exact(attained)
    solid = {tone: palette.tones[tone].solid for tone in Tone}
    shown = "" if attained is None else voice.amount(attained)
    found = [
        _step(
            voice.text("so far"),
            Fraction(0),
            level,
            shown,
            solid[TONE_OF[result.health]],
        )
    ]
    for action in closing.actions[:_MOST_STEPS]:
        if action.expected_impact is None:
            continue
        impact = exact(action.expected_impact)
        told = f"+{voice.amount(action.expected_impact)}"
        found.append(_step(action.name, level, level + impact, told, solid[Tone.LEAD]))
        level += impact
    if target is not None and level < exact(target):
        missing = exact(target) - level
        told = voice.amount(like(missing, target), upward=True)
        name = voice.text("still missing")
        found.append(
            _step(name, level, exact(target), told, palette.tones[Tone.BAD].tint)
        )
    if target is not None:
        told = voice.amount(target, upward=True)
        name = voice.text("target")
        found.append(_step(name, Fraction(0), exact(target), told, palette.edge))
    return [{"order": order, **step} for order, step in enumerate(_unlike(found))]


def _step(
    label: str, begin: Fraction, end: Fraction, shown: str, colour: str
) -> dict[str, Any]:
    return {
        "label": label,
        "from": number(begin),
        "to": number(end),
        "top": number(max(begin, end)),
        "shown": shown,
        "colour": colour,
    }


def _unlike(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return *steps* so that no two share a name, which would be one bar."""
    seen: set[str] = set()
    for number_, step in enumerate(steps):
        if step["label"] in seen:
            step["label"] = f"{step['label']} ({number_})"
        seen.add(step["label"])
    return steps
