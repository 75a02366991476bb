"""A score as a table of plain text, as wide as the screen allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.reasons import Reason
from jbpcore.formatting.words import Words
from jbpcore.model.amount import Amount
from jbpcore.views.marks import UNICODE_MARKS, Marks
from jbpcore.views.score_rows import ScoreRow
from jbpcore.views.text_layout import cells, cut, left, plain_line, right
from jbpcore.views.voice import Voice, voice_for

__all__ = ["ScoreTable", "score_table"]

_GUTTER: Final = "  "
_LONGEST_NAME: Final = 28
_PACE_DIGITS: Final = 2


@attrs.frozen(kw_only=True)
class ScoreTable:
    """A table, and what did not fit in it.

    Attributes:
        lines: The heading, a rule, and a line for each row.
        left_out: Headings of the columns that were left out for want of width.
        units: The units of the amounts, which the table itself does not repeat where
            there is just one.
    """

    lines: tuple[str, ...]
    left_out: tuple[str, ...]
    units: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)


@attrs.frozen
class _Column:
    key: str
    show: Callable[[ScoreRow, _Cells], str]
    is_number: bool = True


def score_table(
    rows: Sequence[ScoreRow],
    *,
    width: int | None = None,
    locale: str | Words = "en_US",
    marks: Marks = UNICODE_MARKS,
) -> ScoreTable:
    """Lay *rows* out as a table of text.

    Amounts are shown without cents, never kinder than they are: what is in is rounded
    down, what is wanted or due is rounded up. Attainment never shows 100 % while the
    target is not met. Where the table would be too wide, columns are left out, the
    least telling first, but never the owner, the period, the attainment and the status.

    Args:
        rows: The score.
        width: Columns of the screen; ``None`` shows everything.
        locale: In which language, and how figures are written.
        marks: The signs to draw with.
    """
    voice = voice_for(locale)
    units = tuple(sorted({row.unit for row in rows if row.unit}))
    columns = [c for c in _COLUMNS if c is not _UNIT or len(units) > 1]
    cell = _Cells(voice, marks)
    texts = {column.key: [column.show(row, cell) for row in rows] for column in columns}
    texts["owner"] = _names(rows, marks)
    headings = _headings(voice)
    widths = {
        key: max(map(cells, (headings[key], *column))) for key, column in texts.items()
    }
    left_out = []
    for key in _LEFT_OUT:
        if width is None or _total(widths) <= width:
            break
        if key in widths:
            left_out.append(headings[key])
            del widths[key]
    shown = [column for column in columns if column.key in widths]
    top = [_filled(headings[c.key], widths[c.key], c) for c in shown]
    lines = [_GUTTER.join(top), marks.rule * _total(widths)]
    for at in range(len(rows)):
        line = [_filled(texts[c.key][at], widths[c.key], c) for c in shown]
        lines.append(_GUTTER.join(line))
    return ScoreTable(
        lines=tuple(line.rstrip() for line in lines),
        left_out=tuple(left_out),
        units=units,
    )


def _names(rows: Sequence[ScoreRow], marks: Marks) -> list[str]:
    """Return the owners' names, with the id where two owners share one."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        owners[row.name].add(row.owner)
    texts = (
        f"{row.name} ({row.owner})" if len(owners[row.name]) > 1 else row.name
        for row in rows
    )
    return [cut(plain_line(text), _LONGEST_NAME, marks.cut) for text in texts]


def _total(widths: dict[str, int]) -> int:
    return sum(widths.values()) + len(_GUTTER) * (len(widths) - 1)


def _filled(text: str, width: int, column: _Column) -> str:
    return right(text, width) if column.is_number else left(text, width)


class _Cells:
    """How the cells of a row are written, in one language."""

    def __init__(self, voice: Voice, marks: Marks) -> None:
        self.voice = voice
        self.marks = marks

    def amount(self, amount: Amount | None, *, upward: bool = False) -> str:
        if amount is None:
            return self.marks.missing
        return self.voice.figure(amount, upward=upward)

    def ratio(self, ratio: Fraction | None) -> str:
        if ratio is None:
            return self.marks.missing
        return self.voice.ratio(ratio, digits=_PACE_DIGITS)

    def percent(self, ratio: Fraction | None) -> str:
        if ratio is None:
            return self.marks.missing
        return self.voice.percent(ratio, of_goal=True)

    def status(self, row: ScoreRow) -> str:
        word = self.voice.health(row.health)
        if row.reason is Reason.NO_TARGET:
            word = self.voice.text("No target")
        return f"{self.marks.shapes[row.health]} {word}"


def _headings(voice: Voice) -> dict[str, str]:
    return {
        "owner": voice.text("Owner"),
        "period": voice.text("Period"),
        "unit": voice.text("Unit"),
        "target": voice.text("Target"),
        "attained": voice.text("Attained"),
        "done": voice.text("Done"),
        "variance": voice.text("Variance"),
        "due": voice.text("Due by now"),
        "pace": voice.text("Pace"),
        "status": voice.text("Status"),
        "day": voice.text("Needs a day"),
        "week": voice.text("Needs a week"),
        "lift": voice.text("Lift"),
        "projected": voice.text("Projected"),
        "notes": voice.text("Notes"),
    }


_UNIT: Final = _Column("unit", lambda row, _: row.unit, is_number=False)
_COLUMNS: Final = (
    _Column("owner", lambda row, _: row.name, is_number=False),
    _Column("period", lambda row, _: row.period, is_number=False),
    _UNIT,
    _Column("target", lambda row, cell: cell.amount(row.target, upward=True)),
    _Column("attained", lambda row, cell: cell.amount(row.attained)),
    _Column("done", lambda row, cell: cell.percent(row.attainment)),
    _Column("variance", lambda row, cell: cell.amount(row.variance)),
    _Column("due", lambda row, cell: cell.amount(row.expected_to_date, upward=True)),
    _Column("pace", lambda row, cell: cell.ratio(row.pace_index)),
    _Column("status", lambda row, cell: cell.status(row), is_number=False),
    _Column("day", lambda row, cell: cell.amount(row.required_run_rate, upward=True)),
    _Column("week", lambda row, cell: cell.amount(row.required_per_week, upward=True)),
    _Column("lift", lambda row, cell: cell.ratio(row.lift_needed)),
    _Column("projected", lambda row, cell: cell.amount(row.projected_finish)),
    _Column("notes", lambda row, _: str(row.findings or "")),
)
# Left out one after the other where the table would be too wide.
_LEFT_OUT: Final = (
    "day",
    "lift",
    "projected",
    "week",
    "due",
    "notes",
    "variance",
    "pace",
    "target",
    "attained",
    "unit",
)
