"""A score as a table of plain text, as wide as the screen allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.reasons import Reason
from jbpcore.formatting.numbers import show_percent, show_ratio
from jbpcore.formatting.short_amounts import show_short_number
from jbpcore.model.amount import Amount
from jbpcore.views.marks import UNICODE_MARKS, Marks
from jbpcore.views.score_rows import ScoreRow
from jbpcore.views.text_layout import cells, cut, left, plain, right

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
    heading: str
    show: Callable[[ScoreRow, Marks], str]
    is_number: bool = True


def score_table(
    rows: Sequence[ScoreRow], *, width: int | None = None, marks: Marks = UNICODE_MARKS
) -> ScoreTable:
    """Lay *rows* out as a table of text.

    Amounts are shown without cents, never kinder than they are: what is in is rounded
    down, what is wanted or due is rounded up. Attainment never shows 100 % while the
    target is not met. Where the table would be too wide, columns are left out, the
    least telling first, but never the owner, the period, the attainment and the status.

    Args:
        rows: The score.
        width: Columns of the screen; ``None`` shows everything.
        marks: The signs to draw with.
    """
    units = tuple(sorted({row.unit for row in rows if row.unit}))
    columns = [c for c in _COLUMNS if c is not _UNIT or len(units) > 1]
    texts = {
        column.heading: [column.show(row, marks) for row in rows] for column in columns
    }
    texts["Owner"] = _names(rows, marks)
    widths = {
        heading: max(map(cells, (heading, *column)))
        for heading, column in texts.items()
    }
    left_out = []
    for heading in _LEFT_OUT:
        if width is None or _total(widths) <= width:
            break
        if heading in widths:
            left_out.append(heading)
            del widths[heading]
    shown = [column for column in columns if column.heading in widths]
    top = [_filled(c.heading, widths[c.heading], c) for c in shown]
    lines = [_GUTTER.join(top), marks.rule * _total(widths)]
    for at in range(len(rows)):
        line = [_filled(texts[c.heading][at], widths[c.heading], c) for c in shown]
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
    return [cut(plain(text), _LONGEST_NAME, marks.cut) for text in texts]


def _total(widths: dict[str, int]) -> int:
    return sum(widths.values()) + len(_GUTTER) * (len(widths) - 1)


def _filled(text: str, width: int, column: _Column) -> str:
    return right(text, width) if column.is_number else left(text, width)


def _amount(amount: Amount | None, marks: Marks, *, upward: bool = False) -> str:
    return marks.missing if amount is None else show_short_number(amount, upward=upward)


def _ratio(ratio: Fraction | None, marks: Marks) -> str:
    return marks.missing if ratio is None else show_ratio(ratio, digits=_PACE_DIGITS)


def _percent(ratio: Fraction | None, marks: Marks) -> str:
    return marks.missing if ratio is None else show_percent(ratio, of_goal=True)


def _status(row: ScoreRow, marks: Marks) -> str:
    if row.reason is Reason.NO_TARGET:
        return f"{marks.shapes[row.health]} No target"
    return marks.status(row.health)


_UNIT: Final = _Column("Unit", lambda row, _: row.unit, is_number=False)
_COLUMNS: Final = (
    _Column("Owner", lambda row, _: row.name, is_number=False),
    _Column("Period", lambda row, _: row.period, is_number=False),
    _UNIT,
    _Column("Target", lambda row, marks: _amount(row.target, marks, upward=True)),
    _Column("Attained", lambda row, marks: _amount(row.attained, marks)),
    _Column("Done", lambda row, marks: _percent(row.attainment, marks)),
    _Column("Variance", lambda row, marks: _amount(row.variance, marks)),
    _Column(
        "Due by now",
        lambda row, marks: _amount(row.expected_to_date, marks, upward=True),
    ),
    _Column("Pace", lambda row, marks: _ratio(row.pace_index, marks)),
    _Column("Status", _status, is_number=False),
    _Column(
        "Needs a day",
        lambda row, marks: _amount(row.required_run_rate, marks, upward=True),
    ),
    _Column(
        "Needs a week",
        lambda row, marks: _amount(row.required_per_week, marks, upward=True),
    ),
    _Column("Lift", lambda row, marks: _ratio(row.lift_needed, marks)),
    _Column("Projected", lambda row, marks: _amount(row.projected_finish, marks)),
    _Column("Notes", lambda row, _: str(row.findings or "")),
)
# Left out one after the other where the table would be too wide.
_LEFT_OUT: Final = (
    "Needs a day",
    "Lift",
    "Projected",
    "Needs a week",
    "Due by now",
    "Notes",
    "Variance",
    "Pace",
    "Target",
    "Attained",
    "Unit",
)
