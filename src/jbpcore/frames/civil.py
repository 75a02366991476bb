"""Days since 1 January 1970 as months and days of them, by whole numbers alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jbpcore.frames.expression import Expression, column, when

__all__ = ["civil_stages"]

# Years that begin in March have their odd day last, and 400 of them 146,097 days.
_FROM_MARCH: Final = 719_468
_CYCLE: Final = 146_097
_FEBRUARY: Final = 11
_LEAP, _COMMON = 29, 28


def civil_stages(name: str, day: Expression) -> tuple[Mapping[str, Expression], ...]:
    """Return the stages to a day's month, its day in it, and how long that is.

    They are called after *name*: ``_month`` counts months since January of the year 0,
    ``_day`` from 1, and ``_length`` is from 28 to 31.

    Args:
        name: What the columns are called after.
        day: Days since 1 January 1970, not before the year 0.

    Examples:
        >>> from jbpcore.frames.as_python import run_stages
        >>> found = run_stages(civil_stages("x", column("d")), {"d": 59})
        >>> found["x_month"] - 1970 * 12, found["x_day"], found["x_length"]
        (2, 1, 31)
    """
    since = day + _FROM_MARCH
    of_cycle, year = column(f"{name}_of_cycle"), column(f"{name}_year")
    of_year, month = column(f"{name}_of_year"), column(f"{name}_of_march")
    leaps = of_cycle - of_cycle // 1_460 + of_cycle // 36_524 - of_cycle // 146_096
    before = year * 365 + year // 4 - year // 100
    ahead = year + 1
    by_four, by_hundred = _divides(ahead, 4), _divides(ahead, 100)
    is_leap = by_four & (~by_hundred | _divides(ahead, 400))
    return (
        {
            f"{name}_cycle": since // _CYCLE,
            f"{name}_of_cycle": since - since // _CYCLE * _CYCLE,
        },
        {f"{name}_year": leaps // 365},
        {f"{name}_of_year": of_cycle - before},
        {f"{name}_of_march": (of_year * 5 + 2) // 153},
        {
            f"{name}_month": (column(f"{name}_cycle") * 400 + year) * 12 + month + 2,
            f"{name}_day": of_year - _days_before(month) + 1,
            f"{name}_length": when(
                month.equals(_FEBRUARY),
                when(is_leap, _LEAP, _COMMON),
                _days_before(month + 1) - _days_before(month),
            ),
        },
    )


def _days_before(month: Expression) -> Expression:
    return (month * 153 + 2) // 5


def _divides(year: Expression, by: int) -> Expression:
    return year.equals(year // by * by)
