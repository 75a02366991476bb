"""What lies ahead on a line of days, with the windows behind it."""

from __future__ import annotations

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
from jbpcore.views.palette import Palette, Tone
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
    days = [
        day
        for column in board.windows
        for day in (column.first_day, column.last_day)
        if day is not None
    ]
    items = [item for column in board.windows for item in column.items][:_MOST]
    if not items or not days:
        raise InvalidValueError("board", board.plan.plan_id, "a board with work on it")
    dates = DateRange.of_days(min(days), (max(days) - min(days)).days + 1)
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
        spec={
            **spec,
            "layer": [
                *_bands(board, dates, x, palette, voice),
                *_marks(rows, x, y, palette),
            ],
        },
    )


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


def _bands(
    board: WindowBoard,
    dates: DateRange,
    x: dict[str, Any],
    palette: Palette,
    voice: Voice,
) -> list[dict[str, Any]]:
    bands = []
    for column in board.windows:
        if column.first_day is None or column.last_day is None:
            continue
        days = voice.days((column.last_day - board.as_of).days)
        bands.append(
            {
                "day": (column.first_day - dates.start).days,
                "end": (column.last_day - dates.start).days + 1,
                "name": voice.text("Within {days}", days=days),
            }
        )
    return [
        layer(
            bands[::2],
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
    ]


def _marks(
    rows: list[dict[str, Any]],
    x: dict[str, Any],
    y: dict[str, Any],
    palette: Palette,
) -> list[dict[str, Any]]:
    colours = [
        palette.tones[Tone.LEAD].solid,
        palette.tones[Tone.WARN].solid,
        palette.ink,
    ]
    colour = {
        "field": "side",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["vendor", "partner", "both"], "range": colours},
    }
    shape = {
        "field": "kind",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": [kind.value for kind in BoardItemKind],
            "range": ["circle", "triangle-right", "square", "diamond"],
        },
    }
    return [
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
