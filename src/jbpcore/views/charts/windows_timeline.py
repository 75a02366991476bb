"""What lies ahead on a line of days, with the windows behind it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from jbpcore.errors import InvalidValueError
from jbpcore.formatting.words import Words
from jbpcore.periods.daterange import DateRange
from jbpcore.views.charts.chart import Chart
from jbpcore.views.charts.drawing_rules import (
    base_spec,
    day_axis,
    layer,
    palette_of,
    titled,
)
from jbpcore.views.palette import Tone
from jbpcore.views.voice import Voice, voice_for
from jbpcore.views.window_board import BoardItem, BoardItemKind, WindowBoard

__all__ = ["windows_timeline"]

_ROW: Final = 30
_MOST: Final = 40
_LONGEST: Final = 48


def windows_timeline(
    board: WindowBoard,
    *,
    locale: str | Words = "en_US",
    theme: str = "light",
    width: int = 900,
) -> Chart:
    """Draw the work of the windows to come, a row each, in order of their days.

    Args:
        board: What lies ahead.
        locale: In which language.
        theme: ``"light"`` or ``"dark"``.
        width: In points.

    Raises:
        InvalidValueError: If nothing is planned in any window.
    """
    voice, palette = voice_for(locale), palette_of(theme)
    columns = [one for one in board.windows if one.first_day and one.last_day]
    items = [item for column in columns for item in column.items][:_MOST]
    if not items:
        raise InvalidValueError("board", board.plan.plan_id, "a board with work on it")
    first, last = columns[0].first_day, columns[-1].last_day
    dates = _dates(first, last)
    rows = [_row(item, order, dates, voice) for order, item in enumerate(items)]
    title = voice.text("What lies ahead of {plan}", plan=board.plan.name)
    spec = base_spec(palette, width=width, height=_ROW * len(rows) + 110)
    spec["title"] = titled(title, board.plan.parties_on(board.as_of, voice))
    scale, axis = day_axis(dates, voice)
    x = {"field": "day", "type": "quantitative", "scale": scale, "axis": axis}
    y = {
        "field": "label",
        "type": "nominal",
        "sort": {"field": "order"},
        "axis": {"title": None, "labelLimit": 320, "labelColor": palette.ink},
    }
    return Chart(
        title=title,
        alt=_alt(rows, title, voice),
        spec={**spec, "layer": _layers(rows, board, dates, x, y, theme, voice)},
    )


def _dates(first: date, last: date) -> DateRange:
    return DateRange.of_days(first, (last - first).days + 1)


def _row(item: BoardItem, order: int, dates: DateRange, voice: Voice) -> dict[str, Any]:
    side = voice.text("both sides") if item.side is None else voice.side(item.side)
    name = item.name if len(item.name) <= _LONGEST else f"{item.name[:_LONGEST]}…"
    return {
        "order": order,
        "label": f"{name}{chr(0x200B) * order}",
        "subject": item.subject,
        "kind": item.kind.value,
        "day": (item.on - dates.start).days + 1,
        "date": item.on.isoformat(),
        "side": "both" if item.side is None else item.side.value,
        "shown": f"{_when(item, voice)} · {side}",
    }


def _when(item: BoardItem, voice: Voice) -> str:
    day = voice.short_day(item.on)
    if item.kind is BoardItemKind.START:
        return voice.text("starts {day}", day=day)
    if item.kind is BoardItemKind.REVIEW:
        return voice.text("review on {day}", day=day)
    if item.kind is BoardItemKind.COMMITMENT:
        return voice.text("promised for {day}", day=day)
    return voice.text("due {day}", day=day)


def _layers(
    rows: list[dict[str, Any]],
    board: WindowBoard,
    dates: DateRange,
    x: dict[str, Any],
    y: dict[str, Any],
    theme: str,
    voice: Voice,
) -> list[dict[str, Any]]:
    palette = palette_of(theme)
    bands = []
    for column in board.windows:
        if column.first_day and column.last_day and column.number:
            begin = (column.first_day - dates.start).days
            end = (column.last_day - dates.start).days + 1
            days = voice.days((column.last_day - board.as_of).days)
            name = voice.text("Within {days}", days=days)
            bands.append(
                {"day": begin, "end": end, "name": name, "odd": column.number % 2}
            )
    kinds = [kind.value for kind in BoardItemKind]
    colour = {
        "field": "side",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": ["vendor", "partner", "both"],
            "range": [
                palette.tones[Tone.LEAD].solid,
                palette.tones[Tone.WARN].solid,
                palette.ink,
            ],
        },
    }
    shape = {
        "field": "kind",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": kinds,
            "range": ["circle", "triangle-right", "square", "diamond"],
        },
    }
    return [
        layer(
            [band for band in bands if band["odd"]],
            {"type": "rect", "color": palette.inset},
            x,
            None,
            x2={"field": "end"},
        ),
        layer(
            bands,
            {
                "type": "text",
                "align": "left",
                "baseline": "bottom",
                "dx": 6,
                "dy": -4,
                "color": palette.soft,
            },
            x,
            {"value": 0},
            text={"field": "name", "type": "nominal"},
        ),
        layer(
            rows,
            {"type": "point", "filled": True, "size": 110, "opacity": 1},
            x,
            y,
            color=colour,
            shape=shape,
        ),
        layer(
            rows,
            {"type": "text", "align": "left", "dx": 12, "color": palette.soft},
            x,
            y,
            text={"field": "shown", "type": "nominal"},
        ),
    ]


def _alt(rows: list[dict[str, Any]], title: str, voice: Voice) -> str:
    told = [
        voice.text(
            "{name}, {when}", name=row["label"].rstrip(chr(0x200B)), when=row["shown"]
        )
        for row in rows
    ]
    return f"{title}. {'; '.join(told)}."
